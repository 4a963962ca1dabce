package io.plimsoll.margin;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.Comparator;

/**
 * One cell of a scenario grid: what becomes of an underlying's price and of its options' volatility, and how much of the loss counts.
 *
 * @param underlying what the positions it moves follow, or the name of a grid of positions with moves of their own
 * @param name for the person who is told which cell is the worst
 * @param priceMove fraction of each position's price, above −1; −0.1 is a fall of 10 %
 * @param pricePoints amount that is added to each price then, in price units, of an option to its forward; SPAN moves all months of a commodity so
 * @param weight fraction of the loss that counts, zero or more; extreme scenarios are often weighted by 0.35
 */
public record Scenario(
        String underlying,
        String name,
        BigDecimal priceMove,
        BigDecimal pricePoints,
        VolatilityMove volatilityMove,
        BigDecimal weight)
        implements Comparable<Scenario> {

    private static final Comparator<Scenario> ORDER = Comparator.comparing(Scenario::underlying)
            .thenComparing(Scenario::priceMove)
            .thenComparing(Scenario::pricePoints)
            .thenComparing(of -> of.volatilityMove().relative())
            .thenComparing(of -> of.volatilityMove().points())
            .thenComparing(of -> of.volatilityMove().exponent())
            .thenComparing(Scenario::weight)
            .thenComparing(Scenario::name);

    public Scenario {
        priceMove = Decimals.normalised(priceMove);
        pricePoints = Decimals.normalised(pricePoints);
        weight = Decimals.normalised(weight);
        if (priceMove.compareTo(Decimals.ONE.negate()) <= 0) {
            throw new IllegalArgumentException("a price must not fall by all of itself, the move was " + priceMove);
        }
        if (weight.signum() < 0) {
            throw new IllegalArgumentException("the weight of a scenario must not be negative, was " + weight);
        }
    }

    /** A cell whose prices move by a fraction alone. */
    public Scenario(
            String underlying, String name, BigDecimal priceMove, VolatilityMove volatilityMove, BigDecimal weight) {
        this(underlying, name, priceMove, Decimals.ZERO, volatilityMove, weight);
    }

    /** The same cell for a position whose price moves by a multiple of it, zero or more; never by all of itself. */
    Scenario times(BigDecimal factor) {
        if (factor.compareTo(Decimals.ONE) == 0) {
            return this;
        }
        BigDecimal move =
                Decimals.largest(priceMove.multiply(factor), BreachSearch.NEXT_TO_NOTHING.subtract(Decimals.ONE));
        return new Scenario(underlying, name, move, pricePoints.multiply(factor), volatilityMove, weight);
    }

    /** The same cell where the time to expiry changes its volatility move. */
    Scenario with(VolatilityTerm term) {
        return new Scenario(underlying, name, priceMove, pricePoints, volatilityMove.with(term), weight);
    }

    /** The same cell for a position whose price moves by a fraction of its own, above −1. */
    Scenario to(BigDecimal ownMove) {
        return new Scenario(underlying, name, ownMove, Decimals.ZERO, volatilityMove, weight);
    }

    /** Where a price goes, exact; a fall in points beyond all of it leaves next to nothing. */
    BigDecimal moved(BigDecimal price) {
        BigDecimal there = price.multiply(Decimals.ONE.add(priceMove)).add(pricePoints);
        return Decimals.normalised(there.signum() > 0 ? there : price.multiply(BreachSearch.NEXT_TO_NOTHING));
    }

    /** By what fraction of itself the moved price changes where the price changes by all of it: 1 but for moves in points. */
    BigDecimal follows(BigDecimal price) {
        return pricePoints.signum() == 0
                ? Decimals.ONE
                : price.multiply(Decimals.ONE.add(priceMove)).divide(moved(price), Decimals.QUOTIENT);
    }

    /** By underlying, then from the deepest fall to the highest rise: the order of a grid on paper. */
    @Override
    public int compareTo(Scenario other) {
        return ORDER.compare(this, other);
    }
}
