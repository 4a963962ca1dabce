package io.plimsoll.tape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.money.Decimals;
import io.plimsoll.tape.TapeConfig.View;
import io.plimsoll.tape.TapeSpikes.Minute;
import io.plimsoll.wire.Json;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.narayana.jta.QuarkusTransactionException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;

/**
 * What was closed by force of an instrument in the last minute and hour, of longs and of shorts and in which sizes, what is usual, and the
 * spikes of the last day. A view of sums gets what its records of that time add up to and nothing that they do not tell.
 */
@ApplicationScoped
public class TapeStatistics {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int FETCH_ROWS = 1_000;

    private static final String SELECT_EVENTS = """
            select * from tape_event where instrument = ? and decided_at > ? and decided_at <= ?""";

    private static final String SELECT_SPIKES = """
            select * from tape_spike
            where instrument = ? and minute > ? and minute <= ? and accounts >= ? order by minute desc, currency""";

    private final AgroalDataSource dataSource;
    private final TapeConfig config;
    private final TapeSpikes spikes;
    private final TapeRecords records;
    private final InstantSource clock;

    @Inject
    TapeStatistics(
            AgroalDataSource dataSource,
            TapeConfig config,
            TapeSpikes spikes,
            TapeRecords records,
            InstantSource clock) {
        this.dataSource = dataSource;
        this.config = config;
        this.spikes = spikes;
        this.records = records;
        this.clock = clock;
    }

    /** As JSON; empty lists for an instrument of which nothing was closed. */
    public String statistics(TapeViewName name, String instrument) throws LogUnavailable {
        try { // in a transaction, without which the driver would read all events of the hour at once
            return QuarkusTransaction.requiringNew().call(() -> read(name, instrument));
        } catch (QuarkusTransactionException e) {
            throw new LogUnavailable("the statistics cannot be read", e);
        }
    }

    private String read(TapeViewName name, String instrument) throws SQLException {
        View view = name.in(config);
        boolean isOfSums = TapeViewName.isOfSums(view);
        Instant now = clock.instant().minus(view.delay());
        Instant end = isOfSums ? TapeRecords.start(now, view.bucket()) : now;
        ObjectNode node = Json.object();
        node.put("view", name.word());
        node.put("instrument", instrument);
        node.put("asOf", end.toString());
        try (Connection connection = dataSource.getConnection()) {
            for (Duration span : new Duration[] {MINUTE, HOUR}) {
                ArrayNode closed = node.putArray(span.equals(MINUTE) ? "lastMinute" : "lastHour");
                if (isOfSums) {
                    records.addUp(connection, name, instrument, end.minus(span), closed);
                } else {
                    sums(connection, instrument, end.minus(span), end).write(new Anonymity(view.accountsMin()), closed);
                }
                closed.forEach(sum -> addRatio((ObjectNode) sum));
            }
            if (!isOfSums) {
                addUsual(connection, instrument, node.putArray("thisMinute"));
            }
            addSpikes(connection, instrument, end, view, node.putArray("spikes"));
        }
        return Json.text(node);
    }

    private static TapeSums sums(Connection connection, String instrument, Instant from, Instant to)
            throws SQLException {
        TapeSums sums = new TapeSums();
        try (PreparedStatement select = connection.prepareStatement(SELECT_EVENTS)) {
            select.setFetchSize(FETCH_ROWS);
            select.setString(1, instrument);
            select.setObject(2, TapeStore.micros(from));
            select.setObject(3, TapeStore.micros(to));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    sums.add(TapeArchive.event(rows));
                }
            }
        }
        return sums;
    }

    /** Notional of longs for each 1 of shorts; null where one of them is not told or no short was closed. */
    private static void addRatio(ObjectNode sum) {
        JsonNode longs = sum.get("long");
        JsonNode shorts = sum.get("short");
        BigDecimal divisor = shorts.isNull() ? BigDecimal.ZERO : new BigDecimal(shorts.asText());
        sum.put(
                "longShortRatio",
                longs.isNull() || divisor.signum() == 0
                        ? null
                        : TapeSpikes.reported(Decimals.quotientRoundedDown(new BigDecimal(longs.asText()), divisor)));
    }

    private void addUsual(Connection connection, String instrument, ArrayNode node) throws SQLException {
        Instant thisMinute = TapeRecords.start(clock.instant(), MINUTE);
        for (Minute minute : spikes.minutes(connection, instrument)) {
            if (minute.start().equals(thisMinute)) {
                node.addObject()
                        .put("currency", minute.currency())
                        .put("notional", Decimals.plain(minute.notional()))
                        .put("minutesBefore", minute.minutesBefore())
                        .put("mean", TapeSpikes.reported(minute.usual().mean()))
                        .put("deviation", TapeSpikes.reported(minute.usual().deviation()))
                        .put("zScore", TapeSpikes.reported(minute.zScore()))
                        .put("spike", minute.isSpike(config.spike()));
            }
        }
    }

    /** Of a view of sums only those whose minute is over and that have enough accounts, without figures that its records do not tell. */
    private static void addSpikes(Connection connection, String instrument, Instant end, View view, ArrayNode node)
            throws SQLException {
        boolean isOfSums = TapeViewName.isOfSums(view);
        try (PreparedStatement select = connection.prepareStatement(SELECT_SPIKES)) {
            select.setString(1, instrument);
            select.setObject(2, TapeStore.micros(end.minus(DAY)));
            select.setObject(3, TapeStore.micros(isOfSums ? end.minus(MINUTE) : end));
            select.setInt(4, view.accountsMin());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Instant minute =
                            rows.getObject("minute", OffsetDateTime.class).toInstant();
                    ObjectNode spike = node.addObject().put("currency", rows.getString("currency"));
                    spike.put("minute", minute.toString());
                    if (!isOfSums) {
                        spike.put("notional", Decimals.plain(rows.getBigDecimal("notional")));
                        spike.put("mean", TapeSpikes.reported(rows.getBigDecimal("mean")));
                        spike.put("zScore", TapeSpikes.reported(rows.getBigDecimal("z_score")));
                    }
                }
            }
        }
    }
}
