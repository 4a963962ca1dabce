package io.plimsoll.money;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Splits an amount or a quantity so that the parts sum to it to the last unit. */
public final class Apportionment {

    private Apportionment() {}

    /**
     * Parts in proportion to weights, by the largest remainder: each part is rounded down to the step, and what is left goes, a step each, to
     * the parts that lost most by that; of equal losses to the earlier. A part is never above its weight where the total is not above
     * their sum and the weights are multiples of the step.
     *
     * @param total zero or more, a multiple of the step
     * @param weights zero or more each, not all zero unless the total is
     * @param step positive: the currency's last unit, or a lot
     * @return one part for each weight, in their order
     * @throws IllegalArgumentException if an argument is none of these
     */
    public static List<BigDecimal> byLargestRemainder(BigDecimal total, List<BigDecimal> weights, BigDecimal step) {
        requireArguments(total, weights, step);
        BigDecimal sum = weights.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        if (total.signum() == 0) {
            return weights.stream().map(weight -> BigDecimal.ZERO).toList();
        }
        BigDecimal unit = sum.multiply(step);
        List<BigDecimal> parts = new ArrayList<>();
        List<BigDecimal> remainders = new ArrayList<>();
        BigDecimal left = total;
        for (BigDecimal weight : weights) {
            BigDecimal[] steps = total.multiply(weight).divideAndRemainder(unit);
            BigDecimal part = steps[0].multiply(step);
            parts.add(part);
            remainders.add(steps[1]);
            left = left.subtract(part);
        }
        List<Integer> neediest = IntStream.range(0, weights.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> remainders.get(i)).reversed())
                .toList();
        for (int i = 0; left.signum() > 0; i++) {
            parts.set(neediest.get(i), parts.get(neediest.get(i)).add(step));
            left = left.subtract(step);
        }
        return parts.stream().map(Decimals::normalised).toList();
    }

    /**
     * Parts in proportion to weights where each is rounded down to the step and the last has the rest, as Vega settles what it collected of those who
     * lost.
     *
     * @param total zero or more, a multiple of the step
     * @param weights zero or more each, not all zero unless the total is
     * @param step positive
     * @return one part for each weight, in their order
     * @throws IllegalArgumentException if an argument is none of these
     */
    public static List<BigDecimal> withRestToLast(BigDecimal total, List<BigDecimal> weights, BigDecimal step) {
        requireArguments(total, weights, step);
        BigDecimal unit =
                weights.stream().reduce(BigDecimal.ZERO, BigDecimal::add).multiply(step);
        List<BigDecimal> parts = new ArrayList<>();
        BigDecimal left = total;
        for (int i = 0; i < weights.size(); i++) {
            boolean isLast = i == weights.size() - 1;
            BigDecimal part = isLast || total.signum() == 0
                    ? left
                    : total.multiply(weights.get(i)).divideToIntegralValue(unit).multiply(step);
            parts.add(Decimals.normalised(part));
            left = left.subtract(part);
        }
        return parts;
    }

    private static void requireArguments(BigDecimal total, List<BigDecimal> weights, BigDecimal step) {
        if (step.signum() <= 0) {
            throw new IllegalArgumentException("the step must be positive, was " + step);
        }
        boolean whole = total.remainder(step).signum() == 0;
        if (total.signum() < 0 || !whole) {
            throw new IllegalArgumentException("the total must be a multiple of " + step + ", was " + total);
        }
        if (weights.stream().anyMatch(weight -> weight.signum() < 0)) {
            throw new IllegalArgumentException("no weight may be negative: " + weights);
        }
        if (total.signum() > 0 && weights.stream().allMatch(weight -> weight.signum() == 0)) {
            throw new IllegalArgumentException("nobody has a weight to bear " + total + " by");
        }
    }
}
