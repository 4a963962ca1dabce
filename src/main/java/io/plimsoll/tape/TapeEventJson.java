package io.plimsoll.tape;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.money.Decimals;
import io.plimsoll.tape.TapeConfig.View;
import io.plimsoll.tape.TapeEntry.Closing;
import io.plimsoll.wire.Json;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Writes an event as a view tells it; the contract is {@code tape-event.schema.json}. What there is none of is null, never left out. */
record TapeEventJson(TapeViewName name, View view, Pseudonyms pseudonyms) {

    ObjectNode write(TapeEvent event) {
        TapeEntry entry = event.entry();
        Closing closing = entry.closing();
        ObjectNode node = Json.object();
        node.put("seq", event.seq());
        node.put("decisionTs", entry.source().decidedAt().toString());
        node.put("recordedTs", event.recordedAt().toString());
        node.put("fillTs", event.filledAt() == null ? null : event.filledAt().toString());
        node.put("instrument", entry.instrument());
        node.put("stage", entry.stage().name());
        node.put("callStatus", entry.callStatus());
        node.put("positionSide", entry.positionSide());
        node.put("closingSide", closing == null ? null : closing.side());
        node.put("method", closing == null ? null : closing.method());
        node.put("quantity", closing == null ? null : plain(closing.quantity()));
        node.put("mark", closing == null ? null : plain(closing.mark()));
        node.put("fillPx", plain(event.fillPrice()));
        node.put("bankruptcyPrice", closing == null ? null : plain(closing.bankruptcyPrice()));
        node.put("notional", plain(entry.notional()));
        node.put("addedNotional", plain(event.addedNotional()));
        node.put("currency", entry.currency());
        node.put("size", SizeBucket.of(entry.notional()).label());
        node.put("fundDelta", plain(entry.fundDelta()));
        node.put("policyHash", entry.source().policyHash());
        node.put("account", pseudonyms.of(name, entry.source().accountId()));
        if (view.showsDecision()) {
            node.put("decisionId", entry.source().decisionId());
        }
        return node;
    }

    private static @Nullable String plain(@Nullable BigDecimal value) {
        return value == null ? null : Decimals.plain(Decimals.normalised(value));
    }
}
