package io.plimsoll.tape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import io.plimsoll.money.Decimals;
import io.plimsoll.tape.TapeConfig.View;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import io.quarkus.narayana.jta.QuarkusTransaction;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Publishes the records of views that tell sums. A record covers the events after the one before it up to the end of a span of time, the first
 * end at which enough accounts are in it; until there are, nothing is told. Where records end depends on the events alone and not on when
 * this runs.
 */
@ApplicationScoped
class TapeRecords {

    private static final String TAKE_TURN = "select log_position from tape_progress for update skip locked";

    /** Instruments with events that no record covers, once there are enough accounts among them: until then they need not be read. */
    private static final String SELECT_WAITING = """
            select i.instrument, coalesce(r.record, 0), coalesce(r.last_seq, 0)
            from tape_instrument i
            left join lateral (
                select record, last_seq from tape_record
                where view = ? and instrument = i.instrument order by last_seq desc limit 1) r on true
            where i.last_seq > coalesce(r.last_seq, 0)
                and (select count(distinct account_id) from tape_event
                    where instrument = i.instrument and seq > coalesce(r.last_seq, 0) and added_notional > 0
                        and stage in ('REDUCE', 'CLOSE', 'SEIZE', 'TAKE_OVER')) >= ?""";

    private static final String SELECT_EVENTS =
            "select * from tape_event where instrument = ? and seq > ? order by seq";

    /** By when they were published, which is after their span ended; those are looked at whose span may still reach into the time asked for. */
    private static final String SELECT_RECENT = """
            select document from tape_record
            where view = ? and instrument = ? and published_at > ?::timestamptz order by record""";

    private static final String INSERT = """
            insert into tape_record (view, instrument, record, first_seq, last_seq, published_at, document)
            values (?, ?, ?, ?, ?, ?, ?)""";

    private static final int FETCH_ROWS = 1_000;

    private final AgroalDataSource dataSource;
    private final TapeConfig config;
    private final InstantSource clock;

    @Inject
    TapeRecords(AgroalDataSource dataSource, TapeConfig config, InstantSource clock) {
        this.dataSource = dataSource;
        this.config = config;
        this.clock = clock;
    }

    /** Publishes what is due; does nothing while another instance writes the tape. */
    void publish() {
        for (TapeViewName name : TapeViewName.values()) {
            if (TapeViewName.isOfSums(name.in(config))) {
                QuarkusTransaction.requiringNew().run(() -> publishInTransaction(name));
            }
        }
    }

    private void publishInTransaction(TapeViewName name) {
        try (Connection connection = dataSource.getConnection()) {
            if (!takeTurn(connection)) {
                return;
            }
            for (Waiting waiting : waiting(connection, name)) {
                publish(connection, name, waiting);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the tape's records cannot be published", e);
        }
    }

    private static boolean takeTurn(Connection connection) throws SQLException {
        try (PreparedStatement turn = connection.prepareStatement(TAKE_TURN);
                ResultSet rows = turn.executeQuery()) {
            return rows.next();
        }
    }

    private List<Waiting> waiting(Connection connection, TapeViewName name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT_WAITING)) {
            select.setString(1, name.word());
            select.setInt(2, name.in(config).accountsMin());
            List<Waiting> waiting = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    waiting.add(new Waiting(rows.getString(1), rows.getLong(2), rows.getLong(3)));
                }
            }
            return waiting;
        }
    }

    /** Reads on from the last record, and writes one at each end of a span at which enough accounts are together. */
    private void publish(Connection connection, TapeViewName name, Waiting waiting) throws SQLException {
        View view = name.in(config);
        Anonymity anonymity = new Anonymity(view.accountsMin());
        Instant now = clock.instant();
        try (PreparedStatement select = connection.prepareStatement(SELECT_EVENTS)) {
            select.setFetchSize(FETCH_ROWS);
            select.setString(1, waiting.instrument());
            select.setLong(2, waiting.lastSeq());
            Run run = new Run(waiting.lastSeq() + 1);
            long record = waiting.record();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    TapeEvent event = TapeArchive.event(rows);
                    if (run.endsBefore(event, view.bucket()) && run.sums.suffices(anonymity)) {
                        insert(connection, name, waiting.instrument(), ++record, run, now);
                        run = new Run(event.seq());
                    }
                    run.add(event);
                    if (run.end(view.bucket()).plus(view.delay()).isAfter(now)) {
                        return; // the span it is in may still be told of
                    }
                }
            }
            if (run.sums.suffices(anonymity)) {
                insert(connection, name, waiting.instrument(), ++record, run, now);
            }
        }
    }

    /** Adds up, in each currency, the records whose span ended after an instant; sides that one of them does not tell are not told. */
    void addUp(Connection connection, TapeViewName name, String instrument, Instant from, ArrayNode node)
            throws SQLException {
        Map<String, ObjectNode> sums = new TreeMap<>();
        try (PreparedStatement select = connection.prepareStatement(SELECT_RECENT)) {
            select.setString(1, name.word());
            select.setString(2, instrument);
            select.setObject(3, TapeStore.micros(from));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    JsonNode record = Json.parse(rows.getString(1));
                    if (Instant.parse(record.get("to").asText()).isAfter(from)) {
                        record.get("closed")
                                .forEach(
                                        sum -> sums.merge(sum.get("currency").asText(), told(sum), TapeRecords::added));
                    }
                }
            }
        } catch (SnapshotFaults e) {
            throw new IllegalStateException("a stored record of the tape is not readable", e);
        }
        sums.values().forEach(node::add);
    }

    /** Of a record what can be added up: accounts may be in several. */
    private static ObjectNode told(JsonNode sum) {
        ObjectNode told = sum.deepCopy();
        told.remove(List.of("accounts", "sizes"));
        return told;
    }

    private static ObjectNode added(ObjectNode one, ObjectNode other) {
        one.put("closings", one.get("closings").asLong() + other.get("closings").asLong());
        for (String amount : List.of("notional", "long", "short")) {
            boolean isTold = one.hasNonNull(amount) && other.hasNonNull(amount);
            BigDecimal sum = isTold
                    ? new BigDecimal(one.get(amount).asText())
                            .add(new BigDecimal(other.get(amount).asText()))
                    : null;
            one.put(amount, sum == null ? null : Decimals.plain(sum));
        }
        return one;
    }

    private void insert(Connection connection, TapeViewName name, String instrument, long record, Run run, Instant now)
            throws SQLException {
        View view = name.in(config);
        ObjectNode node = Json.object();
        node.put("record", record);
        node.put("instrument", instrument);
        node.put("firstSeq", run.firstSeq);
        node.put("lastSeq", run.lastSeq);
        node.put("from", start(run.earliest, view.bucket()).toString());
        node.put("to", run.end(view.bucket()).toString());
        run.sums.write(new Anonymity(view.accountsMin()), node.putArray("closed"));
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, name.word());
            insert.setString(2, instrument);
            insert.setLong(3, record);
            insert.setLong(4, run.firstSeq);
            insert.setLong(5, run.lastSeq);
            insert.setObject(6, TapeStore.micros(now));
            insert.setString(7, Json.text(node));
            insert.executeUpdate();
        }
    }

    /** The start of the span that an instant is in, counted from 1970. */
    static Instant start(Instant instant, Duration bucket) {
        if (bucket.isZero()) {
            return instant;
        }
        long millis = bucket.toMillis();
        return Instant.ofEpochMilli(Math.floorDiv(instant.toEpochMilli(), millis) * millis);
    }

    private record Waiting(String instrument, long record, long lastSeq) {}

    /** Events that follow one another and are told together. Their times may go back a little where several instances decide; a span does not. */
    private static final class Run {
        private final long firstSeq;
        private final TapeSums sums = new TapeSums();
        private long lastSeq;
        private Instant earliest = Instant.MAX;
        private Instant latest = Instant.MIN;

        Run(long firstSeq) {
            this.firstSeq = firstSeq;
            this.lastSeq = firstSeq - 1;
        }

        void add(TapeEvent event) {
            Instant decidedAt = event.entry().source().decidedAt();
            lastSeq = event.seq();
            earliest = decidedAt.isBefore(earliest) ? decidedAt : earliest;
            latest = decidedAt.isAfter(latest) ? decidedAt : latest;
            sums.add(event);
        }

        /** True if the event is of a later span than all before it. */
        boolean endsBefore(TapeEvent event, Duration bucket) {
            return lastSeq >= firstSeq
                    && !start(event.entry().source().decidedAt(), bucket).isBefore(end(bucket));
        }

        Instant end(Duration bucket) {
            return start(latest, bucket).plus(bucket);
        }
    }
}
