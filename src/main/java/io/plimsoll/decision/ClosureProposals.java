package io.plimsoll.decision;

import io.plimsoll.account.PositionId;
import io.plimsoll.decision.ClosurePlan.Surplus;
import io.plimsoll.decision.LiquidationProposal.AtMost;
import io.plimsoll.decision.LiquidationProposal.Close;
import io.plimsoll.decision.LiquidationProposal.Fee;
import io.plimsoll.decision.LiquidationProposal.First;
import io.plimsoll.decision.LiquidationProposal.InOrder;
import io.plimsoll.decision.LiquidationProposal.InsuranceFund;
import io.plimsoll.decision.LiquidationProposal.Lot;
import io.plimsoll.decision.LiquidationProposal.MinimumNotional;
import io.plimsoll.decision.LiquidationProposal.MinimumQuantity;
import io.plimsoll.decision.LiquidationProposal.ReduceByFraction;
import io.plimsoll.decision.LiquidationProposal.ReduceToInitial;
import io.plimsoll.decision.LiquidationProposal.ReduceToNotional;
import io.plimsoll.decision.LiquidationProposal.ReduceToRatio;
import io.plimsoll.decision.LiquidationProposal.Route;
import io.plimsoll.decision.LiquidationProposal.StopAtRatio;
import io.plimsoll.decision.LiquidationProposal.SurplusTo;
import io.plimsoll.decision.LiquidationProposal.TakeOverPosition;
import io.plimsoll.margin.ClosingOrder;
import io.plimsoll.margin.ClosingTerms;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.MarginTarget;
import io.plimsoll.margin.MarginedPosition;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What liquidation rules propose for one margin account, combined; remembers whose proposals were used. */
final class ClosureProposals {

    private final Proposals proposals;
    private final Set<Proposed> won;

    private ClosureProposals(Proposals proposals, Set<Proposed> won) {
        this.proposals = proposals;
        this.won = won;
    }

    /** @param won receives those whose proposals are used */
    static ClosureProposals ask(View view, Outcome outcome, Policy policy, Set<Proposed> won) {
        return new ClosureProposals(policy.rules().propose(Stage.LIQUIDATION, view.withOutcome(outcome)), won);
    }

    Proposals all() {
        return proposals;
    }

    Set<Proposed> won() {
        return won;
    }

    /** True if a rule proposes this step; then all who do win. */
    boolean asks(Class<? extends LiquidationProposal> step) {
        var asking = proposals.of(step);
        asking.forEach(of -> won.add(of.origin()));
        return !asking.isEmpty();
    }

    <P extends LiquidationProposal> List<Proposals.Of<P>> of(Class<P> kind) {
        return proposals.of(kind);
    }

    /** Proposals of one kind about one position. */
    <P extends LiquidationProposal> List<Proposals.Of<P>> about(
            PositionId id, Class<P> kind, Function<P, PositionId> position) {
        return proposals.of(kind, proposal -> position.apply(proposal).equals(id));
    }

    /** The greatest of one kind about one position, whose makers win. */
    <P extends LiquidationProposal> Optional<P> best(
            PositionId id, Class<P> kind, Function<P, PositionId> position, Comparator<P> order) {
        return Combine.best(about(id, kind, position), order, won);
    }

    /** What a reduction has to reach: the highest ratio and the highest multiple of initial margin asked for; empty where neither is. */
    Optional<MarginTarget> target() {
        var ratio = Combine.largest(proposals.of(ReduceToRatio.class), ReduceToRatio::target, won);
        var multiple = Combine.largest(proposals.of(ReduceToInitial.class), ReduceToInitial::multiple, won);
        return ratio.isEmpty() && multiple.isEmpty()
                ? Optional.empty()
                : Optional.of(new MarginTarget(ratio.orElse(Decimals.ZERO), multiple.orElse(Decimals.ZERO)));
    }

    Optional<BigDecimal> stopRatio() {
        return Combine.largest(proposals.of(StopAtRatio.class), StopAtRatio::ratio, won);
    }

    /** Most that the insurance fund bears; empty for without limit. */
    Optional<BigDecimal> fundLimit() {
        return proposals.of(InsuranceFund.class).stream()
                .map(of -> Optional.ofNullable(of.proposal().most()))
                .flatMap(Optional::stream)
                .min(BigDecimal::compareTo);
    }

    ClosingOrder order() {
        return Combine.largest(proposals.of(InOrder.class), InOrder::order, won).orElse(ClosingOrder.MARGIN_PER_COST);
    }

    Surplus surplus() {
        return Combine.smallest(proposals.of(SurplusTo.class), SurplusTo::owner, won)
                .orElse(Surplus.CUSTOMER);
    }

    /** Pieces and charges of each position. Who said so wins only where it is used: see {@link #use}. */
    Map<PositionId, ClosingTerms> terms(MarginAccount account) {
        Map<PositionId, ClosingTerms> terms = new HashMap<>();
        account.positions().forEach(position -> terms.put(position.id(), terms(position.id(), Combine.UNNOTED)));
        return terms;
    }

    /** Notes that a position was closed on these terms. */
    void use(PositionId id) {
        terms(id, won);
    }

    private ClosingTerms terms(PositionId id, Set<Proposed> using) {
        var fee = fee(id, using);
        return new ClosingTerms(
                Combine.largest(about(id, Lot.class, Lot::position), Lot::size, using)
                        .orElse(null),
                Combine.largest(
                                about(id, MinimumQuantity.class, MinimumQuantity::position),
                                MinimumQuantity::quantity,
                                using)
                        .orElse(Decimals.ZERO),
                Combine.largest(
                                about(id, MinimumNotional.class, MinimumNotional::position),
                                MinimumNotional::notional,
                                using)
                        .orElse(Decimals.ZERO),
                fee.map(Fee::rate).orElse(Decimals.ZERO),
                Combine.smallest(about(id, First.class, First::position), First::rank, using)
                        .orElse(null));
    }

    /** The fraction of each position that is closed at once, of those that have a limit. */
    Map<PositionId, BigDecimal> limits(MarginAccount account) {
        Map<PositionId, BigDecimal> limits = new HashMap<>();
        for (MarginedPosition position : account.positions()) {
            PositionId id = position.id();
            Combine.smallest(about(id, AtMost.class, AtMost::position), AtMost::fraction, won)
                    .ifPresent(fraction -> limits.put(id, fraction));
        }
        return limits;
    }

    Optional<Fee> fee(PositionId id) {
        return fee(id, won);
    }

    private Optional<Fee> fee(PositionId id, Set<Proposed> using) {
        Comparator<Fee> dearest = Comparator.comparing(Fee::rate).thenComparing(Fee::fundShare);
        return Combine.best(about(id, Fee.class, Fee::position), dearest, using);
    }

    /** The largest reduction proposed for a position by itself, in units of its quantity; empty where none is, or it comes to nothing. */
    Optional<BigDecimal> reduction(MarginedPosition position) {
        Map<Proposed, BigDecimal> quantities = new HashMap<>();
        for (Proposals.Of<LiquidationProposal> of : proposals.of(LiquidationProposal.class)) {
            quantity(of.proposal(), position).ifPresent(quantity -> quantities.put(of.origin(), quantity));
        }
        Optional<BigDecimal> largest =
                quantities.values().stream().max(BigDecimal::compareTo).filter(quantity -> quantity.signum() > 0);
        largest.ifPresent(most -> quantities.forEach((origin, quantity) -> {
            if (quantity.compareTo(most) == 0) {
                won.add(origin);
            }
        }));
        return largest;
    }

    private static Optional<BigDecimal> quantity(LiquidationProposal proposal, MarginedPosition position) {
        PositionId id = position.id();
        BigDecimal held = position.priced().position().quantity().abs();
        BigDecimal notional = position.priced().notional();
        return switch (proposal) {
            case Close close when close.position().equals(id) -> Optional.of(held);
            case ReduceByFraction reduce
            when reduce.position().equals(id) -> Optional.of(held.multiply(reduce.fraction()));
            case ReduceToNotional reduce
            when reduce.position().equals(id) ->
                Optional.of(Decimals.quotientRoundedUp(
                        excess(notional, reduce.cap().multiply(position.priced().conversion()))
                                .multiply(held),
                        notional));
            default -> Optional.empty();
        };
    }

    private static BigDecimal excess(BigDecimal value, BigDecimal cap) {
        return Decimals.largest(value.subtract(cap), Decimals.ZERO);
    }

    /** True if the position is handed over where it would be closed. */
    boolean goesToBackstop(PositionId id) {
        return best(id, Route.class, Route::position, Comparator.comparing(Route::method))
                .filter(route -> route.method() == ExecutionMethod.BACKSTOP)
                .isPresent();
    }

    /** The positions of what is left that are to be handed over, by name. */
    List<PositionId> takenOver(MarginAccount left) {
        Set<PositionId> taken = new TreeSet<>();
        for (MarginedPosition position : left.positions()) {
            if (goesToBackstop(position.id()) && reduction(position).isPresent()) {
                taken.add(position.id());
            }
        }
        for (Proposals.Of<TakeOverPosition> of : proposals.of(TakeOverPosition.class)) {
            PositionId id = of.proposal().position();
            if (left.holds(id)) {
                won.add(of.origin());
                taken.add(id);
            }
        }
        return List.copyOf(taken);
    }
}
