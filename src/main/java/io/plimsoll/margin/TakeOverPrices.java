package io.plimsoll.margin;

import io.plimsoll.account.PositionId;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
        if (spending.notional().signum() == 0) {
            return Map.of();
        }
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
     * do not count whole, equity is the lowest of several such lines, each with another line of a currency's sum, and spent where the first is.
     */
    private record Spending(BigDecimal equity, BigDecimal notional) {

        static Spending soonest(MarginAccount account, List<PricedPosition> taken) {
            List<Falling> currencies = account.conversions().currencies().stream()
                    .map(currency -> Falling.of(currency, account, taken))
                    .filter(falling -> falling.notional().signum() > 0)
                    .toList();
            BigDecimal equity = account.beforeDiscounts();
            BigDecimal notional = taken.stream().map(PricedPosition::notional).reduce(Decimals.ZERO, BigDecimal::add);
            for (Falling currency : currencies) {
                equity = equity.subtract(currency.sum().valueOf(currency.today()));
                notional = notional.subtract(currency.notional());
            }
            Spending beside = new Spending(equity, notional);
            return Stream.concat(
                            Stream.of(Optional.<BigDecimal>empty()),
                            currencies.stream().flatMap(Falling::bends).map(Optional::of))
                    .map(until -> beside.with(currencies, until))
                    .reduce((one, other) -> other.isSpentBefore(one) ? other : one)
                    .orElseThrow();
        }

        /** The line that equity follows just before a fraction is reached, or at the last. */
        private Spending with(List<Falling> currencies, Optional<BigDecimal> until) {
            Spending all = this;
            for (Falling currency : currencies) {
                Line line = currency.lineBefore(until);
                all = new Spending(
                        all.equity.add(line.at(currency.today())),
                        all.notional.add(line.slope().multiply(currency.notional())));
            }
            return all;
        }

        /** A line without a slope is spent everywhere or nowhere. */
        private boolean isSpentBefore(Spending other) {
            if (notional.signum() == 0) {
                return equity.signum() < 0;
            }
            return other.notional.signum() == 0
                    ? other.equity.signum() >= 0
                    : equity.multiply(other.notional).compareTo(other.equity.multiply(notional)) < 0;
        }
    }

    /**
     * A currency's sum that falls.
     *
     * @param today the sum with the profit of now
     * @param notional of the positions taken over in it: by how much the sum falls for a fraction of 1
     */
    private record Falling(CurrencySum sum, BigDecimal today, BigDecimal notional) {

        static Falling of(String currency, MarginAccount account, List<PricedPosition> taken) {
            CurrencySum sum = account.conversions().sum(currency, account.balances());
            BigDecimal notional = taken.stream()
                    .filter(position -> currency.equals(position.position().settlementCurrency()))
                    .map(PricedPosition::notional)
                    .reduce(Decimals.ZERO, BigDecimal::add);
            return new Falling(
                    sum, sum.before().add(account.conversions().profit(currency, account.priced())), notional);
        }

        /** Fractions at which the sum takes up a steeper line. */
        Stream<BigDecimal> bends() {
            return sum.bends().stream().map(this::fractionAt);
        }

        private BigDecimal fractionAt(BigDecimal bend) {
            return today.subtract(bend).divide(notional, Decimals.QUOTIENT);
        }

        /** The flattest line whose stretch lasts until a fraction or longer; without one the steepest, that of a debt. */
        Line lineBefore(Optional<BigDecimal> until) {
            int passed = until.map(fraction -> (int) sum.bends().stream()
                            .filter(bend -> fractionAt(bend).compareTo(fraction) >= 0)
                            .count())
                    .orElse(0);
            return sum.lines().get(passed);
        }
    }

    /** Equity that is left when all but some of the positions have been handed over at these prices; settlement currency, zero after the last. */
    public static BigDecimal equityLeft(MarginAccount account, List<PositionId> notYet, List<PositionId> taken) {
        BigDecimal left = notional(account, notYet);
        return Decimals.normalised(
                account.beforeDiscounts().multiply(left).divide(notional(account, taken), Decimals.QUOTIENT));
    }

    private static BigDecimal notional(MarginAccount account, List<PositionId> positions) {
        return positions.stream()
                .map(id -> account.position(id).priced().notional())
                .reduce(Decimals.ZERO, BigDecimal::add);
    }
}
