package io.plimsoll.decision;

import io.plimsoll.decision.Decision.MarginAccountDecision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is due for an account, without what explains it.
 *
 * @param withheld for {@link Outcome#HOLD}, what would be due if it were not held; null where a requirement is unknown
 * @param holdReasons empty unless it is held
 * @param marginAccounts strictest first, without scenario grids and spreads
 */
public record OutcomeAlone(
        PolicyId policy,
        Outcome outcome,
        @Nullable Outcome withheld,
        List<HoldReason> holdReasons,
        List<MarginAccountDecision> marginAccounts) {

    public OutcomeAlone {
        holdReasons = List.copyOf(holdReasons);
        marginAccounts = List.copyOf(marginAccounts);
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
                accounts);
    }
}
