package io.plimsoll.decision;

import io.plimsoll.account.MarginMode;
import io.plimsoll.account.OrderSide;
import io.plimsoll.account.PositionId;
import io.plimsoll.decision.OpenIntent.Leg;
import io.plimsoll.margin.Fill;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an executor reports of an intent's order.
 *
 * @param fillId names the fill for good: the same id again is the same fill
 * @param side of the closing order
 * @param mode of the position; null where the intent has only one
 * @param step of the plan; null where the instrument and the side tell it
 * @param quantity positive
 * @param price in the unit of the instrument's prices, positive
 * @param paid fees really paid, in the currency that the position is settled in, zero or more
 * @param filledAt on the clock of the account's snapshots
 * @param isFinal true if the executor does no more for this order
 */
public record ReportedFill(
        String fillId,
        String intentId,
        String instrument,
        OrderSide side,
        @Nullable MarginMode mode,
        @Nullable Integer step,
        BigDecimal quantity,
        BigDecimal price,
        BigDecimal paid,
        Instant filledAt,
        boolean isFinal) {

    public ReportedFill {
        quantity = Decimals.normalised(quantity);
        price = Decimals.normalised(price);
        paid = Decimals.normalised(paid);
        if (quantity.signum() <= 0 || price.signum() <= 0 || paid.signum() < 0) {
            throw new IllegalArgumentException(
                    "quantity and price of a fill must be positive and what is paid not negative, were " + quantity
                            + ", " + price + " and " + paid);
        }
    }

    /** The order that it is of: of several that fit, the first of which something is left, or else the last. */
    public Optional<Leg> orderAmong(List<Leg> legs) {
        List<Leg> fitting = legs.stream()
                .filter(leg -> fits(leg.position()) && (step == null || step == leg.step()))
                .sorted(Comparator.comparing(Leg::step))
                .toList();
        return fitting.stream()
                .filter(leg -> leg.remaining().signum() > 0)
                .findFirst()
                .or(() -> fitting.reversed().stream().findFirst());
    }

    /** The fill of a position. */
    public Fill of(PositionId position) {
        return new Fill(position, quantity, price, paid);
    }

    private boolean fits(PositionId position) {
        return position.instrument().equals(instrument)
                && OrderSide.closing(position.side()) == side
                && (mode == null || mode == position.mode());
    }
}
