package io.plimsoll.market;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What stands in an instrument's order book, and at what price a position could be closed into it, volume by volume, as Vega finds its exit price.
 *
 * @param bids the highest first
 * @param asks the lowest first
 */
public record OrderBook(List<Level> bids, List<Level> asks) {

    /** So much that is bid or asked for at a price, both positive. */
    public record Level(BigDecimal price, BigDecimal quantity) {
        public Level {
            if (price.signum() <= 0 || quantity.signum() <= 0) {
                throw new IllegalArgumentException(
                        "price and quantity of a level must be positive, were " + price + " and " + quantity);
            }
        }
    }

    public OrderBook {
        bids = bids.stream()
                .sorted(Comparator.comparing(Level::price).reversed())
                .toList();
        asks = asks.stream().sorted(Comparator.comparing(Level::price)).toList();
    }

    /**
     * {@code Σ volume · price / quantity} over the best levels that take the quantity.
     *
     * @param position signed quantity, never zero: a long one is sold to the bids, a short one bought from the asks
     * @return to 34 digits, rounded against the position; empty where the book does not take all of it
     */
    public Optional<BigDecimal> exitPrice(BigDecimal position) {
        if (position.signum() == 0) {
            throw new IllegalArgumentException("a position of zero has no exit price");
        }
        BigDecimal left = position.abs();
        BigDecimal worth = Decimals.ZERO;
        for (Level level : position.signum() > 0 ? bids : asks) {
            BigDecimal taken = Decimals.smallest(left, level.quantity());
            worth = worth.add(taken.multiply(level.price()));
            left = left.subtract(taken);
        }
        if (left.signum() > 0) {
            return Optional.empty();
        }
        return Optional.of(
                position.signum() > 0
                        ? Decimals.quotientRoundedDown(worth, position)
                        : Decimals.quotientRoundedUp(worth, position.abs()));
    }

    /**
     * What closing a position into the book costs against its mark, as Vega counts it into the maintenance margin: {@code min(most, |position| · max(0, mark − exit
     * price))}, for a short {@code exit price − mark}.
     *
     * @param most what it counts for at most, and where the book does not take all of the position; price units times quantity, zero or more
     */
    public BigDecimal slippage(BigDecimal position, BigDecimal mark, BigDecimal most) {
        return exitPrice(position)
                .map(exit -> mark.subtract(exit).multiply(position))
                .map(lost -> Decimals.normalised(Decimals.largest(lost, Decimals.ZERO)))
                .map(lost -> Decimals.smallest(lost, most))
                .orElse(most);
    }
}
