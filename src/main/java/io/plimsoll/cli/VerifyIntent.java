package io.plimsoll.cli;

import io.plimsoll.signing.IntentVerifier;
import io.plimsoll.signing.PublicKeys;
import io.plimsoll.signing.Verification;
import io.plimsoll.signing.Verification.Refused;
import io.plimsoll.signing.Verification.Valid;
import io.plimsoll.wire.Json;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a closure intent as an executor must, without asking the service. */
@Command(
        name = "verify-intent",
        description = "Tells whether a closure intent is signed by a known key, unaltered and in force.",
        footer = {
            "",
            "Exit code 0 if it may be carried out, 1 if it must be refused, 2 for a wrong call or a file that cannot be read."
        },
        exitCodeOnExecutionException = ExitCode.USAGE,
        mixinStandardHelpOptions = true)
final class VerifyIntent implements Callable<Integer> {
    private static final int BYTES_MAX = 16 << 20;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            description = "The JWS, the JSON of `GET /v1/closures/{intentId}`, or a record of the topic `closures`.")
    private Path file;

    @Option(
            names = "--keys",
            required = true,
            paramLabel = "JWKS",
            description = "Public keys: what the service answers at `/.well-known/jwks.json`.")
    private Path jwks;

    @Option(names = "--at", paramLabel = "INSTANT", description = "Judge as of this instant; now by default.")
    private @Nullable Instant at;

    @Option(
            names = "--clock-skew",
            paramLabel = "DURATION",
            description = "How far the clocks may differ, such as PT2S; PT1S by default.")
    private Duration clockSkew = IntentVerifier.CLOCK_SKEW_DEFAULT;

    @Option(names = "--revocation", description = "FILE is the revocation of an intent.")
    private boolean revocation;

    @Option(names = "--content", description = "Print what was signed, and nothing else.")
    private boolean content;

    @Override
    public Integer call() {
        Terminal terminal = new Terminal(spec);
        if (clockSkew.isNegative()) {
            throw new ParameterException(spec.commandLine(), "--clock-skew must not be negative");
        }
        IntentVerifier verifier = new IntentVerifier(keys(), clockSkew);
        Verification verification = revocation
                ? verifier.verifyRevocation(read(file))
                : verifier.verify(read(file), at == null ? Instant.now() : at);
        return switch (verification) {
            case Valid valid -> {
                terminal.line(
                        content
                                ? Json.text(valid.content())
                                : terminal.good("valid: intent %s of account %s %s, signed with key %s"
                                        .formatted(
                                                valid.content().path("intentId").asText(),
                                                valid.content()
                                                        .path("accountId")
                                                        .asText(),
                                                revocation
                                                        ? "is revoked: "
                                                                + valid.content()
                                                                        .path("reason")
                                                                        .asText()
                                                        : "until " + valid.expiresAt(),
                                                valid.keyId())));
                yield ExitCode.OK;
            }
            case Refused refused -> {
                terminal.error(terminal.bad("refused: " + refused.reason() + ", " + refused.detail()));
                yield ExitCode.SOFTWARE;
            }
        };
    }

    private PublicKeys keys() {
        try {
            return PublicKeys.ofJwks(read(jwks));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("`" + jwks + "` is " + e.getMessage(), e);
        }
    }

    private static String read(Path path) {
        try {
            if (Files.size(path) > BYTES_MAX) {
                throw new CommandFailure(
                        "`" + path + "` is larger than " + BYTES_MAX + " bytes", new IllegalArgumentException());
            }
            return Files.readString(path);
        } catch (CharacterCodingException e) {
            throw new CommandFailure("`" + path + "` is not UTF-8", e);
        } catch (IOException e) {
            throw new CommandFailure("`" + path + "` cannot be read: " + e, e);
        }
    }
}
