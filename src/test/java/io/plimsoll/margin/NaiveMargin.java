package io.plimsoll.margin;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.ContractKind;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.OpenOrder;
import io.plimsoll.account.OrderSide;
import io.plimsoll.account.Position;
import io.plimsoll.account.PositionId;
import io.plimsoll.fixtures.Brackets;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The kernel once more, written from margin-math, plain and slow: whole books are valued again at every price that is tried, and the
 * answer is found by looking everywhere. Amounts are rounded to cents as {@code Accounts.CENTS} says.
 */
record NaiveMargin(BigDecimal wallet, BigDecimal addOn, List<Position> positions, Brackets brackets) {

    /** Prices tried on each side of today's; the first half in even steps, the rest ever wider. */
    private static final int PRICES_TRIED = 400;

    /** Far finer than the kernel's quotients. */
    private static final MathContext FINE = new MathContext(60);

    /** {@code wallet + Σ q·(P − E)·m}, of inverse contracts {@code q·m·(1/E − 1/P)}, with one instrument at another price if asked. */
    BigDecimal equityAt(@Nullable PositionId moved, @Nullable BigDecimal price) {
        Map<PositionId, BigDecimal> prices = new HashMap<>();
        for (Position position : positions) {
            if (isMovedWith(moved, position)) {
                prices.put(position.id(), price);
            }
        }
        return equityAt(prices);
    }

    private static boolean isMovedWith(@Nullable PositionId moved, Position position) {
        return moved != null && moved.instrument().equals(position.instrument());
    }

    /** The same with some positions at other prices. */
    BigDecimal equityAt(Map<PositionId, BigDecimal> prices) {
        BigDecimal equity = wallet;
        for (Position position : positions) {
            BigDecimal at = prices.getOrDefault(position.id(), position.mark().price());
            BigDecimal worth = valueOf(position, position.quantity(), at);
            BigDecimal entered = valueOf(position, position.quantity(), position.entryPrice());
            equity = equity.add(
                    position.contract() == ContractKind.INVERSE ? entered.subtract(worth) : worth.subtract(entered));
        }
        return equity;
    }

    /** {@code Σ factor·(N·rate − deduction) + add-ons}, with one instrument at another price if asked. */
    BigDecimal maintenanceAt(@Nullable PositionId moved, @Nullable BigDecimal price) {
        BigDecimal total = addOn;
        for (Position position : positions) {
            BigDecimal at =
                    isMovedWith(moved, position) ? price : position.mark().price();
            total = total.add(maintenanceOf(position, position.quantity(), at));
        }
        return total;
    }

    BigDecimal equityRoundedDown() {
        return equityAt(null, null).setScale(2, RoundingMode.FLOOR);
    }

    BigDecimal maintenanceRoundedUp() {
        BigDecimal total = addOn.setScale(2, RoundingMode.CEILING);
        for (Position position : positions) {
            total = total.add(
                    maintenanceOf(position, position.quantity(), position.mark().price())
                            .setScale(2, RoundingMode.CEILING));
        }
        return total;
    }

    boolean isBreachedAt(PositionId moved, BigDecimal price, boolean afterCosts) {
        BigDecimal equity = equityAt(moved, price);
        if (afterCosts) {
            for (Position position : positions) {
                if (isMovedWith(moved, position)) {
                    equity =
                            equity.subtract(costOf(position, position.quantity().abs(), price));
                }
            }
        }
        return equity.compareTo(maintenanceAt(moved, price)) < 0;
    }

    /** Prices on the side of today's price on which a position loses, nearest first. */
    List<BigDecimal> losingPrices(Position position) {
        return position.quantity().signum() > 0 ? pricesBelow(position) : pricesAbove(position);
    }

    List<BigDecimal> pricesBelow(Position position) {
        return pricesAwayFrom(position.mark().price(), BigDecimal.ONE.negate(), new BigDecimal("0.96"));
    }

    List<BigDecimal> pricesAbove(Position position) {
        return pricesAwayFrom(position.mark().price(), BigDecimal.ONE, new BigDecimal("1.06"));
    }

    private static List<BigDecimal> pricesAwayFrom(BigDecimal today, BigDecimal direction, BigDecimal everWider) {
        List<BigDecimal> prices = new ArrayList<>();
        for (int i = 1; i < PRICES_TRIED / 2; i++) {
            BigDecimal part = today.multiply(BigDecimal.valueOf(2L * i)).divide(BigDecimal.valueOf(PRICES_TRIED));
            prices.add(today.add(part.multiply(direction)));
        }
        BigDecimal last = prices.getLast();
        for (int i = 0; i < PRICES_TRIED / 2; i++) {
            last = last.multiply(everWider).setScale(20, RoundingMode.HALF_UP);
            prices.add(last);
        }
        return prices;
    }

    /** Per instrument and side, unit by unit: the dearest units first, until as many are taken as the position would grow by. */
    static BigDecimal orderMargin(AccountSnapshot snapshot, Map<String, BigDecimal> rates, BigDecimal unit) {
        Map<String, Map<OrderSide, BigDecimal>> bound = new HashMap<>();
        for (OpenOrder order : snapshot.openOrders()) {
            for (OrderSide side : OrderSide.values()) {
                bound.computeIfAbsent(order.instrument(), instrument -> new HashMap<>())
                        .put(side, boundBySide(snapshot, rates, unit, order.instrument(), side));
            }
        }
        return bound.values().stream()
                .map(sides -> sides.get(OrderSide.BUY).max(sides.get(OrderSide.SELL)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal boundBySide(
            AccountSnapshot snapshot,
            Map<String, BigDecimal> rates,
            BigDecimal unit,
            String instrument,
            OrderSide side) {
        BigDecimal net = BigDecimal.ZERO;
        BigDecimal multiplier = BigDecimal.ONE;
        for (Position position : snapshot.positions()) {
            if (position.instrument().equals(instrument) && position.mode() == MarginMode.CROSS) {
                net = net.add(position.quantity());
                multiplier = position.multiplier();
            }
        }
        List<BigDecimal> marginOfUnits = new ArrayList<>();
        for (OpenOrder order : snapshot.openOrders()) {
            if (order.instrument().equals(instrument) && order.side() == side && !order.reduceOnly()) {
                BigDecimal rate = rates.getOrDefault(order.orderId(), BigDecimal.ZERO);
                for (BigDecimal left = order.quantity(); left.signum() > 0; left = left.subtract(unit)) {
                    marginOfUnits.add(
                            unit.multiply(order.limitPrice()).multiply(rate).multiply(multiplier));
                }
            }
        }
        marginOfUnits.sort(null);
        BigDecimal all = unit.multiply(BigDecimal.valueOf(marginOfUnits.size()));
        BigDecimal after = side == OrderSide.BUY ? net.add(all) : net.subtract(all);
        BigDecimal growth = after.abs().subtract(net.abs());
        BigDecimal bound = BigDecimal.ZERO;
        for (; growth.signum() > 0; growth = growth.subtract(unit)) {
            bound = bound.add(marginOfUnits.removeLast());
        }
        return bound;
    }

    /**
     * The fewest lots that restore a ratio, tried one after the other: the position with the largest requirement is closed first. Where no
     * number of its lots restores, as many are closed as leave least missing, before the next position is touched; where that never
     * restores, everything is closed.
     */
    Map<PositionId, BigDecimal> fewestLots(BigDecimal target, Function<PositionId, BigDecimal> lots) {
        List<Position> largestFirst = new ArrayList<>(positions);
        largestFirst.sort((one, other) -> {
            int byMargin = maintenanceOf(other, other.quantity(), other.mark().price())
                    .compareTo(maintenanceOf(one, one.quantity(), one.mark().price()));
            return byMargin != 0 ? byMargin : one.id().compareTo(other.id());
        });
        Map<PositionId, BigDecimal> closed = new HashMap<>();
        for (Position position : largestFirst) {
            if (isRestored(closed, target)) {
                return closed;
            }
            BigDecimal held = position.quantity().abs();
            BigDecimal lot = lots.apply(position.id());
            Map<PositionId, BigDecimal> nearest = closed;
            for (BigDecimal quantity = lot; ; quantity = quantity.add(lot)) {
                Map<PositionId, BigDecimal> tried = new HashMap<>(closed);
                tried.put(position.id(), quantity.min(held));
                if (isRestored(tried, target)) {
                    return tried;
                }
                if (missing(tried, target).compareTo(missing(nearest, target)) < 0) {
                    nearest = tried;
                }
                if (quantity.compareTo(held) >= 0) {
                    break;
                }
            }
            closed = nearest;
        }
        if (isRestored(closed, target)) {
            return closed;
        }
        Map<PositionId, BigDecimal> everything = new HashMap<>();
        positions.forEach(
                position -> everything.put(position.id(), position.quantity().abs()));
        return everything;
    }

    /** What is needed less equity after the costs of closing, not rounded. */
    private BigDecimal missing(Map<PositionId, BigDecimal> closed, BigDecimal target) {
        BigDecimal equity = equityAt(null, null);
        BigDecimal required = addOn;
        for (Position position : positions) {
            BigDecimal gone = closed.getOrDefault(position.id(), BigDecimal.ZERO);
            BigDecimal left = position.quantity().abs().subtract(gone);
            equity = equity.subtract(costOf(position, gone, position.mark().price()));
            if (left.signum() > 0) {
                required = required.add(
                        maintenanceOf(position, left, position.mark().price()));
            }
        }
        return target.multiply(required).subtract(equity);
    }

    /** Equity after the costs of closing against the target multiple of what is left, rounded as rules see them. */
    boolean isRestored(Map<PositionId, BigDecimal> closed, BigDecimal target) {
        BigDecimal equity = equityAt(null, null);
        BigDecimal required = addOn.setScale(2, RoundingMode.CEILING);
        for (Position position : positions) {
            BigDecimal gone = closed.getOrDefault(position.id(), BigDecimal.ZERO);
            BigDecimal left = position.quantity().abs().subtract(gone);
            equity = equity.subtract(costOf(position, gone, position.mark().price()));
            if (left.signum() > 0) {
                required = required.add(
                        maintenanceOf(position, left, position.mark().price()).setScale(2, RoundingMode.CEILING));
            }
        }
        return equity.setScale(2, RoundingMode.FLOOR).compareTo(target.multiply(required)) >= 0;
    }

    private BigDecimal maintenanceOf(Position position, BigDecimal quantity, BigDecimal price) {
        BigDecimal notional = valueOf(position, quantity.abs(), price);
        PositionTerms terms = brackets.termsAt(notional);
        RequirementLine line = terms.maintenance();
        BigDecimal required = notional.multiply(line.rate()).subtract(line.deduction());
        return terms.factor().multiply(required.max(BigDecimal.ZERO)).add(terms.addOn());
    }

    private BigDecimal costOf(Position position, BigDecimal quantity, BigDecimal price) {
        BigDecimal rate = brackets.termsAt(BigDecimal.ONE).closingCostRate();
        return rate.multiply(valueOf(position, quantity, price));
    }

    private static BigDecimal valueOf(Position position, BigDecimal quantity, BigDecimal price) {
        BigDecimal units = quantity.multiply(position.multiplier());
        return position.contract() == ContractKind.INVERSE ? units.divide(price, FINE) : units.multiply(price);
    }
}
