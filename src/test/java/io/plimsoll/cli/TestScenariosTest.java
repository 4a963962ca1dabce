package io.plimsoll.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.plimsoll.policy.TestPacks;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestCase;
import org.apache.maven.plugins.surefire.report.ReportTestSuite;
import org.apache.maven.plugins.surefire.report.TestSuiteXmlParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code plimsoll test} writes for build servers, and what it does while it watches. */
class TestScenariosTest {
    private static final String HOME = "plimsoll.home";
    private static final String SUITE = "policies/small/scenarios/all.yaml";
    private static final String TABLE = "policies/small/tables/bracket.csv";

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
    void junitXmlIsReadByThePluginThatReadsItInBuilds() throws Exception {
        // Given
        edit(SUITE, "equity: 1000", "equity: 1000.01");
        edit(SUITE, "name: more cash", "name: 'more <cash> & \"more\" '");
        Path file = home.resolve("reports/junit.xml");

        // When
        int exit = run("test", "--junit", file.toString());

        // Then
        assertEquals(1, exit);
        ReportTestSuite suite = parsed(file).getFirst();
        assertEquals(2, suite.getNumberOfTests());
        assertEquals(1, suite.getNumberOfFailures());
        assertEquals(0, suite.getNumberOfErrors());
        ReportTestCase failed = suite.getTestCases().getLast();
        assertEquals("more <cash> & \"more\" ", failed.getName());
        assertEquals("figures.equity: expected 1000.01, was 1000.00", failed.getFailureMessage());
        assertTrue(failed.getFailureDetail().startsWith(SUITE + ":30:50 "), failed.getFailureDetail());
        assertTrue(suite.getTestCases().getFirst().isSuccessful());
    }

    @Test
    void junitXmlOfABrokenPackIsAnError() throws Exception {
        // Given
        edit(TABLE, "AAA,50000,", "AAA,50001,");
        Path file = home.resolve("junit.xml");

        // When
        int exit = run("test", "--junit", file.toString());

        // Then
        assertEquals(1, exit);
        ReportTestSuite suite = parsed(file).getFirst();
        assertEquals(1, suite.getNumberOfErrors());
        assertEquals("PLM-823", suite.getTestCases().getFirst().getFailureType());
    }

    @Test
    void charactersThatXmlCannotHoldAreReplaced() throws Exception {
        // Given
        edit(SUITE, "name: more cash", "name: \"more\\u0007cash\"");
        Path file = home.resolve("junit.xml");

        // When
        int exit = run("test", "--junit", file.toString());

        // Then
        assertEquals(0, exit);
        assertEquals(
                "more\uFFFDcash",
                parsed(file).getFirst().getTestCases().getLast().getName());
    }

    @Test
    void jsonNamesEveryCaseWithItsPlaceAndItsTime() throws Exception {
        // When
        int exit = run("test", "--json");

        // Then
        JsonNode report = Json.parse(out.toString());
        assertEquals(0, exit);
        JsonNode last = report.at("/packs/0/results/1");
        assertEquals("more cash", last.path("case").asText());
        assertEquals(27, last.path("line").asInt());
        assertTrue(last.path("passed").asBoolean());
        assertTrue(last.path("tookMicros").asLong() > 0);
    }

    @Test
    void coverageSaysWhatNoCaseReachesAndFailsIfARuleNeverFires() throws Exception {
        // Given
        Path json = home.resolve("coverage.json");
        Path html = home.resolve("coverage.html");

        // When
        int exit = run("test", "--coverage", "--coverage-json", json.toString(), "--html", html.toString());

        // Then
        assertEquals(1, exit);
        assertTrue(
                out.toString()
                        .contains("THR-2 a table and a parameter that differ are of two versions\n"
                                + "  rules/threshold/twins.drl:26 never fired\n"
                                + "  rules/threshold/twins.drl:30:12 `number != $left` never holds\n"),
                out.toString());
        assertTrue(err.toString().contains("of rules that fired, at least 100 % are asked"), err.toString());
        JsonNode shares = Json.parse(Files.readString(json)).at("/packs/0/shares/fired");
        assertTrue(shares.path("reached").asInt() < shares.path("all").asInt());
        assertTrue(Files.readString(html).startsWith("<!DOCTYPE html>"));
    }

    @Test
    void whatIsAskedOfCoverageIsSaidByOptions() {
        assertEquals(0, run("test", "--coverage", "--min-fired", "10"));
        assertEquals(1, run("test", "--coverage", "--min-fired", "10", "--min-limits", "100"));
    }

    @Test
    void mutationNamesWhatNoCaseNoticesAndFailsOnlyIfAShareIsAsked() throws Exception {
        // Given
        Path json = home.resolve("mutation.json");

        // When
        int exit = run("test", "--mutate", "--rule", "THR-1", "--mutation-json", json.toString());

        // Then
        assertEquals(0, exit);
        assertTrue(
                out.toString()
                        .contains("rules/threshold/twins.drl:21:12 THR-1 no case notices the constraint left out: "
                                + "`number == $left`\n"),
                out.toString());
        JsonNode pack = Json.parse(Files.readString(json)).at("/packs/0");
        assertEquals(pack.path("changes").asInt(), pack.path("verdicts").size());
        assertTrue(pack.path("survived").asInt() > 0);
        assertEquals(1, run("test", "--mutate", "--rule", "THR-1", "--min-killed", "100"));
        assertEquals(2, run("test", "--mutate", "--rule", "THR-9"));
    }

    @Test
    void casesForTheLimitsOfARuleAreWrittenOnceAndPass() throws Exception {
        // When
        int exit = run("test", "new", "small", "--rule", "MRG-1");

        // Then
        assertEquals(0, exit, err.toString());
        String said = said();
        assertTrue(said.startsWith("wrote policies/small/scenarios/limits-mrg-1.yaml, "), said);
        assertEquals(0, run("test", "--name", "limits of MRG-1"));

        // When
        Path suite = home.resolve("policies/small/scenarios/limits-mrg-1.yaml");
        String written = Files.readString(suite) + "# reviewed\n";
        Files.writeString(suite, written);
        said();
        run("test", "new", "small", "--rule", "MRG-1");

        // Then
        assertTrue(said().startsWith("policies/small/scenarios/limits-mrg-1.yaml is there already"));
        assertEquals(written, Files.readString(suite));
    }

    @Test
    void watchingIsNotForBuildServers() {
        assertEquals(2, run("test", "--watch", "--json"));
        assertTrue(err.toString().startsWith("--watch is for a person"), err.toString());
    }

    @Test
    void aWatchedPackIsRunAgainWhenAFileOfItChangesAndSaysOnlyWhatChanged() throws Exception {
        // Given
        try (PackRunner runner = new PackRunner(name -> true, terminal())) {
            ScenarioWatch watch = new ScenarioWatch(Packs.folders(), null, runner, terminal());
            watch.start();
            assertEquals("small: 2 cases, 0 failed\n", said());

            // When
            assertFalse(watch.tick());
            edit(SUITE, "equity: 1000}", "equity: 1000.01}");
            assertFalse(watch.tick(), "a file that may still be written was taken");
            assertTrue(watch.tick());

            // Then
            String failed = said();
            assertTrue(failed.startsWith("FAILED everything > more cash\n"), failed);
            assertTrue(failed.endsWith("small: 2 cases, 1 failed\n"), failed);

            // When
            edit(SUITE, "  - name: more cash", "  # a comment changes nothing\n  - name: more cash");
            watch.tick();
            watch.tick();

            // Then
            assertTrue(said().startsWith("FAILED everything > more cash\n  " + SUITE + ":31:50 "));

            // When
            edit(SUITE, "equity: 1000.01}", "equity: 1000}");
            watch.tick();
            watch.tick();

            // Then
            assertEquals("PASSES AGAIN everything > more cash\nsmall: 2 cases, 0 failed\n", said());

            // When
            edit(TABLE, "AAA,50000,", "AAA,50001,");
            watch.tick();
            watch.tick();

            // Then
            assertTrue(said().endsWith("small: not run, 2 findings, 0 cases, 0 failed\n"));
        }
    }

    @Test
    void aLoggedDecisionIsPrintedAsASuiteThatReproducesIt() throws Exception {
        // Given
        Path file = decidedCase("WARNING");

        // When
        int exit = run("test", "from-decision", file.toString());

        // Then
        assertEquals(0, exit, err.toString());
        assertTrue(out.toString().startsWith("suite: \"a decision of the log: d-"), out.toString());
        assertTrue(err.toString().endsWith("the case reproduces the decision\n"), err.toString());
    }

    @Test
    void aDecisionIsAskedForAtTheService() throws Exception {
        // Given
        byte[] document = Files.readAllBytes(decidedCase("WARNING"));
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/v1/decisions/d-1/case", exchange -> {
            exchange.sendResponseHeaders(200, document.length);
            exchange.getResponseBody().write(document);
            exchange.close();
        });
        service.start();
        String url = "http://localhost:" + service.getAddress().getPort();

        // When
        int known = run("test", "from-decision", "d-1", "--url", url);
        int unknown = run("test", "from-decision", "d-2", "--url", url);
        service.stop(0);

        // Then
        assertEquals(0, known, err.toString());
        assertEquals(1, unknown);
        assertTrue(err.toString().contains("/v1/decisions/d-2/case answered 404"), err.toString());
    }

    @Test
    void aLoggedDecisionIsAddedToASuiteAndPassesThere() throws Exception {
        // Given
        Path file = decidedCase("WARNING");
        Path suite = home.resolve(SUITE);
        String before = Files.readString(suite);

        // When
        int exit = run("test", "from-decision", file.toString(), "--into", suite.toString(), "--name", "as decided");

        // Then
        assertEquals(0, exit, err.toString());
        assertTrue(Files.readString(suite).startsWith(before.stripTrailing()));
        assertEquals("added to " + SUITE + ": as decided\n", said());
        assertEquals(0, run("test", "--name", "as decided"));
        assertEquals("small: 1 cases, 0 failed\n", out.toString());
    }

    @Test
    void aDecisionThatWouldNowBeAnotherIsNotAddedAndSaysWhatDiffers() throws Exception {
        // Given
        Path file = decidedCase("HEALTHY");
        Path suite = home.resolve(SUITE);
        String before = Files.readString(suite);

        // When
        int exit = run("test", "from-decision", file.toString(), "--into", suite.toString());

        // Then
        assertEquals(1, exit);
        assertEquals(before, Files.readString(suite));
        assertTrue(err.toString().startsWith("the case does not reproduce the decision; not added\n"), err.toString());
        assertTrue(err.toString().contains("  outcome: logged HEALTHY, now WARNING\n"), err.toString());
    }

    @Test
    void whatIsNoCaseOfADecisionIsSaidSo() throws Exception {
        // Given
        Path file = Files.writeString(home.resolve("case.json"), "{\"decisionId\": \"d-1\"}");

        // When
        int exit = run("test", "from-decision", file.toString());

        // Then
        assertEquals(1, exit);
        assertTrue(err.toString().contains("there is no `decision` in it"), err.toString());
    }

    @Test
    void aCaseBelongsToItsPack() throws Exception {
        // Given
        Path file = decidedCase("WARNING");

        // When
        int exit = run(
                "test",
                "from-decision",
                file.toString(),
                "--into",
                home.resolve("x.yaml").toString());

        // Then
        assertEquals(2, exit);
        assertTrue(err.toString().startsWith("--into must name a .yaml file in "), err.toString());
    }

    /** What the service's log holds of a snapshot that the pack decides as WARNING. */
    private Path decidedCase(String outcome) throws Exception {
        ObjectNode snapshot = (ObjectNode) Json.parse("""
                {"accountId":"A-1","sequence":7,"asOf":"2026-03-01T12:00:00Z","segment":"PRO","settlementCurrency":"USDT",
                "collateral":[{"asset":"USDT","quantity":"9000.00","price":"1"}],"positions":[],"attributes":{"venue":"TEST"}}
                """);
        Path line = Files.writeString(home.resolve("snapshot.ndjson"), Json.text(snapshot));
        assertEquals(0, run("decide", line.toString()));
        ObjectNode document = Json.object();
        ObjectNode decision = (ObjectNode) Json.parse(said()).get("decision");
        document.set("decision", decision.put("outcome", outcome));
        document.set("snapshot", snapshot);
        document.putArray("openCalls");
        return Files.writeString(home.resolve("case.json"), Json.text(document));
    }

    private String said() {
        String text = out.toString();
        out.getBuffer().setLength(0);
        return text;
    }

    private Terminal terminal() {
        CommandLine commands = commandLine();
        return new Terminal(commands.getSubcommands().get("test").getCommandSpec());
    }

    private int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    private CommandLine commandLine() {
        return Plimsoll.commandLine(() -> {}).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    }

    private void edit(String path, String text, String replacement) throws IOException {
        Path file = home.resolve(path);
        String before = Files.readString(file);
        assertTrue(before.contains(text), text);
        Files.writeString(file, before.replace(text, replacement));
    }

    private static List<ReportTestSuite> parsed(Path file) throws Exception {
        return new TestSuiteXmlParser(new NullConsoleLogger()).parse(file.toString());
    }
}
