package io.plimsoll.tape;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.tape.TapeConfig.View;
import io.plimsoll.wire.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** What a view tells of all instruments, in one order, for those who publish it. */
@ApplicationScoped
public class TapeFeed {

    private static final String SELECT_EVENTS =
            "select * from tape_event where tape_position > ? order by tape_position limit ?";

    private static final String SELECT_RECORDS = """
            select tape_position, instrument, last_seq, published_at, document from tape_record
            where view = ? and tape_position > ? order by tape_position limit ?""";

    private static final String SELECT_HEAD = "select coalesce(max(tape_position), 0) from tape_event";

    private static final String SELECT_HEAD_OF_RECORDS =
            "select coalesce(max(tape_position), 0) from tape_record where view = ?";

    private final AgroalDataSource dataSource;
    private final TapeArchive archive;
    private final TapeConfig config;
    private final InstantSource clock;

    @Inject
    TapeFeed(AgroalDataSource dataSource, TapeArchive archive, TapeConfig config, InstantSource clock) {
        this.dataSource = dataSource;
        this.archive = archive;
        this.config = config;
        this.clock = clock;
    }

    /** A position that nothing of the view stands behind yet. */
    public long head(TapeViewName name) throws LogUnavailable {
        boolean isOfSums = TapeViewName.isOfSums(name.in(config));
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement(isOfSums ? SELECT_HEAD_OF_RECORDS : SELECT_HEAD)) {
            if (isOfSums) {
                select.setString(1, name.word());
            }
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        } catch (SQLException e) {
            throw new LogUnavailable("the tape cannot be read", e);
        }
    }

    /**
     * What follows a position and may be told now, none left out.
     *
     * @param position 0 to begin with the first
     */
    public List<Told> after(TapeViewName name, long position, int countMax) throws LogUnavailable {
        View view = name.in(config);
        try (Connection connection = dataSource.getConnection()) {
            return TapeViewName.isOfSums(view)
                    ? records(connection, name, position, countMax)
                    : events(connection, name, position, countMax);
        } catch (SQLException e) {
            throw new LogUnavailable("the tape cannot be read", e);
        }
    }

    /** Up to the first that may not be told yet, lest it be passed over. */
    private List<Told> events(Connection connection, TapeViewName name, long position, int countMax)
            throws SQLException {
        Instant toldUpTo = clock.instant().minus(name.in(config).delay());
        TapeEventJson json = archive.json(connection, name);
        List<Told> told = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(SELECT_EVENTS)) {
            select.setLong(1, position);
            select.setInt(2, countMax);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    TapeEvent event = TapeArchive.event(rows);
                    if (event.recordedAt().isAfter(toldUpTo)) {
                        return told;
                    }
                    ObjectNode document = json.write(event);
                    told.add(new Told(
                            rows.getLong("tape_position"),
                            event.entry().instrument(),
                            event.seq(),
                            event.recordedAt(),
                            Json.text(document),
                            false));
                }
            }
        }
        return told;
    }

    private static List<Told> records(Connection connection, TapeViewName name, long position, int countMax)
            throws SQLException {
        List<Told> told = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(SELECT_RECORDS)) {
            select.setString(1, name.word());
            select.setLong(2, position);
            select.setInt(3, countMax);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    told.add(new Told(
                            rows.getLong(1),
                            rows.getString(2),
                            rows.getLong(3),
                            rows.getObject(4, OffsetDateTime.class).toInstant(),
                            rows.getString(5),
                            true));
                }
            }
        }
        return told;
    }

    /**
     * An event or a record as the view tells it.
     *
     * @param position in the view's own order
     * @param lastSeq the event's number, or that of the record's last event
     * @param recordedAt when it came onto the tape or was published
     * @param document JSON
     * @param isOfSums true of a record
     */
    public record Told(
            long position, String instrument, long lastSeq, Instant recordedAt, String document, boolean isOfSums) {}
}
