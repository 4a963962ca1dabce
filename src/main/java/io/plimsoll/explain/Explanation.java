package io.plimsoll.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.decision.WouldChange;
import io.plimsoll.rules.model.RuleInfo;
import java.util.List;
import java.util.Map;

/**
 * A decision of the log, explained from both sides: what made it, and what did not.
 *
 * @param decision as it was answered
 * @param isSame true if it came out the same, byte for byte, when it was made again to explain it
 * @param rules by id, those that proposed something, at the version that decided
 * @param notFired rules of the stages that ran which did not fire, stage by stage and margin account by margin account
 * @param wouldChange what would have made it milder, each verified by deciding again
 */
public record Explanation(
        JsonNode decision,
        boolean isSame,
        Map<String, RuleInfo> rules,
        List<NotFired> notFired,
        WouldChange wouldChange) {
    public Explanation {
        rules = Map.copyOf(rules);
        notFired = List.copyOf(notFired);
    }
}
