package io.plimsoll.margin;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;

/**
 * A requirement that is linear in notional: {@code notional · rate − deduction}, never below zero.
 *
 * @param rate fraction of notional, zero or more
 * @param deduction settlement currency, zero or more; keeps a tiered requirement continuous at a bracket's floor
 */
public record RequirementLine(BigDecimal rate, BigDecimal deduction) {

    public static final RequirementLine NONE = new RequirementLine(Decimals.ZERO, Decimals.ZERO);

    public RequirementLine {
        rate = Decimals.normalised(rate);
        deduction = Decimals.normalised(deduction);
        if (rate.signum() < 0 || deduction.signum() < 0) {
            throw new IllegalArgumentException(
                    "rate and deduction must not be negative, were " + rate + " and " + deduction);
        }
    }

    /** Requirement at a notional, exact. */
    public BigDecimal at(BigDecimal notional) {
        return Decimals.largest(notional.multiply(rate).subtract(deduction), Decimals.ZERO);
    }
}
