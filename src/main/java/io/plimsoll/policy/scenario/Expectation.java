package io.plimsoll.policy.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.decision.Outcome;
import io.plimsoll.policy.pack.Code;
import io.plimsoll.policy.pack.Findings;
import io.plimsoll.policy.pack.YamlValue;
import io.plimsoll.policy.pack.YamlValue.Entry;
import io.plimsoll.policy.pack.YamlValue.YamlList;
import io.plimsoll.policy.pack.YamlValue.YamlMap;
import io.plimsoll.policy.pack.YamlValue.YamlScalar;
import io.plimsoll.policy.scenario.ScenarioRun.Mismatch;
import io.plimsoll.rules.model.Range;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares what a case expects with the decision's JSON. Only what is named is compared: mappings field by field, lists item by item and
 * in full, decimals by value, times by instant. A field that a decision does not have is a mismatch, never silently right.
 */
final class Expectation {
    private static final String FIRED = "fired";
    private static final String NOT_FIRED = "notFired";
    private static final String WON = "won";
    private static final String OUTCOME = "outcome";
    private static final String WITHHELD = "withheld";

    /** How far underlyings may move, which takes long to find and so is looked for only in cases that expect it. */
    static final String UNDERLYINGS = "underlyings";

    private static final Set<String> KNOWN = Set.of(
            FIRED,
            NOT_FIRED,
            WON,
            OUTCOME,
            WITHHELD,
            "holdReasons",
            "figures",
            "marginAccounts",
            "collateral",
            "positions",
            UNDERLYINGS,
            "marginCall",
            "marginCalls",
            "closure",
            "because",
            "trigger",
            "asOf",
            "evaluatedAt",
            "accountId");

    /** Fields that a decision leaves out where they do not apply. */
    private static final Set<String> OPTIONAL = Set.of(
            WITHHELD,
            "holdReasons",
            "instrument",
            "positionSide",
            "mode",
            "side",
            "quantity",
            "price",
            "method",
            "loans",
            "marginAccount");

    /** The names an item of a list may go by, tried in this order. */
    private static final List<List<String>> NAMED_BY = List.of(
            List.of("instrument"),
            List.of("instrument", "side"),
            List.of("instrument", "side", "mode"),
            List.of("id"),
            List.of("marginAccount"),
            List.of("asset"),
            List.of("rule"),
            List.of("rule", "proposed"),
            List.of("action"),
            List.of("code"));

    private final ObjectNode decision;
    private final Instant asOf;
    private final List<Mismatch> mismatches = new ArrayList<>();

    private Expectation(ObjectNode decision, Instant asOf) {
        this.decision = decision;
        this.asOf = asOf;
    }

    /** Reports what can never be true: unknown fields and rules that the pack does not have. */
    static void check(YamlMap expected, Set<String> ruleIds, Findings findings) {
        for (Entry entry : expected.all()) {
            String key = entry.key().text();
            if (!KNOWN.contains(key)) {
                findings.unknown(
                        Code.UNKNOWN_KEY,
                        entry.key().range(),
                        "a decision has no `" + key + "`",
                        key,
                        new TreeSet<>(KNOWN));
            } else if (isAboutRules(key)) {
                checkRules(entry, ruleIds, findings);
            } else if (key.equals(OUTCOME) || key.equals(WITHHELD)) {
                checkOutcome(entry.value(), findings);
            }
            checkSaysSomething(entry.value(), isAboutRules(key), findings);
        }
    }

    /** An empty mapping compares nothing, and so would always hold; an empty list is compared, except one of rules. */
    private static void checkSaysSomething(YamlValue expected, boolean aboutRules, Findings findings) {
        boolean empty = expected instanceof YamlMap map && map.entries().isEmpty()
                || aboutRules
                        && expected instanceof YamlList list
                        && list.items().isEmpty();
        if (empty) {
            findings.error(Code.CASE_WITHOUT_EXPECTATION, expected.range(), "this expects nothing", "leave it out");
        }
        if (expected instanceof YamlMap map) {
            map.all().forEach(entry -> checkSaysSomething(entry.value(), false, findings));
        } else if (expected instanceof YamlList list) {
            list.items().forEach(item -> checkSaysSomething(item, false, findings));
        }
    }

    /** Everything in which the decision is not what is expected. */
    static List<Mismatch> compare(YamlMap expected, ObjectNode decision, Instant asOf) {
        Expectation expectation = new Expectation(decision, asOf);
        for (Entry entry : expected.all()) {
            if (isAboutRules(entry.key().text())) {
                expectation.compareRules(entry);
            } else {
                expectation.compareField(entry, decision, "");
            }
        }
        return expectation.mismatches;
    }

    private static void checkOutcome(YamlValue expected, Findings findings) {
        Set<String> outcomes =
                Arrays.stream(Outcome.values()).map(Outcome::name).collect(Collectors.toCollection(TreeSet::new));
        boolean known = !(expected instanceof YamlScalar scalar)
                || scalar.isNull()
                || scalar.text().contains("${")
                || outcomes.contains(scalar.text());
        if (!known && expected instanceof YamlScalar scalar) {
            findings.unknown(
                    Code.VALUE, scalar.range(), "there is no outcome `" + scalar.text() + "`", scalar.text(), outcomes);
        }
    }

    private static boolean isAboutRules(String key) {
        return key.equals(FIRED) || key.equals(NOT_FIRED) || key.equals(WON);
    }

    private static void checkRules(Entry entry, Set<String> ruleIds, Findings findings) {
        List<YamlValue> ids = entry.value() instanceof YamlList list ? list.items() : List.of(entry.value());
        for (YamlValue id : ids) {
            if (!(id instanceof YamlScalar scalar)) {
                findings.error(Code.WRONG_TYPE, id.range(), "expected the id of a rule, found " + id.kind());
            } else if (!ruleIds.contains(scalar.text())) {
                findings.unknown(
                        Code.RULE_UNKNOWN,
                        id.range(),
                        "the pack has no rule `" + scalar.text() + "`",
                        scalar.text(),
                        new TreeSet<>(ruleIds));
            }
        }
    }

    private void compareRules(Entry entry) {
        String key = entry.key().text();
        Set<String> rules = new TreeSet<>();
        for (JsonNode reason : decision.path("because")) {
            if (!key.equals(WON) || reason.path("won").asBoolean()) {
                rules.add(reason.path("rule").asText());
            }
        }
        boolean wanted = !key.equals(NOT_FIRED);
        List<YamlValue> ids = entry.value() instanceof YamlList list ? list.items() : List.of(entry.value());
        for (YamlValue id : ids) {
            if (id instanceof YamlScalar scalar && rules.contains(scalar.text()) != wanted) {
                mismatch(id.range(), key, scalar.text(), (key.equals(WON) ? "won: " : "fired: ") + rules);
            }
        }
    }

    private void compareField(Entry entry, JsonNode actual, String path) {
        String name = entry.key().text();
        String at = path.isEmpty() ? name : path + "." + name;
        if (actual instanceof ArrayNode items) {
            compareItem(entry, items, at);
            return;
        }
        JsonNode value = actual.get(name);
        boolean expectsNothing = entry.value() instanceof YamlScalar scalar && scalar.isNull();
        if (value == null && !(expectsNothing && OPTIONAL.contains(name))) {
            Set<String> names = new TreeSet<>();
            actual.fieldNames().forEachRemaining(names::add);
            String hint = OPTIONAL.contains(name) ? "" : ", there are " + String.join(", ", names);
            mismatch(entry.key().range(), at, shown(entry.value()), "no such field" + hint);
        } else if (value != null) {
            compare(entry.value(), value, at);
        }
    }

    private void compareItem(Entry entry, ArrayNode items, String at) {
        List<JsonNode> named = named(entry.key().text(), items);
        boolean expectsNothing = entry.value() instanceof YamlScalar scalar && scalar.isNull();
        if (named.size() == 1) {
            compare(entry.value(), named.getFirst(), at);
        } else if (!(named.isEmpty() && expectsNothing)) {
            String actual =
                    named.isEmpty() ? "no such item among " + names(items) : named.size() + " items of that name";
            mismatch(entry.key().range(), at, shown(entry.value()), actual);
        }
    }

    /** The fullest name of each item. */
    private static List<String> names(ArrayNode items) {
        List<String> names = new ArrayList<>();
        for (JsonNode item : items) {
            NAMED_BY.stream()
                    .map(fields -> name(item, fields))
                    .filter(name -> !name.isEmpty())
                    .max(Comparator.comparingInt(String::length))
                    .ifPresent(names::add);
        }
        return names;
    }

    /** The values of some fields of an item, parted by spaces; empty if one is missing. */
    private static String name(JsonNode item, List<String> fields) {
        List<String> parts =
                fields.stream().map(field -> item.path(field).asText("")).toList();
        return parts.contains("") ? "" : String.join(" ", parts);
    }

    private static List<JsonNode> named(String name, ArrayNode items) {
        for (List<String> fields : NAMED_BY) {
            List<JsonNode> found = new ArrayList<>();
            for (JsonNode item : items) {
                if (name(item, fields).equals(name)) {
                    found.add(item);
                }
            }
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private void compare(YamlValue expected, JsonNode actual, String path) {
        switch (expected) {
            case YamlMap map -> {
                if (actual.isContainerNode()) {
                    map.all().forEach(entry -> compareField(entry, actual, path));
                } else {
                    mismatch(map.range(), path, shown(map), shown(actual));
                }
            }
            case YamlList list -> compareList(list, actual, path);
            case YamlScalar scalar -> {
                if (!isEqual(scalar, actual)) {
                    mismatch(scalar.range(), path, shown(scalar), shown(actual));
                }
            }
        }
    }

    private void compareList(YamlList list, JsonNode actual, String path) {
        if (!actual.isArray() || actual.size() != list.items().size()) {
            mismatch(
                    list.range(),
                    path,
                    list.items().size() + " items",
                    actual.isArray() ? actual.size() + " items" : shown(actual));
            return;
        }
        for (int i = 0; i < list.items().size(); i++) {
            compare(list.items().get(i), actual.get(i), path + "[" + (i + 1) + "]");
        }
    }

    private boolean isEqual(YamlScalar expected, JsonNode actual) {
        if (expected.isNull() || actual.isNull()) {
            return expected.isNull() && actual.isNull();
        }
        if (actual.isBoolean()) {
            return expected.text().equals(actual.asText());
        }
        if (!actual.isValueNode()) {
            return false;
        }
        BigDecimal expectedNumber = expected.asDecimal();
        BigDecimal actualNumber = YamlScalar.decimal(actual.asText());
        if (expectedNumber != null && actualNumber != null) {
            return expectedNumber.compareTo(actualNumber) == 0;
        }
        Optional<Instant> expectedTime = Times.instant(expected.text(), asOf);
        Optional<Instant> actualTime = Times.instant(actual.asText(), asOf);
        return expectedTime.isPresent() && actualTime.isPresent()
                ? expectedTime.equals(actualTime)
                : expected.text().equals(actual.asText());
    }

    private static String shown(YamlValue value) {
        return switch (value) {
            case YamlScalar scalar -> scalar.isNull() ? "nothing" : scalar.text();
            case YamlMap map -> String.join(", ", map.entries().keySet());
            case YamlList list -> list.items().size() + " items";
        };
    }

    private static String shown(JsonNode value) {
        String text = value.isNull() ? "nothing" : value.isValueNode() ? value.asText() : value.toString();
        return text.length() <= 300 ? text : text.substring(0, 300) + "…";
    }

    private void mismatch(Range range, String path, String expected, String actual) {
        mismatches.add(new Mismatch(range, path, expected, actual));
    }
}
