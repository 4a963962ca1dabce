package io.plimsoll.policy.boundary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Policy;
import io.plimsoll.money.Decimals;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.boundary.Boundary.Point;
import io.plimsoll.policy.coverage.RuleNodes;
import io.plimsoll.policy.coverage.RuleTexts;
import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.policy.pack.TableRow;
import io.plimsoll.policy.scenario.ScenarioYaml;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.Test;
import io.plimsoll.rules.plain.Observer;
import io.plimsoll.rules.plain.PlainRules;
import io.plimsoll.wire.DecisionJson;
import io.plimsoll.wire.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Suites of a pack's limits, a file for each rule and base. Each case expects what the pack decides now; whether that is right is for the
 * rule's author to say.
 *
 * @param files new ones, with paths from the home folder
 * @param limits how many limits the files hold
 * @param missing limits for which no account was found, each in a sentence with its place
 */
public record BoundarySuites(List<PolicyFile> files, int limits, List<String> missing) {
    public BoundarySuites {
        files = List.copyOf(files);
        missing = List.copyOf(missing);
    }

    /** @param wanted true for the id of a rule whose limits are wanted */
    public static BoundarySuites of(Candidate pack, Predicate<String> wanted) {
        return new Writing(pack).all(wanted);
    }

    private static final class Writing {
        private final Candidate pack;
        private final BoundarySearch search;
        private final RuleTexts texts;
        private final List<PolicyFile> files = new ArrayList<>();
        private final List<String> missing = new ArrayList<>();
        private int limits;

        Writing(Candidate pack) {
            this.pack = pack;
            this.search = new BoundarySearch(pack);
            this.texts = new RuleTexts(pack.rules());
        }

        BoundarySuites all(Predicate<String> wanted) {
            for (Rule rule : search.rules()) {
                if (wanted.test(rule.id())) {
                    rule(rule);
                }
            }
            return new BoundarySuites(files, limits, missing);
        }

        private void rule(Rule rule) {
            Map<Draft, List<Boundary>> byBase = new LinkedHashMap<>();
            for (Test test : RuleNodes.tests(rule)) {
                Optional<Draft> first = byBase.keySet().stream().findFirst();
                Optional<Boundary> found;
                if (test instanceof Test.Comparison comparison
                        && comparison.relation().isOrder()) {
                    found = search.limit(rule, comparison, first);
                } else if (test instanceof Test.Presence presence) {
                    found = search.absence(rule, presence, first);
                } else {
                    continue;
                }
                if (found.isPresent()) {
                    byBase.computeIfAbsent(found.get().draft(), draft -> new ArrayList<>())
                            .add(found.get());
                    limits++;
                } else {
                    missing.add(RuleTexts.fileOf(rule) + ":" + test.range() + " " + rule.id() + " `"
                            + texts.text(rule, test.range()) + "`: " + reason(test));
                }
            }
            int number = 1;
            for (Map.Entry<Draft, List<Boundary>> base : byBase.entrySet()) {
                String name = "limits-" + rule.id().toLowerCase(Locale.ROOT) + (number > 1 ? "-" + number : "");
                files.add(PolicyFile.of(
                        PolicyFiles.POLICIES + pack.pack() + "/scenarios/" + name + ".yaml",
                        suite(rule, base.getKey(), base.getValue(), number)));
                number++;
            }
        }

        private static String reason(Test test) {
            return test instanceof Test.Presence
                    ? "no case of the pack has it in a place where leaving it out makes the difference"
                    : "no quantity of a case that comes here, moved by itself, leads exactly to the limit";
        }

        private String suite(Rule rule, Draft draft, List<Boundary> boundaries, int number) {
            ObjectNode head = Json.object();
            head.put("suite", "limits of " + rule.id() + (number > 1 ? ", base " + number : ""));
            head.put(
                    "description",
                    "Written from the rule, on the account of `" + draft.suite().name() + " > "
                            + draft.scenario().name()
                            + "`. Each case expects what the pack decided when it was written;"
                            + " review whether that is what the rule is for.");
            if (!draft.suite().tables().isEmpty()) {
                head.set("tables", tables(draft.suite().tables()));
            }
            head.set("base", draft.document().get("snapshot"));
            if (!draft.document().get("openCalls").isEmpty()) {
                head.set("openCall", draft.document().get("openCalls"));
            }
            if (!draft.document().get("lastDecisions").isEmpty()) {
                head.set("lastDecision", draft.document().get("lastDecisions"));
            }
            StringBuilder text = new StringBuilder(ScenarioYaml.fields(head, 0)).append("cases:\n");
            for (Boundary boundary : boundaries) {
                for (Point point : boundary.points()) {
                    String fields = ScenarioYaml.fields(item(boundary, point), 4);
                    text.append("  - ").append(fields.substring(4));
                }
            }
            return text.toString();
        }

        private ObjectNode item(Boundary boundary, Point point) {
            Rule rule = boundary.rule();
            Draft draft = boundary.draft();
            ObjectNode item = Json.object();
            String constraint = texts.text(rule, boundary.test().range());
            String name = boundary.test() instanceof Test.Comparison comparison
                    ? constraint + ": " + side(comparison, point) + " the limit"
                    : "without " + constraint;
            item.put("name", rule.id() + " " + name + sameTextBefore(boundary));
            if (!point.change().isEmpty()) {
                item.set("given", point.change());
            } else if (point.document().get("openCalls").equals(draft.document().get("openCalls"))) {
                item.set("lastDecision", point.document().get("lastDecisions"));
            } else {
                item.set("openCall", point.document().get("openCalls"));
            }
            if (draft.isOfDeadline()) {
                item.put("evaluatedAt", draft.scenario().given().evaluatedAt().toString());
            }
            item.set("expect", expected(boundary, point));
            return item;
        }

        /** Said of the fact's side, whichever side the limit is written on. */
        private String side(Test.Comparison comparison, Point point) {
            if (!RuleNodes.isLimitOnTheLeft(comparison, pack.rules().tables())) {
                return point.words();
            }
            return switch (point.words()) {
                case "just below" -> "just above";
                case "just above" -> "just below";
                default -> point.words();
            };
        }

        /** Tells two constraints of one rule apart that read the same. */
        private String sameTextBefore(Boundary boundary) {
            String constraint = texts.text(boundary.rule(), boundary.test().range());
            long before = RuleNodes.tests(boundary.rule()).stream()
                    .filter(test -> texts.text(boundary.rule(), test.range()).equals(constraint))
                    .takeWhile(test -> !test.equals(boundary.test()))
                    .count();
            return before == 0 ? "" : " (" + (before + 1) + ")";
        }

        private ObjectNode expected(Boundary boundary, Point point) {
            Draft draft = boundary.draft();
            Policy policy = pack.scenarioPolicy(
                    PlainRules.of(pack.rules()).observedBy(Observer.NONE),
                    pack.tablesWith(draft.suite().tables()));
            var given = draft.given(point.document()).orElseThrow();
            ObjectNode decision = DecisionJson.write(DecisionService.evaluate(given, policy, given.evaluatedAt()));
            ObjectNode expected = Json.object();
            for (String field : List.of("outcome", "withheld")) {
                if (decision.has(field)) {
                    expected.set(field, decision.get(field));
                }
            }
            ObjectNode figures = expected.putObject("figures");
            for (String field : List.of("equity", "initialMargin", "maintenanceMargin")) {
                figures.set(field, decision.at("/figures/" + field));
            }
            JsonNode call = decision.get("marginCall");
            if (call.isObject()) {
                expected.putObject("marginCall")
                        .put("status", call.path("status").asText())
                        .put("amount", call.path("amount").asText());
            }
            TreeSet<String> fired = new TreeSet<>();
            decision.path("because").forEach(line -> fired.add(line.path("rule").asText()));
            String rule = boundary.rule().id();
            expected.putArray(fired.contains(rule) ? "fired" : "notFired").add(rule);
            return expected;
        }

        private ObjectNode tables(Map<String, List<TableRow>> rowsByType) {
            ObjectNode tables = Json.object();
            new TreeMap<>(rowsByType).forEach((type, rows) -> {
                ArrayNode written = tables.putArray(type);
                for (TableRow row : rows) {
                    ObjectNode values = written.addObject();
                    pack.rules().tables().stream()
                            .filter(table -> table.name().equals(type))
                            .flatMap(table -> table.columns().stream())
                            .forEach(column ->
                                    values.put(column.name(), plain(row.values().get(column.name()))));
                }
            });
            return tables;
        }

        private static String plain(@Nullable Object value) {
            return value instanceof BigDecimal decimal ? Decimals.plain(decimal) : String.valueOf(value);
        }
    }
}
