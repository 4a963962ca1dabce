package io.plimsoll.audit;

import io.agroal.api.AgroalDataSource;
import io.plimsoll.account.ContractKind;
import io.plimsoll.account.Side;
import io.plimsoll.audit.RecordedFill.Status;
import io.plimsoll.decision.ClosurePlan.Surplus;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.OpenIntent.Leg;
import io.plimsoll.decision.ReportedFill;
import io.plimsoll.money.Decimals;
import io.plimsoll.money.Rounding;
import io.plimsoll.money.Rounding.Direction;
import io.plimsoll.waterfall.ClosingSurplus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what executors report. A fill, what it does to its order and the account's moving on are one transaction; the account's row is taken
 * first, so that the fills of an account come one after the other and no decision passes between.
 */
@ApplicationScoped
public class FillLog {

    /** After this time somebody else decides the account, should this instance not get to it. */
    private static final Duration RECONCILED_WITHIN = Duration.ofSeconds(5);

    private static final int DUE_MAX = 200;

    private static final String BEGIN = "set local synchronous_commit = on; set local lock_timeout = '4s'";

    private static final String SELECT_INTENT =
            """
            select intent.account_id, intent.is_open, intent.expires_at, intent.amount_places,\s""" + LegColumns.SELECT + " from closure_intent intent where intent.intent_id = ?";

    private static final String SELECT_ACCOUNT = "select account_id from closure_intent where intent_id = ?";

    private static final String MOVE_ACCOUNT = """
            update account_standing set revision = revision + 1, reconcile_at = ? where account_id = ? returning revision""";

    private static final String SELECT_TERMS = """
            select margin_account, contract, multiplier, bankruptcy_price, surplus_to, surplus_rounded,
                (select coalesce(sum(fill.above_bankruptcy), 0) from closure_fill fill
                 where fill.intent_id = leg.intent_id and fill.margin_account = leg.margin_account) as above_before
            from closure_leg leg where leg.intent_id = ? and leg.step = ?""";

    private static final String FILL_LEG = """
            update closure_leg set filled = filled + ?, is_done = is_done or ? where intent_id = ? and step = ?""";

    private static final String END_INTENT = """
            update closure_intent intent set is_open = false, ended_at = ?, ended_by = ?, wakes_at = null,
                ended = case when exists (select from closure_leg leg where leg.intent_id = intent.intent_id
                    and leg.filled < leg.quantity) then 'SHORT' else 'FILLED' end
            where intent.intent_id = ? and intent.is_open and not exists (
                select from closure_leg leg
                where leg.intent_id = intent.intent_id and not leg.is_done and leg.filled < leg.quantity)""";

    private static final String SELECT_DUE =
            "select account_id, revision from account_standing where reconcile_at <= ? order by reconcile_at limit ?";

    private static final String RECONCILED =
            "update account_standing set reconcile_at = ? where account_id = ? and revision = ? and reconcile_at is not null";

    private final AgroalDataSource dataSource;

    @Inject
    FillLog(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Keeps a fill. The same fill again changes nothing and is answered with what is kept.
     *
     * @throws FillConflict if its id was reported before with other content
     */
    RecordedFill record(ReportedFill report, Instant receivedAt) throws FillConflict, LogUnavailable {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                RecordedFill recorded = recorded(connection, report, receivedAt);
                connection.commit();
                return recorded;
            } finally {
                connection.rollback(); // nothing is left to roll back once it is committed
            }
        } catch (SQLException e) {
            throw new LogUnavailable("the fill cannot be written", e);
        }
    }

    /** The account of a closure intent; empty if nobody issued it. */
    Optional<String> accountOf(String intentId) throws LogUnavailable {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(SELECT_ACCOUNT)) {
            select.setString(1, intentId);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new LogUnavailable("the closure intents cannot be read", e);
        }
    }

    /** Accounts that were not decided after a fill, the longest overdue first. */
    List<DueAccount> due(Instant now) throws LogUnavailable {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(SELECT_DUE)) {
            select.setObject(1, timestamp(now));
            select.setInt(2, DUE_MAX);
            List<DueAccount> due = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    due.add(new DueAccount(rows.getString(1), rows.getLong(2)));
                }
            }
            return due;
        } catch (SQLException e) {
            throw new LogUnavailable("the fills cannot be read", e);
        }
    }

    /**
     * Takes an account off the list of those to be decided, or moves it, unless something has happened to it since.
     *
     * @param again when to look at it again; null if nothing is left to do
     */
    void reconciled(String accountId, long revision, @Nullable Instant again) throws LogUnavailable {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement(RECONCILED)) {
            update.setObject(1, again == null ? null : timestamp(again));
            update.setString(2, accountId);
            update.setLong(3, revision);
            update.executeUpdate();
        } catch (SQLException e) {
            throw new LogUnavailable("the fills cannot be written", e);
        }
    }

    private static RecordedFill recorded(Connection connection, ReportedFill report, Instant receivedAt)
            throws SQLException, FillConflict {
        try (Statement begin = connection.createStatement()) {
            begin.execute(BEGIN);
        }
        Optional<RecordedFill> before = FillRows.find(connection, report);
        if (before.isPresent()) {
            return before.get();
        }
        Optional<Intent> intent = intent(connection, report.intentId());
        if (intent.isEmpty()) {
            RecordedFill unknown = unknown(report, null, 0);
            FillRows.insert(connection, unknown, FillBooking.NONE, receivedAt);
            return unknown;
        }
        String accountId = intent.get().accountId();
        long revision = moveAccount(connection, accountId, receivedAt);
        Optional<RecordedFill> meanwhile = FillRows.find(connection, report); // reported twice at the same time
        return meanwhile.isPresent() ? meanwhile.get() : filled(connection, report, accountId, revision, receivedAt);
    }

    private static RecordedFill filled(
            Connection connection, ReportedFill report, String accountId, long revision, Instant receivedAt)
            throws SQLException {
        Intent intent = intent(connection, report.intentId()).orElseThrow();
        Optional<Leg> order = report.orderAmong(intent.legs());
        if (order.isEmpty()) {
            RecordedFill unknown = unknown(report, accountId, revision);
            FillRows.insert(connection, unknown, FillBooking.NONE, receivedAt);
            return unknown;
        }
        Leg leg = order.get();
        FillBooking booking = booking(connection, report, leg, intent.amountPlaces());
        BigDecimal filled = leg.filled().add(report.quantity());
        BigDecimal beyond = filled.subtract(Decimals.largest(leg.quantity(), leg.filled()));
        int compared = filled.compareTo(leg.quantity());
        RecordedFill recorded = new RecordedFill(
                report,
                accountId,
                leg.step(),
                compared < 0 ? Status.PARTIAL : compared == 0 ? Status.COMPLETE : Status.OVER,
                !intent.isOpen() || !receivedAt.isBefore(intent.expiresAt()),
                Decimals.normalised(Decimals.largest(beyond, Decimals.ZERO)),
                booking.surplus(),
                booking.surplusTo(),
                false,
                revision);
        fill(connection, report, leg);
        endIfNothingIsLeft(connection, report, receivedAt);
        FillRows.insert(connection, recorded, booking, receivedAt);
        return recorded;
    }

    private static RecordedFill unknown(ReportedFill report, @Nullable String accountId, long revision) {
        return new RecordedFill(
                report, accountId, null, Status.UNKNOWN, false, Decimals.ZERO, null, null, false, revision);
    }

    private static Optional<Intent> intent(Connection connection, String intentId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT_INTENT)) {
            select.setString(1, intentId);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Intent(
                                row.getString("account_id"),
                                row.getBoolean("is_open"),
                                row.getObject("expires_at", OffsetDateTime.class)
                                        .toInstant(),
                                row.getInt("amount_places"),
                                LegColumns.read(row.getString("legs"))))
                        : Optional.empty();
            }
        }
    }

    private static long moveAccount(Connection connection, String accountId, Instant receivedAt) throws SQLException {
        try (PreparedStatement move = connection.prepareStatement(MOVE_ACCOUNT)) {
            move.setObject(1, timestamp(receivedAt.plus(RECONCILED_WITHIN)));
            move.setString(2, accountId);
            try (ResultSet row = move.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** The surplus of a margin account is of all its fills together: what one loses below the bankruptcy price, another's gain makes good first. */
    private static FillBooking booking(Connection connection, ReportedFill report, Leg leg, int amountPlaces)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT_TERMS)) {
            select.setString(1, report.intentId());
            select.setInt(2, leg.step());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                BigDecimal bankruptcy = row.getBigDecimal("bankruptcy_price");
                if (bankruptcy == null) {
                    return new FillBooking(row.getString("margin_account"), null, null, null);
                }
                BigDecimal units = report.quantity()
                        .multiply(row.getBigDecimal("multiplier"))
                        .multiply(BigDecimal.valueOf(leg.position().side() == Side.LONG ? 1 : -1));
                BigDecimal above = ClosingSurplus.above(
                        ContractKind.valueOf(row.getString("contract")),
                        units,
                        report.price(),
                        bankruptcy,
                        report.paid());
                return new FillBooking(
                        row.getString("margin_account"),
                        above,
                        ClosingSurplus.added(
                                row.getBigDecimal("above_before"),
                                above,
                                Rounding.ofValues(amountPlaces, Direction.valueOf(row.getString("surplus_rounded")))),
                        Surplus.valueOf(row.getString("surplus_to")));
            }
        }
    }

    private static void fill(Connection connection, ReportedFill report, Leg leg) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(FILL_LEG)) {
            update.setBigDecimal(1, report.quantity());
            update.setBoolean(2, report.isFinal());
            update.setString(3, report.intentId());
            update.setInt(4, leg.step());
            update.executeUpdate();
        }
    }

    private static void endIfNothingIsLeft(Connection connection, ReportedFill report, Instant receivedAt)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(END_INTENT)) {
            update.setObject(1, timestamp(receivedAt));
            update.setString(2, report.fillId());
            update.setString(3, report.intentId());
            update.executeUpdate();
        }
    }

    static OffsetDateTime timestamp(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    private record Intent(String accountId, boolean isOpen, Instant expiresAt, int amountPlaces, List<Leg> legs) {}

    /** An account that is to be decided after a fill. */
    record DueAccount(String accountId, long revision) {}
}
