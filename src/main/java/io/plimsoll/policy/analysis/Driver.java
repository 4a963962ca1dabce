package io.plimsoll.policy.analysis;

import io.plimsoll.decision.Case;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;

/**
 * The one quantity of an account that is moved while all else stays.
 *
 * @param name what is moved, such as {@code quantity of USDT}
 * @param now its value in the account as it is
 * @param tick the least by which it is moved
 * @param min least value, inclusive
 * @param max largest value, inclusive
 * @param looks values to look at beside those where a comparison turns
 * @param at the account at a value
 */
record Driver(
        String name,
        Meaning meaning,
        BigDecimal now,
        BigDecimal tick,
        BigDecimal min,
        BigDecimal max,
        List<BigDecimal> looks,
        Function<BigDecimal, Case> at) {
    Driver {
        looks = List.copyOf(looks);
    }
}
