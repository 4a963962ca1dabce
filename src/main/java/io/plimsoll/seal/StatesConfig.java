package io.plimsoll.seal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The commitment of all accounts; {@code plimsoll.states.*}. */
@ConfigMapping(prefix = "plimsoll.states")
public interface StatesConfig {

    /** When: seconds, minutes, hours, day of month, month, day of week; {@code off} for never. */
    @WithDefault("0 10 0 * * ?")
    String cron();

    /** A sum over fewer accounts is withheld. */
    @WithDefault("5")
    int accountsMin();
}
