package io.plimsoll.policy.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.decision.FilledAccount;
import io.plimsoll.wire.FillJson;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import io.plimsoll.wire.SnapshotJson;
import io.plimsoll.wire.SnapshotReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A decision of the log with everything it came from, as {@code GET /v1/decisions/{id}/case} answers it, to be written as a case that
 * decides the same.
 *
 * @param decision as it was answered
 * @param openCalls margin calls that were open when it was decided
 */
public record DecidedCase(JsonNode decision, JsonNode snapshot, JsonNode openCalls) {

    /** Ids and times of the deciding itself: a case has none of its own. */
    private static final Set<String> OF_THE_DECIDING =
            Set.of("decisionId", "decidedAt", "policy", "callId", "trigger", "fills");

    /** The decision's fields that a case expects, in this order; those that a decision leaves out are left out. */
    private static final List<String> EXPECTED = List.of(
            "outcome",
            "withheld",
            "holdReasons",
            "figures",
            "marginAccounts",
            "collateral",
            "positions",
            "marginCall",
            "marginCalls",
            "closure");

    private static final List<String> LISTS = List.of("collateral", "positions", "openOrders", "accrued");

    /** What the decisions before left; a decision's own word for it, and that of a case. */
    private static final String STARTED_FROM = "startedFrom";

    private static final String LAST_DECISION = "lastDecision";

    /** @throws IllegalArgumentException if a part is missing, naming it */
    public static DecidedCase of(JsonNode document) {
        for (String part : List.of("decision", "snapshot")) {
            if (!document.path(part).isObject()) {
                throw new IllegalArgumentException("there is no `" + part
                        + "` in it; a decision's case is what GET /v1/decisions/{id}/case answers");
            }
        }
        JsonNode decision = document.get("decision");
        JsonNode snapshot = document.get("snapshot");
        return new DecidedCase(
                decision,
                decision.has("fills") ? afterFills(snapshot, decision.get("fills")) : snapshot,
                document.path("openCalls"));
    }

    /** A case knows of no fills: its snapshot is the account that was judged. */
    private static JsonNode afterFills(JsonNode snapshot, JsonNode fills) {
        try {
            FilledAccount account = FilledAccount.of(SnapshotReader.read(snapshot), FillJson.readBooked(fills));
            return Json.parse(SnapshotJson.canonical(account.snapshot()));
        } catch (SnapshotFaults e) {
            throw new IllegalArgumentException("its snapshot cannot be read: " + e.getMessage(), e);
        }
    }

    /** The pack that decided. */
    public String pack() {
        return decision.at("/policy/pack").asText();
    }

    public String decisionId() {
        return decision.path("decisionId").asText();
    }

    /** A name that no other decision has. */
    public String defaultName() {
        return "decision " + decisionId() + " is " + decision.path("outcome").asText();
    }

    /** A suite of its own that holds the case. */
    public String suite(String name) {
        ObjectNode head = Json.object()
                .put("suite", "a decision of the log: " + decisionId())
                .put(
                        "description",
                        "Snapshot " + decision.path("snapshotSequence").asText() + " of account "
                                + decision.path("accountId").asText() + ", decided by version "
                                + decision.at("/policy/version").asText() + " of " + pack() + " at "
                                + decision.path("decidedAt").asText() + ".");
        head.set("base", orderedSnapshot());
        if (!openCalls.isEmpty()) {
            head.set("openCall", calls());
        }
        if (decision.has(STARTED_FROM)) {
            head.set(LAST_DECISION, decision.get(STARTED_FROM));
        }
        return ScenarioYaml.fields(head, 0) + "cases:\n" + asItem(whenJudged(name), 2);
    }

    /** A case for a suite that has a base of its own, which it replaces in every field. */
    public String item(String name, int indent) {
        ObjectNode item = Json.object().put("name", name);
        ObjectNode given = item.putObject("given");
        orderedSnapshot().properties().forEach(field -> {
            String key = field.getKey().equals("attributes") ? "/attributes" : field.getKey();
            given.set(key, field.getValue());
        });
        if (openCalls.isEmpty()) {
            item.put("openCall", "none");
        } else {
            item.set("openCall", calls());
        }
        if (decision.has(STARTED_FROM)) {
            item.set(LAST_DECISION, decision.get(STARTED_FROM));
        } else {
            item.put(LAST_DECISION, "none");
        }
        whenJudged(name).properties().forEach(field -> item.set(field.getKey(), field.getValue()));
        return asItem(item, indent);
    }

    /**
     * Where another decision on the same case differs; empty if it is the same in everything but its own ids and times.
     *
     * @return a line for each value, in words
     */
    public List<String> differences(JsonNode other) {
        List<String> differences = new ArrayList<>();
        differences("", decision, other, differences);
        return differences;
    }

    private ObjectNode whenJudged(String name) {
        ObjectNode item = Json.object().put("name", name);
        if (!decision.path("trigger").asText().equals("SNAPSHOT")) {
            item.put("evaluatedAt", decision.path("evaluatedAt").asText());
        }
        item.set("expect", expected());
        return item;
    }

    private ObjectNode expected() {
        ObjectNode expected = Json.object();
        for (String field : EXPECTED) {
            if (decision.has(field)) {
                expected.set(field, withoutIds(decision.get(field)));
            }
        }
        rules(expected.putArray("fired"), false);
        rules(expected.putArray("won"), true);
        for (String aboutRules : List.of("fired", "won")) {
            if (expected.get(aboutRules).isEmpty()) {
                expected.remove(aboutRules);
            }
        }
        return expected;
    }

    private void rules(ArrayNode into, boolean onlyWinners) {
        Set<String> rules = new TreeSet<>();
        for (JsonNode reason : decision.path("because")) {
            if (!onlyWinners || reason.path("won").asBoolean()) {
                rules.add(reason.path("rule").asText());
            }
        }
        rules.forEach(into::add);
    }

    /** In the order of the contract, each list there. */
    private ObjectNode orderedSnapshot() {
        ObjectNode ordered = Json.object();
        for (String field : List.of("accountId", "sequence", "asOf", "segment", "settlementCurrency")) {
            ordered.set(field, snapshot.path(field));
        }
        LISTS.forEach(list -> ordered.set(list, snapshot.has(list) ? snapshot.get(list) : ordered.arrayNode()));
        ordered.set("attributes", snapshot.has("attributes") ? snapshot.get("attributes") : Json.object());
        ordered.set("markets", snapshot.has("markets") ? snapshot.get("markets") : ordered.arrayNode());
        return ordered;
    }

    private ArrayNode calls() {
        ArrayNode calls = Json.object().putArray("calls");
        for (JsonNode call : openCalls) {
            ObjectNode written = calls.addObject();
            for (String field : List.of("marginAccount", "openedAt", "dueBy", "amount", "originalAmount")) {
                if (call.has(field)) {
                    written.set(field, call.get(field));
                }
            }
        }
        return calls;
    }

    private static JsonNode withoutIds(JsonNode node) {
        JsonNode copy = node.deepCopy();
        copy.findParents("callId").forEach(parent -> ((ObjectNode) parent).remove("callId"));
        return copy;
    }

    private static String asItem(ObjectNode item, int indent) {
        String fields = ScenarioYaml.fields(item, indent + 2);
        return " ".repeat(indent) + "- " + fields.substring(indent + 2);
    }

    private static void differences(String path, JsonNode logged, JsonNode now, List<String> differences) {
        if (logged.isObject() && now.isObject()) {
            Set<String> names = new TreeSet<>();
            logged.fieldNames().forEachRemaining(names::add);
            now.fieldNames().forEachRemaining(names::add);
            names.removeAll(OF_THE_DECIDING);
            names.forEach(name -> differences(
                    path.isEmpty() ? name : path + "." + name, logged.path(name), now.path(name), differences));
        } else if (logged.isArray() && now.isArray() && logged.size() == now.size()) {
            for (int i = 0; i < logged.size(); i++) {
                differences(path + "[" + (i + 1) + "]", logged.get(i), now.get(i), differences);
            }
        } else if (!isSame(logged, now)) {
            differences.add(path + ": logged " + shown(logged) + ", now " + shown(now));
        }
    }

    /** A number is the same number whatever size it was read into. */
    private static boolean isSame(JsonNode logged, JsonNode now) {
        return logged.isNumber() && now.isNumber()
                ? logged.decimalValue().compareTo(now.decimalValue()) == 0
                : Objects.equals(logged, now);
    }

    private static String shown(JsonNode node) {
        String text = node.isMissingNode() ? "nothing" : node.isValueNode() ? node.asText() : node.toString();
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}
