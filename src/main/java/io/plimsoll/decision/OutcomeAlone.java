package io.plimsoll.decision;

import io.plimsoll.decision.Decision.MarginAccountDecision;
import io.plimsoll.margin.MarginAccountId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is due for an account, without what explains it.
 *
 * @param withheld for {@link Outcome#HOLD}, what would be due if it were not held; null where a requirement is unknown
 * @param holdReasons empty unless it is held
 * @param marginAccounts strictest first, without scenario grids and spreads
 * @param called the margin accounts that rules call margin of; none that is closed, because its call waits for the closure
 */
public record OutcomeAlone(
        PolicyId policy,
        Outcome outcome,
        @Nullable Outcome withheld,
        List<HoldReason> holdReasons,
        List<MarginAccountDecision> marginAccounts,
        Set<MarginAccountId> called) {

    public OutcomeAlone {
        holdReasons = List.copyOf(holdReasons);
        marginAccounts = List.copyOf(marginAccounts);
        called = Set.copyOf(called);
    }

    static OutcomeAlone of(PolicyId policy, List<Judgement> judgements, Trail trail) {
        List<MarginAccountDecision> accounts = Conclusion.strictestFirst(judgements, Extent.OUTCOME_ALONE);
        Outcome strictest = accounts.getFirst().outcome();
        boolean held = trail.isHeld();
        return new OutcomeAlone(
                policy,
                held ? Outcome.HOLD : strictest,
                held && strictest != Outcome.HOLD ? strictest : null,
                trail.holds(),
                accounts,
                judgements.stream()
                        .filter(judgement -> judgement.verdict().call().isPresent())
                        .map(judgement -> judgement.account().id())
                        .collect(Collectors.toSet()));
    }
}
