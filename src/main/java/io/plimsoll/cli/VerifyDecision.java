package io.plimsoll.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.proof.DecisionProof;
import io.plimsoll.proof.DecisionProof.Checked.NotShown;
import io.plimsoll.proof.DecisionProof.Checked.Sealed;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks the proof of one decision without asking the service. */
@Command(
        name = "verify-decision",
        description = "Tells whether a decision stands in the sealed log as a proof shows it.",
        footer = {
            "",
            "Exit code 0 if it does, 1 if the proof shows nothing, 2 for a wrong call or a file that cannot be read."
        },
        exitCodeOnExecutionException = ExitCode.USAGE,
        mixinStandardHelpOptions = true)
final class VerifyDecision implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PROOF", description = "What `GET /v1/decisions/{decisionId}/proof` answered.")
    private Path proof;

    @Mixin
    private TrustedKeys trusted;

    @Option(names = "--decision", required = true, paramLabel = "ID", description = "Which decision it must be.")
    private String decision;

    @Override
    public Integer call() {
        Terminal terminal = new Terminal(spec);
        return switch (DecisionProof.check(GivenFile.text(proof), trusted.read())) {
            case Sealed sealed
            when sealed.row().at("/decision/decisionId").asText().equals(decision) -> {
                terminal.line(terminal.good(told(sealed)));
                yield ExitCode.OK;
            }
            case Sealed sealed -> {
                terminal.error(terminal.bad("not shown: it is the proof of decision "
                        + sealed.row().at("/decision/decisionId").asText("withheld")));
                yield ExitCode.SOFTWARE;
            }
            case NotShown not -> {
                terminal.error(terminal.bad("not shown: " + not.reason()));
                yield ExitCode.SOFTWARE;
            }
        };
    }

    private static String told(Sealed sealed) {
        JsonNode made = sealed.row().path("decision");
        return "sealed: decision %s, %s of account %s at %s, row %d of batch %d, sealed at %s, signed with %s"
                .formatted(
                        made.path("decisionId").asText(),
                        made.path("outcome").asText("outcome withheld"),
                        made.path("accountId").asText("withheld"),
                        made.path("asOf").asText("withheld"),
                        sealed.row().path("leaf").asLong() + 1,
                        sealed.head().batch(),
                        sealed.head().sealedAt(),
                        sealed.keyId());
    }
}
