package io.plimsoll.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.policy.TestPacks;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    private static final String HOME = "plimsoll.home";
    private static final String TABLE = "policies/small/tables/bracket.csv";
    private static final String SUITE = "policies/small/scenarios/all.yaml";
    private static final String SNAPSHOT = """
            {"accountId":"A-1","sequence":%d,"asOf":"2026-03-01T12:00:00Z","segment":"PRO","settlementCurrency":"USDT",\
            "collateral":[{"asset":"USDT","quantity":"9000","price":"1"}],"positions":[],"attributes":{"venue":"TEST"}}
            """;

    @TempDir
    Path home;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void workOnACopy() throws IOException {
        TestPacks.copyTo(home);
        System.setProperty(HOME, home.toString());
    }

    @AfterEach
    void workAtHomeAgain() {
        System.clearProperty(HOME);
    }

    @Test
    void checkOfASoundPackEndsWithZero() {
        assertEquals(0, run("check"));
        assertEquals("small: 0 errors, 0 warnings\n", out.toString());
    }

    @Test
    void checkShowsEachFindingWithItsLineAndAMarkBelow() throws Exception {
        // Given
        edit(TABLE, "AAA,50000,", "AAA,50001,");

        // When
        int exit = run("check", "small");

        // Then
        assertEquals(1, exit);
        assertTrue(out.toString().startsWith("""
                        policies/small/tables/bracket.csv:4:5 error PLM-823 brackets of `AAA`: gap: floor 50001 must be the cap before it, 50000
                            AAA,50001,250000,0.02,0.005,50
                                ^^^^^
                        """), out.toString());
        assertEquals("", err.toString());
    }

    @Test
    void checkAsJsonNamesThePlaceOfEachFinding() throws Exception {
        // Given
        edit(TABLE, "AAA,50000,", "AAA,50001,");

        // When
        int exit = run("check", "--json");

        // Then
        JsonNode report = Json.parse(out.toString());
        assertEquals(1, exit);
        assertEquals(2, report.path("errors").asInt());
        assertEquals("PLM-823", report.at("/packs/0/findings/0/code").asText());
        assertEquals(4, report.at("/packs/0/findings/0/range/start/line").asInt());
        assertEquals(5, report.at("/packs/0/findings/0/range/start/column").asInt());
    }

    @Test
    void checkNamesRuleFilesThatNoPackUses() throws Exception {
        // Given
        Files.copy(home.resolve("rules/threshold/twins.drl"), home.resolve("rules/threshold/draft.drl"));

        // When
        int exit = run("check");

        // Then
        assertEquals(0, exit);
        assertTrue(out.toString().contains("rules/threshold/draft.drl:1:1 warning PLM-739"), out.toString());
    }

    @Test
    void checkFixMendsWhatCanOnlyBeMeantOneWay() throws Exception {
        // Given
        Path rules = home.resolve("rules/threshold/twins.drl");
        String right = Files.readString(rules);
        Files.writeString(
                rules,
                right.replace("package plimsoll.threshold", "package plimsoll.margin")
                        .replace("decide.warn", "decide.wran")
                        .replace("decide.takeOver", "decide.take over"));
        edit(SUITE, "outcome: WARNING", "outcme: WARNING");

        // When
        int exit = run("check", "small", "--fix");

        // Then
        assertEquals(0, exit, out.toString());
        assertEquals("small: 0 errors, 0 warnings\n", out.toString());
        assertEquals(right, Files.readString(rules));
        assertTrue(Files.readString(home.resolve(SUITE)).contains("outcome: WARNING"));
        assertTrue(
                err.toString().contains("mended rules/threshold/twins.drl:23:12 PLM-502: write `warn`\n"),
                err.toString());
        assertEquals(5, err.toString().lines().count(), err.toString());
    }

    @Test
    void checkFixLeavesAloneWhatMayBeMeantOtherwise() throws Exception {
        // Given
        edit(TABLE, "AAA,50000,", "AAA,50001,");
        Path rules = home.resolve("rules/margin/brackets.drl");
        String asked = Files.readString(rules).replace("$notional : notional", "$notional : notionall");
        Files.writeString(rules, asked.replace("$initialRate : initialRate", "$initialRate : rateOfAll"));
        String before = Files.readString(rules);

        // When
        int exit = run("check", "small", "--fix");

        // Then
        assertEquals(1, exit);
        assertTrue(Files.readString(rules).contains("rateOfAll"), Files.readString(rules));
        assertTrue(Files.readString(home.resolve(TABLE)).contains("AAA,50001,"));
        assertTrue(out.toString().contains("error PLM-823"), out.toString());
        assertEquals(before.replace("notionall", "notional"), Files.readString(rules));
    }

    @Test
    void anUnknownPackIsAWrongCall() {
        assertEquals(2, run("check", "smal"));
        assertTrue(err.toString().startsWith("there is no pack `smal`; did you mean `small`?"), err.toString());
    }

    @Test
    void testOfAProvedPackEndsWithZero() {
        assertEquals(0, run("test"));
        assertEquals("small: 2 cases, 0 failed\n", out.toString());
    }

    @Test
    void testShowsWhatWasExpectedAndWhatCame() throws Exception {
        // Given
        edit(SUITE, "equity: 1000", "equity: 1000.01");

        // When
        int exit = run("test", "--name", "MORE cash");

        // Then
        assertEquals(1, exit);
        assertTrue(out.toString().startsWith("""
                        FAILED everything > more cash
                          policies/small/scenarios/all.yaml:30:50 figures.equity: expected 1000.01, was 1000.00
                        """), out.toString());
        assertTrue(out.toString().endsWith("small: 1 cases, 1 failed\n"), out.toString());
    }

    @Test
    void testOfNoCaseFails() {
        assertEquals(1, run("test", "--name", "no such case"));
        assertTrue(out.toString().endsWith("no case was run\n"), out.toString());
    }

    @Test
    void testOfABrokenPackSaysWhyItWasNotRun() throws Exception {
        // Given
        edit(SUITE, "outcome: WARNING", "outcme: WARNING");

        // When
        int exit = run("test", "--json");

        // Then
        JsonNode report = Json.parse(out.toString());
        assertEquals(1, exit);
        assertEquals(1, report.path("brokenPacks").asInt());
        assertEquals("PLM-721", report.at("/packs/0/findings/0/code").asText());
    }

    @Test
    void decideAnswersEachLineInItsPlace() throws Exception {
        // Given
        Path file = home.resolve("snapshots.ndjson");
        Files.writeString(
                file,
                SNAPSHOT.formatted(2) + "{\"accountId\":\n\n" + SNAPSHOT.formatted(1) + SNAPSHOT.formatted(2)
                        + SNAPSHOT.formatted(3).replace("PRO", "NOBODY"));

        // When
        int exit = run("decide", file.toString());

        // Then
        List<JsonNode> answers =
                out.toString().lines().map(CommandsTest::parsed).toList();
        assertEquals(1, exit);
        assertEquals(
                List.of("1 200", "2 400", "4 409", "5 200", "6 422"),
                answers.stream()
                        .map(answer -> answer.path("line").asText() + " "
                                + answer.path("status").asText())
                        .toList());
        assertEquals("WARNING", answers.getFirst().at("/decision/outcome").asText());
        assertEquals(
                answers.getFirst().at("/decision/decisionId"), answers.get(3).at("/decision/decisionId"));
    }

    @Test
    void decideKeepsTheOrderOfLinesAndOfEachAccount() throws Exception {
        // Given
        int accounts = WholeDecisions.KEPT_MAX / 10 + 7;
        StringBuilder lines = new StringBuilder();
        for (int sequence = 1; sequence <= 3; sequence++) {
            for (int account = 0; account < accounts; account++) {
                lines.append(SNAPSHOT.formatted(sequence).replace("A-1", "B-" + account));
            }
        }
        Path file = home.resolve("snapshots.ndjson");
        Files.writeString(file, lines);

        // When
        int exit = run("decide", file.toString(), "--pack", "small");

        // Then
        List<JsonNode> answers =
                out.toString().lines().map(CommandsTest::parsed).toList();
        assertEquals(0, exit);
        assertEquals(3 * accounts, answers.size());
        for (int i = 0; i < answers.size(); i++) {
            assertEquals(i + 1, answers.get(i).path("line").asInt());
            assertEquals(
                    "B-" + i % accounts,
                    answers.get(i).at("/decision/accountId").asText());
            assertEquals(
                    1 + i / accounts,
                    answers.get(i).at("/decision/snapshotSequence").asInt());
        }
    }

    @Test
    void aRepeatedLineIsAnsweredByItsIdOnceManyOthersAreDecided() throws Exception {
        // Given
        int others = WholeDecisions.KEPT_MAX + 2_000; // more than are decided together
        StringBuilder lines = new StringBuilder(SNAPSHOT.formatted(1));
        for (int account = 0; account < others; account++) {
            lines.append(SNAPSHOT.formatted(1).replace("A-1", "B-" + account));
        }
        String last = SNAPSHOT.formatted(1).replace("A-1", "B-" + (others - 1));
        lines.append(SNAPSHOT.formatted(1)).append(last);
        Path file = home.resolve("snapshots.ndjson");
        Files.writeString(file, lines);

        // When
        int exit = run("decide", file.toString(), "--pack", "small");

        // Then
        List<JsonNode> answers =
                out.toString().lines().map(CommandsTest::parsed).toList();
        JsonNode again = answers.get(others + 1);
        assertEquals(0, exit);
        assertEquals(200, again.path("status").asInt());
        assertEquals(answers.getFirst().at("/decision/decisionId"), again.path("repeats"));
        assertEquals(
                answers.get(others).at("/decision/decisionId"),
                answers.getLast().at("/decision/decisionId"));
        assertTrue(answers.getLast().at("/decision/decisionId").isTextual());
    }

    @Test
    void decideSumsUpByOutcome() throws Exception {
        // Given
        Path file = home.resolve("snapshots.ndjson");
        Files.writeString(file, SNAPSHOT.formatted(1) + SNAPSHOT.formatted(2));

        // When
        int exit = run("decide", file.toString(), "--pack", "small", "--summary");

        // Then
        assertEquals(0, exit);
        assertTrue(out.toString().lines().anyMatch(line -> line.matches("WARNING +2 +18000.00 .*")), out.toString());
    }

    @Test
    void outcomesAloneAreThoseOfTheDecisionsWithoutWhatExplainsThem() throws Exception {
        // Given
        Path file = home.resolve("snapshots.ndjson");
        Files.writeString(file, SNAPSHOT.formatted(2) + "{}\n" + SNAPSHOT.formatted(1));

        // When
        int whole = run("decide", file.toString(), "--pack", "small");
        List<JsonNode> decisions =
                out.toString().lines().map(CommandsTest::parsed).toList();
        out.getBuffer().setLength(0);
        int alone = run("decide", file.toString(), "--pack", "small", "--outcomes");
        List<JsonNode> outcomes =
                out.toString().lines().map(CommandsTest::parsed).toList();

        // Then
        assertEquals(1, whole);
        assertEquals(1, alone);
        JsonNode decision = decisions.getFirst().path("decision");
        JsonNode outcome = outcomes.getFirst().path("outcome");
        for (String same :
                List.of("accountId", "snapshotSequence", "asOf", "policy", "outcome", "figures", "marginAccounts")) {
            assertEquals(decision.path(same), outcome.path(same), same);
            assertFalse(outcome.path(same).isMissingNode(), same);
        }
        assertTrue(outcome.path("because").isMissingNode());
        assertEquals(decisions.get(1), outcomes.get(1)); // a line that cannot be read
        assertEquals(409, decisions.get(2).path("status").asInt());
        assertEquals(1, outcomes.get(2).at("/outcome/snapshotSequence").asInt()); // each line by itself
    }

    @Test
    void outcomesAloneAreSummedUpWithoutWhatIsNotKnownOfThem() throws Exception {
        // Given
        Path file = home.resolve("snapshots.ndjson");
        Files.writeString(file, SNAPSHOT.formatted(1) + SNAPSHOT.formatted(2));

        // When
        int exit = run("decide", file.toString(), "--pack", "small", "--outcomes", "--summary");

        // Then
        assertEquals(0, exit);
        assertTrue(out.toString().lines().anyMatch(line -> line.matches("WARNING +2 +18000.00 +A-1")), out.toString());
        assertFalse(out.toString().contains("steps"), out.toString());
    }

    @Test
    void decideWithoutAPackThatWorksFailsAndSaysWhy() throws Exception {
        // Given
        edit(TABLE, "AAA,50000,", "AAA,50001,");
        Path file = Files.writeString(home.resolve("snapshots.ndjson"), SNAPSHOT.formatted(1));

        // When
        int exit = run("decide", file.toString());

        // Then
        assertEquals(1, exit);
        assertTrue(err.toString().contains("PLM-823"), err.toString());
    }

    @Test
    void demoWithoutAServiceSaysHowToStartOne() {
        assertEquals(1, run("demo", "--url", "http://localhost:1"));
        assertTrue(err.toString().contains("./plimsoll serve"), err.toString());
    }

    private int run(String... arguments) {
        return Plimsoll.commandLine(() -> {})
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private void edit(String path, String text, String replacement) throws IOException {
        Path file = home.resolve(path);
        Files.writeString(file, Files.readString(file).replace(text, replacement));
    }

    private static JsonNode parsed(String line) {
        try {
            return Json.parse(line);
        } catch (Exception e) {
            throw new AssertionError(line, e);
        }
    }
}
