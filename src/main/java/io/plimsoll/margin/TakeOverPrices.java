package io.plimsoll.margin;

import io.plimsoll.account.PositionId;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The prices at which positions are handed over so that their margin account ends with nothing and owes nothing.
 *
 * <p>Each position's own bankruptcy price spends the account's whole equity by itself, so two positions handed over at theirs would
 * spend it twice. Together, the value of every unit therefore lies the same percentage away; a position alone is handed over at its bankruptcy price.
 */
public final class TakeOverPrices {

    private TakeOverPrices() {}

    /** Settlement currency per unit, to 34 digits; a position for which no positive price does it is absent. */
    public static Map<PositionId, BigDecimal> of(MarginAccount account, List<PositionId> taken) {
        List<PricedPosition> positions =
                taken.stream().map(id -> account.position(id).priced()).toList();
        BigDecimal notional = positions.stream().map(PricedPosition::notional).reduce(Decimals.ZERO, BigDecimal::add);
        Map<PositionId, BigDecimal> prices = new HashMap<>();
        for (PricedPosition position : positions) {
            BigDecimal towards = position.unitValue()
                    .multiply(account.equityExact())
                    .multiply(BigDecimal.valueOf(position.gainPerUnitValue().signum()));
            BigDecimal value = position.unitValue().subtract(towards.divide(notional, Decimals.QUOTIENT));
            if (value.signum() > 0) {
                prices.put(
                        position.id(),
                        Decimals.normalised(position.position().contract().priceAt(value)));
            }
        }
        return prices;
    }

    /** Equity that is left when all but some of the positions have been handed over at these prices; settlement currency, zero after the last. */
    public static BigDecimal equityLeft(MarginAccount account, List<PositionId> notYet, List<PositionId> taken) {
        BigDecimal left = notional(account, notYet);
        return Decimals.normalised(
                account.equityExact().multiply(left).divide(notional(account, taken), Decimals.QUOTIENT));
    }

    private static BigDecimal notional(MarginAccount account, List<PositionId> positions) {
        return positions.stream()
                .map(id -> account.position(id).priced().notional())
                .reduce(Decimals.ZERO, BigDecimal::add);
    }
}
