package io.plimsoll.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sends a few hundred made-up accounts to a running service and shows what became of them. */
@Command(
        name = "demo",
        description = "Sends made-up accounts of every outcome to a running service and shows a summary.",
        footer = {"", "Exit code 0 if every account is decided, 1 if one is not, 2 for a wrong call."},
        mixinStandardHelpOptions = true)
final class Demo implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RunningService service;

    @Option(names = "--accounts", description = "How many accounts, 1 to 100000; ${DEFAULT-VALUE} by default.")
    private int accounts = 400;

    @Option(names = "--seed", description = "The same seed makes the same accounts; ${DEFAULT-VALUE} by default.")
    private long seed = 7;

    @Option(names = "--json", description = "The summary as one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        if (accounts < 1 || accounts > 100_000) {
            throw new ParameterException(
                    spec.commandLine(), "--accounts must lie between 1 and 100000, was " + accounts);
        }
        Terminal terminal = new Terminal(spec);
        DemoAccounts demo = new DemoAccounts(seed, Instant.now(), this::requirement);
        String lines = demo.take(accounts).stream().map(Json::text).collect(Collectors.joining("\n"));
        Tally tally = new Tally(false);
        service.post("/v1/decisions/batch?pack=perpetuals", "application/x-ndjson", lines)
                .lines()
                .forEach(answer -> take(answer, tally, terminal));
        if (json) {
            terminal.line(Json.text(tally.json()));
        } else {
            tally.table().forEach(terminal::line);
        }
        return tally.decided() == accounts ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static void take(String line, Tally tally, Terminal terminal) {
        JsonNode answer = parsed(line);
        if (answer.has("decision")) {
            tally.take(answer.get("decision"));
        } else {
            tally.refuse();
            if (tally.refused() <= 3) {
                terminal.error(line);
            }
        }
    }

    /** What the service says a book requires, so that the demo fits whatever tables are in force. */
    private DemoAccounts.Requirement requirement(ObjectNode snapshot) {
        JsonNode figures = parsed(service.post("/v1/what-if?pack=perpetuals", "application/json", Json.text(snapshot)))
                .path("figures");
        return new DemoAccounts.Requirement(
                figures.path("initialMargin").asText(),
                figures.path("maintenanceMargin").asText());
    }

    private static JsonNode parsed(String text) {
        try {
            return Json.parse(text);
        } catch (SnapshotFaults e) {
            throw new CommandFailure("the service answered what is no JSON: " + e.getMessage(), e);
        }
    }
}
