package io.plimsoll.seal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How the decision log is sealed; {@code plimsoll.seal.*}. */
@ConfigMapping(prefix = "plimsoll.seal")
public interface SealConfig {

    /** How often what is new in the log is sealed. */
    @WithDefault("5S")
    Duration every();

    /** Most rows of a batch, 1 to 131072: a proof of one of 8192 rows has 13 hashes. */
    @WithDefault("8192")
    int batchMax();

    /** Longest time without a successful look at the log; beyond it the instance reports not ready. */
    @WithDefault("10M")
    Duration lagMax();

    /** JWK with the private Ed25519 key; made if there is no such file. */
    Path keyFile();

    /** File to which every signed head is appended, one a line: a copy that whoever can change the database should not be able to change. */
    Optional<Path> anchorFile();
}
