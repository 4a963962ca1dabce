package io.plimsoll.decision;

import io.plimsoll.account.OrderSide;
import io.plimsoll.account.PositionId;
import io.plimsoll.decision.ClosurePlan.Action;
import io.plimsoll.decision.ClosurePlan.Step;
import io.plimsoll.decision.Proposal.AutoDeleverage;
import io.plimsoll.decision.Proposal.CancelOrders;
import io.plimsoll.decision.Proposal.Close;
import io.plimsoll.decision.Proposal.InsuranceFund;
import io.plimsoll.decision.Proposal.LiquidationProposal;
import io.plimsoll.decision.Proposal.Lot;
import io.plimsoll.decision.Proposal.ReduceByFraction;
import io.plimsoll.decision.Proposal.ReduceToInitial;
import io.plimsoll.decision.Proposal.ReduceToNotional;
import io.plimsoll.decision.Proposal.ReduceToRatio;
import io.plimsoll.decision.Proposal.Route;
import io.plimsoll.decision.Proposal.TakeOverPosition;
import io.plimsoll.margin.Closing;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.MarginedPosition;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.margin.TakeOverPrices;
import io.plimsoll.margin.TermsAt;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Fifth stage, once for each margin account that is closed: which steps? All steps are taken, in the ladder's order; the larger reduction wins. */
final class LiquidationStage {

    private static final MathContext QUOTIENT_ROUNDED_UP =
            new MathContext(Decimals.QUOTIENT.getPrecision(), RoundingMode.CEILING);

    private final MarginAccount account;
    private final Proposals proposals;
    private final TermsAt termsAt;
    private final Trail trail;
    private final Set<Proposed> won = new HashSet<>();

    private LiquidationStage(MarginAccount account, Proposals proposals, TermsAt termsAt, Trail trail) {
        this.account = account;
        this.proposals = proposals;
        this.termsAt = termsAt;
        this.trail = trail;
    }

    /**
     * How one margin account is closed.
     *
     * @param outcome the outcome asked for, or {@link Outcome#LIQUIDATE} where a reduction cannot restore the account
     * @param restores true if what is left meets the ratio asked for, or, without one, if nothing is owed
     */
    record AccountClosure(Outcome outcome, List<Step> steps, boolean restores) {}

    static AccountClosure run(
            View view, MarginAccount account, TermsAt termsAt, Outcome outcome, Policy policy, Trail trail) {
        Proposals proposals = policy.rules().propose(Stage.LIQUIDATION, view.withOutcome(outcome));
        var stage = new LiquidationStage(account, proposals, termsAt, trail);
        AccountClosure closure = stage.close(outcome);
        trail.note(proposals, stage.won, account.id());
        return closure;
    }

    private AccountClosure close(Outcome outcome) {
        List<Step> steps = new ArrayList<>();
        steps.add(Step.ofAccount(Action.BLOCK_NEW_RISK));
        addIfProposed(steps, CancelOrders.class, Action.CANCEL_ORDERS);
        if (!outcome.closesPositions()) {
            return new AccountClosure(outcome, steps, owesNothing(account));
        }
        Closing closing = closePositions(Closing.of(ordersCancelled(account)));
        Optional<Predicate<MarginAccount>> target = target();
        if (target.isPresent()) {
            closing = closing.reduceUntil(target.get(), this::lotOrHold, termsAt);
        }
        boolean restores = target.orElse(LiquidationStage::owesNothing).test(closing.account());
        closing.closed().forEach((id, quantity) -> steps.add(closingStep(id, quantity)));
        List<Step> takeOvers = takeOvers(closing.account());
        steps.addAll(takeOvers);
        addIfProposed(steps, InsuranceFund.class, Action.INSURANCE_FUND);
        addIfProposed(steps, AutoDeleverage.class, Action.AUTO_DELEVERAGE);
        if (account.hasPositions() && closing.closed().isEmpty() && takeOvers.isEmpty()) {
            trail.hold(HoldReason.Code.NO_CLOSURE, "no rule says which positions of " + account.id() + " to close");
        }
        boolean infeasible =
                outcome == Outcome.REDUCE && !restores && !closing.account().hasPositions();
        return new AccountClosure(infeasible ? Outcome.LIQUIDATE : outcome, steps, restores);
    }

    /** What a reduction has to reach: the highest ratio and the highest multiple of initial margin asked for; empty where neither is. */
    private Optional<Predicate<MarginAccount>> target() {
        var ratio = Combine.largest(proposals.of(ReduceToRatio.class), ReduceToRatio::target, won);
        var multiple = Combine.largest(proposals.of(ReduceToInitial.class), ReduceToInitial::multiple, won);
        if (ratio.isEmpty() && multiple.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(left -> ratio.map(left::coversMaintenance).orElse(true)
                && multiple.map(left::coversInitial).orElse(true));
    }

    /** What open orders bind is free again once they are cancelled, and nothing is closed for its sake. */
    private MarginAccount ordersCancelled(MarginAccount before) {
        return proposals.of(CancelOrders.class).isEmpty() ? before : before.withoutOrders();
    }

    private static boolean owesNothing(MarginAccount left) {
        return left.equity().signum() >= 0;
    }

    /** Applies what is proposed for single positions, the larger reduction of each. */
    private Closing closePositions(Closing start) {
        Closing closing = start;
        for (MarginedPosition position : account.positions()) {
            PositionId id = position.id();
            List<Reduction> reductions = reductions(position);
            Optional<BigDecimal> largest =
                    reductions.stream().map(Reduction::quantity).max(BigDecimal::compareTo);
            if (largest.isEmpty() || largest.get().signum() == 0) {
                continue;
            }
            reductions.stream()
                    .filter(reduction -> reduction.quantity().compareTo(largest.get()) == 0)
                    .forEach(reduction -> won.add(reduction.origin()));
            BigDecimal held = position.priced().position().quantity().abs();
            closing = largest.get().compareTo(held) >= 0
                    ? closing.close(id, held, termsAt)
                    : closing.closeInLots(id, largest.get(), lotOrHold(id), termsAt);
        }
        return closing;
    }

    /** A proposed reduction of one position, in units of its quantity, positive or zero. */
    private record Reduction(Proposed origin, BigDecimal quantity) {}

    private List<Reduction> reductions(MarginedPosition position) {
        PositionId id = position.id();
        PricedPosition priced = position.priced();
        BigDecimal held = priced.position().quantity().abs();
        List<Reduction> reductions = new ArrayList<>();
        for (Proposals.Of<LiquidationProposal> of : proposals.of(LiquidationProposal.class)) {
            BigDecimal quantity = switch (of.proposal()) {
                case Close close when close.position().equals(id) -> held;
                case ReduceByFraction reduce when reduce.position().equals(id) -> held.multiply(reduce.fraction());
                case ReduceToNotional reduce
                when reduce.position().equals(id) ->
                    excess(priced.notional(), reduce.cap())
                            .multiply(held)
                            .divide(priced.notional(), QUOTIENT_ROUNDED_UP);
                default -> null;
            };
            if (quantity != null) {
                reductions.add(new Reduction(of.origin(), quantity));
            }
        }
        return reductions;
    }

    private static BigDecimal excess(BigDecimal notional, BigDecimal cap) {
        return Decimals.largest(notional.subtract(cap), Decimals.ZERO);
    }

    private BigDecimal lotOrHold(PositionId id) {
        List<Proposals.Of<Lot>> lots = proposals.of(Lot.class).stream()
                .filter(of -> of.proposal().position().equals(id))
                .toList();
        Optional<BigDecimal> lot = Combine.largest(lots, Lot::size, won);
        if (lot.isEmpty()) {
            trail.hold(HoldReason.Code.NO_LOT, "no rule gives the lot in which `" + id + "` may be reduced");
        }
        return lot.orElseGet(
                () -> account.position(id).priced().position().quantity().abs());
    }

    private Step closingStep(PositionId id, BigDecimal quantity) {
        BigDecimal held = account.position(id).priced().position().quantity().abs();
        Action action = quantity.compareTo(held) == 0 ? Action.CLOSE : Action.REDUCE;
        return new Step(action, id, OrderSide.closing(id.side()), Decimals.normalised(quantity), null, method(id));
    }

    private List<Step> takeOvers(MarginAccount left) {
        List<PositionId> taken = new ArrayList<>();
        for (Proposals.Of<TakeOverPosition> of : proposals.of(TakeOverPosition.class)) {
            PositionId id = of.proposal().position();
            if (left.holds(id)) {
                won.add(of.origin());
                taken.add(id);
            }
        }
        List<PositionId> distinct = taken.stream().distinct().toList();
        Map<PositionId, BigDecimal> prices = TakeOverPrices.of(left, distinct);
        return distinct.stream()
                .map(id -> takeOverStep(left.position(id), prices.get(id)))
                .toList();
    }

    private Step takeOverStep(MarginedPosition position, @Nullable BigDecimal price) {
        PositionId id = position.id();
        BigDecimal quantity = position.priced().position().quantity().abs();
        BigDecimal reported = price == null ? null : account.rounding().priceReported(price);
        return new Step(Action.TAKE_OVER, id, OrderSide.closing(id.side()), quantity, reported, null);
    }

    private ExecutionMethod method(PositionId id) {
        List<Proposals.Of<Route>> routes = proposals.of(Route.class).stream()
                .filter(of -> of.proposal().position().equals(id))
                .toList();
        return Combine.largest(routes, Route::method, won).orElse(ExecutionMethod.MARKET);
    }

    private void addIfProposed(List<Step> steps, Class<? extends LiquidationProposal> kind, Action action) {
        var proposed = proposals.of(kind);
        if (!proposed.isEmpty()) {
            proposed.forEach(of -> won.add(of.origin()));
            steps.add(Step.ofAccount(action));
        }
    }
}
