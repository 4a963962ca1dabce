package io.plimsoll.editor;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Policy;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.PackCheck;
import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.policy.pack.TableRow;
import io.plimsoll.policy.scenario.DecidedCase;
import io.plimsoll.policy.scenario.Suite;
import io.plimsoll.policy.scenario.Suite.Scenario;
import io.plimsoll.policy.scenario.SuiteReader;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.model.RuleInfo;
import io.plimsoll.rules.plain.Observer;
import io.plimsoll.rules.plain.PlainRules;
import io.plimsoll.wire.DecisionJson;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Sha256SnapshotDigest;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Decides what was decided last once more, by the files as they are in the editor: nothing is compiled, saved or logged. Where no service
 * answers, the pack's scenarios stand in for the log, and the files as they were saved for the version that decided.
 */
final class LastDecisions {
    private static final int DECISIONS_MAX = 20;
    private static final int FINDINGS_SHOWN = 10;
    private static final int DIFFERENCES_SHOWN = 3;
    private static final int ROWS_SHOWN = 50;
    private static final Pattern LOOKED_AT = Pattern.compile("^because\\[\\d+]\\.facts");

    private final URI service;

    LastDecisions(URI service) {
        this.service = service;
    }

    /**
     * One case decided twice.
     *
     * @param otherwise what is different although outcome and rules are the same
     */
    private record Twice(
            String name,
            String before,
            String after,
            Set<String> firedBefore,
            Set<String> firedAfter,
            String otherwise) {
        boolean isSame() {
            return before.equals(after) && firedBefore.equals(firedAfter) && otherwise.isEmpty();
        }

        private static Set<String> without(Set<String> all, Set<String> others) {
            Set<String> rest = new TreeSet<>(all);
            rest.removeAll(others);
            return rest;
        }

        String row() {
            return "| " + name.replace("|", "\\|") + " | " + before + " | " + after + " | "
                    + String.join(" ", without(firedAfter, firedBefore)) + " | "
                    + String.join(" ", without(firedBefore, firedAfter)) + " | " + otherwise.replace("|", "\\|") + " |";
        }
    }

    /** Markdown; its first line says what came of it. */
    String report(String pack, PolicyFiles edited, PolicyFiles saved) {
        PackCheck check = PackCheck.of(edited, pack);
        if (check.candidate().isEmpty()) {
            return "`" + pack + "` has errors as it is written; nothing was decided\n\n"
                    + check.findings().stream()
                            .filter(Finding::isError)
                            .limit(FINDINGS_SHOWN)
                            .map(finding -> "- " + finding)
                            .collect(Collectors.joining("\n"));
        }
        Candidate candidate = check.candidate().get();
        try {
            List<DecidedCase> last = new ServiceLog(service).last(pack, DECISIONS_MAX);
            if (!last.isEmpty()) {
                return table(
                        "of the last " + last.size() + " decisions of `" + pack + "` at " + service,
                        last.stream().map(decided -> again(decided, candidate)).toList());
            }
            return scenarios(
                    "the service at " + service + " has decided nothing by `" + pack + "` yet", candidate, saved);
        } catch (IOException e) {
            return scenarios("no service answers at " + service + " (" + e + ")", candidate, saved);
        }
    }

    private static Twice again(DecidedCase decided, Candidate candidate) {
        JsonNode before = decided.decision();
        String name = before.path("accountId").asText() + " at "
                + before.path("evaluatedAt").asText();
        Optional<Case> given = given(decided, candidate);
        if (given.isEmpty()) {
            return failed(name, before, "its snapshot cannot be read any more");
        }
        try {
            JsonNode after = decide(given.get(), policy(candidate, candidate.tables()));
            boolean same =
                    outcome(before).equals(outcome(after)) && fired(before).equals(fired(after));
            return new Twice(
                    name,
                    outcome(before),
                    outcome(after),
                    fired(before),
                    fired(after),
                    same ? shortened(decided.differences(after)) : "");
        } catch (RuntimeException e) {
            return failed(name, before, String.valueOf(e.getMessage()));
        }
    }

    private static Twice failed(String name, JsonNode before, String why) {
        return new Twice(name, outcome(before), "not decided", fired(before), Set.of(), why);
    }

    /** The first differences; what a rule looked at is none, and what it proposed follows from the others. */
    private static String shortened(List<String> differences) {
        List<String> decided = differences.stream()
                .filter(difference -> !LOOKED_AT.matcher(difference).find())
                .toList();
        List<String> figures = decided.stream()
                .filter(difference -> !difference.startsWith("because"))
                .toList();
        List<String> told = figures.isEmpty() ? decided : figures;
        String first = told.stream().limit(DIFFERENCES_SHOWN).collect(Collectors.joining("; "));
        int rest = told.size() - DIFFERENCES_SHOWN;
        return rest > 0 ? first + "; and " + rest + " more" : first;
    }

    /** By way of a suite, which tells the snapshot, the open calls and the instant as a scenario would. */
    private static Optional<Case> given(DecidedCase decided, Candidate candidate) {
        PolicyFile suite = PolicyFile.of(
                PolicyFiles.POLICIES + candidate.pack() + "/scenarios/decided.yaml",
                decided.suite(decided.defaultName()));
        Set<String> ruleIds =
                candidate.rules().rules().stream().map(RuleInfo::id).collect(Collectors.toSet());
        return SuiteReader.read(suite, candidate.rules().tables(), ruleIds, new Sha256SnapshotDigest())
                .suite()
                .scenarios()
                .stream()
                .findFirst()
                .map(Scenario::given);
    }

    private static String scenarios(String why, Candidate edited, PolicyFiles saved) {
        Optional<Candidate> before = PackCheck.of(saved, edited.pack()).candidate();
        if (before.isEmpty()) {
            return why + "; and the saved files have errors, so that there is nothing to compare with";
        }
        List<Twice> all = new ArrayList<>();
        for (Suite suite : edited.suites()) {
            Policy then = policy(before.get(), before.get().tablesWith(suite.tables()));
            Policy now = policy(edited, edited.tablesWith(suite.tables()));
            for (Scenario scenario : suite.scenarios()) {
                all.add(twice(suite.name() + " > " + scenario.name(), scenario.given(), then, now));
            }
        }
        return table(
                "of " + all.size() + " scenarios of `" + edited.pack() + "`, against the saved files; " + why, all);
    }

    private static Twice twice(String name, Case given, Policy then, Policy now) {
        JsonNode before = decide(given, then);
        JsonNode after = decide(given, now);
        boolean same = outcome(before).equals(outcome(after)) && fired(before).equals(fired(after));
        List<String> differences = new DecidedCase(before, Json.object(), Json.object()).differences(after);
        return new Twice(
                name, outcome(before), outcome(after), fired(before), fired(after), same ? shortened(differences) : "");
    }

    private static Policy policy(Candidate candidate, Map<String, List<TableRow>> rows) {
        return candidate.scenarioPolicy(PlainRules.of(candidate.rules()).observedBy(Observer.NONE), rows);
    }

    private static JsonNode decide(Case given, Policy policy) {
        return DecisionJson.write(DecisionService.evaluate(given, policy, given.evaluatedAt()));
    }

    private static String outcome(JsonNode decision) {
        return decision.path("outcome").asText();
    }

    private static Set<String> fired(JsonNode decision) {
        Set<String> fired = new TreeSet<>();
        decision.path("because").forEach(reason -> fired.add(reason.path("rule").asText()));
        return fired;
    }

    private static String table(String of, List<Twice> all) {
        List<Twice> different = all.stream().filter(twice -> !twice.isSame()).toList();
        StringBuilder text = new StringBuilder()
                .append(different.size())
                .append(" would be different ")
                .append(of)
                .append("\n");
        if (!different.isEmpty()) {
            text.append("\n| case | before | now | fires now | fires no more | else |\n")
                    .append("| --- | --- | --- | --- | --- | --- |\n");
            different.stream()
                    .limit(ROWS_SHOWN)
                    .forEach(twice -> text.append(twice.row()).append("\n"));
        }
        if (different.size() > ROWS_SHOWN) {
            text.append("\n").append(different.size() - ROWS_SHOWN).append(" more are not shown.\n");
        }
        return text.toString();
    }
}
