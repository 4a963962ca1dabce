package io.plimsoll.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.PackCheck;
import io.plimsoll.policy.TestPacks;
import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.rules.plain.Observer;
import io.plimsoll.rules.plain.PlainRules;
import io.plimsoll.wire.DecisionJson;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.lsp4j.ExecuteCommandParams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that answers as the service does, from a decision that the pack really made. */
class LastDecisionsTest {
    private static final String TWINS = "rules/threshold/twins.drl";
    private static final URI NOBODY = URI.create("http://localhost:1");

    private final Map<String, String> answers = new TreeMap<>();
    private HttpServer server;
    private URI service;

    @BeforeEach
    void startTheService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String answer = answers.get(exchange.getRequestURI().toString());
            byte[] body = (answer == null ? "{}" : answer).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        service = URI.create("http://localhost:" + server.getAddress().getPort());
    }

    @AfterEach
    void stopTheService() {
        server.stop(0);
    }

    private void logOneDecision() throws Exception {
        Candidate pack = PackCheck.of(TestPacks.small(), "small").candidate().orElseThrow();
        var suite = pack.suites().getFirst();
        Case given = suite.scenarios().getFirst().given();
        var policy = pack.scenarioPolicy(
                PlainRules.of(pack.rules()).observedBy(Observer.NONE), pack.tablesWith(suite.tables()));
        ObjectNode document = Json.object();
        document.set("decision", DecisionJson.write(DecisionService.evaluate(given, policy, given.evaluatedAt())));
        document.set("snapshot", Json.parse(SnapshotJson.canonical(given.snapshot())));
        document.putArray("openCalls");
        answers.put("/v1/decisions?limit=20&pack=small", "{\"items\":[{\"decisionId\":\"d-1\"}],\"next\":null}");
        answers.put("/v1/decisions/d-1/case", Json.text(document));
    }

    private static final String BRACKETS = "policies/small/tables/bracket.csv";

    /** The pack with rows for the instrument of the logged decision, which its suite brings along. */
    private static PolicyFiles withRows(PolicyFiles files) {
        String table = files.file(BRACKETS).orElseThrow().text();
        return replaced(files, BRACKETS, table + "CASE,0,1000000,0.1,0.05,0\n");
    }

    private static PolicyFiles replaced(PolicyFiles files, String path, String text) {
        var all = new TreeMap<>(files.readable());
        all.put(path, PolicyFile.of(path, text));
        return PolicyFiles.of(all.values());
    }

    private static PolicyFiles edited(String text, String replacement) {
        return TestPacks.smallWith(TWINS, text, replacement);
    }

    @Test
    void theSameRulesDecideTheSame() throws Exception {
        logOneDecision();
        String report = new LastDecisions(service).report("small", withRows(TestPacks.small()), TestPacks.small());
        assertEquals("0 would be different of the last 1 decisions of `small` at " + service + "\n", report);
    }

    @Test
    void anEditShowsOutcomeAndRulesBeforeAndNow() throws Exception {
        logOneDecision();
        PolicyFiles edited = withRows(edited("decide.warn(\"they agree\")", "decide.reduceOnly(\"they agree\")"));
        PolicyFiles other = withRows(edited("number == $left", "number > $left"));
        assertTrue(new LastDecisions(service)
                .report("small", edited, TestPacks.small())
                .contains("| A-1 at 2026-03-01T12:00:00Z | WARNING | REDUCE_ONLY |  |  |  |"));
        assertTrue(new LastDecisions(service)
                .report("small", other, TestPacks.small())
                .contains("| A-1 at 2026-03-01T12:00:00Z | WARNING | HEALTHY |  | THR-1 |  |"));
    }

    @Test
    void anOtherAmountShowsWhereOutcomeAndRulesAreTheSame() throws Exception {
        logOneDecision();
        PolicyFiles files = TestPacks.small();
        String table = files.file(BRACKETS).orElseThrow().text();
        String report = new LastDecisions(service)
                .report("small", replaced(files, BRACKETS, table + "CASE,0,1000000,0.1,0.06,0\n"), TestPacks.small());
        assertTrue(report.contains("figures.maintenanceMargin"), report);
    }

    @Test
    void whatARuleLookedAtIsNoDifference() throws Exception {
        logOneDecision();
        PolicyFiles edited =
                withRows(edited("Right( number == $left )", "Right( account != \"NOBODY\", number == $left )"));
        assertTrue(new LastDecisions(service)
                .report("small", edited, TestPacks.small())
                .startsWith("0 would be different"));
    }

    @Test
    void withoutAServiceTheScenariosStandIn() {
        PolicyFiles edited = edited("number == $left", "number > $left");
        String report = new LastDecisions(NOBODY).report("small", edited, TestPacks.small());
        assertTrue(
                report.startsWith("2 would be different of 2 scenarios of `small`, against the saved files; no service"
                        + " answers at http://localhost:1"),
                report);
        assertTrue(report.contains("| everything > more cash | WARNING | HEALTHY |  | THR-1 |  |"), report);
    }

    @Test
    void aServiceThatDecidedNothingYetSaysSo() {
        answers.put("/v1/decisions?limit=20&pack=small", "{\"items\":[],\"next\":null}");
        String report = new LastDecisions(service).report("small", TestPacks.small(), TestPacks.small());
        assertTrue(report.startsWith("0 would be different of 2 scenarios"), report);
        assertTrue(report.contains("has decided nothing by `small` yet"), report);
    }

    @Test
    void aServiceThatAnswersSomethingElseIsNone() {
        answers.put("/v1/decisions?limit=20&pack=small", "<html>");
        assertTrue(new LastDecisions(service)
                .report("small", TestPacks.small(), TestPacks.small())
                .contains("no service answers at " + service));
    }

    @Test
    void aPackWithErrorsDecidesNothing() {
        String report = new LastDecisions(service)
                .report("small", edited("number == $left", "numbr == $left"), TestPacks.small());
        assertTrue(report.startsWith("`small` has errors as it is written; nothing was decided"), report);
        assertTrue(report.contains("PLM-403"), report);
    }

    @Test
    void theCommandRunsOnWhatIsNotYetSaved(@TempDir Path home) throws Exception {
        TestPacks.copyTo(home);
        try (TestEditor editor = TestEditor.on(home, NOBODY)) {
            String text = editor.open(TWINS);
            editor.change(TWINS, text.replace("number == $left", "number > $left"));
            Object report = TestEditor.get(editor.server()
                    .getWorkspaceService()
                    .executeCommand(
                            new ExecuteCommandParams("plimsoll.runOnLastDecision", List.of(editor.uri(TWINS)))));
            assertTrue(report.toString().startsWith("2 would be different of 2 scenarios"));
            assertTrue(editor.messages().stream().anyMatch(message -> message.startsWith("2 would be different")));
        }
    }
}
