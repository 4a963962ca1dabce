package io.plimsoll.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.audit.DecisionSummary;
import io.plimsoll.audit.LegalHold;
import io.plimsoll.audit.MarginCallRow;
import io.plimsoll.audit.Page;
import io.plimsoll.wire.DecisionJson;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import java.time.Instant;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Pages of a list as JSON: {@code {"items": [...], "next": cursor or null}}. */
final class ListJson {

    private ListJson() {}

    static String decisions(Page<DecisionSummary> page) {
        return page(page, ListJson::write);
    }

    static String marginCalls(Page<MarginCallRow> page) {
        return page(page, ListJson::write);
    }

    static String holds(Page<LegalHold> page) {
        return page(page, ListJson::write);
    }

    static ObjectNode hold(LegalHold hold) {
        ObjectNode node = Json.object();
        write(hold, node);
        return node;
    }

    private static void write(LegalHold hold, ObjectNode node) {
        node.put("holdId", hold.holdId());
        node.put("accountId", hold.accountId());
        node.put("pack", hold.pack());
        node.put("from", text(hold.fromInclusive()));
        node.put("to", text(hold.toExclusive()));
        node.put("reason", hold.reason());
        node.put("by", hold.placedBy());
        node.put("placedAt", hold.placedAt().toString());
        LegalHold.Release release = hold.release();
        if (release == null) {
            node.putNull("release");
        } else {
            node.putObject("release")
                    .put("reason", release.reason())
                    .put("by", release.releasedBy())
                    .put("releasedAt", release.releasedAt().toString());
        }
    }

    private static <T> String page(Page<T> page, BiConsumer<T, ObjectNode> write) {
        ObjectNode node = Json.object();
        ArrayNode items = node.putArray("items");
        page.items().forEach(item -> write.accept(item, items.addObject()));
        node.put("next", Query.cursor(page.next()));
        return Json.text(node);
    }

    private static void write(DecisionSummary decision, ObjectNode node) {
        DecisionJson.writeHead(decision, node);
        ArrayNode rules = node.putArray("rules");
        decision.rules().forEach(rules::add);
    }

    private static void write(MarginCallRow call, ObjectNode node) {
        node.put("callId", call.callId);
        node.put("accountId", call.accountId);
        node.put("marginAccount", call.marginAccount().toString());
        node.put("status", call.status.name());
        node.put("open", call.isOpen);
        node.put("amount", call.amount.toPlainString());
        node.put("originalAmount", call.originalAmount.toPlainString());
        node.put("cured", call.cured.toPlainString());
        node.put("currency", call.currency);
        node.put("openedAt", call.openedAt().toString());
        node.put("dueBy", call.dueBy().toString());
        node.put("endedAt", text(call.endedAt));
        node.put("wakesAt", text(call.wakesAt));
        node.put("openedBy", call.openedBy);
        node.put("lastChangedBy", call.lastChangedBy);
        node.put("equity", call.equity == null ? null : call.equity.toPlainString());
        try {
            node.set("acceptable", Json.parse(call.acceptable));
            node.set("askedBy", Json.parse(call.askedBy));
            node.set("liquidated", Json.parse(call.liquidated));
        } catch (SnapshotFaults e) {
            throw new IllegalStateException("the stored record of call " + call.callId + " is not readable", e);
        }
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
