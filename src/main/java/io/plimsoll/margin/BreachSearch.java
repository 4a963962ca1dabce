package io.plimsoll.margin;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;

/**
 * The search for one breach of one group of positions, step by step, so that all searches of an account can put their question to the rules
 * together. It goes by the value of a unit ({@link PriceGroup}).
 *
 * <p>A value for which the rules have no terms counts as breached, because nothing decided there could be healthy.
 */
sealed interface BreachSearch permits LineSearch, OutwardWalk {

    /** Values that agree to this many digits are the same; the four digits beyond are lost to rounded quotients. */
    MathContext SAME = new MathContext(30);

    /** Fraction of a value that lies in the lowest bracket of any schedule. */
    BigDecimal NEXT_TO_NOTHING = new BigDecimal("1E-12");

    BigDecimal TWO = BigDecimal.valueOf(2);

    /**
     * A breach that was found.
     *
     * @param value of one unit of the group's first leg, positive
     * @param endOfTables true if it is only the last value for which the rules have terms
     */
    record Breach(BigDecimal value, boolean endOfTables) {}

    PriceGroup group();

    /** False if the rules need not be asked. */
    boolean startsSomewhere();

    /** Where the rules are to be asked next. */
    BigDecimal asked();

    /**
     * Takes the answer; false if the search is over.
     *
     * @param answer what is required at {@link #asked()}; empty if the rules have no terms there
     */
    boolean goesOnAfter(Optional<Requirement> answer);

    Optional<Breach> found();

    /** Another search to take this one's place, which found nothing for a reason of its own. */
    default Optional<BreachSearch> instead() {
        return Optional.empty();
    }

    /** The legs where the rules are to be asked next. */
    default List<PricedPosition> moved() {
        return group().at(asked());
    }

    static boolean isSame(BigDecimal value, BigDecimal other) {
        return value.compareTo(other) == 0 || value.round(SAME).compareTo(other.round(SAME)) == 0;
    }
}
