package io.plimsoll.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.decision.LastDecision;
import io.plimsoll.decision.Outcome;
import io.plimsoll.margin.MarginAccountId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What decisions left of margin accounts, as JSON: in a decision what it started from, in the log where an account stands. */
public final class LastDecisionJson {

    private LastDecisionJson() {}

    public static ArrayNode write(List<LastDecision> all) {
        ArrayNode nodes = Json.object().putArray("all");
        for (LastDecision last : all) {
            ObjectNode node = nodes.addObject()
                    .put("marginAccount", last.marginAccount().toString())
                    .put("outcome", last.outcome().name())
                    .put("since", last.since().toString());
            Instant breachedSince = last.breachedSince();
            if (breachedSince != null) {
                node.put("breachedSince", breachedSince.toString());
            }
        }
        return nodes;
    }

    /** Reads what {@link #write} has written. */
    public static List<LastDecision> read(JsonNode nodes) {
        List<LastDecision> all = new ArrayList<>();
        for (JsonNode node : nodes) {
            String account = node.path("marginAccount").asText();
            all.add(new LastDecision(
                    MarginAccountId.parse(account)
                            .orElseThrow(() -> new IllegalArgumentException("no margin account is called " + account)),
                    Outcome.valueOf(node.path("outcome").asText()),
                    Instant.parse(node.path("since").asText()),
                    instantOrNull(node.path("breachedSince"))));
        }
        return all;
    }

    /** What a decision leaves, from the decision as it is answered; see {@link io.plimsoll.decision.Decision#leaves()}. */
    public static List<LastDecision> leftBy(JsonNode decision) {
        List<LastDecision> before = read(decision.path("startedFrom"));
        if (decision.path("outcome").asText().equals(Outcome.HOLD.name())) {
            return before;
        }
        List<LastDecision> left = new ArrayList<>();
        for (JsonNode account : decision.path("marginAccounts")) {
            MarginAccountId id =
                    MarginAccountId.parse(account.path("id").asText()).orElseThrow();
            BigDecimal equity = new BigDecimal(account.at("/figures/equity").asText());
            BigDecimal maintenance =
                    new BigDecimal(account.at("/figures/maintenanceMargin").asText());
            left.add(LastDecision.after(
                    before.stream()
                            .filter(last -> last.marginAccount().equals(id))
                            .findFirst()
                            .orElse(null),
                    id,
                    Outcome.valueOf(account.path("outcome").asText()),
                    equity.compareTo(maintenance) < 0,
                    Instant.parse(decision.path("evaluatedAt").asText())));
        }
        left.sort(Comparator.comparing(LastDecision::marginAccount));
        return left;
    }

    private static @Nullable Instant instantOrNull(JsonNode node) {
        return node.isTextual() ? Instant.parse(node.textValue()) : null;
    }
}
