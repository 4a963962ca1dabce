package io.plimsoll.account;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An account as a clearing system saw it at one instant.
 *
 * @param sequence counts the account's snapshots upwards; 0 or more
 * @param asOf when the snapshot was taken: the clock of every rule
 * @param segment the customer segment that rules and tables refer to
 * @param settlementCurrency currency of every amount, price and requirement
 * @param attributes further facts by name, such as {@code jurisdiction}
 */
public record AccountSnapshot(
        String accountId,
        long sequence,
        Instant asOf,
        String segment,
        String settlementCurrency,
        List<Collateral> collateral,
        List<Position> positions,
        List<OpenOrder> openOrders,
        List<Accrual> accrued,
        Map<String, String> attributes) {

    public AccountSnapshot {
        collateral = List.copyOf(collateral);
        positions = List.copyOf(positions);
        openOrders = List.copyOf(openOrders);
        accrued = List.copyOf(accrued);
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence must not be negative, was " + sequence);
        }
        requireDistinct(
                "collateral asset", collateral.stream().map(Collateral::asset).toList());
        requireDistinct("position", positions.stream().map(Position::id).toList());
        requireDistinct("order id", openOrders.stream().map(OpenOrder::orderId).toList());
        for (Accrual accrual : accrued) {
            if (!hasPrice(accrual.asset(), settlementCurrency, collateral)) {
                throw new IllegalArgumentException(
                        "accrued asset `" + accrual.asset() + "` has no price among the collateral");
            }
        }
    }

    /** Settlement currency per unit of an asset of this snapshot; 1 for the settlement currency itself where it is not held. */
    public BigDecimal priceOf(String asset) {
        return collateral.stream()
                .filter(held -> held.asset().equals(asset))
                .map(Collateral::price)
                .findFirst()
                .orElse(BigDecimal.ONE);
    }

    /** Contract size of an instrument, which only a position in it tells; 1 without one. */
    public BigDecimal multiplierOf(String instrument) {
        return positions.stream()
                .filter(position -> position.instrument().equals(instrument))
                .map(Position::multiplier)
                .max(BigDecimal::compareTo)
                .orElse(BigDecimal.ONE);
    }

    /** {@code quantity · limit price · multiplier}, settlement currency, exact. */
    public BigDecimal notionalOf(OpenOrder order) {
        return order.quantity().multiply(order.limitPrice()).multiply(multiplierOf(order.instrument()));
    }

    private static boolean hasPrice(String asset, String settlementCurrency, List<Collateral> collateral) {
        return asset.equals(settlementCurrency)
                || collateral.stream().anyMatch(held -> held.asset().equals(asset));
    }

    private static void requireDistinct(String what, List<?> names) {
        Set<Object> seen = new HashSet<>();
        for (Object name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException(what + " `" + name + "` is given twice");
            }
        }
    }
}
