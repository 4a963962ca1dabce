package io.plimsoll.audit;

import io.agroal.api.AgroalDataSource;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.IntentChange.End;
import io.plimsoll.signing.PublicKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads closure intents as they stand, and the keys that signed them. */
@ApplicationScoped
public class ClosureArchive {

    private static final int DUE_MAX = 200;

    private static final String SELECT = "select intent.*, " + LegColumns.SELECT + " from closure_intent intent";

    private static final String SELECT_DUE = """
            select intent_id, account_id from closure_intent where wakes_at <= ? order by wakes_at, intent_id limit ?""";

    private static final String POSTPONE =
            "update closure_intent set wakes_at = ? where intent_id = ? and wakes_at <= ?";

    private static final String SELECT_FILLS = "select * from closure_fill where intent_id = ? order by fill_position";

    private static final String SELECT_KEYS = "select public_jwk from signing_key order by added_at, key_id";

    /** Of two records of one decision the revocation comes first: what it ends is out of the way before what takes its place. */
    private static final String SELECT_SIGNED = """
            select decision.log_position, decision.account_id, record.intent_id, record.signed, record.is_revocation
            from decision join (
                select decision_id, intent_id, signed, false as is_revocation from closure_intent
                union all
                select ended_by, intent_id, revocation, true from closure_intent where revocation is not null
            ) record on record.decision_id = decision.decision_id
            where decision.log_position > ? and decision.log_position <= ?
            order by decision.log_position, record.is_revocation desc""";

    private final AgroalDataSource dataSource;
    private final IntentSigner signer;

    @Inject
    ClosureArchive(AgroalDataSource dataSource, IntentSigner signer) {
        this.dataSource = dataSource;
        this.signer = signer;
    }

    /** Empty if there is no such intent. */
    public Optional<StoredIntent> intent(String intentId) throws LogUnavailable {
        return query(SELECT + " where intent.intent_id = ?", List.of(intentId), ClosureArchive::stored).stream()
                .findFirst();
    }

    /** One page of the intents that meet a search, those issued last first. */
    public Page<StoredIntent> find(Search search, int limit) throws LogUnavailable {
        Conditions conditions = search.conditions();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        SELECT + conditions.where() + " order by intent.intent_position desc limit ?")) {
            select.setInt(conditions.bind(select), limit + 1);
            return Page.ofSurplus(all(select, ClosureArchive::stored), limit, StoredIntent::position);
        } catch (SQLException e) {
            throw new LogUnavailable("the closure intents cannot be read", e);
        }
    }

    /** What was reported of an intent, in the order of arrival. */
    public List<StoredFill> fills(String intentId) throws LogUnavailable {
        return query(
                SELECT_FILLS,
                List.of(intentId),
                row -> new StoredFill(
                        row.getString("document"),
                        row.getObject("received_at", OffsetDateTime.class).toInstant(),
                        row.getString("status"),
                        row.getBoolean("is_late"),
                        row.getBigDecimal("excess"),
                        row.getBigDecimal("surplus"),
                        row.getString("surplus_to")));
    }

    /** Every key that signed here, and the one that signs now, as a JWK set. */
    public String jwks() throws LogUnavailable {
        Set<String> keys = new LinkedHashSet<>();
        keys.add(signer.publicJwk());
        keys.addAll(query(SELECT_KEYS, List.of(), row -> row.getString(1)));
        return PublicKeys.jwks(List.copyOf(keys));
    }

    /**
     * What was signed by the decisions at some positions of the log, in their order.
     *
     * @param after position after which they begin
     * @param to the last position
     */
    public List<SignedRecord> signed(long after, long to) throws LogUnavailable {
        return query(
                SELECT_SIGNED,
                List.of(after, to),
                row -> new SignedRecord(
                        row.getLong("log_position"),
                        row.getString("account_id"),
                        row.getString("intent_id"),
                        row.getBoolean("is_revocation"),
                        row.getString("signed")));
    }

    /** Intents that expired without all of them being filled, the longest overdue first. */
    List<DueIntent> due(Instant now) throws LogUnavailable {
        return query(
                SELECT_DUE,
                List.of(timestamp(now), DUE_MAX),
                row -> new DueIntent(row.getString("intent_id"), row.getString("account_id")));
    }

    /** Looks at an intent again later, unless it was changed meanwhile. */
    void postpone(DueIntent intent, Instant now, Instant until) throws LogUnavailable {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement(POSTPONE)) {
            update.setObject(1, timestamp(until));
            update.setString(2, intent.intentId());
            update.setObject(3, timestamp(now));
            update.executeUpdate();
        } catch (SQLException e) {
            throw new LogUnavailable("the closure intents cannot be written", e);
        }
    }

    private <T> List<T> query(String sql, List<Object> values, Row<T> row) throws LogUnavailable {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            for (int index = 0; index < values.size(); index++) {
                select.setObject(index + 1, values.get(index));
            }
            return all(select, row);
        } catch (SQLException e) {
            throw new LogUnavailable("the closure intents cannot be read", e);
        }
    }

    private static <T> List<T> all(PreparedStatement select, Row<T> row) throws SQLException {
        List<T> all = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                all.add(row.read(rows));
            }
        }
        return all;
    }

    private static StoredIntent stored(ResultSet row) throws SQLException {
        String ended = row.getString("ended");
        return new StoredIntent(
                row.getLong("intent_position"),
                row.getString("intent_id"),
                row.getString("decision_id"),
                row.getString("account_id"),
                row.getObject("issued_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                row.getString("supersedes"),
                row.getInt("attempt"),
                row.getString("signed"),
                ended == null ? null : End.valueOf(ended),
                instantOrNull(row.getObject("ended_at", OffsetDateTime.class)),
                row.getString("ended_by"),
                row.getString("revocation"),
                LegColumns.read(row.getString("legs")));
    }

    private static @Nullable Instant instantOrNull(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /**
     * Which intents are looked for; null in a field looks for any.
     *
     * @param isOpenAt looks for those that may be carried out at this instant
     * @param isEndedAt looks for those that may not
     * @param end how they ended; one that has run out counts as expired before a decision says so
     * @param before position before which the page begins
     */
    public record Search(
            @Nullable String accountId,
            @Nullable Instant isOpenAt,
            @Nullable Instant isEndedAt,
            @Nullable End end,
            @Nullable Long before) {

        private Conditions conditions() {
            Conditions conditions = new Conditions();
            conditions.add("intent.account_id = ?", accountId);
            conditions.add("intent.is_open and intent.expires_at > ?", timestampOrNull(isOpenAt));
            conditions.add("(not intent.is_open or intent.expires_at <= ?)", timestampOrNull(isEndedAt));
            conditions.add("intent.ended = ?", end == null ? null : end.name());
            conditions.add("intent.intent_position < ?", before);
            return conditions;
        }

        private static @Nullable OffsetDateTime timestampOrNull(@Nullable Instant instant) {
            return instant == null ? null : timestamp(instant);
        }
    }

    /**
     * An intent, or the revocation of one.
     *
     * @param logPosition of the decision that it is from
     * @param signed JWS
     */
    public record SignedRecord(
            long logPosition, String accountId, String intentId, boolean isRevocation, String signed) {}

    /**
     * A fill as it is kept.
     *
     * @param report JSON, as it was reported
     * @param surplus null without a bankruptcy price
     */
    public record StoredFill(
            String report,
            Instant receivedAt,
            String status,
            boolean isLate,
            BigDecimal excess,
            @Nullable BigDecimal surplus,
            @Nullable String surplusTo) {}

    /** Names an intent that is due. */
    record DueIntent(String intentId, String accountId) {}

    @FunctionalInterface
    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }
}
