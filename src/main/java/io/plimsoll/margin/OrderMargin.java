package io.plimsoll.margin;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.ContractKind;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.OpenOrder;
import io.plimsoll.account.OrderSide;
import io.plimsoll.account.Position;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Initial margin that open orders bind on top of the positions.
 *
 * <p>Per instrument only the worse side counts, because buys and sells cannot both make the account's exposure larger. Orders that shrink
 * the cross position bind nothing until they have closed it and opened the other side; reduce-only orders never bind.
 */
public final class OrderMargin {

    private OrderMargin() {}

    /** @param rates initial rate of each order by its id; an order without a rate binds nothing */
    public static BigDecimal of(AccountSnapshot snapshot, Map<String, BigDecimal> rates) {
        BigDecimal total = Decimals.ZERO;
        var instruments = new TreeSet<String>();
        snapshot.openOrders().forEach(order -> instruments.add(order.instrument()));
        for (String instrument : instruments) {
            total = total.add(Decimals.largest(
                    ofSide(snapshot, instrument, OrderSide.BUY, rates),
                    ofSide(snapshot, instrument, OrderSide.SELL, rates)));
        }
        return total;
    }

    private static BigDecimal ofSide(
            AccountSnapshot snapshot, String instrument, OrderSide side, Map<String, BigDecimal> rates) {
        List<OpenOrder> orders = new ArrayList<>();
        BigDecimal quantity = Decimals.ZERO;
        for (OpenOrder order : snapshot.openOrders()) {
            if (order.instrument().equals(instrument) && order.side() == side && !order.reduceOnly()) {
                orders.add(order);
                quantity = quantity.add(order.quantity());
            }
        }
        if (quantity.signum() == 0) {
            return Decimals.ZERO;
        }
        BigDecimal net = crossQuantity(snapshot, instrument);
        BigDecimal after = side == OrderSide.BUY ? net.add(quantity) : net.subtract(quantity);
        BigDecimal growth = Decimals.largest(after.abs().subtract(net.abs()), Decimals.ZERO);
        Function<OpenOrder, BigDecimal> marginPerUnit = marginPerUnit(
                snapshot.contractOf(instrument),
                snapshot.multiplierOf(instrument).multiply(snapshot.conversionOf(instrument)),
                rates);
        return marginOfDearest(growth, orders, marginPerUnit);
    }

    private static Function<OpenOrder, BigDecimal> marginPerUnit(
            ContractKind contract, BigDecimal multiplier, Map<String, BigDecimal> rates) {
        return order -> contract.valueOf(multiplier, order.limitPrice())
                .multiply(rates.getOrDefault(order.orderId(), Decimals.ZERO));
    }

    /** Margin of a quantity of the orders, the ones that bind most first, because nobody knows which will fill. */
    private static BigDecimal marginOfDearest(
            BigDecimal quantity, List<OpenOrder> orders, Function<OpenOrder, BigDecimal> marginPerUnit) {
        BigDecimal margin = Decimals.ZERO;
        BigDecimal left = quantity;
        for (OpenOrder order : orders.stream()
                .sorted(Comparator.comparing(marginPerUnit).reversed())
                .toList()) {
            BigDecimal taken = Decimals.smallest(left, order.quantity());
            margin = margin.add(taken.multiply(marginPerUnit.apply(order)));
            left = left.subtract(taken);
        }
        return margin;
    }

    /** Negative where more is sold than bought. */
    private static BigDecimal crossQuantity(AccountSnapshot snapshot, String instrument) {
        BigDecimal net = Decimals.ZERO;
        for (Position position : snapshot.positions()) {
            if (position.mode() == MarginMode.CROSS && position.instrument().equals(instrument)) {
                net = net.add(position.quantity());
            }
        }
        return net;
    }
}
