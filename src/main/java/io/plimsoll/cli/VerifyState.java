package io.plimsoll.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.proof.AccountState;
import io.plimsoll.proof.AccountState.Checked.Counted;
import io.plimsoll.proof.AccountState.Checked.NotShown;
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
        description = "Tells how an account was counted in a signed commitment of all accounts.",
        footer = {
            "",
            "Exit code 0 if it was counted so, 1 if the proof shows nothing, 2 for a wrong call or a file that cannot be read."
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
        return switch (AccountState.check(GivenFile.text(proof), trusted.read())) {
            case Counted counted
            when counted.state().path("accountId").asText().equals(account) -> {
                terminal.line(terminal.good(told(counted)));
                terminal.line("balance   " + Json.text(counted.state().path("balance")));
                terminal.line("positions " + Json.text(counted.state().path("positions")));
                yield ExitCode.OK;
            }
            case Counted counted -> {
                terminal.error(terminal.bad("not shown: it is the proof of account "
                        + counted.state().path("accountId").asText()));
                yield ExitCode.SOFTWARE;
            }
            case NotShown not -> {
                terminal.error(terminal.bad("not shown: " + not.reason()));
                yield ExitCode.SOFTWARE;
            }
        };
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
