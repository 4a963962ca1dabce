package io.plimsoll.decision;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Collateral;
import io.plimsoll.account.OrderSide;
import io.plimsoll.account.Position;
import io.plimsoll.account.PositionId;
import io.plimsoll.account.Side;
import io.plimsoll.decision.CollateralStage.AcceptableAsset;
import io.plimsoll.decision.CollateralStage.Collaterals;
import io.plimsoll.decision.LeastEnough.Found;
import io.plimsoll.decision.ThresholdStage.Verdict;
import io.plimsoll.decision.WouldChange.Deposit;
import io.plimsoll.decision.WouldChange.OfAccount;
import io.plimsoll.decision.WouldChange.Price;
import io.plimsoll.decision.WouldChange.Reduction;
import io.plimsoll.margin.ClosingTerms;
import io.plimsoll.margin.LiquidationPrices;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.margin.MarginedPosition;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.margin.TermsAt;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What would have spared an account a decision: the least deposit, the least reduction, the nearest price. A pure function beside
 * {@link DecisionService#evaluate}. Nothing is derived from a formula: each amount is found by deciding altered snapshots under the same
 * policy, at the same instant, with the same open calls.
 */
public final class Counterfactuals {

    /** Further assets that are tried; a customer with more chooses among these. */
    private static final int ASSETS_MAX = 5;

    /** Amounts and prices are followed so far from where they are. */
    private static final BigDecimal FAR = BigDecimal.valueOf(100);

    private final Case given;
    private final Policy policy;
    private final View view;
    private final Collaterals collaterals;
    private int evaluations;

    private Counterfactuals(Case given, Policy policy) {
        Trail unread = new Trail();
        this.given = given;
        this.policy = policy;
        this.view = GuardStage.run(given.snapshot(), given.evaluatedAt(), policy, unread);
        this.collaterals = CollateralStage.run(view, policy, unread);
    }

    /** What would change the outcome of each margin account that is called, reduced or closed. */
    public static WouldChange of(Case given, Policy policy) {
        return new Counterfactuals(given, policy).wouldChange();
    }

    private WouldChange wouldChange() {
        Decision decision = decision(given.snapshot());
        List<OfAccount> found = new ArrayList<>();
        if (decision.outcome() != Outcome.HOLD) {
            for (Margined margined : MarginStage.run(view, collaterals, policy, new Trail())) {
                MarginAccount account = margined.account();
                Outcome outcome = outcome(decision, account.id());
                if (outcome.isStricterThan(Outcome.WARNING)) {
                    found.add(new OfOne(account, outcome).all());
                }
            }
        }
        return new WouldChange(found, evaluations);
    }

    private Decision decision(AccountSnapshot snapshot) {
        evaluations++;
        return DecisionService.evaluate(given.with(snapshot), policy, given.evaluatedAt());
    }

    /** Nothing is asked of a margin account that is not there any more. */
    private static Outcome outcome(Decision decision, MarginAccountId id) {
        return decision.marginAccounts().stream()
                .filter(account -> account.id().equals(id))
                .map(Decision.MarginAccountDecision::outcome)
                .findFirst()
                .orElse(Outcome.HEALTHY);
    }

    /** The search for one margin account. */
    private final class OfOne {

        private final MarginAccount account;
        private final Outcome outcome;
        private final List<String> notShown = new ArrayList<>();

        OfOne(MarginAccount account, Outcome outcome) {
            this.account = account;
            this.outcome = outcome;
        }

        OfAccount all() {
            List<Deposit> deposits = deposits();
            Optional<MarginedPosition> first = firstToReduce();
            Reduction reduction = first.map(this::reduction).orElse(null);
            Price price = first.map(this::price).orElse(null);
            if (first.isEmpty()) {
                notShown.add("there is no position to reduce, nor one whose price could change the outcome");
            }
            return new OfAccount(account.id(), outcome, deposits, reduction, price, notShown);
        }

        /** The changed outcome; empty where it is no milder, or rests on data that is held. */
        private Optional<Outcome> milder(AccountSnapshot altered) {
            Decision decision = decision(altered);
            Outcome changed = outcome(decision, account.id());
            return decision.outcome() != Outcome.HOLD && outcome.isStricterThan(changed)
                    ? Optional.of(changed)
                    : Optional.empty();
        }

        private Optional<Found> least(Function<BigInteger, AccountSnapshot> altered, BigInteger guess, BigInteger max) {
            return new LeastEnough(units -> milder(altered.apply(units))).from(guess, max);
        }

        private List<Deposit> deposits() {
            List<Deposit> deposits = new ArrayList<>();
            String currency = given.snapshot().settlementCurrency();
            BigDecimal cent = BigDecimal.ONE.movePointLeft(policy.rounding().amountPlaces());
            deposit(currency, cent, missing()).ifPresent(deposits::add);
            if (account.id().position() == null) {
                collaterals.acceptable().stream()
                        .filter(asset -> !asset.holding().asset().equals(currency))
                        .limit(ASSETS_MAX)
                        .forEach(asset -> deposit(asset).ifPresent(deposits::add));
            }
            return deposits;
        }

        private Optional<Deposit> deposit(AcceptableAsset asset) {
            BigDecimal value = asset.schedule()
                    .additionWorth(missing(), asset.marketValue())
                    .orElse(missing());
            return deposit(
                    asset.holding().asset(),
                    asset.step(),
                    value.divide(asset.holding().price(), Decimals.QUOTIENT));
        }

        private Optional<Deposit> deposit(String asset, BigDecimal unit, BigDecimal guess) {
            BigInteger most =
                    units(worth().multiply(FAR), unit.multiply(given.snapshot().priceOf(asset)));
            Optional<Found> found =
                    least(units -> deposited(asset, unit.multiply(new BigDecimal(units))), units(guess, unit), most);
            if (found.isEmpty()) {
                notShown.add("no deposit of " + asset + " changes the outcome");
            }
            return found.map(of -> new Deposit(asset, quantity(of, unit), of.becomes()));
        }

        /** What the decision most likely turns on: where to look first, and no more. */
        private BigDecimal missing() {
            BigDecimal toMaintenance = account.maintenanceMargin().subtract(account.equity());
            return toMaintenance.signum() > 0
                    ? toMaintenance
                    : account.initialMargin().subtract(account.equity());
        }

        /** An amount of the order of the account's own. */
        private BigDecimal worth() {
            return account.notional()
                    .add(account.equity().abs())
                    .add(account.initialMargin())
                    .add(BigDecimal.ONE);
        }

        private AccountSnapshot deposited(String asset, BigDecimal quantity) {
            PositionId isolated = account.id().position();
            return isolated == null
                    ? withMore(given.snapshot(), asset, quantity)
                    : given.snapshot().withPosition(isolated, position -> position.withMoreMargin(quantity));
        }

        /** The position that a reduction would take first; the one with the largest maintenance margin where no rule would reduce. */
        private Optional<MarginedPosition> firstToReduce() {
            if (!account.hasPositions()) {
                return Optional.empty();
            }
            return LiquidationStage.run(reducing(), Optional::empty, policy, new Trail()).steps().stream()
                    .map(ClosurePlan.Step::order)
                    .flatMap(order -> Optional.ofNullable(order).stream())
                    .map(ClosurePlan.Order::position)
                    .filter(account::holds)
                    .findFirst()
                    .map(account::position)
                    .or(() -> account.positions().stream()
                            .max(Comparator.comparing(MarginedPosition::maintenanceMargin)));
        }

        /** The account as if the rules had asked for a reduction. */
        private Judged reducing() {
            TermsAt termsAt = new MarginQuestions(view, policy, new Trail());
            var prices = LiquidationPrices.of(account, policy.maintenanceConvention(), termsAt);
            View judging = view.judging(
                    account,
                    prices,
                    given.openCall(account.id()).orElse(null),
                    given.lastDecision(account.id()).orElse(null));
            Verdict reduce = new Verdict(Outcome.REDUCE, Optional.empty(), Optional.empty());
            return new Judged(judging, account, prices, reduce, termsAt);
        }

        private @Nullable Reduction reduction(MarginedPosition position) {
            PositionId id = position.id();
            BigDecimal lot = ClosureProposals.ask(reducing().view(), Outcome.REDUCE, policy)
                    .terms(account)
                    .getOrDefault(id, ClosingTerms.WHOLE)
                    .lot();
            if (lot == null) {
                notShown.add("no rule gives the lot in which `" + id + "` may be reduced");
                return null;
            }
            BigDecimal held = position.priced().position().quantity().abs();
            BigInteger lots = units(held, lot);
            BigDecimal share = account.maintenanceMargin().signum() == 0
                    ? BigDecimal.ONE
                    : missing().divide(account.maintenanceMargin(), Decimals.QUOTIENT);
            Optional<Found> found = least(
                    units -> reduced(position, Decimals.smallest(held, lot.multiply(new BigDecimal(units)))),
                    units(share.multiply(held), lot),
                    lots);
            if (found.isEmpty()) {
                notShown.add("infeasible: closing all of `" + id + "` does not change the outcome");
            }
            return found.map(of -> new Reduction(
                            id, OrderSide.closing(id.side()), Decimals.smallest(held, quantity(of, lot)), of.becomes()))
                    .orElse(null);
        }

        /** Part of the position closed at the price it is valued at, its gain or loss and its cost settled in the settlement currency. */
        private AccountSnapshot reduced(MarginedPosition position, BigDecimal quantity) {
            Position held = position.priced().position();
            BigDecimal part = held.quantity().signum() < 0 ? quantity.negate() : quantity;
            PricedPosition closed = position.priced().withQuantity(part);
            BigDecimal cost = closed.notional().multiply(position.terms().closingCostRate());
            BigDecimal settled =
                    policy.rounding().valueRoundedDown(closed.unrealisedPnl().subtract(cost));
            BigDecimal rest = held.quantity().subtract(part);
            AccountSnapshot smaller = rest.signum() == 0
                    ? given.snapshot().withoutPosition(position.id())
                    : given.snapshot().withPosition(position.id(), whole -> whole.withQuantity(rest));
            if (account.id().position() == null) {
                return withMore(smaller, given.snapshot().settlementCurrency(), settled);
            }
            return rest.signum() == 0
                    ? smaller
                    : smaller.withPosition(position.id(), left -> left.withMoreMargin(settled));
        }

        private @Nullable Price price(MarginedPosition position) {
            boolean gainsUpwards = position.id().side() == Side.LONG;
            Price price = price(position, gainsUpwards);
            if (price == null) {
                price = price(position, !gainsUpwards); // an option may gain the other way
            }
            if (price == null) {
                notShown.add("no price of " + position.id().instrument() + " changes the outcome");
            }
            return price;
        }

        private @Nullable Price price(MarginedPosition position, boolean upwards) {
            BigDecimal mark = position.priced().position().mark().price();
            BigDecimal tick = BigDecimal.ONE.movePointLeft(policy.rounding().pricePlaces());
            BigDecimal start = mark.divide(tick, 0, upwards ? RoundingMode.FLOOR : RoundingMode.CEILING)
                    .multiply(tick);
            BigInteger most = upwards
                    ? units(mark.multiply(FAR), tick)
                    : units(start, tick).subtract(BigInteger.ONE);
            Function<BigInteger, BigDecimal> at = units -> upwards
                    ? start.add(tick.multiply(new BigDecimal(units)))
                    : start.subtract(tick.multiply(new BigDecimal(units)));
            String instrument = position.id().instrument();
            BigDecimal move = missing().divide(account.notional().max(tick), Decimals.QUOTIENT);
            return least(
                            units -> given.snapshot().atPrice(instrument, at.apply(units)),
                            units(move.multiply(mark), tick),
                            most)
                    .map(found -> new Price(
                            instrument, Decimals.normalised(at.apply(found.units())), upwards, found.becomes()))
                    .orElse(null);
        }
    }

    /** A holding with more of it; what is not held yet is put among the collateral. */
    private static AccountSnapshot withMore(AccountSnapshot snapshot, String asset, BigDecimal quantity) {
        List<Collateral> collateral = new ArrayList<>();
        boolean held = false;
        for (Collateral one : snapshot.collateral()) {
            boolean meant = one.asset().equals(asset);
            held |= meant;
            collateral.add(meant ? one.withMore(quantity) : one);
        }
        if (!held) {
            collateral.add(new Collateral(asset, quantity, BigDecimal.ONE));
        }
        return snapshot.withCollateral(collateral);
    }

    /** The fewest units that come to an amount. */
    private static BigInteger units(BigDecimal amount, BigDecimal unit) {
        return amount.divide(unit, 0, RoundingMode.CEILING).toBigInteger();
    }

    private static BigDecimal quantity(Found found, BigDecimal unit) {
        return Decimals.normalised(unit.multiply(new BigDecimal(found.units())));
    }
}
