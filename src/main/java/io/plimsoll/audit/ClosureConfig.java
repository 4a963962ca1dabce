package io.plimsoll.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** How closure intents are issued; {@code plimsoll.closures.*}. */
@ConfigMapping(prefix = "plimsoll.closures")
public interface ClosureConfig {

    /** How long a first intent may be carried out beyond the time that its slices and auctions take. */
    @WithDefault("60S")
    Duration validity();

    /** The same at most: after each attempt that nobody has carried out at all, the next has twice the time. */
    @WithDefault("15M")
    Duration validityMax();

    /** From which attempt on an intent that nobody carries out is alarmed. */
    @WithDefault("3")
    int alarmedAttempt();

    /** How far the clocks of the service and of executors may differ: after an expiry the service waits twice as long before it decides anew. */
    @WithDefault("1S")
    Duration clockSkew();

    /** JWK with the private Ed25519 key; made if there is no such file. */
    Path keyFile();
}
