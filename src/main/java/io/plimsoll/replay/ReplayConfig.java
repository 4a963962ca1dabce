package io.plimsoll.replay;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The nightly sample of decisions that are made again; {@code plimsoll.replay.*}. */
@ConfigMapping(prefix = "plimsoll.replay")
public interface ReplayConfig {

    /** When: seconds, minutes, hours, day of month, month, day of week; {@code off} for never. */
    @WithDefault("0 30 2 * * ?")
    String cron();

    /** Decisions that are made again each time, drawn by chance. */
    @WithDefault("1000")
    int sample();

    /** How far back they are drawn from. */
    @WithDefault("24H")
    Duration reach();
}
