package io.plimsoll.replay;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.audit.DatabaseFailure;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.replay.Replay.Differs;
import io.plimsoll.replay.Replay.NotReplayed;
import io.plimsoll.replay.Replay.Same;
import io.plimsoll.seal.SealedLogArchive;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** Every night makes some decisions of the day again and checks that they are as they were sealed; any difference is counted and told. */
@ApplicationScoped
public class ReplaySample {

    private static final Logger LOG = Logger.getLogger(ReplaySample.class);

    private static final String SELECT_SPAN =
            "select min(log_position), max(log_position) from decision where decided_at >= ?";

    private static final String SELECT_FROM =
            "select decision_id from decision where log_position >= ? order by log_position limit 1";

    private final AgroalDataSource dataSource;
    private final LoggedReplays replays;
    private final SealedLogArchive sealed;
    private final ReplayConfig config;
    private final InstantSource clock;
    private final Counter same;
    private final Counter different;
    private final Counter notReplayed;
    private final Counter unproven;

    @Inject
    ReplaySample(
            AgroalDataSource dataSource,
            LoggedReplays replays,
            SealedLogArchive sealed,
            ReplayConfig config,
            InstantSource clock,
            MeterRegistry registry) {
        this.dataSource = dataSource;
        this.replays = replays;
        this.sealed = sealed;
        this.config = config;
        this.clock = clock;
        this.same = counter("same", registry);
        this.different = counter("different", registry);
        this.notReplayed = counter("not_replayed", registry);
        this.unproven = counter("unproven", registry);
    }

    private static Counter counter(String result, MeterRegistry registry) {
        return Counter.builder("plimsoll.replay.decisions")
                .description(
                        "Decisions of the nightly sample, by what came of making them again; different and unproven must stay 0")
                .tag("result", result)
                .register(registry);
    }

    @Scheduled(
            identity = "replay-sample",
            cron = "${plimsoll.replay.cron:0 30 2 * * ?}",
            concurrentExecution = ConcurrentExecution.SKIP)
    void replay() {
        try {
            Set<String> sample = draw();
            for (String decisionId : sample) {
                check(decisionId);
            }
            LOG.infof("decisions made again: sample=%d", sample.size());
        } catch (LogUnavailable | SQLException e) {
            LOG.warnf("the sample of decisions was not made again: failure=%s", DatabaseFailure.described(e));
        }
    }

    /** Makes one decision again, and counts what came of it. */
    void check(String decisionId) throws LogUnavailable {
        switch (replays.of(decisionId).orElse(new NotReplayed("it is no longer there"))) {
            case Same ignored -> same.increment();
            case Differs differs -> {
                different.increment();
                LOG.errorf(
                        "decision is another when made again: decisionId=%s values=%d",
                        decisionId, differs.differences().size());
            }
            case NotReplayed not -> {
                notReplayed.increment();
                LOG.warnf("decision was not made again: decisionId=%s reason=%s", decisionId, not.reason());
            }
        }
        if (!sealed.isAsSealed(decisionId)) {
            unproven.increment();
            LOG.errorf("decision is not as it was sealed: decisionId=%s", decisionId);
        }
    }

    /** Positions by chance, each with the decision that stands there or next. */
    private Set<String> draw() throws SQLException {
        Set<String> drawn = new LinkedHashSet<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement span = connection.prepareStatement(SELECT_SPAN);
                PreparedStatement from = connection.prepareStatement(SELECT_FROM)) {
            span.setObject(1, clock.instant().minus(config.reach()).atOffset(ZoneOffset.UTC));
            try (ResultSet found = span.executeQuery()) {
                found.next();
                long first = found.getLong(1);
                long last = found.getLong(2);
                for (int i = 0; i < config.sample() && last > 0; i++) {
                    from.setLong(1, ThreadLocalRandom.current().nextLong(first, last + 1));
                    try (ResultSet row = from.executeQuery()) {
                        if (row.next()) {
                            drawn.add(row.getString(1));
                        }
                    }
                }
            }
        }
        return drawn;
    }
}
