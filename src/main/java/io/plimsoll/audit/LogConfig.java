package io.plimsoll.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of the decision log; {@code plimsoll.log.*}. */
@ConfigMapping(prefix = "plimsoll.log")
public interface LogConfig {

    /** Most decisions that share one commit. */
    @WithDefault("256")
    int batchMax();

    /** Most decisions that wait for a commit; beyond it callers are refused, since waiting longer would not make the log quicker. */
    @WithDefault("4096")
    int queueMax();

    /** Longest a caller waits for its decision to become durable. */
    @WithDefault("5S")
    Duration appendWaitMax();

    /** Longest a stopping service waits for decisions that are being written. */
    @WithDefault("8S")
    Duration stopWaitMax();

    /** While the database is away, one caller in this time finds out whether it is back; the others are refused at once. */
    @WithDefault("1S")
    Duration probeInterval();
}
