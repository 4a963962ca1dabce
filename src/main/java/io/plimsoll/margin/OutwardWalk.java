package io.plimsoll.margin;

import static io.plimsoll.money.Decimals.QUOTIENT;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.Optional;

/**
 * Walks along the value of a group of positions and steps over a stretch only where nothing in it can breach: because equity at both of
 * its ends covers the most that the stretch can require, or because both ends have the same terms, so that the lines are known in
 * between.
 *
 * <p>It finds the nearest breach of a hedge whatever jumps its requirement makes, as long as the requirement does not fall where the
 * notional grows.
 */
final class OutwardWalk implements BreachSearch {

    /** How far up a requirement may outgrow a profit slowly, as a multiple of today's value. */
    static final BigDecimal FAR_AWAY = new BigDecimal("1E6");

    private final GroupBalance balance;
    private final Walk<Requirement> walk;

    private OutwardWalk(GroupBalance balance, Walk<Requirement> walk) {
        this.balance = balance;
        this.walk = walk;
    }

    /** Down to next to nothing. */
    static OutwardWalk falling(GroupBalance balance, Requirement today) {
        return new OutwardWalk(balance, Walk.falling(new Lines(balance), today));
    }

    /** @param multiple of today's value, 2 or more, up to which it looks */
    static OutwardWalk rising(GroupBalance balance, Requirement today, BigDecimal multiple) {
        return new OutwardWalk(balance, Walk.rising(new Lines(balance), today, multiple));
    }

    @Override
    public PriceGroup group() {
        return balance.group();
    }

    @Override
    public boolean startsSomewhere() {
        return true;
    }

    @Override
    public BigDecimal asked() {
        return walk.asked();
    }

    @Override
    public Optional<Breach> found() {
        return walk.found();
    }

    @Override
    public boolean goesOnAfter(Optional<Requirement> answer) {
        return walk.goesOnAfter(answer);
    }

    /** Equity and requirement of a group, straight lines while its terms stay the same. */
    private record Lines(GroupBalance balance) implements WalkPath<Requirement> {

        @Override
        public BigDecimal today() {
            return balance.group().today();
        }

        @Override
        public boolean isBreachedAt(BigDecimal value, Requirement required) {
            return balance.isBreachedAt(value, required);
        }

        @Override
        public boolean isClear(BigDecimal from, Requirement there, BigDecimal to, Requirement farther) {
            boolean rising = to.compareTo(from) > 0;
            BigDecimal mostRequired = balance.requiredAt(rising ? to : from, rising ? farther : there);
            BigDecimal leastEquity = Decimals.smallest(balance.equityAt(from), balance.equityAt(to));
            return leastEquity.compareTo(mostRequired) >= 0;
        }

        @Override
        public boolean isStraightBetween(Requirement there, Requirement farther) {
            return there.equals(farther);
        }

        @Override
        public Optional<BigDecimal> meetingOutwards(BigDecimal from, Requirement there, boolean rising) {
            return balance.meetings(there).stream()
                    .filter(value -> rising ? value.compareTo(from) >= 0 : value.compareTo(from) <= 0)
                    .min(Comparator.comparing(value -> value.subtract(from).abs()));
        }

        @Override
        public BigDecimal between(
                BigDecimal from, Requirement there, BigDecimal to, Optional<Requirement> farther, int question) {
            return from.add(to, QUOTIENT).divide(TWO, QUOTIENT);
        }

        @Override
        public MathContext same() {
            return SAME;
        }
    }
}
