package io.plimsoll.policy.bounds;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.PositionId;
import io.plimsoll.decision.MarginProposal.DebtMargin;
import io.plimsoll.decision.MarginProposal.OrderInitial;
import io.plimsoll.margin.Holding;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.money.Decimals;
import io.plimsoll.rules.facts.Position;
import io.plimsoll.rules.interval.Amount;
import io.plimsoll.rules.interval.Piece;
import io.plimsoll.rules.interval.Question;
import io.plimsoll.rules.interval.Sheet;
import io.plimsoll.rules.interval.Suggested;
import io.plimsoll.rules.interval.Suggestions;
import io.plimsoll.rules.interval.Truth;
import io.plimsoll.rules.interval.VaryingFact;
import io.plimsoll.rules.model.Relation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The margin stage in formulas: what each position and each margin account requires. */
final class MarginFormulas {

    /** What the rules say of one position, or of all; amounts in its own currency. */
    private static final class Said {
        final List<Piece> initial = new ArrayList<>();
        final List<Piece> maintenance = new ArrayList<>();
        final List<Piece> factors = new ArrayList<>();
        final List<Piece> addOns = new ArrayList<>();
        final List<Piece> costs = new ArrayList<>();
        final List<Piece> multiples = new ArrayList<>();
    }

    private final Sheet sheet;
    private final Holds holds;
    private final boolean saysInitialMargin;
    private final Map<PositionId, Said> saidOf = new HashMap<>();
    private final Map<PositionId, Valued> valuedOf = new HashMap<>();
    private final Said saidOfAll = new Said();
    private final Set<String> orders = new HashSet<>();
    private final Set<String> debts = new HashSet<>();

    /** @param saysInitialMargin true if a position without an initial margin is a gap in the rules */
    MarginFormulas(Sheet sheet, Holds holds, List<Valued> positions, boolean saysInitialMargin) {
        this.sheet = sheet;
        this.holds = holds;
        this.saysInitialMargin = saysInitialMargin;
        positions.forEach(valued -> {
            valuedOf.put(valued.position().id(), valued);
            saidOf.put(valued.position().id(), new Said());
        });
    }

    /** @throws CannotBound if a rule asks for what is not followed */
    void read(Suggestions suggestions) throws CannotBound {
        for (Suggested suggested : suggestions.all()) {
            read(suggested);
        }
    }

    private void read(Suggested suggested) throws CannotBound {
        PositionId id = positionOf(suggested);
        Said said = id == null ? saidOfAll : Objects.requireNonNull(saidOf.get(id));
        Amount notional = id == null
                ? sheet.given(Decimals.ZERO)
                : Objects.requireNonNull(valuedOf.get(id)).notional();
        switch (suggested.verb()) {
            case "initial" -> add(said.initial, suggested, sheet.product(notional, atLeastZero(suggested, 1)));
            case "initialAmount" -> add(said.initial, suggested, atLeastZero(suggested, 1));
            case "initialByLeverage" -> add(said.initial, suggested, sheet.quotient(notional, positive(suggested, 1)));
            case "maintenance" -> {
                Amount required =
                        sheet.difference(sheet.product(notional, atLeastZero(suggested, 1)), atLeastZero(suggested, 2));
                add(said.maintenance, suggested, sheet.largest(required, sheet.given(Decimals.ZERO)));
            }
            case "maintenanceAmount" -> add(said.maintenance, suggested, atLeastZero(suggested, 1));
            case "maintenanceByLeverage" ->
                add(said.maintenance, suggested, sheet.quotient(notional, positive(suggested, 1)));
            case "multiply" -> add(said.factors, suggested, atLeastOne(suggested, 1));
            case "addOn" -> add(said.addOns, suggested, atLeastZero(suggested, 1));
            case "closingCost" -> {
                Amount rate = atLeastZero(suggested, 1);
                require(suggested, rate, Relation.AT_MOST, Decimals.ONE);
                add(said.costs, suggested, rate);
            }
            case "initialMultiple" -> add(said.multiples, suggested, atLeastOne(suggested, 1));
            case "order" -> {
                requireFixed(suggested);
                if (suggested.proposal() instanceof OrderInitial order) {
                    orders.add(order.orderId());
                }
            }
            case "debt" -> {
                requireFixed(suggested);
                if (suggested.proposal() instanceof DebtMargin debt) {
                    debts.add(debt.asset());
                }
            }
            default ->
                throw new CannotBound("rule " + suggested.rule().id() + " proposes by `" + suggested.verb()
                        + "`, which is not followed along prices");
        }
    }

    private static @Nullable PositionId positionOf(Suggested suggested) {
        Object first =
                suggested.arguments().isEmpty() ? null : suggested.arguments().getFirst();
        Object fact = first instanceof VaryingFact varying ? varying.fact() : first;
        return fact instanceof Position position ? position.id() : null;
    }

    private static void add(List<Piece> to, Suggested suggested, Amount amount) {
        to.add(new Piece(suggested.when(), amount));
    }

    private Amount decimal(Suggested suggested, int argument) {
        Object value = suggested.arguments().get(argument);
        return value instanceof BigDecimal exact ? sheet.given(exact) : (Amount) value;
    }

    private Amount atLeastZero(Suggested suggested, int argument) {
        return require(suggested, decimal(suggested, argument), Relation.AT_LEAST, Decimals.ZERO);
    }

    private Amount positive(Suggested suggested, int argument) {
        return require(suggested, decimal(suggested, argument), Relation.MORE, Decimals.ZERO);
    }

    private Amount atLeastOne(Suggested suggested, int argument) {
        return require(suggested, decimal(suggested, argument), Relation.AT_LEAST, Decimals.ONE);
    }

    /** Beyond the range of an argument its rule fails. */
    private Amount require(Suggested suggested, Amount amount, Relation relation, BigDecimal limit) {
        holds.fail(
                sheet.all(List.of(suggested.when(), sheet.not(sheet.compare(amount, relation, sheet.given(limit))))),
                "rule " + suggested.rule().id() + " may fail");
        return amount;
    }

    private static void requireFixed(Suggested suggested) throws CannotBound {
        if (Sheet.known(suggested.when()) != Truth.TRUE || suggested.proposal() == null) {
            throw new CannotBound(
                    "rule " + suggested.rule().id() + " lets orders or debts require by prices or times that move");
        }
    }

    boolean binds(String orderId) {
        return orders.contains(orderId);
    }

    /** True if the decision is held for the want of a rule on a debt. */
    boolean lacks(Holding held, AccountSnapshot snapshot) {
        boolean isLoan = snapshot.collateral().stream()
                .anyMatch(of -> of.asset().equals(held.asset()) && of.borrowed().signum() > 0);
        boolean isMoney = held.asset().equals(snapshot.settlementCurrency());
        boolean mustBeSpokenAbout =
                isLoan || (held.owed().signum() > 0 && held.terms().schedule().countsNothing() && !isMoney);
        return mustBeSpokenAbout
                && !(debts.contains(held.asset()) && held.owed().signum() > 0);
    }

    /**
     * A margin account in formulas.
     *
     * @param account as it is now
     * @param conversionHaircut what does not count of profits in other currencies
     * @param restIsUntold true if no rule says what an order or a debt of it requires
     */
    Margined margined(MarginAccount account, Amount conversionHaircut, Object breachedFor, boolean restIsUntold) {
        boolean isCross = account.id().equals(MarginAccountId.CROSS);
        int places = account.rounding().amountPlaces();
        List<Valued> positions = account.positions().stream()
                .map(position -> Objects.requireNonNull(valuedOf.get(position.id())))
                .toList();
        Map<PositionId, Margined.Required> required = new HashMap<>();
        List<Amount> initials = new ArrayList<>();
        List<Amount> maintenances = new ArrayList<>();
        List<Amount> equities = new ArrayList<>();
        List<Amount> costs = new ArrayList<>();
        equities.add(sheet.given(account.wallet()));
        equities.add(sheet.negative(conversionHaircut));
        for (Valued valued : positions) {
            Margined.Required of = required(valued, places);
            required.put(valued.position().id(), of);
            initials.add(of.initial());
            maintenances.add(of.maintenance());
            equities.add(valued.equityValue(sheet));
            costs.add(closingCost(valued));
        }
        Amount addOn = isCross ? sheet.roundedUp(sheet.sumOf(saidOfAll.addOns), places) : sheet.given(Decimals.ZERO);
        initials.add(addOn);
        maintenances.add(addOn);
        initials.add(sheet.given(account.balances().initialOfDebts()));
        maintenances.add(sheet.given(account.balances().maintenanceOfDebts()));
        Amount equity = sheet.roundedDown(sheet.sum(equities), places);
        Amount maintenance = sheet.sum(maintenances);
        Amount initial = sheet.sum(
                sheet.largest(sheet.sum(initials), isCross ? multiplied(maintenance, places) : maintenance),
                sheet.given(account.rounding().requirementRounded(account.orderMargin())));
        return new Margined(
                account,
                positions,
                required,
                equity,
                initial,
                maintenance,
                sheet.any(Stream.concat(
                                Stream.of(sheet.answer(restIsUntold)),
                                required.values().stream().map(Margined.Required::untold))
                        .toList()),
                sheet.compare(equity, Relation.LESS, maintenance),
                breachedFor,
                Margined.sums(
                        sheet,
                        positions,
                        sheet.roundedUp(sheet.sum(costs), places),
                        account.portfolio().requirement(),
                        places));
    }

    private Amount multiplied(Amount maintenance, int places) {
        Amount multiple = sheet.largestOf(saidOfAll.multiples, sheet.given(Decimals.ONE));
        BigDecimal known = Sheet.known(multiple);
        return known != null && known.compareTo(Decimals.ONE) == 0
                ? maintenance
                : sheet.roundedUp(sheet.product(maintenance, multiple), places);
    }

    private Margined.Required required(Valued valued, int places) {
        PositionId id = valued.position().id();
        Said said = Objects.requireNonNull(saidOf.get(id));
        Amount nothing = sheet.given(Decimals.ZERO);
        if (said.maintenance.isEmpty()) {
            return new Margined.Required(nothing, nothing, sheet.yes());
        }
        Amount maintenance = sheet.largestOf(said.maintenance, nothing);
        Amount initial = sheet.largestOf(said.initial, maintenance);
        Question untold = sheet.not(sheet.isGiven(said.maintenance, maintenance));
        if (saysInitialMargin) {
            untold = sheet.any(List.of(untold, sheet.not(sheet.isGiven(said.initial, initial))));
        }
        List<Piece> factors = new ArrayList<>(said.factors);
        factors.addAll(saidOfAll.factors);
        Amount factor = sheet.product(sheet.largestOf(factors, sheet.given(Decimals.ONE)), valued.conversion());
        Amount addOn = sheet.product(sheet.sumOf(said.addOns), valued.conversion());
        return new Margined.Required(
                sheet.roundedUp(sheet.sum(sheet.product(initial, factor), addOn), places),
                sheet.roundedUp(sheet.sum(sheet.product(maintenance, factor), addOn), places),
                untold);
    }

    private Amount closingCost(Valued valued) {
        Amount rate = closingCostRate(valued.position().id());
        return sheet.product(sheet.product(valued.notional(), rate), valued.conversion());
    }

    /** Fraction of a position's notional. */
    Amount closingCostRate(PositionId id) {
        return sheet.largestOf(Objects.requireNonNull(saidOf.get(id)).costs, sheet.given(Decimals.ZERO));
    }

    /** True if a rule may require something of the account as a whole. */
    boolean addsToAccount() {
        return !saidOfAll.addOns.isEmpty();
    }
}
