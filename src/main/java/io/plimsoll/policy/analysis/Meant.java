package io.plimsoll.policy.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.decision.Decision;
import io.plimsoll.wire.DecisionJson;

/** What a decision means for its account: all of it but who decided and why. */
final class Meant {

    private Meant() {}

    /** The same text for decisions that mean the same. */
    static String of(Decision decision) {
        ObjectNode node = DecisionJson.write(decision);
        node.remove("because");
        node.remove("decisionId");
        node.remove("policy");
        node.findParents("askedBy").forEach(call -> ((ObjectNode) call).remove("askedBy"));
        node.path("holdReasons").forEach(reason -> ((ObjectNode) reason).remove("detail"));
        return node.toString();
    }
}
