package io.plimsoll.seal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The commitment of all accounts; {@code plimsoll.states.*}. */
@ConfigMapping(prefix = "plimsoll.states")
public interface StatesConfig {

    /** How often accounts are committed to if decisions were sealed since; seldomer where it would take more than a hundredth of the time. */
    @WithDefault("1M")
    Duration every();

    /** When sums over accounts are told: seconds, minutes, hours, day of month, month, day of week; {@code off} for never. */
    @WithDefault("0 10 0 * * ?")
    String sumsCron();

    /** A sum over fewer accounts is withheld. */
    @WithDefault("5")
    int accountsMin();
}
