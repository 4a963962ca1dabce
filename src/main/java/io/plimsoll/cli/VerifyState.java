package io.plimsoll.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.proof.AccountState.Checked.Counted;
import io.plimsoll.proof.DecisionProof.Checked.Sealed;
import io.plimsoll.proof.StateProof;
import io.plimsoll.proof.StateProof.Checked.NotShown;
import io.plimsoll.proof.StateProof.Checked.Shown;
import io.plimsoll.wire.Json;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a customer runs to see that the own account is counted, and as what. */
@Command(
        name = "verify-state",
        description =
                "Tells how the last decision on an account was sealed, and how the account was counted among all.",
        footer = {
            "",
            "Exit code 0 if it was sealed and counted so, 1 if the proof shows nothing, 2 for a wrong call or a file that cannot be read."
        },
        exitCodeOnExecutionException = ExitCode.USAGE,
        mixinStandardHelpOptions = true)
final class VerifyState implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PROOF", description = "What `GET /v1/accounts/{accountId}/state-proof` answered.")
    private Path proof;

    @Mixin
    private TrustedKeys trusted;

    @Option(names = "--account", required = true, paramLabel = "ID", description = "Whose account it must be.")
    private String account;

    @Override
    public Integer call() {
        Terminal terminal = new Terminal(spec);
        return switch (StateProof.check(GivenFile.text(proof), trusted.read(), account)) {
            case Shown shown -> {
                terminal.line(terminal.good(told(shown.sealed())));
                terminal.line(shown.counted()
                        .map(counted -> terminal.good(told(counted)))
                        .orElse("not counted yet in a commitment of all accounts"));
                JsonNode decision = shown.sealed().row().path("decision");
                terminal.line("collateral " + Json.text(decision.path("collateral")));
                terminal.line("positions  " + Json.text(decision.path("positions")));
                yield ExitCode.OK;
            }
            case NotShown not -> {
                terminal.error(terminal.bad("not shown: " + not.reason()));
                yield ExitCode.SOFTWARE;
            }
        };
    }

    private static String told(Sealed sealed) {
        JsonNode decision = sealed.row().path("decision");
        return "sealed: account %s, %s with equity %s %s by decision %s, row %d of batch %d, sealed at %s, signed with %s"
                .formatted(
                        decision.path("accountId").asText(),
                        decision.path("outcome").asText(),
                        decision.at("/figures/equity").asText(),
                        decision.at("/figures/settlementCurrency").asText(),
                        decision.path("decisionId").asText(),
                        sealed.row().path("leaf").asLong() + 1,
                        sealed.head().batch(),
                        sealed.head().sealedAt(),
                        sealed.keyId());
    }

    private static String told(Counted counted) {
        JsonNode state = counted.state();
        JsonNode statement = counted.statement();
        return "counted: account %s, %s with equity %s %s by decision %s, is one of %s accounts of commitment %s at %s, signed with %s"
                .formatted(
                        state.path("accountId").asText(),
                        state.path("outcome").asText(),
                        state.at("/figures/equity").asText(),
                        state.at("/figures/settlementCurrency").asText(),
                        state.path("decisionId").asText(),
                        statement.path("accounts").asText(),
                        statement.path("number").asText(),
                        statement.path("at").asText(),
                        counted.keyId());
    }
}
