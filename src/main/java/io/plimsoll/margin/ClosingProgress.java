package io.plimsoll.margin;

import io.plimsoll.account.PositionId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A closing that is under way: what the fills so far and the prices of now made of the account, and what is still to be closed. What is not
 * still to be closed is to be cancelled, so nothing more is sold than the goal needs and a partial fill is decided again for what it lacks.
 *
 * @param account the account as it stands now
 * @param left what is still to be closed, nothing where the goal is met
 */
public record ClosingProgress(MarginAccount account, Closing left) {

    /** True if every order that is not filled is to be cancelled. */
    public boolean isCured() {
        return left.parts().isEmpty();
    }

    /** How many of a position's slices are to be cancelled, the last ones first. */
    public int slicesCancelled(PositionId position, BigDecimal slice, int slicesLeft) {
        BigDecimal needed = left.closed().getOrDefault(position, BigDecimal.ZERO);
        BigDecimal slicesNeeded = needed.divide(slice, 0, RoundingMode.CEILING);
        return Math.max(
                slicesLeft - slicesNeeded.min(BigDecimal.valueOf(slicesLeft)).intValueExact(), 0);
    }

    /**
     * @param planned the account that the closing was planned for
     * @param fills in any order; together no more than the account holds
     * @param prices prices of now; a position that is not among them keeps its price
     * @throws IllegalArgumentException if a fill is of a position that is not held, or of more than is held
     */
    public static ClosingProgress of(
            MarginAccount planned,
            List<Fill> fills,
            Map<PositionId, BigDecimal> prices,
            MarginTarget target,
            ClosingRules rules) {
        MarginAccount account = judgedAt(filled(planned, fills), prices, rules);
        return new ClosingProgress(account, Closing.of(account).reduceUntil(target, rules));
    }

    private static MarginAccount filled(MarginAccount planned, List<Fill> fills) {
        MarginAccount account = planned;
        for (Fill fill : fills) {
            MarginedPosition position = account.position(fill.position());
            PricedPosition priced = position.priced();
            BigDecimal held = priced.position().quantity();
            int left = held.abs().compareTo(fill.quantity());
            if (left < 0) {
                throw new IllegalArgumentException(
                        "cannot fill " + fill.quantity() + " of " + held.abs() + " " + fill.position());
            }
            BigDecimal signed = held.signum() < 0 ? fill.quantity().negate() : fill.quantity();
            BigDecimal gain = priced.withQuantity(signed).atPrice(fill.price()).equityValue();
            List<MarginedPosition> rest = new ArrayList<>();
            for (MarginedPosition other : account.positions()) {
                if (!other.id().equals(fill.position())) {
                    rest.add(other);
                } else if (left > 0) {
                    rest.add(new MarginedPosition(priced.withQuantity(held.subtract(signed)), position.terms()));
                }
            }
            account = account.closed(priced, gain, fill.paid(), rest);
        }
        return account;
    }

    private static MarginAccount judgedAt(
            MarginAccount account, Map<PositionId, BigDecimal> prices, ClosingRules rules) {
        List<PricedPosition> priced = account.positions().stream()
                .map(MarginedPosition::priced)
                .map(position -> position.atPrice(prices.getOrDefault(position.id(), position.price())))
                .toList();
        return rules.termsAt()
                .at(account, priced)
                .orElseThrow(() -> new IllegalArgumentException("no terms for a position that is left"));
    }
}
