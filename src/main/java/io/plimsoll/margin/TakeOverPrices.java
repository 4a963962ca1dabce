package io.plimsoll.margin;

import io.plimsoll.account.PositionId;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.Comparator;
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
        Spending spending = Spending.soonest(account, positions);
        Map<PositionId, BigDecimal> prices = new HashMap<>();
        for (PricedPosition position : positions) {
            BigDecimal towards = position.unitValue()
                    .multiply(spending.equity())
                    .multiply(BigDecimal.valueOf(position.gainPerUnitValue().signum()));
            BigDecimal value = position.unitValue().subtract(towards.divide(spending.notional(), Decimals.QUOTIENT));
            if (value.signum() > 0) {
                prices.put(
                        position.id(),
                        Decimals.normalised(position.position().contract().priceAt(value)));
            }
        }
        return prices;
    }

    /**
     * Equity {@code equity − f·notional} where every unit's value moves against the account by a fraction {@code f}. Where profits in other currencies
     * count less, equity is the lowest of several such lines, each with another set of currencies that still have a profit, and spent where the first is.
     */
    private record Spending(BigDecimal equity, BigDecimal notional) {

        static Spending soonest(MarginAccount account, List<PricedPosition> taken) {
            Conversions conversions = account.conversions();
            BigDecimal notional = taken.stream().map(PricedPosition::notional).reduce(Decimals.ZERO, BigDecimal::add);
            List<Profit> profits = conversions.rates().keySet().stream()
                    .map(currency -> Profit.of(currency, account, taken))
                    .filter(profit -> profit.notional().signum() > 0)
                    .sorted(Comparator.comparing(Profit::lastsUntil).reversed())
                    .toList();
            BigDecimal standing = profits.stream()
                    .map(profit -> Decimals.largest(profit.amount(), Decimals.ZERO))
                    .reduce(Decimals.ZERO, BigDecimal::add);
            var line = new Spending(account.equityExact().add(standing), notional);
            Spending soonest = line;
            for (Profit profit : profits) {
                line = new Spending(
                        line.equity().subtract(profit.amount()), line.notional().subtract(profit.notional()));
                soonest = line.isSpentBefore(soonest) ? line : soonest;
            }
            return soonest;
        }

        private boolean isSpentBefore(Spending other) {
            return notional.signum() > 0
                    && equity.multiply(other.notional())
                                    .compareTo(other.equity().multiply(notional))
                            < 0;
        }
    }

    /**
     * What does not count of a currency's profit.
     *
     * @param amount today, negative for a loss
     * @param notional of the positions taken over in it; both times the currency's rate
     */
    private record Profit(BigDecimal amount, BigDecimal notional) {

        static Profit of(String currency, MarginAccount account, List<PricedPosition> taken) {
            Conversions conversions = account.conversions();
            BigDecimal rate = conversions.rates().getOrDefault(currency, Decimals.ZERO);
            BigDecimal notional = taken.stream()
                    .filter(position -> currency.equals(position.position().settlementCurrency()))
                    .map(PricedPosition::notional)
                    .reduce(Decimals.ZERO, BigDecimal::add);
            return new Profit(conversions.profit(currency, account.priced()).multiply(rate), notional.multiply(rate));
        }

        /** The fraction by which values have moved when no profit is left. */
        BigDecimal lastsUntil() {
            return amount.divide(notional, Decimals.QUOTIENT);
        }
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
