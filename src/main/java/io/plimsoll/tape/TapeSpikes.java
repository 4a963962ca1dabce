package io.plimsoll.tape;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.money.Decimals;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks for minutes in which far more is closed by force than is usual, also before they are over, and reports each once: as an event of the
 * log, in a metric and in the statistics.
 */
@ApplicationScoped
class TapeSpikes {

    private static final Logger LOG = Logger.getLogger(TapeSpikes.class);
    private static final int PLACES_REPORTED = 6;

    /** A minute and the one before it, with the sums of the minutes before that. Minutes begin with the first event of the instrument. */
    private static final String SELECT_MINUTES = """
            select i.instrument, m.currency, m.minute, m.notional, m.accounts, b.sum, b.squares, f.first
            from tape_instrument i
            cross join lateral (
                select currency, date_trunc('minute', decided_at) as minute, sum(added_notional) as notional,
                    count(distinct account_id) as accounts
                from tape_event
                where instrument = i.instrument and decided_at >= ? and stage in ('REDUCE', 'CLOSE', 'SEIZE', 'TAKE_OVER')
                    and added_notional > 0
                group by 1, 2) m
            cross join lateral (select min(decided_at) as first from tape_event where instrument = i.instrument) f
            cross join lateral (
                select coalesce(sum(notional), 0) as sum, coalesce(sum(notional * notional), 0) as squares
                from (
                    select sum(added_notional) as notional from tape_event
                    where instrument = i.instrument and currency = m.currency
                        and decided_at >= m.minute - ? * interval '1 minute' and decided_at < m.minute
                        and stage in ('REDUCE', 'CLOSE', 'SEIZE', 'TAKE_OVER')
                    group by date_trunc('minute', decided_at)) before) b
            where ?::text is null or i.instrument = ?""";

    private static final String INSERT_SPIKE = """
            insert into tape_spike (instrument, currency, minute, noticed_at, notional, accounts, mean, deviation, z_score)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""";

    private final AgroalDataSource dataSource;
    private final TapeConfig config;
    private final InstantSource clock;
    private final Counter spikes;

    @Inject
    TapeSpikes(AgroalDataSource dataSource, TapeConfig config, InstantSource clock, MeterRegistry registry) {
        this.dataSource = dataSource;
        this.config = config;
        this.clock = clock;
        this.spikes = Counter.builder("plimsoll.tape.spikes")
                .description("Minutes in which far more was closed by force than is usual")
                .register(registry);
    }

    /** Reports those of this minute and the last that nobody has reported yet. */
    void lookOut() {
        try (Connection connection = dataSource.getConnection()) {
            for (Minute minute : minutes(connection, null)) {
                if (minute.isSpike(config.spike()) && insert(connection, minute)) {
                    spikes.increment();
                    LOG.warnf(
                            "spike of forced closures: instrument=%s currency=%s minute=%s notional=%s accounts=%d mean=%s zScore=%s",
                            minute.instrument(),
                            minute.currency(),
                            minute.start(),
                            minute.notional().toPlainString(),
                            minute.accounts(),
                            reported(minute.usual().mean()),
                            reported(minute.zScore()));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the tape cannot be looked through for spikes", e);
        }
    }

    /** This minute and the one before it, where something was closed in them. */
    List<Minute> minutes(Connection connection, @Nullable String instrument) throws SQLException {
        Instant from = clock.instant().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(1));
        long baseline = config.spike().baseline().toMinutes();
        try (PreparedStatement select = connection.prepareStatement(SELECT_MINUTES)) {
            select.setObject(1, TapeStore.micros(from));
            select.setLong(2, baseline);
            select.setString(3, instrument);
            select.setString(4, instrument);
            List<Minute> minutes = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Instant start = instant(rows, "minute");
                    Instant first = instant(rows, "first").truncatedTo(ChronoUnit.MINUTES);
                    long before =
                            Math.min(baseline, Duration.between(first, start).toMinutes());
                    minutes.add(new Minute(
                            rows.getString("instrument"),
                            rows.getString("currency"),
                            start,
                            rows.getBigDecimal("notional"),
                            rows.getInt("accounts"),
                            Usual.of(Math.max(1, before), rows.getBigDecimal("sum"), rows.getBigDecimal("squares")),
                            before));
                }
            }
            return minutes;
        }
    }

    /** False if it is known already. */
    private boolean insert(Connection connection, Minute minute) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_SPIKE)) {
            insert.setString(1, minute.instrument());
            insert.setString(2, minute.currency());
            insert.setObject(3, TapeStore.micros(minute.start()));
            insert.setObject(4, TapeStore.micros(clock.instant()));
            insert.setBigDecimal(5, minute.notional());
            insert.setInt(6, minute.accounts());
            insert.setBigDecimal(7, minute.usual().mean());
            insert.setBigDecimal(8, minute.usual().deviation());
            insert.setBigDecimal(9, minute.zScore());
            return insert.executeUpdate() == 1;
        }
    }

    static @Nullable String reported(@Nullable BigDecimal exact) {
        return exact == null
                ? null
                : Decimals.plain(Decimals.normalised(exact.setScale(PLACES_REPORTED, RoundingMode.HALF_EVEN)));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /**
     * What was closed in a minute so far, and what is usual.
     *
     * @param minutesBefore how much of the tape there is to tell what is usual
     */
    record Minute(
            String instrument,
            String currency,
            Instant start,
            BigDecimal notional,
            int accounts,
            Usual usual,
            long minutesBefore) {

        @Nullable
        BigDecimal zScore() {
            return usual.zScore(notional).orElse(null);
        }

        /** Where every minute before was like the others, often because nothing was closed, a few accounts are no spike. */
        boolean isSpike(TapeConfig.Spike config) {
            Optional<BigDecimal> score = usual.zScore(notional);
            boolean isFarAbove = score.isPresent()
                    ? score.get().compareTo(config.zScore()) >= 0
                    : notional.compareTo(usual.mean()) > 0 && accounts >= config.accountsMin();
            return minutesBefore >= config.minutesMin() && isFarAbove;
        }
    }
}
