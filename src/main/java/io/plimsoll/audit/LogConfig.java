package io.plimsoll.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Limits of the decision log; {@code plimsoll.log.*}. */
@ConfigMapping(prefix = "plimsoll.log")
public interface LogConfig {

    /** Most decisions that share one commit, and accounts that share one query. */
    @WithDefault("256")
    int batchMax();

    /** Most callers that wait for either; beyond it they are refused, since waiting longer would not make the log quicker. */
    @WithDefault("4096")
    int queueMax();

    /** Longest a caller waits to learn where its account stands, and again for its decision to become durable. */
    @WithDefault("5S")
    Duration waitMax();

    /** Longest a stopping service waits for decisions that are being written. */
    @WithDefault("8S")
    Duration stopWaitMax();

    /** While the database is away, one caller in this time finds out whether it is back; the others are refused at once. */
    @WithDefault("1S")
    Duration probeInterval();

    /** How often those who follow the log look for what other instances wrote. */
    @WithDefault("250MS")
    Duration tailInterval();

    /** Positions that a partition of the log spans, {@value LogPartitions#ROWS_MIN} to {@value LogPartitions#ROWS_MAX}. */
    @WithDefault("1000000")
    long partitionRows();

    /** Longest a partition takes in decisions, {@code PT1H} or more: retention removes whole partitions. */
    @WithDefault("P30D")
    Duration partitionPeriod();

    /** How often partitions are looked after. */
    @WithDefault("10S")
    Duration partitionInterval();

    /** Partitions whose youngest decision is older are removed, {@code P1D} or more; without it nothing ever is. */
    Optional<Duration> retention();

    /** When retention looks. */
    @WithDefault("0 40 1 * * ?")
    String retentionCron();

    /** Folder to which each partition is exported before it is removed. */
    Optional<Path> retentionArchive();
}
