package io.plimsoll.tape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.tape.TapeConfig.View;
import io.plimsoll.tape.TapeEntry.Closing;
import io.plimsoll.tape.TapeEntry.Source;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** Reads the tape as a view tells it. */
@ApplicationScoped
public class TapeArchive {

    static final String SELECT_EVENTS =
            "select * from tape_event_filled where instrument = ? and seq >= ? order by seq limit ?";

    private static final String SELECT_RECORDS = """
            select document, last_seq from tape_record
            where view = ? and instrument = ? and last_seq >= ? order by last_seq limit ?""";

    private static final String SELECT_KEY = "select account_key from tape_progress";

    private final AgroalDataSource dataSource;
    private final TapeConfig config;
    private final InstantSource clock;

    @Inject
    TapeArchive(AgroalDataSource dataSource, TapeConfig config, InstantSource clock) {
        this.dataSource = dataSource;
        this.config = config;
        this.clock = clock;
    }

    /**
     * A page of an instrument's tape, {@code {"view", "instrument", "items", "nextSeq"}}: events, or records that each cover a run of them.
     * Items follow one another without a gap; the next page begins at {@code nextSeq}, and what is not told yet is not skipped.
     *
     * @param fromSeq first event that is asked for
     * @param limit most items
     */
    public String page(TapeViewName name, String instrument, long fromSeq, int limit) throws LogUnavailable {
        View view = name.in(config);
        ObjectNode page = Json.object();
        page.put("view", name.word());
        page.put("instrument", instrument);
        ArrayNode items = page.putArray("items");
        try (Connection connection = dataSource.getConnection()) {
            page.put(
                    "nextSeq",
                    TapeViewName.isOfSums(view)
                            ? addRecords(connection, name, instrument, fromSeq, limit, items)
                            : addEvents(connection, name, instrument, fromSeq, limit, items));
        } catch (SQLException e) {
            throw new LogUnavailable("the tape cannot be read", e);
        }
        return Json.text(page);
    }

    private long addEvents(
            Connection connection, TapeViewName name, String instrument, long fromSeq, int limit, ArrayNode items)
            throws SQLException {
        View view = name.in(config);
        Instant told = clock.instant().minus(view.delay());
        TapeEventJson json = json(connection, name);
        long next = fromSeq;
        for (TapeEvent event : events(connection, instrument, fromSeq, limit)) {
            if (event.recordedAt().isAfter(told)) {
                return next;
            }
            items.add(json.write(event));
            next = event.seq() + 1;
        }
        return next;
    }

    /** How the view writes an event. */
    TapeEventJson json(Connection connection, TapeViewName name) throws SQLException {
        return new TapeEventJson(name, name.in(config), pseudonyms(connection));
    }

    private static long addRecords(
            Connection connection, TapeViewName name, String instrument, long fromSeq, int limit, ArrayNode items)
            throws SQLException {
        long next = fromSeq;
        try (PreparedStatement select = connection.prepareStatement(SELECT_RECORDS)) {
            select.setString(1, name.word());
            select.setString(2, instrument);
            select.setLong(3, fromSeq);
            select.setInt(4, limit);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    items.add(record(rows.getString(1)));
                    next = rows.getLong(2) + 1;
                }
            }
        }
        return next;
    }

    private static JsonNode record(String document) {
        try {
            return Json.parse(document);
        } catch (SnapshotFaults e) {
            throw new IllegalStateException("a stored record of the tape is not readable", e);
        }
    }

    /** By the configured key, or by the database's own. */
    private Pseudonyms pseudonyms(Connection connection) throws SQLException {
        if (config.accountKey().isPresent()) {
            return new Pseudonyms(config.accountKey().get());
        }
        try (PreparedStatement select = connection.prepareStatement(SELECT_KEY);
                ResultSet rows = select.executeQuery()) {
            rows.next();
            return new Pseudonyms(rows.getString(1));
        }
    }

    private static List<TapeEvent> events(Connection connection, String instrument, long fromSeq, int limit)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT_EVENTS)) {
            select.setString(1, instrument);
            select.setLong(2, fromSeq);
            select.setInt(3, limit);
            List<TapeEvent> events = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    events.add(event(rows));
                }
            }
            return events;
        }
    }

    /** Of a row of the table of events. */
    static TapeEvent event(ResultSet row) throws SQLException {
        BigDecimal quantity = row.getBigDecimal("quantity");
        Closing closing = quantity == null
                ? null
                : new Closing(
                        row.getString("closing_side"),
                        row.getString("method"),
                        quantity,
                        row.getBigDecimal("mark"),
                        row.getBigDecimal("bankruptcy_price"),
                        null);
        TapeEntry entry = new TapeEntry(
                new Source(
                        row.getString("decision_id"),
                        row.getString("policy_hash"),
                        row.getString("account_id"),
                        instant(row, "decided_at")),
                row.getInt("ordinal"),
                row.getString("instrument"),
                TapeStage.valueOf(row.getString("stage")),
                row.getString("call_status"),
                row.getString("position_side"),
                closing,
                row.getBigDecimal("notional"),
                row.getString("currency"),
                row.getBigDecimal("fund_delta"));
        OffsetDateTime filledAt = row.getObject("filled_at", OffsetDateTime.class);
        return new TapeEvent(
                row.getLong("seq"),
                row.getLong("log_position"),
                instant(row, "recorded_at"),
                entry,
                row.getBigDecimal("added_notional"),
                filledAt == null ? null : filledAt.toInstant(),
                row.getBigDecimal("fill_price"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
