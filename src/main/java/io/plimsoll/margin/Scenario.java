package io.plimsoll.margin;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.Comparator;

/**
 * One cell of a scenario grid: what becomes of an underlying's price and of its options' volatility, and how much of the loss counts.
 *
 * @param underlying what the positions it moves follow
 * @param name for the person who is told which cell is the worst
 * @param priceMove fraction of each position's price, above −1; −0.1 is a fall of 10 %
 * @param weight fraction of the loss that counts, zero or more; extreme scenarios are often weighted by 0.35
 */
public record Scenario(
        String underlying, String name, BigDecimal priceMove, VolatilityMove volatilityMove, BigDecimal weight)
        implements Comparable<Scenario> {

    private static final Comparator<Scenario> ORDER = Comparator.comparing(Scenario::underlying)
            .thenComparing(Scenario::priceMove)
            .thenComparing(of -> of.volatilityMove().relative())
            .thenComparing(of -> of.volatilityMove().points())
            .thenComparing(of -> of.volatilityMove().exponent())
            .thenComparing(Scenario::weight)
            .thenComparing(Scenario::name);

    public Scenario {
        priceMove = Decimals.normalised(priceMove);
        weight = Decimals.normalised(weight);
        if (priceMove.compareTo(Decimals.ONE.negate()) <= 0) {
            throw new IllegalArgumentException("a price must not fall by all of itself, the move was " + priceMove);
        }
        if (weight.signum() < 0) {
            throw new IllegalArgumentException("the weight of a scenario must not be negative, was " + weight);
        }
    }

    /** By underlying, then from the deepest fall to the highest rise: the order of a grid on paper. */
    @Override
    public int compareTo(Scenario other) {
        return ORDER.compare(this, other);
    }
}
