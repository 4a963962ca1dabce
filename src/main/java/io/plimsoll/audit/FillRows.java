package io.plimsoll.audit;

import io.plimsoll.audit.RecordedFill.Status;
import io.plimsoll.decision.ClosurePlan.Surplus;
import io.plimsoll.decision.ReportedFill;
import io.plimsoll.money.Decimals;
import io.plimsoll.wire.FillJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The table of fills, a row for each that was reported. */
final class FillRows {

    private static final String SELECT_FILL = "select * from closure_fill where fill_id = ?";

    private static final String INSERT = """
            insert into closure_fill (fill_id, intent_id, account_id, step, margin_account, instrument, position_side,
                mode, quantity, price, paid, filled_at, filled_at_nanos, received_at, status, is_late, excess,
                above_bankruptcy, surplus, surplus_to, to_fund, document)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private FillRows() {}

    /** What is kept of a fill; empty if it was never reported. */
    static Optional<RecordedFill> find(Connection connection, ReportedFill report) throws SQLException, FillConflict {
        try (PreparedStatement select = connection.prepareStatement(SELECT_FILL)) {
            select.setString(1, report.fillId());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                if (!row.getString("document").equals(FillJson.canonical(report))) {
                    throw new FillConflict(report.fillId());
                }
                String surplusTo = row.getString("surplus_to");
                int step = row.getInt("step");
                return Optional.of(new RecordedFill(
                        report,
                        row.getString("account_id"),
                        step == 0 ? null : step,
                        Status.valueOf(row.getString("status")),
                        row.getBoolean("is_late"),
                        Decimals.normalised(row.getBigDecimal("excess")),
                        row.getBigDecimal("surplus"),
                        surplusTo == null ? null : Surplus.valueOf(surplusTo),
                        true,
                        0));
            }
        }
    }

    static void insert(Connection connection, RecordedFill fill, FillBooking booking, Instant receivedAt)
            throws SQLException {
        ReportedFill report = fill.report();
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, report.fillId());
            insert.setString(2, report.intentId());
            insert.setString(3, fill.accountId());
            insert.setObject(4, fill.step());
            insert.setString(5, booking.marginAccount());
            insert.setString(6, report.instrument());
            insert.setString(7, report.side().closed().name());
            insert.setString(8, report.mode() == null ? null : report.mode().name());
            insert.setBigDecimal(9, report.quantity());
            insert.setBigDecimal(10, report.price());
            insert.setBigDecimal(11, report.paid());
            insert.setObject(12, FillLog.timestamp(report.filledAt()));
            insert.setInt(13, report.filledAt().getNano() % 1_000);
            insert.setObject(14, FillLog.timestamp(receivedAt));
            insert.setString(15, fill.status().name());
            insert.setBoolean(16, fill.isLate());
            insert.setBigDecimal(17, fill.excess());
            insert.setBigDecimal(18, booking.above());
            insert.setBigDecimal(19, booking.surplus());
            insert.setString(
                    20, booking.surplusTo() == null ? null : booking.surplusTo().name());
            insert.setBigDecimal(21, booking.toFund());
            insert.setString(22, FillJson.canonical(report));
            insert.executeUpdate();
        }
    }
}
