package io.plimsoll.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of the stream of decisions; {@code plimsoll.stream.*}. */
@ConfigMapping(prefix = "plimsoll.stream")
interface StreamConfig {

    /** Most who may listen at once; each holds a connection and at most one page of decisions. */
    @WithDefault("200")
    int listenersMax();

    /** Most decisions that are on their way to a listener at once. */
    @WithDefault("20")
    int pageMax();

    /** How often a quiet stream tells that it lives, and how far the log has come. */
    @WithDefault("15S")
    Duration heartbeat();

    /** Longest a listener may take nothing; then it is dropped, and resumes where it was. */
    @WithDefault("30S")
    Duration stalledMax();
}
