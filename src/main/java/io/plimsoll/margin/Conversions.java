package io.plimsoll.margin;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What does not count of a profit in another currency than the account's, because it has yet to be converted: of each currency
 * {@code rate · max(0, realised + Σ equity values)}. A loss counts in full, and so does a currency without a rate.
 *
 * @param rates by currency, 0 to 1
 * @param realised by currency, what closings since the snapshot have realised in it; the account's settlement currency, negative for a loss
 */
public record Conversions(Map<String, BigDecimal> rates, Map<String, BigDecimal> realised) {

    /** Of an account whose positions are all settled in its own currency. */
    public static final Conversions NONE = new Conversions(Map.of(), Map.of());

    public Conversions {
        rates = Map.copyOf(rates);
        realised = Map.copyOf(realised);
        rates.forEach((currency, rate) -> {
            if (rate.signum() < 0 || rate.compareTo(Decimals.ONE) > 0) {
                throw new IllegalArgumentException(
                        "the rate of `" + currency + "` must lie between 0 and 1, was " + rate);
            }
        });
    }

    /** Before anything was closed. */
    public static Conversions at(Map<String, BigDecimal> rates) {
        return new Conversions(rates, Map.of());
    }

    /** What does not count of the profits of all currencies; settlement currency of the account, exact, zero or more. */
    public BigDecimal haircut(List<PricedPosition> positions) {
        BigDecimal sum = Decimals.ZERO;
        for (Map.Entry<String, BigDecimal> rate : rates.entrySet()) {
            BigDecimal profit = profit(rate.getKey(), positions);
            sum = sum.add(rate.getValue().multiply(Decimals.largest(profit, Decimals.ZERO)));
        }
        return sum;
    }

    /** What the positions settled in a currency add to equity before the haircut, and what closings realised in it; negative for a loss. */
    public BigDecimal profit(String currency, List<PricedPosition> positions) {
        BigDecimal sum = realised.getOrDefault(currency, Decimals.ZERO);
        for (PricedPosition priced : positions) {
            if (currency.equals(priced.position().settlementCurrency())) {
                sum = sum.add(priced.equityValue());
            }
        }
        return sum;
    }

    /** Rate of the currency that a position is settled in; zero in the account's own. */
    BigDecimal rateOf(PricedPosition priced) {
        String currency = priced.position().settlementCurrency();
        return currency == null ? Decimals.ZERO : rates.getOrDefault(currency, Decimals.ZERO);
    }

    /** The same after a closing has realised a gain, or a loss, in a position's currency, where it stays until it is converted. */
    Conversions after(PricedPosition closed, BigDecimal gain) {
        String currency = closed.position().settlementCurrency();
        if (currency == null || !rates.containsKey(currency)) {
            return this;
        }
        Map<String, BigDecimal> more = new HashMap<>(realised);
        more.merge(currency, gain, BigDecimal::add);
        return new Conversions(rates, more);
    }
}
