package io.plimsoll.margin;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/**
 * What a walk goes along: equity against requirement by one value.
 *
 * @param <A> an answer of the rules about a value
 */
interface WalkPath<A> {

    /** The value from which the walk starts. */
    BigDecimal today();

    boolean isBreachedAt(BigDecimal value, A answer);

    /** True if surely nothing between two values breaches. */
    boolean isClear(BigDecimal from, A there, BigDecimal to, A farther);

    /** True if two answers are the same terms, between which the path is known to be straight. */
    boolean isStraightBetween(A there, A farther);

    /** Where the lines meet farther out, were the terms the same as there; empty where they do not, or the path is no line. */
    Optional<BigDecimal> meetingOutwards(BigDecimal from, A there, boolean rising);

    /** Where to look between a value that does not breach and one that may. */
    BigDecimal between(BigDecimal from, A there, BigDecimal to, Optional<A> farther, int question);

    /** Values that agree to so many digits are the same. */
    MathContext same();
}
