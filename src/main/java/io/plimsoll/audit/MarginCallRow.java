package io.plimsoll.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.PositionId;
import io.plimsoll.account.Side;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.MarginCall;
import io.plimsoll.decision.MarginCall.Status;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.wire.DecisionJson;
import io.plimsoll.wire.Json;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A margin call as the last decision left it.
 *
 * <p>PostgreSQL keeps instants to the microsecond; what is below it stands in a column of its own, because a deadline that differs by a
 * nanosecond between two reads would give a replayed decision another content.
 */
@Entity
@Table(name = "margin_call")
public class MarginCallRow extends PanacheEntityBase {

    @Id
    @Column(name = "call_id")
    public String callId;

    /** Order of opening. */
    @Column(name = "call_position", insertable = false, updatable = false)
    public Long position;

    @Column(name = "account_id")
    public String accountId;

    public @Nullable String instrument;

    @Enumerated(EnumType.STRING)
    public @Nullable Side side;

    @Enumerated(EnumType.STRING)
    public Status status;

    @Column(name = "is_open")
    public boolean isOpen;

    public BigDecimal amount;

    @Column(name = "original_amount")
    public BigDecimal originalAmount;

    public BigDecimal cured;

    public String currency;

    /** JSON array. */
    public String acceptable;

    /** Of the margin account when the call was last decided; null where it was not known or the position is gone. */
    public @Nullable BigDecimal equity;

    /** JSON array: ids of the rules that asked last. */
    @Column(name = "asked_by")
    public String askedBy;

    /** JSON array of closing steps. */
    public String liquidated;

    @Column(name = "opened_at")
    Instant openedAtMicros;

    @Column(name = "opened_at_nanos")
    short openedAtNanos;

    @Column(name = "due_by")
    Instant dueByMicros;

    @Column(name = "due_by_nanos")
    short dueByNanos;

    /** When the call is looked at if no snapshot comes; null if never. */
    @Column(name = "wakes_at")
    public @Nullable Instant wakesAt;

    @Column(name = "ended_at")
    public @Nullable Instant endedAt;

    @Column(name = "opened_by")
    public String openedBy;

    @Column(name = "last_changed_by")
    public String lastChangedBy;

    /** A new row for a call that a decision has opened. */
    static MarginCallRow opened(MarginCall call, Decision decision) {
        MarginCallRow row = new MarginCallRow();
        row.callId = call.callId();
        row.accountId = decision.accountId();
        row.openedBy = decision.decisionId();
        row.askedBy = "[]";
        row.openedAtMicros = call.openedAt().truncatedTo(ChronoUnit.MICROS);
        row.openedAtNanos = nanosBelowMicrosecond(call.openedAt());
        row.change(call, decision);
        return row;
    }

    /** Brings the row to what a decision has made of the call. */
    final void change(MarginCall call, Decision decision) {
        PositionId isolated = call.marginAccount().position();
        instrument = isolated == null ? null : isolated.instrument();
        side = isolated == null ? null : isolated.side(); // a position that is turned takes its call along
        status = call.status();
        isOpen = call.status().isOpen();
        amount = call.amount().amount();
        originalAmount = call.originalAmount();
        cured = call.cured();
        currency = call.amount().currency();
        equity = call.equity();
        JsonNode written = DecisionJson.write(call);
        acceptable = Json.text(written.get("acceptable"));
        liquidated = Json.text(written.get("liquidated"));
        if (!call.askedBy().isEmpty()) {
            askedBy = Json.text(written.get("askedBy")); // once no rule asks, the record keeps those that did
        }
        dueByMicros = call.dueBy().truncatedTo(ChronoUnit.MICROS);
        dueByNanos = nanosBelowMicrosecond(call.dueBy());
        wakesAt = wakesAt(call, decision);
        endedAt = isOpen ? null : decision.evaluatedAt().truncatedTo(ChronoUnit.MICROS);
        lastChangedBy = decision.decisionId();
    }

    public Instant openedAt() {
        return exact(openedAtMicros, openedAtNanos);
    }

    public Instant dueBy() {
        return exact(dueByMicros, dueByNanos);
    }

    public MarginAccountId marginAccount() {
        return marginAccount(instrument, side);
    }

    static MarginAccountId marginAccount(@Nullable String instrument, @Nullable Side side) {
        return instrument == null || side == null
                ? MarginAccountId.CROSS
                : MarginAccountId.of(new PositionId(instrument, side, MarginMode.ISOLATED));
    }

    static Instant exact(Instant micros, short nanos) {
        return micros.plusNanos(nanos);
    }

    /**
     * The wall clock's due time: as long after this decision as the call is due after the instant that was judged. A snapshot that is
     * late or replayed so never shortens the time to cure. A call that is overdue already was judged past its due time and is not looked
     * at again until a snapshot comes.
     */
    private static @Nullable Instant wakesAt(MarginCall call, Decision decision) {
        boolean waits = call.status().isOpen() && call.dueBy().isAfter(decision.evaluatedAt());
        return waits ? decision.decidedAt().plus(Duration.between(decision.evaluatedAt(), call.dueBy())) : null;
    }

    private static short nanosBelowMicrosecond(Instant instant) {
        return (short) (instant.getNano() % 1_000);
    }
}
