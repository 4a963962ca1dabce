package io.plimsoll.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.ShippedPacks;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.OpenCall;
import io.plimsoll.money.Decimals;
import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.scenario.DecidedCase;
import io.plimsoll.policy.scenario.ScenarioRun.Result;
import io.plimsoll.policy.scenario.Suite.Scenario;
import io.plimsoll.policy.scenario.SuiteReader;
import io.plimsoll.policy.scenario.SuiteText;
import io.plimsoll.policy.scenario.SuiteText.NotExtensible;
import io.plimsoll.rules.CompiledRules;
import io.plimsoll.rules.model.RuleInfo;
import io.plimsoll.wire.DecisionJson;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.plimsoll.wire.SnapshotJson;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A decision of the log that becomes a case. */
class DecidedCaseTest {
    private static final String NAME = "as it was decided";

    /** The cases of the shipped packs have every kind of outcome, call and position; each decision of theirs comes back as it was. */
    @Test
    void everyDecisionComesBackAsItWas() throws Exception {
        // Given
        Candidate pack = ShippedPacks.candidate("perpetuals");
        int decisions = 0;
        try (CompiledRules compiled = pack.compile()) {
            for (Result result : pack.run(compiled, name -> true).results()) {
                Scenario scenario = result.scenario();
                var policy = pack.scenarioPolicy(
                        compiled, pack.tablesWith(result.suite().tables()));
                ObjectNode decision = DecisionJson.write(DecisionService.evaluate(
                        scenario.given(), policy, scenario.given().evaluatedAt()));

                // When
                DecidedCase decided = DecidedCase.of(document(scenario.given(), decision));
                String text = SuiteText.withCase(result.suite().text(), indent -> decided.item(NAME, indent));
                SuiteReader.Reading reading = read(pack, result.suite().file(), text);

                // Then
                assertEquals(List.of(), reading.findings(), text);
                Scenario again = reading.suite().scenarios().getLast();
                assertEquals(NAME, again.name());
                assertEquals(scenario.given().snapshotDigest(), again.given().snapshotDigest(), scenario.name());
                assertEquals(scenario.given().evaluatedAt(), again.given().evaluatedAt());
                ObjectNode decidedAgain = DecisionJson.write(DecisionService.evaluate(
                        again.given(), policy, again.given().evaluatedAt()));
                assertEquals(List.of(), decided.differences(decidedAgain), scenario.name());
                assertTrue(text.startsWith(result.suite().text().stripTrailing()), scenario.name());
                decisions++;
            }
        }
        assertTrue(decisions > 100, "only " + decisions + " decisions");
    }

    @Test
    void aDecisionIsASuiteOfItsOwnToo() throws Exception {
        // Given
        Candidate pack = PackCheck.of(TestPacks.small(), "small").candidate().orElseThrow();
        try (CompiledRules compiled = pack.compile()) {
            Case given = pack.suites().getFirst().scenarios().getFirst().given();
            ObjectNode decision = DecisionJson.write(DecisionService.evaluate(
                    given,
                    pack.scenarioPolicy(
                            compiled, pack.tablesWith(pack.suites().getFirst().tables())),
                    given.evaluatedAt()));
            DecidedCase decided = DecidedCase.of(document(given, decision));

            // When
            String text = decided.suite(decided.defaultName());

            // Then
            SuiteReader.Reading reading = read(pack, "policies/small/scenarios/new.yaml", text);
            assertEquals(List.of(), reading.findings(), text);
            assertEquals(
                    given.snapshotDigest(),
                    reading.suite().scenarios().getFirst().given().snapshotDigest());
        }
    }

    @Test
    void whatDiffersIsNamedWithBothValues() throws Exception {
        // Given
        String document = """
                {"decision": {"decisionId": "d-1", "outcome": "WARNING", "figures": {"equity": "1.00"}}, "snapshot": {}}""";
        DecidedCase decided = DecidedCase.of(Json.parse(document));

        // When
        List<String> differences = decided.differences(
                Json.parse("{\"decisionId\": \"d-2\", \"outcome\": \"HEALTHY\", \"figures\": {\"equity\": \"1.0\"}}"));

        // Then
        assertEquals(
                List.of("figures.equity: logged 1.00, now 1.0", "outcome: logged WARNING, now HEALTHY"), differences);
    }

    /** What stands around the cases, and what follows them, stays where it is. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "suite: s\nbase: {}\ncases:\n- name: a\n  expect: {outcome: HEALTHY} # why\n\n# the end\n",
                "cases:\n    -   name: a\n        expect:\n            outcome: HEALTHY\ntables: {}\n",
                "cases:\r\n  - name: a\r\n    expect: {outcome: HEALTHY}\r\n",
                "cases:\n  - name: a\n    expect:\n      fired: [A,\n        B\n      ]\nsuite: s",
                "cases:\n  - name: |\n      a\n      # b\n\n# not b\nsuite: s\n",
                "cases:\n  - {name: a,\n     expect: {}\n    }\n",
            })
    void aCaseIsAddedAfterTheLastAndNothingElseChanges(String text) throws Exception {
        // When
        String extended = SuiteText.withCase(text, indent -> " ".repeat(indent) + "- name: new\n");

        // Then
        List<String> lines = extended.lines().collect(Collectors.toList());
        lines.removeIf(line -> line.strip().equals("- name: new"));
        assertEquals(text.lines().toList(), lines);
        assertEquals(text.contains("\r\n"), extended.contains("\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cases: [{name: a}]", "cases: []", "suite: s", "cases:\n  {", ""})
    void aSuiteThatCannotBeAddedToIsLeftAlone(String text) {
        assertThrows(NotExtensible.class, () -> SuiteText.withCase(text, indent -> "- name: new\n"));
    }

    private static SuiteReader.Reading read(Candidate pack, String path, String text) {
        return SuiteReader.read(
                PolicyFile.of(path, text),
                pack.rules().tables(),
                pack.rules().rules().stream().map(RuleInfo::id).collect(Collectors.toSet()),
                new Sha256SnapshotDigest());
    }

    private static ObjectNode document(Case given, ObjectNode decision) {
        ObjectNode document = Json.object();
        document.set("decision", decision);
        document.set("snapshot", Json.object().setAll(SnapshotJson.write(given.snapshot())));
        ArrayNode calls = document.putArray("openCalls");
        for (OpenCall call : given.openCalls()) {
            calls.addObject()
                    .put("callId", call.callId())
                    .put("marginAccount", call.marginAccount().toString())
                    .put("openedAt", call.openedAt().toString())
                    .put("dueBy", call.dueBy().toString())
                    .put("amount", Decimals.plain(call.amount()));
        }
        return document;
    }
}
