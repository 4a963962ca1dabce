package io.plimsoll.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** How closure intents are issued; {@code plimsoll.closures.*}. */
@ConfigMapping(prefix = "plimsoll.closures")
public interface ClosureConfig {

    /** How long an intent may be carried out beyond the time that its slices and auctions take. */
    @WithDefault("60S")
    Duration validity();

    /** How far the clocks of the service and of executors may differ: after an expiry the service waits twice as long before it decides anew. */
    @WithDefault("1S")
    Duration clockSkew();

    /** JWK with the private Ed25519 key; made if there is no such file. */
    Path keyFile();
}
