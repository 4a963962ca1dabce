package io.plimsoll.audit;

import io.plimsoll.account.Position;
import io.plimsoll.decision.ClosureIntent;
import io.plimsoll.decision.ClosurePlan.Goal;
import io.plimsoll.decision.ClosurePlan.Order;
import io.plimsoll.decision.IntentChange.Ended;
import io.plimsoll.decision.OpenIntent.Leg;
import io.plimsoll.margin.MarginAccountId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes what decisions do to closure intents, in the transaction of the decisions: an intent is there exactly if its decision is. */
final class IntentStore {

    private static final String INSERT_KEY =
            "insert into signing_key (key_id, public_jwk) values (?, ?) on conflict do nothing";

    private static final String END = """
            update closure_intent set is_open = false, ended = ?, ended_at = ?, ended_by = ?, revocation = ?, wakes_at = null
            where intent_id = ? and is_open""";

    private static final String INSERT = """
            insert into closure_intent (intent_id, decision_id, account_id, issued_at, expires_at, judged_at_expiry,
                supersedes, signed, key_id, is_open, wakes_at, amount_places, attempt)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, true, ?, ?, ?)""";

    private static final String INSERT_LEG = """
            insert into closure_leg (intent_id, step, instrument, side, mode, quantity, margin_account, contract, multiplier,
                bankruptcy_price, surplus_to, surplus_rounded)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private IntentStore() {}

    /** Ends intents before it issues others, since an account has one at most. */
    static void write(Connection connection, List<LogEntry> entries) throws SQLException {
        List<LogEntry> changing =
                entries.stream().filter(entry -> !entry.intents().isNothing()).toList();
        if (changing.isEmpty()) {
            return;
        }
        writeKey(connection, changing.getFirst().intents());
        end(connection, changing);
        issue(connection, changing);
    }

    private static void writeKey(Connection connection, SignedIntentChange intents) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_KEY)) {
            insert.setString(1, intents.keyId());
            insert.setString(2, intents.publicJwk());
            insert.executeUpdate();
        }
    }

    private static void end(Connection connection, List<LogEntry> changing) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(END)) {
            for (LogEntry entry : changing) {
                Ended ended = entry.intents().ended();
                if (ended != null) {
                    update.setString(1, ended.end().name());
                    update.setObject(2, timestamp(ended.at()));
                    update.setString(3, entry.decision().decisionId());
                    update.setString(4, entry.intents().revocation());
                    update.setString(5, ended.intentId());
                    update.addBatch();
                }
            }
            update.executeBatch();
        }
    }

    private static void issue(Connection connection, List<LogEntry> changing) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT);
                PreparedStatement insertLeg = connection.prepareStatement(INSERT_LEG)) {
            for (LogEntry entry : changing) {
                ClosureIntent issued = entry.intents().issued();
                if (issued != null) {
                    insert.setString(1, issued.intentId());
                    insert.setString(2, entry.decision().decisionId());
                    insert.setString(3, entry.accountId());
                    insert.setObject(4, timestamp(issued.issuedAt()));
                    insert.setObject(5, timestamp(issued.expiresAt()));
                    insert.setObject(6, timestamp(issued.open().judgedAtExpiry()));
                    insert.setString(7, issued.supersedes());
                    insert.setString(8, entry.intents().signed());
                    insert.setString(9, entry.intents().keyId());
                    insert.setObject(10, timestamp(entry.intents().wakesAt()));
                    insert.setInt(11, entry.decision().figures().equity().scale()); // the pack's places of amounts
                    insert.setInt(12, issued.attempt());
                    insert.addBatch();
                    for (Leg leg : issued.open().legs()) {
                        insertLeg.setString(1, issued.intentId());
                        insertLeg.setInt(2, leg.step());
                        insertLeg.setString(3, leg.position().instrument());
                        insertLeg.setString(4, leg.position().side().name());
                        insertLeg.setString(5, leg.position().mode().name());
                        insertLeg.setBigDecimal(6, leg.quantity());
                        setTerms(insertLeg, leg, issued, entry.intents().positions());
                        insertLeg.addBatch();
                    }
                }
            }
            insert.executeBatch();
            insertLeg.executeBatch();
        }
    }

    private static void setTerms(PreparedStatement insert, Leg leg, ClosureIntent issued, List<Position> positions)
            throws SQLException {
        Position position = positions.stream()
                .filter(held -> held.id().equals(leg.position()))
                .findFirst()
                .orElseThrow();
        MarginAccountId account = MarginAccountId.of(leg.position());
        Order order =
                Objects.requireNonNull(issued.plan().steps().get(leg.step() - 1).order());
        Goal goal = issued.plan().goals().stream()
                .filter(of -> of.marginAccount().equals(account))
                .findFirst()
                .orElseThrow();
        insert.setString(7, account.toString());
        insert.setString(8, position.contract().name());
        insert.setBigDecimal(9, position.multiplier());
        insert.setBigDecimal(10, order.bankruptcyPrice());
        insert.setString(11, goal.surplus().name());
        insert.setString(12, goal.surplusRounded().name());
    }

    private static @Nullable OffsetDateTime timestamp(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
