package io.plimsoll.decision;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.PositionId;
import io.plimsoll.calendar.CalendarTimes;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.PositionPrices;
import io.plimsoll.margin.PricedPosition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a stage's rules may see. Guard and collateral rules see the snapshot; margin rules also the price of each position; threshold and
 * liquidation rules also one margin account with its figures, its open call and its last decision.
 *
 * @param evaluatedAt the instant the account is judged at; the snapshot's {@code asOf}, or the deadline of a call
 * @param positions positions the rules may match: all of them, from the threshold stage on only those of the margin account
 * @param marginAccount the margin account that is judged; null before the threshold stage
 * @param prices liquidation and bankruptcy prices of {@code positions}; empty before the threshold stage
 * @param openCall the margin account's open call; null if there is none
 * @param lastDecision what was decided about the margin account last; null if it never was, and before the threshold stage
 * @param outcome what the threshold stage decided; null before the liquidation stage
 * @param calendars the pack's business calendars at {@code evaluatedAt}
 */
public record View(
        AccountSnapshot snapshot,
        Instant evaluatedAt,
        List<PricedPosition> positions,
        @Nullable MarginAccount marginAccount,
        Map<PositionId, PositionPrices> prices,
        @Nullable OpenCall openCall,
        @Nullable LastDecision lastDecision,
        @Nullable Outcome outcome,
        List<CalendarTimes> calendars) {

    public View {
        calendars = List.copyOf(calendars);
    }

    static View of(
            AccountSnapshot snapshot,
            Instant evaluatedAt,
            List<PricedPosition> positions,
            List<CalendarTimes> calendars) {
        return new View(snapshot, evaluatedAt, positions, null, Map.of(), null, null, null, calendars);
    }

    /** The same at other prices or quantities, to ask what would be required there. */
    View withPositions(List<PricedPosition> others) {
        return new View(
                snapshot, evaluatedAt, others, marginAccount, prices, openCall, lastDecision, outcome, calendars);
    }

    /** The same once the open orders are cancelled. */
    View withoutOrders() {
        return new View(
                snapshot.withoutOrders(),
                evaluatedAt,
                positions,
                marginAccount,
                prices,
                openCall,
                lastDecision,
                outcome,
                calendars);
    }

    View judging(
            MarginAccount account,
            Map<PositionId, PositionPrices> accountPrices,
            @Nullable OpenCall call,
            @Nullable LastDecision last) {
        return new View(snapshot, evaluatedAt, account.priced(), account, accountPrices, call, last, null, calendars);
    }

    /** The same with the margin account's call as it is once it has been extended. */
    View withOpenCall(OpenCall call) {
        return new View(
                snapshot, evaluatedAt, positions, marginAccount, prices, call, lastDecision, outcome, calendars);
    }

    View withOutcome(Outcome decided) {
        return new View(
                snapshot, evaluatedAt, positions, marginAccount, prices, openCall, lastDecision, decided, calendars);
    }
}
