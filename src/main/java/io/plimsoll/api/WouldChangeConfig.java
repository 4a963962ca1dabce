package io.plimsoll.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of the search for what would have spared an account a decision; {@code plimsoll.would-change.*}. */
@ConfigMapping(prefix = "plimsoll.would-change")
interface WouldChangeConfig {

    /** Longest it is looked for; what was found until then is answered. A large book takes half a second for each account that is tried. */
    @WithDefault("10S")
    Duration timeMax();
}
