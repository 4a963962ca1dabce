package io.plimsoll.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.decision.ClosureIntent;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.IntentChange.Ended;

/** Writes what is signed: a closure intent, and the revocation of one. */
public final class ClosureIntentJson {

    private ClosureIntentJson() {}

    /** The steps and goals are those of the decision, in the same form. */
    public static ObjectNode write(ClosureIntent intent) {
        Decision decision = intent.decision();
        ObjectNode node = Json.object();
        node.put("intentId", intent.intentId());
        node.put("decisionId", decision.decisionId());
        node.put("accountId", decision.accountId());
        node.put("snapshotSequence", decision.snapshotSequence());
        node.put("asOf", decision.asOf().toString());
        node.putObject("policy")
                .put("pack", decision.policy().pack())
                .put("version", decision.policy().version())
                .put("hash", decision.policy().hash());
        node.put("outcome", decision.outcome().name());
        node.put("settlementCurrency", decision.settlementCurrency());
        node.put("issuedAt", intent.issuedAt().toString());
        node.put("expiresAt", intent.expiresAt().toString());
        node.put("supersedes", intent.supersedes());
        node.put("attempt", intent.attempt());
        node.setAll(ClosureJson.write(intent.plan()));
        return node;
    }

    /** @param by the decision that revokes */
    public static ObjectNode revocation(Ended ended, Decision by) {
        return Json.object()
                .put("intentId", ended.intentId())
                .put("accountId", by.accountId())
                .put("decisionId", by.decisionId())
                .put("reason", ended.end().name())
                .put("revokedAt", ended.at().toString());
    }
}
