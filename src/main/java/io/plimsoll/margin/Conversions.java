package io.plimsoll.margin;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What profits and losses in other currencies than the account's count for. A profit that stands by itself has yet to be converted, so that of it
 * {@code rate · max(0, realised + Σ equity values)} does not count; a loss counts in full, and so does a currency without a rate. A profit that joins its
 * currency's balance, as in a unified account, counts with it: {@code f(balance + profit)} with the {@code f} of the currency's
 * {@link HaircutSchedule}, and a sum below zero is a debt with the debt's margin.
 *
 * @param rates by currency, 0 to 1
 * @param joined currencies whose profits join their balance; a rate does not matter there
 * @param realised by currency, what closings since the snapshot have realised in it; the account's settlement currency, negative for a loss
 */
public record Conversions(Map<String, BigDecimal> rates, Set<String> joined, Map<String, BigDecimal> realised) {

    /** Of an account whose positions are all settled in its own currency. */
    public static final Conversions NONE = at(Map.of());

    public Conversions {
        rates = Map.copyOf(rates);
        joined = Set.copyOf(joined);
        realised = Map.copyOf(realised);
        rates.forEach((currency, rate) -> {
            if (rate.signum() < 0 || rate.compareTo(Decimals.ONE) > 0) {
                throw new IllegalArgumentException(
                        "the rate of `" + currency + "` must lie between 0 and 1, was " + rate);
            }
        });
    }

    /** Before anything was closed, where each currency has a rate. */
    public static Conversions at(Map<String, BigDecimal> rates) {
        return new Conversions(rates, Set.of(), Map.of());
    }

    /** True if every profit counts whole. */
    public boolean isEmpty() {
        return rates.isEmpty() && joined.isEmpty();
    }

    /** The same, where profits in some currencies join their balances. */
    public Conversions joining(Set<String> currencies) {
        return new Conversions(rates, currencies, realised);
    }

    /**
     * What does not count of the profits of all currencies; settlement currency of the account, exact. Below zero where more counts than the profit: a
     * loss that is paid from a balance of which a part did not count.
     */
    public BigDecimal haircut(List<PricedPosition> positions, Balances balances) {
        BigDecimal haircut = Decimals.ZERO;
        for (String currency : currencies()) {
            BigDecimal profit = profit(currency, positions);
            haircut = haircut.add(profit).subtract(sum(currency, balances).counted(profit));
        }
        return haircut;
    }

    /** Margin to keep what is owed in the currencies whose profits join their balances; settlement currency of the account, exact. */
    public BigDecimal maintenanceOfDebts(List<PricedPosition> positions, Balances balances) {
        return ofDebts(CurrencySum::maintenanceRate, positions, balances);
    }

    /** Margin to take it. */
    public BigDecimal initialOfDebts(List<PricedPosition> positions, Balances balances) {
        return ofDebts(CurrencySum::initialRate, positions, balances);
    }

    private BigDecimal ofDebts(
            Function<CurrencySum, BigDecimal> rate, List<PricedPosition> positions, Balances balances) {
        BigDecimal required = Decimals.ZERO;
        for (String currency : joined) {
            CurrencySum sum = sum(currency, balances);
            required = required.add(rate.apply(sum).multiply(sum.debt(profit(currency, positions))));
        }
        return required;
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

    /** The currencies in which a profit may count for another amount than itself, always in one order. */
    List<String> currencies() {
        if (isEmpty()) {
            return List.of();
        }
        Set<String> all = new TreeSet<>(rates.keySet());
        all.addAll(joined);
        return List.copyOf(all);
    }

    /** How the profit of a currency counts; whole in the account's own, which is null, and in one that nothing is said of. */
    CurrencySum sum(@Nullable String currency, Balances balances) {
        if (currency == null) {
            return CurrencySum.WHOLE;
        }
        if (joined.contains(currency)) {
            return balances.of(currency)
                    .map(CurrencySum::joining)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "profits in `" + currency + "` join a balance that the account does not have"));
        }
        BigDecimal rate = rates.getOrDefault(currency, Decimals.ZERO);
        return rate.signum() == 0 ? CurrencySum.WHOLE : CurrencySum.apart(rate);
    }

    /** The same after a closing has realised a gain, or a loss, in a position's currency, where it stays until it is converted. */
    Conversions after(PricedPosition closed, BigDecimal gain) {
        String currency = closed.position().settlementCurrency();
        if (currency == null || !currencies().contains(currency)) {
            return this;
        }
        Map<String, BigDecimal> more = new HashMap<>(realised);
        more.merge(currency, gain, BigDecimal::add);
        return new Conversions(rates, joined, more);
    }
}
