package io.plimsoll.audit;

import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.MarginCall.Status;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.narayana.jta.QuarkusTransactionException;
import io.quarkus.panache.common.Parameters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads margin calls as the last decision on their account left them. */
@ApplicationScoped
public class MarginCallArchive {

    private static final int DUE_MAX = 200;

    /**
     * One page of margin calls, those opened last first.
     *
     * @param accountId null for every account
     * @param isOpen null for open and ended ones
     * @param status null for any
     * @param before position before which the page begins
     * @param limit 1 to {@value Page#ITEMS_MAX}
     */
    public Page<MarginCallRow> find(
            @Nullable String accountId,
            @Nullable Boolean isOpen,
            @Nullable Status status,
            @Nullable Long before,
            int limit)
            throws LogUnavailable {
        List<String> conditions = new ArrayList<>();
        Parameters values = new Parameters();
        add("accountId", "=", accountId, conditions, values);
        add("isOpen", "=", isOpen, conditions, values);
        add("status", "=", status, conditions, values);
        add("position", "<", before, conditions, values);
        String query = String.join(" and ", conditions) + " order by position desc";
        List<MarginCallRow> rows = read(() -> MarginCallRow.<MarginCallRow>find(query.strip(), values)
                .range(0, limit)
                .list());
        return Page.ofSurplus(rows, limit, row -> row.position);
    }

    /** Calls whose time to cure has passed on the wall clock without a snapshot, the longest overdue first. */
    List<DueCall> due(Instant now) throws LogUnavailable {
        return read(() ->
                MarginCallRow.<MarginCallRow>find("wakesAt <= ?1 order by wakesAt, callId", now)
                        .range(0, DUE_MAX - 1)
                        .stream()
                        .map(row -> new DueCall(row.callId, row.accountId))
                        .toList());
    }

    /** Looks at a call again later, unless a decision has changed the call meanwhile. */
    void postpone(DueCall call, Instant now, Instant until) throws LogUnavailable {
        read(() -> MarginCallRow.update("wakesAt = ?1 where callId = ?2 and wakesAt <= ?3", until, call.callId(), now));
    }

    private static void add(
            String field, String comparison, @Nullable Object value, List<String> conditions, Parameters values) {
        if (value != null) {
            conditions.add(field + " " + comparison + " :" + field);
            values.and(field, value);
        }
    }

    private static <T> T read(Supplier<T> query) throws LogUnavailable {
        try {
            return QuarkusTransaction.requiringNew().call(query::get);
        } catch (PersistenceException | QuarkusTransactionException e) {
            throw new LogUnavailable("the margin calls cannot be read", e);
        }
    }

    /** Names a call that is due. */
    record DueCall(String callId, String accountId) {}
}
