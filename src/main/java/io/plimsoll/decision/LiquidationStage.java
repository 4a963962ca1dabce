package io.plimsoll.decision;

import io.plimsoll.account.PositionId;
import io.plimsoll.decision.ClosurePlan.Action;
import io.plimsoll.decision.ClosurePlan.After;
import io.plimsoll.decision.ClosurePlan.Goal;
import io.plimsoll.decision.ClosurePlan.Infeasible;
import io.plimsoll.decision.ClosurePlan.Step;
import io.plimsoll.decision.LiquidationProposal.CancelOrders;
import io.plimsoll.margin.Closing;
import io.plimsoll.margin.ClosingRules;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.MarginTarget;
import io.plimsoll.margin.MarginedPosition;
import io.plimsoll.margin.TakeOverPrices;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fifth stage, once for each margin account that is closed: which steps, in the ladder's order, and how does the account stand after each? The
 * plan stops at the first step after which nothing more is due. Of several reductions of a position the largest wins.
 */
final class LiquidationStage {

    private final Judged judged;
    private final Supplier<Optional<Judged>> withoutOrders;
    private final Policy policy;
    private final Extent extent;
    private final Trail trail;
    private final List<ClosureProposals> asked = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private boolean closesLoans;

    private LiquidationStage(
            Judged judged, Supplier<Optional<Judged>> withoutOrders, Policy policy, Extent extent, Trail trail) {
        this.judged = judged;
        this.withoutOrders = withoutOrders;
        this.policy = policy;
        this.extent = extent;
        this.trail = trail;
    }

    /**
     * How one margin account is closed.
     *
     * @param outcome the outcome asked for, or {@link Outcome#LIQUIDATE} where a reduction cannot restore the account
     * @param steps may be left out of an outcome alone
     * @param restores true if what is left meets the ratio asked for, or, without one, if nothing is owed
     */
    record AccountClosure(Outcome outcome, List<Step> steps, boolean restores, Goal goal) {}

    /**
     * @param withoutOrders looks again at the account as if its orders were cancelled; empty where that changes nothing
     * @param extent whether the steps are told
     */
    static AccountClosure run(
            Judged judged, Supplier<Optional<Judged>> withoutOrders, Policy policy, Extent extent, Trail trail) {
        var stage = new LiquidationStage(judged, withoutOrders, policy, extent, trail);
        AccountClosure closure = stage.run();
        stage.note();
        return closure;
    }

    private AccountClosure run() {
        Outcome outcome = judged.verdict().outcome();
        ClosureProposals proposed = ask(judged, outcome);
        steps.add(Step.ofAccount(Action.BLOCK_NEW_RISK));
        Judged now = judged;
        if (proposed.asks(CancelOrders.class)) {
            Optional<Judged> relooked = outcome.closesPositions() ? withoutOrders.get() : Optional.empty();
            now = relooked.orElse(judged);
            MarginAccount left = now.account().withoutOrders();
            boolean stops = relooked.isPresent() && !now.verdict().outcome().closesPositions();
            boolean restored = stops
                    || proposed.target().map(target -> target.isMetBy(left)).orElse(false);
            steps.add(new Step(Action.CANCEL_ORDERS, left.id(), null, null, After.of(left, restored)));
            if (stops) {
                return new AccountClosure(outcome, steps, true, goal(proposed, null, left));
            }
            now = new Judged(now.view(), left, now.prices(), now.verdict(), now.termsAt());
        }
        if (!outcome.closesPositions()) {
            return new AccountClosure(outcome, steps, owesNothing(now.account()), goal(proposed, null, now.account()));
        }
        Outcome due = now.verdict().outcome();
        return outcome.isStricterThan(due) ? close(now, ask(now, due), due) : close(now, proposed, outcome);
    }

    private ClosureProposals ask(Judged about, Outcome outcome) {
        ClosureProposals answer = ClosureProposals.ask(about.view(), outcome, policy, trail.winners());
        asked.add(answer);
        return answer;
    }

    private AccountClosure close(Judged now, ClosureProposals proposed, Outcome outcome) {
        MarginAccount account = now.account();
        ClosingRules rules = new ClosingRules(proposed.terms(account), proposed.order(), now.termsAt());
        Optional<MarginTarget> target = proposed.target();
        Closing closing = proposedClosings(Closing.of(account), proposed, rules);
        if (target.isPresent()) {
            closing = reduce(closing, target.get(), rules);
        }
        MarginTarget goal = target.orElse(MarginTarget.NOTHING_OWED);
        boolean restores = goal.isMetBy(closing.account());
        if (outcome == Outcome.REDUCE && !restores && !closing.account().hasPositions()) {
            return closeForGood(now, closing, infeasible(account, closing.account()));
        }
        return plan(proposed, atOnce(closing, proposed, rules), goal, outcome, null);
    }

    /** A reduction that restores nothing: the rules are asked what they do in a liquidation; if nothing, everything is closed. */
    private AccountClosure closeForGood(Judged now, Closing everything, Infeasible why) {
        ClosureProposals graver = ask(now, Outcome.LIQUIDATE);
        MarginAccount account = now.account();
        ClosingRules rules = new ClosingRules(graver.terms(account), graver.order(), now.termsAt());
        Closing closing = proposedClosings(Closing.of(account), graver, rules);
        List<PositionId> taken = graver.takenOver(closing.account());
        boolean closesAll = closing.account().positions().size() == taken.size();
        Closing all = closesAll ? closing : everything;
        return plan(graver, atOnce(all, graver, rules), MarginTarget.NOTHING_OWED, Outcome.LIQUIDATE, why);
    }

    /** As much of a closing as the rules allow at once; what is left is decided again after the fills. */
    private Closing atOnce(Closing closing, ClosureProposals proposed, ClosingRules rules) {
        Map<PositionId, BigDecimal> limits = proposed.limits(judged.account());
        if (limits.isEmpty()) {
            return closing;
        }
        limits.forEach((id, fraction) -> {
            if (fraction.compareTo(Decimals.ONE) < 0) {
                holdWithoutLot(id, rules);
            }
        });
        return closing.within(limits, rules);
    }

    private AccountClosure plan(
            ClosureProposals proposed,
            Closing closing,
            MarginTarget target,
            Outcome outcome,
            @Nullable Infeasible infeasible) {
        LoanClosing loans =
                LoanClosing.of(closing.account(), proposed, judged.view().snapshot());
        closesLoans = loans.closesAny();
        MarginAccount left = loans.left();
        List<PositionId> taken = proposed.takenOver(left);
        if (extent == Extent.WHOLE || hasLoan()) {
            write(proposed, closing, target, loans, taken);
        }
        boolean nothingCloses = closing.parts().isEmpty() && taken.isEmpty();
        boolean isRestored = proposed.target().isPresent() && target.isMetBy(left);
        if (judged.account().hasPositions() && nothingCloses && !isRestored) {
            trail.hold(HoldReason.Code.NO_CLOSURE, "no rule says which positions of " + left.id() + " to close");
        }
        if (hasLoan()
                && !judged.account().hasPositions()
                && left.balances().owes()
                && steps.stream().noneMatch(Step::closesDebt)) {
            trail.hold(HoldReason.Code.NO_CLOSURE, loans.whyNothingIsClosed());
        }
        return new AccountClosure(outcome, steps, target.isMetBy(left), goal(proposed, infeasible, left));
    }

    private void write(
            ClosureProposals proposed,
            Closing closing,
            MarginTarget target,
            LoanClosing loans,
            List<PositionId> taken) {
        var written = new ClosureSteps(proposed, target, bankruptcyPrices(closing, proposed));
        closing.parts().forEach(part -> proposed.use(part.position()));
        steps.addAll(written.closings(closing));
        steps.addAll(loans.steps(target));
        steps.addAll(written.takeOvers(loans.left(), taken));
        steps.addAll(shortfall(loans.left()).steps(proposed));
    }

    /** Of every position, where all are closed; none where the account keeps some, since there is no bankruptcy of a part. */
    private static Map<PositionId, BigDecimal> bankruptcyPrices(Closing closing, ClosureProposals proposed) {
        MarginAccount left = closing.account();
        MarginAccount before =
                closing.parts().isEmpty() ? left : closing.parts().getFirst().before();
        boolean closesAll = left.positions().size() == proposed.takenOver(left).size();
        List<PositionId> all =
                before.positions().stream().map(MarginedPosition::id).toList();
        return closesAll && before.hasPositions() ? TakeOverPrices.of(before, all) : Map.of();
    }

    private Goal goal(ClosureProposals proposed, @Nullable Infeasible infeasible, MarginAccount left) {
        Optional<MarginTarget> target = infeasible == null ? proposed.target() : Optional.empty();
        Optional<BigDecimal> ratio = target.map(MarginTarget::maintenanceMultiple)
                .filter(multiple -> multiple.signum() > 0)
                .or(proposed::stopRatio);
        return new Goal(
                judged.account().id(),
                ratio.map(Decimals::normalised).orElse(null),
                target.map(MarginTarget::initialMultiple)
                        .filter(multiple -> multiple.signum() > 0)
                        .map(Decimals::normalised)
                        .orElse(null),
                infeasible,
                shortfall(left).amount(),
                proposed.surplus(),
                judged.account().rounding().values());
    }

    private static Infeasible infeasible(MarginAccount before, MarginAccount after) {
        if (before.equity().signum() < 0) {
            return Infeasible.EQUITY_NEGATIVE;
        }
        return after.equity().signum() < 0 ? Infeasible.COSTS_EXCEED_RELIEF : Infeasible.REQUIREMENT_REMAINS;
    }

    private boolean hasLoan() {
        return judged.view().snapshot().collateral().stream()
                .anyMatch(held -> held.borrowed().signum() > 0);
    }

    /** What is owed beyond the account's own money: of loans that are closed, what their collateral would leave unpaid on the market. */
    private Shortfall shortfall(MarginAccount left) {
        return closesLoans ? new Shortfall(left.id(), left.balances().badDebt()) : Shortfall.of(left);
    }

    private static boolean owesNothing(MarginAccount left) {
        return MarginTarget.NOTHING_OWED.isMetBy(left);
    }

    /**
     * Applies what is proposed for single positions, the larger reduction of each: parts of positions first, then whole ones. What goes to the
     * backstop is not closed but handed over whole.
     */
    private Closing proposedClosings(Closing start, ClosureProposals proposed, ClosingRules rules) {
        Map<PositionId, BigDecimal> wanted = new HashMap<>();
        for (MarginedPosition position : start.account().positions()) {
            proposed.reduction(position).ifPresent(quantity -> wanted.put(position.id(), quantity));
        }
        Closing closing = start;
        List<PositionId> wholes = new ArrayList<>();
        for (PositionId id : wanted.isEmpty() ? List.<PositionId>of() : rules.inOrder(start)) {
            BigDecimal quantity = wanted.get(id);
            if (quantity == null || proposed.goesToBackstop(id)) {
                continue;
            }
            if (quantity.compareTo(start.held(id)) >= 0) {
                wholes.add(id);
            } else {
                holdWithoutLot(id, rules);
                closing = closing.closeInLots(id, quantity, rules);
            }
        }
        return closing.closeAll(wholes, rules);
    }

    private Closing reduce(Closing start, MarginTarget target, ClosingRules rules) {
        Closing closing = start.reduceUntil(target, rules);
        closing.closed().forEach((id, quantity) -> {
            if (quantity.compareTo(start.closed().getOrDefault(id, Decimals.ZERO)) > 0) {
                holdWithoutLot(id, rules);
            }
        });
        return closing;
    }

    private void holdWithoutLot(PositionId id, ClosingRules rules) {
        if (!rules.hasLot(id)) {
            trail.hold(HoldReason.Code.NO_LOT, "no rule gives the lot in which `" + id + "` may be reduced");
        }
    }

    /** What the rules said when they were asked first, and what else they said when they were asked again. */
    private void note() {
        if (extent == Extent.OUTCOME_ALONE) {
            asked.forEach(answer -> answer.all().failures().forEach(trail::hold));
            return;
        }
        List<Proposed> all = new ArrayList<>(asked.getFirst().all().all());
        Set<HoldReason> failures = new LinkedHashSet<>();
        Set<Proposed> won = new LinkedHashSet<>();
        for (ClosureProposals answer : asked) {
            answer.all().all().stream()
                    .filter(proposed -> !all.contains(proposed))
                    .toList()
                    .forEach(all::add);
            failures.addAll(answer.all().failures());
            won.addAll(answer.won());
        }
        trail.note(
                new Proposals(all, List.copyOf(failures)), won, judged.account().id());
    }
}
