package io.plimsoll.auction;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** A portfolio that is handed over in equal parts of every leg, so that what hedges stays beside what it hedges. */
public final class PortfolioSlices {

    private PortfolioSlices() {}

    /**
     * One leg: a position or an amount of collateral.
     *
     * @param quantity signed
     * @param step what a part is a multiple of, positive; only the last part may be another quantity
     */
    public record Leg(BigDecimal quantity, BigDecimal step) {
        public Leg {
            if (step.signum() <= 0) {
                throw new IllegalArgumentException("the step must be positive, was " + step);
            }
        }
    }

    /**
     * The same share of every leg, rounded towards zero to its step.
     *
     * @param share of the portfolio, above 0 to 1; at 1 every leg goes whole
     */
    public static List<BigDecimal> share(List<Leg> legs, BigDecimal share) {
        if (share.signum() <= 0 || share.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("the share must lie between 0 and 1, was " + share);
        }
        return legs.stream()
                .map(leg -> share.compareTo(BigDecimal.ONE) == 0
                        ? Decimals.normalised(leg.quantity())
                        : inSteps(leg.quantity().multiply(share), leg.step()))
                .toList();
    }

    /**
     * The least share of a portfolio whose sale restores its margin, as Derive limits a bidder: {@code −margin / (bid − margin)}. The margin of what is left
     * shrinks in proportion, and what is paid counts in full.
     *
     * @param margin what the portfolio is worth above its requirement, settlement currency, negative
     * @param bid for the whole portfolio, settlement currency, not negative
     * @return above 0 to 1, rounded up at 34 digits
     */
    public static BigDecimal restoring(BigDecimal margin, BigDecimal bid) {
        if (margin.signum() >= 0 || bid.signum() < 0) {
            throw new IllegalArgumentException(
                    "the margin must be negative and the bid must not, were " + margin + " and " + bid);
        }
        return Decimals.quotientRoundedUp(margin.negate(), bid.subtract(margin));
    }

    /**
     * So many parts, as equal as the steps allow; of each leg they sum to the whole.
     *
     * @param count 1 or more
     * @return the parts in the order in which they are sold, each with one quantity for each leg
     */
    public static List<List<BigDecimal>> equal(List<Leg> legs, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("there must be 1 part or more, not " + count);
        }
        List<List<BigDecimal>> parts = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            List<BigDecimal> part = new ArrayList<>();
            for (Leg leg : legs) {
                part.add(Decimals.normalised(sold(leg, i, count).subtract(sold(leg, i - 1, count))));
            }
            parts.add(List.copyOf(part));
        }
        return parts;
    }

    private static BigDecimal sold(Leg leg, int parts, int of) {
        if (parts == of) {
            return leg.quantity();
        }
        BigDecimal steps = leg.quantity()
                .multiply(BigDecimal.valueOf(parts))
                .divide(leg.step().multiply(BigDecimal.valueOf(of)), 0, RoundingMode.DOWN);
        return steps.multiply(leg.step());
    }

    private static BigDecimal inSteps(BigDecimal quantity, BigDecimal step) {
        return Decimals.normalised(quantity.divide(step, 0, RoundingMode.DOWN).multiply(step));
    }
}
