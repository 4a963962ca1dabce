package io.plimsoll.audit;

import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.DecisionHead;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.PolicyId;
import java.time.Instant;
import java.util.List;

/**
 * A decision as a line of a list.
 *
 * @param asOf to the microsecond, as the three instants are; the decision itself has them exactly
 * @param rules ids of the rules that proposed anything, each once, sorted
 */
public record DecisionSummary(
        String decisionId,
        String accountId,
        long snapshotSequence,
        Trigger trigger,
        Instant asOf,
        Instant evaluatedAt,
        Instant decidedAt,
        PolicyId policy,
        Outcome outcome,
        List<String> rules)
        implements DecisionHead {

    public DecisionSummary {
        rules = List.copyOf(rules);
    }
}
