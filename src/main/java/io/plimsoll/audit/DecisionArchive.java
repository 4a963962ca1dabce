package io.plimsoll.audit;

import io.agroal.api.AgroalDataSource;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.PolicyId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the decision log: one decision as it was answered, or those that meet a search, newest first. */
@ApplicationScoped
public class DecisionArchive {

    /** Of a decision by its id: within a query on {@code decision} it leaves one partition to look at. */
    public static final String POSITION_OF_ID =
            "(select identity.log_position from decision_identity identity where identity.decision_id = ?)";

    static final String SELECT_SUMMARY =
            "select log_position, decision_id, account_id, snapshot_sequence, trigger, as_of,"
                    + " evaluated_at, decided_at, pack, version, policy_hash, outcome, rules from decision";

    private static final String SELECT_DOCUMENT =
            "select document from decision where log_position = " + POSITION_OF_ID;

    private static final String SELECT_REMOVED = """
            select from decision_identity identity join log_removal removal
                on identity.log_position between removal.first_position and removal.last_position
            where identity.decision_id = ?""";

    private static final String SELECT_DECIDED = """
            select from decision
            where account_id = ? and snapshot_sequence = ? and snapshot_digest = ? and trigger = 'SNAPSHOT'""";

    /** The decision before it on the same account says which calls were open. */
    private static final String SELECT_CASE = """
            select it.document, it.snapshot, it.open_calls,
                (select before.document from decision before
                 where before.account_id = it.account_id and before.log_position < it.log_position
                 order by before.log_position desc limit 1)
            from decision it where it.log_position = """ + POSITION_OF_ID;

    private final AgroalDataSource dataSource;

    @Inject
    DecisionArchive(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The JSON that was answered, character for character; empty if there is no such decision. */
    public Optional<String> document(String decisionId) throws LogUnavailable {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(SELECT_DOCUMENT)) {
            select.setString(1, decisionId);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new LogUnavailable("the decision log cannot be read", e);
        }
    }

    /** True if there was such a decision and retention has removed it. */
    public boolean isRemoved(String decisionId) throws LogUnavailable {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(SELECT_REMOVED)) {
            select.setString(1, decisionId);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        } catch (SQLException e) {
            throw new LogUnavailable("the decision log cannot be read", e);
        }
    }

    /** True if the account was decided at this sequence with this content, whatever was decided since. */
    public boolean isDecided(String accountId, long sequence, String snapshotDigest) throws LogUnavailable {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(SELECT_DECIDED)) {
            select.setString(1, accountId);
            select.setLong(2, sequence);
            select.setString(3, snapshotDigest);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        } catch (SQLException e) {
            throw new LogUnavailable("the decision log cannot be read", e);
        }
    }

    /**
     * A decision with what it came from, each as JSON.
     *
     * @param decision as it was answered
     * @param snapshot in canonical form
     * @param openCalls margin calls that it found open; null for a decision from before that was written down
     * @param before the decision before it on the same account, whose open margin calls it found; null if it is the first
     */
    public record ArchivedCase(
            String decision,
            String snapshot,
            @Nullable String openCalls,
            @Nullable String before) {}

    /** Empty if there is no such decision. */
    public Optional<ArchivedCase> caseOf(String decisionId) throws LogUnavailable {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(SELECT_CASE)) {
            select.setString(1, decisionId);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next()
                        ? Optional.of(new ArchivedCase(
                                rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4)))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw new LogUnavailable("the decision log cannot be read", e);
        }
    }

    /**
     * One page of the decisions that meet a search. Positions are the order of commit, so pages that follow each other by
     * {@link Page#next()} neither repeat nor miss a decision, whatever is decided meanwhile.
     *
     * @param limit 1 to {@value Page#ITEMS_MAX}
     */
    public Page<DecisionSummary> find(Search search, int limit) throws LogUnavailable {
        Long before = search.before();
        try (Connection connection = dataSource.getConnection()) {
            List<Found> found = new ArrayList<>();
            for (LogSpan span :
                    LogSpan.newestFirst(connection, before == null ? Long.MAX_VALUE : before, search.isScattered())) {
                if (found.size() <= limit) {
                    found.addAll(found(connection, search, span, limit + 1 - found.size()));
                }
            }
            Page<Found> page = Page.ofSurplus(found, limit, Found::position);
            return new Page<>(page.items().stream().map(Found::summary).toList(), page.next());
        } catch (SQLException e) {
            throw new LogUnavailable("the decision log cannot be read", e);
        }
    }

    private static List<Found> found(Connection connection, Search search, LogSpan span, int limit)
            throws SQLException {
        Conditions conditions = search.conditions();
        span.limit(conditions);
        String order = SearchOrder.of(connection, conditions, search.isScattered());
        try (PreparedStatement select =
                Conditions.prepare(connection, SELECT_SUMMARY + conditions.where() + order + " limit ?")) {
            select.setInt(conditions.bind(select), limit);
            List<Found> found = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new Found(rows.getLong("log_position"), summary(rows)));
                }
            }
            return found;
        }
    }

    private static DecisionSummary summary(ResultSet rows) throws SQLException {
        return new DecisionSummary(
                rows.getString("decision_id"),
                rows.getString("account_id"),
                rows.getLong("snapshot_sequence"),
                Trigger.valueOf(rows.getString("trigger")),
                instant(rows, "as_of"),
                instant(rows, "evaluated_at"),
                instant(rows, "decided_at"),
                new PolicyId(rows.getString("pack"), rows.getInt("version"), rows.getString("policy_hash")),
                Outcome.valueOf(rows.getString("outcome")),
                texts(rows.getArray("rules")));
    }

    private static Instant instant(ResultSet rows, String column) throws SQLException {
        return rows.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    /**
     * What decisions are looked for; null in a field looks for any.
     *
     * @param rule id of a rule that proposed something
     * @param fromInclusive earliest {@code decidedAt}
     * @param toExclusive end of the span of {@code decidedAt}
     * @param before position before which the page begins
     */
    public record Search(
            @Nullable String accountId,
            @Nullable Outcome outcome,
            @Nullable String rule,
            @Nullable String pack,
            @Nullable Integer version,
            @Nullable Instant fromInclusive,
            @Nullable Instant toExclusive,
            @Nullable Long before) {

        /** True if what meets it may stand together somewhere in the log, or nowhere. */
        boolean isScattered() {
            return rule != null || fromInclusive != null || toExclusive != null;
        }

        /** What the rows of a query must meet, wherever they stand. */
        public Conditions conditions() {
            Conditions conditions = new Conditions();
            conditions.add("account_id = ?", accountId);
            conditions.add("outcome = ?", outcome == null ? null : outcome.name());
            conditions.add("rules @> array[?::text]", rule);
            conditions.add("pack = ?", pack);
            conditions.add("version = ?", version);
            conditions.add("decided_at >= ?", timestamp(fromInclusive));
            conditions.add("decided_at < ?", timestamp(toExclusive));
            return conditions;
        }

        private static @Nullable OffsetDateTime timestamp(@Nullable Instant instant) {
            return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
        }
    }

    private record Found(long position, DecisionSummary summary) {}
}
