package io.plimsoll.account;

import io.plimsoll.market.Mark;
import io.plimsoll.market.Market;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An account as a clearing system saw it at one instant.
 *
 * @param sequence counts the account's snapshots upwards; 0 or more
 * @param asOf when the snapshot was taken: the clock of every rule
 * @param segment the customer segment that rules and tables refer to
 * @param settlementCurrency currency of every amount, price and requirement
 * @param attributes further facts by name, such as {@code jurisdiction}
 * @param markets what is known of the instruments' markets, each at most once; empty where nothing is
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
        Map<String, String> attributes,
        List<Market> markets) {

    public AccountSnapshot {
        collateral = List.copyOf(collateral);
        positions = List.copyOf(positions);
        openOrders = List.copyOf(openOrders);
        accrued = List.copyOf(accrued);
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        markets = List.copyOf(markets);
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence must not be negative, was " + sequence);
        }
        requireDistinct(
                "collateral asset", collateral.stream().map(Collateral::asset).toList());
        requireDistinct("position", positions.stream().map(Position::id).toList());
        requireDistinct("order id", openOrders.stream().map(OpenOrder::orderId).toList());
        requireDistinct("market", markets.stream().map(Market::instrument).toList());
        for (OpenOrder order : openOrders) {
            requireAgreement(
                    order, "contract", order.contract(), contractOf(order.instrument(), positions, openOrders));
            requireAgreement(
                    order, "multiplier", order.multiplier(), multiplierOf(order.instrument(), positions, openOrders));
        }
        for (Position position : positions) {
            requirePrice(position.settlementCurrency(), settlementCurrency, collateral);
        }
        for (OpenOrder order : openOrders) {
            requirePrice(order.settlementCurrency(), settlementCurrency, collateral);
        }
        for (Accrual accrual : accrued) {
            if (!hasPrice(accrual.asset(), settlementCurrency, collateral)) {
                throw new IllegalArgumentException(
                        "accrued asset `" + accrual.asset() + "` has no price among the collateral");
            }
        }
    }

    /** A snapshot that knows of no market. */
    public AccountSnapshot(
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
        this(
                accountId,
                sequence,
                asOf,
                segment,
                settlementCurrency,
                collateral,
                positions,
                openOrders,
                accrued,
                attributes,
                List.of());
    }

    /** The same account with its open orders cancelled. */
    public AccountSnapshot withoutOrders() {
        return with(collateral, positions, List.of(), markets);
    }

    /** The same account with other open orders. */
    public AccountSnapshot withOpenOrders(List<OpenOrder> others) {
        return with(collateral, positions, others, markets);
    }

    /** The same account with other collateral. */
    public AccountSnapshot withCollateral(List<Collateral> others) {
        return with(others, positions, openOrders, markets);
    }

    /** The same account with more units of an asset, or less; what is not held yet comes among the collateral at a price of 1. */
    public AccountSnapshot withMore(String asset, BigDecimal units) {
        boolean held = collateral.stream().anyMatch(of -> of.asset().equals(asset));
        List<Collateral> others = new ArrayList<>(changed(asset, of -> of.withMore(units)));
        if (!held) {
            others.add(new Collateral(asset, units, BigDecimal.ONE));
        }
        return withCollateral(others);
    }

    /** The same account with an asset of its collateral at another price, all other prices unchanged. */
    public AccountSnapshot withPriceOf(String asset, BigDecimal price) {
        return withCollateral(changed(asset, of -> of.withPrice(price)));
    }

    /**
     * The same account after so many units of a debt were repaid with money from elsewhere: interest first, then the loan, then a balance
     * below zero.
     *
     * @param units zero or more, at most what is owed in the asset
     */
    public AccountSnapshot withRepaid(String asset, BigDecimal units) {
        BigDecimal left = units;
        List<Accrual> accruedStill = new ArrayList<>();
        for (Accrual accrual : accrued) {
            if (accrual.isInterestOwed() && accrual.asset().equals(asset)) {
                BigDecimal paid = left.min(accrual.amount().negate());
                left = left.subtract(paid);
                accruedStill.add(
                        new Accrual(accrual.kind(), asset, accrual.amount().add(paid)));
            } else {
                accruedStill.add(accrual);
            }
        }
        BigDecimal ofDebt = left;
        return new AccountSnapshot(
                accountId,
                sequence,
                asOf,
                segment,
                settlementCurrency,
                changed(asset, of -> of.withRepaid(ofDebt)),
                positions,
                openOrders,
                accruedStill.stream().filter(of -> of.amount().signum() != 0).toList(),
                attributes,
                markets);
    }

    private List<Collateral> changed(String asset, UnaryOperator<Collateral> change) {
        return collateral.stream()
                .map(of -> of.asset().equals(asset) ? change.apply(of) : of)
                .toList();
    }

    /** The same account with one of its positions changed. */
    public AccountSnapshot withPosition(PositionId id, UnaryOperator<Position> change) {
        return with(collateral, changed(position -> position.id().equals(id), change), openOrders, markets);
    }

    /** The same account without one of its positions. */
    public AccountSnapshot withoutPosition(PositionId id) {
        return with(
                collateral,
                positions.stream().filter(position -> !position.id().equals(id)).toList(),
                openOrders,
                markets);
    }

    /** The same account with an instrument's mark at another price, and all other prices of the instrument moved in proportion. */
    public AccountSnapshot atPrice(String instrument, BigDecimal price) {
        Optional<BigDecimal> before = positions.stream()
                .filter(position -> position.instrument().equals(instrument))
                .map(position -> position.mark().price())
                .findFirst();
        return with(
                collateral,
                changed(
                        position -> position.instrument().equals(instrument),
                        position -> position.withMark(position.mark().movedTo(price))),
                openOrders,
                markets.stream()
                        .map(market -> market.instrument().equals(instrument)
                                ? before.map(from -> market.moved(from, price)).orElse(market)
                                : market)
                        .toList());
    }

    /** The same account with another mark of an instrument, whatever its other prices are. */
    public AccountSnapshot withMark(String instrument, Mark mark) {
        return with(
                collateral,
                changed(position -> position.instrument().equals(instrument), position -> position.withMark(mark)),
                openOrders,
                markets);
    }

    /** The same account with other knowledge of a market, or with some where it had none. */
    public AccountSnapshot withMarket(Market market) {
        List<Market> others = new ArrayList<>();
        for (Market known : markets) {
            others.add(known.instrument().equals(market.instrument()) ? market : known);
        }
        if (!others.contains(market)) {
            others.add(market);
        }
        return withMarkets(others);
    }

    /** The same account with other knowledge of all markets. */
    public AccountSnapshot withMarkets(List<Market> others) {
        return with(collateral, positions, openOrders, others);
    }

    private List<Position> changed(Predicate<Position> wanted, UnaryOperator<Position> change) {
        return positions.stream()
                .map(position -> wanted.test(position) ? change.apply(position) : position)
                .toList();
    }

    private AccountSnapshot with(
            List<Collateral> newCollateral,
            List<Position> newPositions,
            List<OpenOrder> newOrders,
            List<Market> newMarkets) {
        return new AccountSnapshot(
                accountId,
                sequence,
                asOf,
                segment,
                settlementCurrency,
                newCollateral,
                newPositions,
                newOrders,
                accrued,
                attributes,
                newMarkets);
    }

    /** Settlement currency per unit of an asset of this snapshot; 1 for the settlement currency itself where it is not held. */
    public BigDecimal priceOf(String asset) {
        for (Collateral held : collateral) {
            if (held.asset().equals(asset)) {
                return held.price();
            }
        }
        return BigDecimal.ONE;
    }

    /**
     * Units of an asset with what has accrued in its favour; negative is a debt. What has accrued in the settlement currency is left out:
     * it counts as it is.
     */
    public BigDecimal heldOf(Collateral holding) {
        BigDecimal held = holding.quantity();
        if (!holding.asset().equals(settlementCurrency)) {
            for (Accrual accrual : accrued) {
                if (accrual.asset().equals(holding.asset()) && accrual.amount().signum() > 0) {
                    held = held.add(accrual.amount());
                }
            }
        }
        return held;
    }

    /** Units owed in an asset, zero or more: what is borrowed, the debt if its balance is one, and the interest that has accrued against it. */
    public BigDecimal owedIn(Collateral holding) {
        BigDecimal owed =
                holding.borrowed().add(heldOf(holding).min(BigDecimal.ZERO).negate());
        for (Accrual accrual : accrued) {
            if (accrual.asset().equals(holding.asset()) && accrual.isInterestOwed()) {
                owed = owed.subtract(accrual.amount());
            }
        }
        return owed;
    }

    /** Currency that an instrument of this snapshot is settled in, as its positions or orders tell it; the snapshot's where none does. */
    public String settlementCurrencyOf(String instrument) {
        for (Position position : positions) {
            String currency = position.settlementCurrency();
            if (currency != null && position.instrument().equals(instrument)) {
                return currency;
            }
        }
        for (OpenOrder order : openOrders) {
            String currency = order.settlementCurrency();
            if (currency != null && order.instrument().equals(instrument)) {
                return currency;
            }
        }
        return settlementCurrency;
    }

    /** Settlement currency of the snapshot for each 1 of the currency that an instrument is settled in, at the price of the collateral. */
    public BigDecimal conversionOf(String instrument) {
        return priceOf(settlementCurrencyOf(instrument));
    }

    /** Kind of contract of an instrument of this snapshot, as its positions or orders tell it; linear where none does. */
    public ContractKind contractOf(String instrument) {
        return contractOf(instrument, positions, openOrders);
    }

    /** Contract size of an instrument of this snapshot, as its positions or orders tell it; 1 where none does. */
    public BigDecimal multiplierOf(String instrument) {
        return multiplierOf(instrument, positions, openOrders);
    }

    /** Value of an order at its limit price, in the currency it is settled in; exact for a linear contract, to 34 digits for an inverse one. */
    public BigDecimal notionalOf(OpenOrder order) {
        BigDecimal units = order.quantity().multiply(multiplierOf(order.instrument()));
        return contractOf(order.instrument()).valueOf(units, order.limitPrice());
    }

    private static ContractKind contractOf(String instrument, List<Position> positions, List<OpenOrder> orders) {
        return told(instrument, positions, Position::contract, orders, OpenOrder::contract)
                .orElse(ContractKind.LINEAR);
    }

    private static BigDecimal multiplierOf(String instrument, List<Position> positions, List<OpenOrder> orders) {
        return told(instrument, positions, Position::multiplier, orders, OpenOrder::multiplier)
                .orElse(BigDecimal.ONE);
    }

    private static <T> Optional<T> told(
            String instrument,
            List<Position> positions,
            Function<Position, T> byPosition,
            List<OpenOrder> orders,
            Function<OpenOrder, @Nullable T> byOrder) {
        for (Position position : positions) {
            if (position.instrument().equals(instrument)) {
                return Optional.of(byPosition.apply(position));
            }
        }
        for (OpenOrder order : orders) {
            T value = byOrder.apply(order);
            if (order.instrument().equals(instrument) && value != null) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    private static void requireAgreement(OpenOrder order, String field, @Nullable Object given, Object told) {
        if (given != null && !given.equals(told)) {
            throw new IllegalArgumentException(
                    field + " of order `" + order.orderId() + "` differs from " + told + " of the same instrument");
        }
    }

    private static void requirePrice(
            @Nullable String currency, String settlementCurrency, List<Collateral> collateral) {
        if (currency != null && !hasPrice(currency, settlementCurrency, collateral)) {
            throw new IllegalArgumentException(
                    "settlement currency `" + currency + "` has no price among the collateral");
        }
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
