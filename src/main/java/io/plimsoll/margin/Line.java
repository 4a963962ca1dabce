package io.plimsoll.margin;

import java.math.BigDecimal;

/**
 * An amount that changes by a slope for each 1 that something else changes.
 *
 * @param atZero where that is zero
 */
record Line(BigDecimal atZero, BigDecimal slope) {

    BigDecimal at(BigDecimal value) {
        return atZero.add(slope.multiply(value));
    }
}
