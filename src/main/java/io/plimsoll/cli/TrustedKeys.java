package io.plimsoll.cli;

import io.plimsoll.signing.PublicKeys;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The public keys that the user of a command trusts. */
final class TrustedKeys {

    @Option(
            names = "--key",
            required = true,
            paramLabel = "PUB",
            description = "Public keys that you trust: a JWK, a JWK set such as `GET /v1/audit/keys` answers, or PEM.")
    private Path file;

    /** @throws CommandFailure if the file cannot be read, or holds anything but public keys */
    PublicKeys read() {
        return GivenFile.keys(file);
    }
}
