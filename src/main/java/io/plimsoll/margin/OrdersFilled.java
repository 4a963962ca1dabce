package io.plimsoll.margin;

import io.plimsoll.account.Position;
import io.plimsoll.account.PositionId;
import io.plimsoll.market.PriceSource;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A margin account after the open orders of one contract and one side have filled, the nearest to the market first, each at its own price; the market moves
 * there meanwhile. An order that lies beyond the liquidation price before it never fills, nor do those behind it. So Vega estimates liquidation prices with orders.
 *
 * @param account with the price of the contract at that of the last order filled; what the orders bound as initial margin is as it was
 * @param filled in their order
 * @param liquidation price of the position that is then held; null where none is held, or no positive price breaches
 */
public record OrdersFilled(
        MarginAccount account, List<Order> filled, @Nullable BigDecimal liquidation) {

    /**
     * An order that is open.
     *
     * @param quantity signed, positive to buy
     * @param price at which it fills, positive; of a market order the mark
     */
    public record Order(BigDecimal quantity, BigDecimal price) {
        public Order {
            if (quantity.signum() == 0 || price.signum() <= 0) {
                throw new IllegalArgumentException(
                        "an order has a quantity and a positive price, had " + quantity + " and " + price);
            }
        }
    }

    public OrdersFilled {
        filled = List.copyOf(filled);
    }

    /**
     * @param contract says what the orders are in; its quantity and entry price mean nothing, what the account holds of it in the same mode does
     * @param orders all to buy or all to sell
     * @throws IllegalArgumentException if they are both, the account is hedged in the contract, the rules have no terms for what is held after an order, or the contract
     *     is settled in another currency and the account, which holds none of it, does not say at which price
     */
    public static OrdersFilled of(
            MarginAccount account,
            Position contract,
            List<Order> orders,
            MaintenanceConvention convention,
            TermsAt termsAt) {
        if (orders.stream().map(order -> order.quantity().signum()).distinct().count() > 1) {
            throw new IllegalArgumentException("orders to buy and orders to sell are filled apart");
        }
        Comparator<Order> nearest = Comparator.comparing(order ->
                order.price().multiply(BigDecimal.valueOf(-order.quantity().signum())));
        OrdersFilled filled = new OrdersFilled(account, List.of(), liquidation(account, contract, convention, termsAt));
        for (Order order : orders.stream().sorted(nearest).toList()) {
            if (filled.isClosedBefore(order, contract)) {
                return filled;
            }
            filled = filled.after(order, contract, convention, termsAt);
        }
        return filled;
    }

    /** True if the position that an order would add to is liquidated at a price nearer than the order's. */
    private boolean isClosedBefore(Order order, Position contract) {
        BigDecimal price = liquidation;
        return price != null
                && held(account, contract)
                        .map(held -> held.priced().position().quantity().signum()
                                == order.quantity().signum())
                        .orElse(false)
                && order.price().subtract(price).multiply(order.quantity()).signum() < 0;
    }

    private OrdersFilled after(Order order, Position contract, MaintenanceConvention convention, TermsAt termsAt) {
        Optional<PricedPosition> before =
                held(account, contract).map(held -> held.priced().atPrice(order.price()));
        BigDecimal quantity = before.map(priced -> priced.position().quantity())
                .orElse(Decimals.ZERO)
                .add(order.quantity());
        PricedPosition like = before.orElseGet(() -> unheld(order, contract));
        List<PricedPosition> positions = new ArrayList<>(others(contract));
        BigDecimal gained = before.map(PricedPosition::equityValue).orElse(Decimals.ZERO);
        if (quantity.signum() != 0) {
            PricedPosition entered = new PricedPosition(
                    contract.entered(quantity, order.price()), order.price(), like.source(), like.conversion());
            gained = gained.subtract(entered.equityValue()); // the premium, of an option
            positions.add(entered);
        }
        MarginAccount traded = account.closed(like, gained, Decimals.ZERO, List.of());
        MarginAccount there = termsAt.at(traded, positions)
                .orElseThrow(() -> new IllegalArgumentException("the rules have no terms after " + order));
        List<Order> more = new ArrayList<>(filled);
        more.add(order);
        return new OrdersFilled(there, more, liquidation(there, contract, convention, termsAt));
    }

    private static PricedPosition unheld(Order order, Position contract) {
        if (contract.settlementCurrency() != null) {
            throw new IllegalArgumentException("nothing says what 1 " + contract.settlementCurrency() + " is worth");
        }
        return new PricedPosition(contract.entered(order.quantity(), order.price()), order.price(), PriceSource.LAST);
    }

    private List<PricedPosition> others(Position contract) {
        return account.positions().stream()
                .filter(held -> !isOf(contract, held.id()))
                .map(MarginedPosition::priced)
                .toList();
    }

    private static @Nullable BigDecimal liquidation(
            MarginAccount account, Position contract, MaintenanceConvention convention, TermsAt termsAt) {
        return held(account, contract)
                .map(held -> LiquidationPrices.of(account, convention, termsAt).get(held.id()))
                .map(PositionPrices::liquidation)
                .orElse(null);
    }

    private static Optional<MarginedPosition> held(MarginAccount account, Position contract) {
        List<MarginedPosition> held = account.positions().stream()
                .filter(position -> isOf(contract, position.id()))
                .toList();
        if (held.size() > 1) {
            throw new IllegalArgumentException("`" + contract.instrument()
                    + "` is held on both sides, and nobody can say which of them an order fills");
        }
        return held.stream().findFirst();
    }

    private static boolean isOf(Position contract, PositionId id) {
        return id.instrument().equals(contract.instrument()) && id.mode() == contract.mode();
    }
}
