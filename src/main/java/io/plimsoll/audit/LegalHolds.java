package io.plimsoll.audit;

import io.agroal.api.AgroalDataSource;
import io.plimsoll.audit.LegalHold.Release;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Places and releases legal holds. Neither is ever changed or deleted. */
@ApplicationScoped
public class LegalHolds {

    private static final Logger LOG = Logger.getLogger(LegalHolds.class);

    private static final String INSERT = """
            insert into legal_hold (account_id, pack, from_inclusive, to_exclusive, reason, placed_by, placed_at)
            values (?, ?, ?, ?, ?, ?, ?) returning hold_id""";

    private static final String SELECT = """
            select hold.*, release.reason as release_reason, release.released_by, release.released_at
            from legal_hold hold left join legal_hold_release release on release.hold_id = hold.hold_id""";

    private static final String RELEASE = """
            insert into legal_hold_release (hold_id, reason, released_by, released_at)
            select hold_id, ?, ?, ? from legal_hold where hold_id = ? on conflict do nothing""";

    private final AgroalDataSource dataSource;
    private final InstantSource clock;

    @Inject
    LegalHolds(AgroalDataSource dataSource, InstantSource clock) {
        this.dataSource = dataSource;
        this.clock = clock;
    }

    /**
     * Places a hold. What was removed before it is gone; what is there when it is answered stays.
     *
     * @param accountId or pack, or one end of the span, must be given
     */
    public LegalHold place(
            @Nullable String accountId,
            @Nullable String pack,
            @Nullable Instant fromInclusive,
            @Nullable Instant toExclusive,
            String reason,
            String placedBy)
            throws LogUnavailable {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            insert.setString(1, accountId);
            insert.setString(2, pack);
            insert.setObject(3, timestamp(fromInclusive));
            insert.setObject(4, timestamp(toExclusive));
            insert.setString(5, reason);
            insert.setString(6, placedBy);
            insert.setObject(7, timestamp(now));
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                LOG.infof("hold placed: holdId=%d", row.getLong(1));
                return new LegalHold(
                        row.getLong(1), accountId, pack, fromInclusive, toExclusive, reason, placedBy, now, null);
            }
        } catch (SQLException e) {
            throw new LogUnavailable("the hold cannot be placed", e);
        }
    }

    /** What came of releasing a hold. */
    public sealed interface Released {

        /** It does not hold any longer. */
        record Now(LegalHold hold) implements Released {}

        /** It was released before, as it says. */
        record Before(LegalHold hold) implements Released {}

        /** There is no such hold. */
        record Unknown() implements Released {}
    }

    public Released release(long holdId, String reason, String releasedBy) throws LogUnavailable {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement release = connection.prepareStatement(RELEASE)) {
            release.setString(1, reason);
            release.setString(2, releasedBy);
            release.setObject(3, timestamp(clock.instant()));
            release.setLong(4, holdId);
            boolean isReleased = release.executeUpdate() > 0;
            Optional<LegalHold> hold = find(connection, " where hold.hold_id = ?", holdId, 1).stream()
                    .findFirst();
            if (hold.isEmpty()) {
                return new Released.Unknown();
            }
            if (isReleased) {
                LOG.infof("hold released: holdId=%d", holdId);
            }
            return isReleased ? new Released.Now(hold.get()) : new Released.Before(hold.get());
        } catch (SQLException e) {
            throw new LogUnavailable("the hold cannot be released", e);
        }
    }

    /** One page of all holds, those that were released too, the last first. */
    public Page<LegalHold> page(@Nullable Long before, int limit) throws LogUnavailable {
        try (Connection connection = dataSource.getConnection()) {
            long end = before == null ? Long.MAX_VALUE : before;
            return Page.ofSurplus(
                    find(connection, " where hold.hold_id < ?", end, limit + 1), limit, LegalHold::holdId);
        } catch (SQLException e) {
            throw new LogUnavailable("the holds cannot be read", e);
        }
    }

    private static List<LegalHold> find(Connection connection, String where, long value, int limit)
            throws SQLException {
        List<LegalHold> found = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement(SELECT + where + " order by hold.hold_id desc limit ?")) {
            select.setLong(1, value);
            select.setInt(2, limit);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(hold(row));
                }
            }
        }
        return found;
    }

    private static LegalHold hold(ResultSet row) throws SQLException {
        Instant releasedAt = instant(row, "released_at");
        return new LegalHold(
                row.getLong("hold_id"),
                row.getString("account_id"),
                row.getString("pack"),
                instant(row, "from_inclusive"),
                instant(row, "to_exclusive"),
                row.getString("reason"),
                row.getString("placed_by"),
                row.getObject("placed_at", OffsetDateTime.class).toInstant(),
                releasedAt == null
                        ? null
                        : new Release(row.getString("release_reason"), row.getString("released_by"), releasedAt));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static @Nullable OffsetDateTime timestamp(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
