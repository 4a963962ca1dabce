package io.plimsoll.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.explain.Explainer;
import io.plimsoll.explain.Explanation;
import io.plimsoll.explain.ExplanationJson;
import io.plimsoll.explain.NotFired;
import io.plimsoll.explain.NotFired.FailedTest;
import io.plimsoll.explain.Statement;
import io.plimsoll.replay.KnownVersion;
import io.plimsoll.replay.LoggedCase;
import io.plimsoll.replay.Replayer;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Explains one decision from its case and the packs, without trusting the service. */
@Command(
        name = "explain",
        description = "Says why a decision came out so: the rules that made it, and what each of the others lacked.",
        footer = {
            "",
            "Exit code 0 if it is explained, 1 if it cannot be made again or comes out another, 2 for a wrong call."
        },
        mixinStandardHelpOptions = true)
final class Explain implements Callable<Integer> {
    private static final Duration TIME_MAX = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec;

    @Mixin
    private GivenCase given;

    @Option(
            names = "--packs",
            required = true,
            paramLabel = "DIR",
            description = "A folder with `rules` and `policies`, or with several such, or with files that"
                    + " `GET /v1/policies/{pack}/versions/{version}` answered.")
    private Path packs;

    @Option(names = "--json", description = "As one JSON object.")
    private boolean json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write the statement for the customer there.")
    private @Nullable Path html;

    @Option(names = "--pdf", paramLabel = "FILE", description = "The same as PDF.")
    private @Nullable Path pdf;

    @Override
    public Integer call() {
        Terminal terminal = new Terminal(spec);
        Explanation explanation = explained();
        try {
            if (html != null) {
                Files.writeString(html, Statement.html(explanation));
            }
            if (pdf != null) {
                try (OutputStream output = Files.newOutputStream(pdf)) {
                    Statement.pdf(explanation, output);
                }
            }
        } catch (IOException e) {
            throw new CommandFailure("the statement cannot be written: " + e, e);
        }
        if (json) {
            terminal.line(Json.text(ExplanationJson.write(explanation)));
        } else {
            tell(explanation, terminal);
        }
        if (!explanation.isSame()) {
            terminal.error(terminal.bad("made again, the decision is another; `plimsoll replay` says where"));
            return ExitCode.SOFTWARE;
        }
        return ExitCode.OK;
    }

    private Explanation explained() {
        try {
            JsonNode document = given.read();
            if (!document.path("decision").isObject()) {
                throw new IllegalArgumentException("there is no `decision` in it");
            }
            LoggedCase logged =
                    LoggedCase.of(document.path("decision"), document.path("snapshot"), document.path("openCalls"));
            KnownVersion version = new Replayer(new PackFolders(packs))
                    .version(logged.policy())
                    .orElseThrow(() -> new IllegalArgumentException("there is no content "
                            + logged.policy().hash() + " of pack `"
                            + logged.policy().pack() + "` in `" + packs + "`"));
            Instant end = Instant.now().plus(TIME_MAX);
            return Explainer.of(logged, version, () -> Instant.now().isAfter(end));
        } catch (SnapshotFaults | IllegalArgumentException e) {
            throw new CommandFailure("`" + given.name() + "` cannot be explained: " + e.getMessage(), e);
        }
    }

    private static void tell(Explanation explanation, Terminal terminal) {
        JsonNode told = ExplanationJson.write(explanation);
        terminal.line(
                told.path("outcome").asText() + ": " + told.path("customer").asText());
        for (JsonNode reason : told.path("fired")) {
            terminal.line("  " + (reason.path("won").asBoolean() ? "won " : "lost") + " "
                    + reason.path("rule").asText() + " " + reason.path("says").asText() + ": "
                    + reason.path("proposed").asText() + " " + Json.text(reason.path("terms")));
        }
        for (NotFired rule : explanation.notFired()) {
            terminal.line("  not  " + rule.rule().id() + " " + rule.rule().says() + ": " + lacked(rule));
        }
    }

    private static String lacked(NotFired rule) {
        FailedTest test = rule.lacked().test();
        String condition = "`" + rule.lacked().condition() + "` ";
        return switch (rule.lacked().kind()) {
            case NOTHING_THERE -> condition + "matches nothing, as there is none";
            case MUST_NOT_BE_THERE -> condition + "is not so";
            case MUST_BE_THERE -> condition + "is not so";
            case TEST_FAILED ->
                test == null
                        ? condition
                        : "`" + test.test() + "` is not so: " + test.actual() + ", needed " + test.relation() + " "
                                + test.needed() + (test.distance() == null ? "" : ", off by " + test.distance())
                                + (test.of() == null ? "" : " (" + test.of() + ")");
        };
    }
}
