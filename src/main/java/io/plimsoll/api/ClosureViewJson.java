package io.plimsoll.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.audit.ClosureArchive.StoredFill;
import io.plimsoll.audit.Page;
import io.plimsoll.audit.StoredIntent;
import io.plimsoll.decision.OpenIntent.Leg;
import io.plimsoll.money.Decimals;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** A closure intent as it stands, as JSON: what was signed, and what became of it. */
final class ClosureViewJson {

    private ClosureViewJson() {}

    /** With what was signed in plain, and what was reported of it. */
    static String text(StoredIntent intent, List<StoredFill> fills, Instant now) {
        ObjectNode node = Json.object();
        write(intent, now, node);
        ArrayNode reported = node.putArray("fills");
        fills.forEach(fill -> reported.add(written(fill)));
        node.set("intent", payload(intent.signed()));
        return Json.text(node);
    }

    static String page(Page<StoredIntent> page, Instant now) {
        ObjectNode node = Json.object();
        ArrayNode items = node.putArray("items");
        page.items().forEach(intent -> write(intent, now, items.addObject()));
        node.put("next", Query.cursor(page.next()));
        return Json.text(node);
    }

    private static void write(StoredIntent intent, Instant now, ObjectNode node) {
        node.put("intentId", intent.intentId());
        node.put("decisionId", intent.decisionId());
        node.put("accountId", intent.accountId());
        node.put("status", intent.statusAt(now));
        node.put("issuedAt", intent.issuedAt().toString());
        node.put("expiresAt", intent.expiresAt().toString());
        node.put("supersedes", intent.supersedes());
        node.put("attempt", intent.attempt());
        Instant endedAt = intent.endedAsOf(now);
        node.put("endedAt", endedAt == null ? null : endedAt.toString());
        node.put("endedBy", intent.endedBy());
        ArrayNode orders = node.putArray("orders");
        intent.legs().forEach(leg -> write(leg, orders.addObject()));
        node.put("signed", intent.signed());
        node.put("revocation", intent.revocation());
    }

    private static void write(Leg leg, ObjectNode node) {
        node.put("step", leg.step());
        node.put("instrument", leg.position().instrument());
        node.put("positionSide", leg.position().side().name());
        node.put("mode", leg.position().mode().name());
        node.put("quantity", Decimals.plain(leg.quantity()));
        node.put("filled", Decimals.plain(leg.filled()));
        node.put("remaining", Decimals.plain(Decimals.normalised(leg.remaining())));
        node.put("done", leg.isDone());
    }

    private static ObjectNode written(StoredFill fill) {
        ObjectNode node = (ObjectNode) parsed(fill.report());
        node.put("receivedAt", fill.receivedAt().toString());
        node.put("status", fill.status());
        node.put("late", fill.isLate());
        node.put("excess", Decimals.plain(Decimals.normalised(fill.excess())));
        node.put("surplus", fill.surplus() == null ? null : Decimals.plain(fill.surplus()));
        node.put("surplusTo", fill.surplusTo());
        return node;
    }

    private static JsonNode payload(String signed) {
        byte[] payload = Base64.getUrlDecoder().decode(signed.split("\\.")[1]);
        return parsed(new String(payload, StandardCharsets.UTF_8));
    }

    private static JsonNode parsed(String document) {
        try {
            return Json.parse(document);
        } catch (SnapshotFaults e) {
            throw new IllegalStateException("a stored intent is not readable", e);
        }
    }
}
