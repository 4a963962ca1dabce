package io.plimsoll.decision;

import static io.plimsoll.decision.AssetCounterfactuals.quantity;
import static io.plimsoll.decision.AssetCounterfactuals.units;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.OrderSide;
import io.plimsoll.account.Position;
import io.plimsoll.account.PositionId;
import io.plimsoll.account.Side;
import io.plimsoll.decision.CollateralStage.Collaterals;
import io.plimsoll.decision.LeastEnough.Found;
import io.plimsoll.decision.ThresholdStage.Verdict;
import io.plimsoll.decision.WouldChange.Deposit;
import io.plimsoll.decision.WouldChange.OfAccount;
import io.plimsoll.decision.WouldChange.Price;
import io.plimsoll.decision.WouldChange.Reduction;
import io.plimsoll.decision.WouldChange.Repayment;
import io.plimsoll.margin.ClosingTerms;
import io.plimsoll.margin.LiquidationPrices;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.MarginedPosition;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.margin.TermsAt;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What would have spared an account a decision: the least deposit, repayment and reduction, the nearest prices. A pure function beside
 * {@link DecisionService#evaluate}. Nothing is derived from a formula: each amount is found by deciding altered snapshots under the same
 * policy, at the same instant, with the same open calls.
 */
public final class Counterfactuals {

    private static final String A_DEPOSIT = "a deposit of ";
    private static final String A_REDUCTION = "a reduction";

    private final Case given;
    private final Policy policy;
    private final View view;
    private final Collaterals collaterals;
    private final Trials trials;

    private Counterfactuals(Case given, Policy policy, BooleanSupplier timeUp) {
        Trail unread = Trail.ofHolds();
        this.given = given;
        this.policy = policy;
        this.view = GuardStage.run(given.snapshot(), given.evaluatedAt(), policy, unread);
        this.collaterals = CollateralStage.run(view, policy, unread);
        this.trials = new Trials(given, policy, timeUp);
    }

    /** What would change the outcome of each margin account that is called, reduced or closed. */
    public static WouldChange of(Case given, Policy policy) {
        return of(given, policy, () -> false);
    }

    /**
     * The same, as far as there is time for it.
     *
     * @param timeUp true once the search is to end; it is asked before each decision but the first
     */
    public static WouldChange of(Case given, Policy policy, BooleanSupplier timeUp) {
        return new Counterfactuals(given, policy, timeUp).wouldChange();
    }

    private WouldChange wouldChange() {
        Decision decision = trials.decision(given.snapshot());
        List<OfAccount> found = new ArrayList<>();
        if (decision.outcome() != Outcome.HOLD) {
            for (Margined margined : MarginStage.run(view, collaterals, policy, Trail.ofHolds())) {
                MarginAccount account = margined.account();
                Outcome outcome = Trials.outcome(decision, account.id());
                if (outcome.isStricterThan(Outcome.WARNING)) {
                    found.add(new OfOne(account, outcome).all());
                }
            }
        }
        return new WouldChange(found, trials.evaluations());
    }

    /** The search for one margin account. */
    private final class OfOne {

        private final MarginAccount account;
        private final Outcome outcome;
        private final Search search;
        private final AssetCounterfactuals assets;

        OfOne(MarginAccount account, Outcome outcome) {
            this.account = account;
            this.outcome = outcome;
            this.search = new Search(trials, account.id(), outcome);
            this.assets = new AssetCounterfactuals(given.snapshot(), collaterals, account, missing(), policy, search);
        }

        OfAccount all() {
            boolean isCross = account.id().position() == null;
            List<Deposit> deposits = new ArrayList<>();
            deposit().ifPresent(deposits::add);
            List<Repayment> repayments = isCross ? assets.repayments() : List.of();
            ReductionAndPrice ofPosition = ofPosition();
            if (isCross) {
                deposits.addAll(assets.deposits());
            }
            return new OfAccount(
                    account.id(),
                    outcome,
                    deposits,
                    repayments,
                    ofPosition.reduction(),
                    ofPosition.price(),
                    isCross ? assets.prices() : List.of(),
                    search.notShown(),
                    search.notLookedAt());
        }

        private record ReductionAndPrice(
                @Nullable Reduction reduction, @Nullable Price price) {}

        private ReductionAndPrice ofPosition() {
            if (account.hasPositions() && search.isTimeUp()) {
                search.notLookedAt(A_REDUCTION);
                search.notLookedAt("another price of the positions");
                return new ReductionAndPrice(null, null);
            }
            Judged reducing = reducing();
            Optional<MarginedPosition> first = firstToReduce(reducing);
            if (first.isEmpty()) {
                if (!assets.hasLoans()) {
                    search.notShown("there is no position to reduce, nor one whose price could change the outcome");
                }
                return new ReductionAndPrice(null, null);
            }
            return new ReductionAndPrice(reduction(first.get(), reducing), price(first.get()));
        }

        private Optional<Deposit> deposit() {
            String currency = given.snapshot().settlementCurrency();
            BigDecimal cent = BigDecimal.ONE.movePointLeft(policy.rounding().amountPlaces());
            BigInteger most = units(worth().multiply(AssetCounterfactuals.FAR), cent);
            Optional<Found> found = search.least(
                    A_DEPOSIT + currency,
                    units -> deposited(currency, cent.multiply(new BigDecimal(units))),
                    units(missing(), cent),
                    most);
            if (found.isEmpty()) {
                search.notShown(A_DEPOSIT + currency, "no deposit of " + currency + " changes the outcome");
            }
            return found.map(of -> new Deposit(currency, quantity(of, cent), of.becomes()));
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
                    ? given.snapshot().withMore(asset, quantity)
                    : given.snapshot().withPosition(isolated, position -> position.withMoreMargin(quantity));
        }

        /** The position that a reduction would take first; the one with the largest maintenance margin where no rule would reduce. */
        private Optional<MarginedPosition> firstToReduce(Judged reducing) {
            if (!account.hasPositions()) {
                return Optional.empty();
            }
            return LiquidationStage.run(reducing, Optional::empty, policy, Extent.WHOLE, Trail.ofHolds())
                    .steps()
                    .stream()
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
            TermsAt termsAt = new MarginQuestions(view, policy, Trail.ofHolds());
            var prices = LiquidationPrices.of(account, policy.maintenanceConvention(), termsAt);
            View judging = view.judging(
                    account,
                    prices,
                    given.openCall(account.id()).orElse(null),
                    given.lastDecision(account.id()).orElse(null));
            Verdict reduce = new Verdict(Outcome.REDUCE, Optional.empty(), Optional.empty());
            return new Judged(judging, account, prices, reduce, termsAt);
        }

        private @Nullable Reduction reduction(MarginedPosition position, Judged reducing) {
            PositionId id = position.id();
            BigDecimal lot = ClosureProposals.ask(reducing.view(), Outcome.REDUCE, policy, Combine.UNNOTED)
                    .terms(account)
                    .getOrDefault(id, ClosingTerms.WHOLE)
                    .lot();
            if (lot == null) {
                search.notShown("no rule gives the lot in which `" + id + "` may be reduced");
                return null;
            }
            BigDecimal held = position.priced().position().quantity().abs();
            BigInteger lots = units(held, lot);
            BigDecimal share = account.maintenanceMargin().signum() == 0
                    ? BigDecimal.ONE
                    : missing().divide(account.maintenanceMargin(), Decimals.QUOTIENT);
            Optional<Found> found = search.least(
                    A_REDUCTION,
                    units -> reduced(position, Decimals.smallest(held, lot.multiply(new BigDecimal(units)))),
                    units(share.multiply(held), lot),
                    lots);
            if (found.isEmpty()) {
                search.notShown(A_REDUCTION, "infeasible: closing all of `" + id + "` does not change the outcome");
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
                    policy.rounding().valueRounded(closed.unrealisedPnl().subtract(cost));
            BigDecimal rest = held.quantity().subtract(part);
            AccountSnapshot smaller = rest.signum() == 0
                    ? given.snapshot().withoutPosition(position.id())
                    : given.snapshot().withPosition(position.id(), whole -> whole.withQuantity(rest));
            if (account.id().position() == null) {
                return smaller.withMore(given.snapshot().settlementCurrency(), settled);
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
                search.notShown(
                        ofPrice(position), "no price of " + position.id().instrument() + " changes the outcome");
            }
            return price;
        }

        private @Nullable Price price(MarginedPosition position, boolean upwards) {
            BigDecimal mark = position.priced().position().mark().price();
            var ticks = new Ticks(mark, policy.rounding().pricePlaces(), upwards);
            String instrument = position.id().instrument();
            BigDecimal move = missing().divide(account.notional().max(ticks.size()), Decimals.QUOTIENT);
            return search.least(
                            ofPrice(position),
                            units -> given.snapshot().atPrice(instrument, ticks.at(units)),
                            units(move.multiply(mark), ticks.size()),
                            ticks.max())
                    .map(found -> new Price(instrument, ticks.at(found.units()), upwards, found.becomes()))
                    .orElse(null);
        }

        private static String ofPrice(MarginedPosition position) {
            return "another price of " + position.id().instrument();
        }
    }
}
