package io.plimsoll.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.plimsoll.decision.OpenCall;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Margin calls that were open when a decision was made, as JSON. */
public final class OpenCallJson {

    private OpenCallJson() {}

    public static ArrayNode write(List<OpenCall> calls) {
        ArrayNode nodes = Json.object().putArray("all");
        for (OpenCall call : calls) {
            nodes.addObject()
                    .put("callId", call.callId())
                    .put("marginAccount", call.marginAccount().toString())
                    .put("openedAt", call.openedAt().toString())
                    .put("dueBy", call.dueBy().toString())
                    .put("originalAmount", Decimals.plain(call.originalAmount()))
                    .put("amount", Decimals.plain(call.amount()))
                    .put("isJudgedAtDeadline", call.isJudgedAtDeadline());
        }
        return nodes;
    }

    /**
     * Reads what {@link #write} has written.
     *
     * @throws IllegalArgumentException if a call cannot be one
     */
    public static List<OpenCall> read(JsonNode nodes) {
        List<OpenCall> calls = new ArrayList<>();
        for (JsonNode call : nodes) {
            String account = call.path("marginAccount").asText();
            calls.add(new OpenCall(
                    call.path("callId").asText(),
                    MarginAccountId.parse(account)
                            .orElseThrow(() -> new IllegalArgumentException("no margin account is called " + account)),
                    Instant.parse(call.path("openedAt").asText()),
                    Instant.parse(call.path("dueBy").asText()),
                    new BigDecimal(call.path("originalAmount").asText()),
                    new BigDecimal(call.path("amount").asText()),
                    call.path("isJudgedAtDeadline").asBoolean()));
        }
        return calls;
    }
}
