package io.plimsoll.margin;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;

/**
 * A requirement that is linear in notional: {@code notional · rate / divisor − deduction}, never below zero. The divisor is kept, because a
 * third of 99 is 33 while a rate of one third, rounded, asks for a cent more.
 *
 * @param rate fraction of notional, zero or more
 * @param divisor what that is divided by, such as a leverage; positive, 1 for a plain rate
 * @param deduction settlement currency, zero or more; keeps a tiered requirement continuous at a bracket's floor
 */
public record RequirementLine(BigDecimal rate, BigDecimal divisor, BigDecimal deduction) {

    public static final RequirementLine NONE = new RequirementLine(Decimals.ZERO, Decimals.ZERO);

    public RequirementLine {
        rate = Decimals.normalised(rate);
        divisor = Decimals.normalised(divisor);
        deduction = Decimals.normalised(deduction);
        if (rate.signum() < 0 || deduction.signum() < 0) {
            throw new IllegalArgumentException(
                    "rate and deduction must not be negative, were " + rate + " and " + deduction);
        }
        if (divisor.signum() <= 0) {
            throw new IllegalArgumentException("divisor must be positive, was " + divisor);
        }
    }

    /** {@code notional · rate − deduction}. */
    public RequirementLine(BigDecimal rate, BigDecimal deduction) {
        this(rate, Decimals.ONE, deduction);
    }

    /** {@code notional / leverage}; a leverage of 3 requires 33 of 99. */
    public static RequirementLine ofLeverage(BigDecimal leverage) {
        return new RequirementLine(Decimals.ONE, leverage, Decimals.ZERO);
    }

    /**
     * An amount that was calculated at a notional. Elsewhere it is taken to grow in proportion, until it is calculated again there.
     *
     * @param amount settlement currency, zero or more
     * @param notional at which it is the amount, zero or more; nothing is required of nothing
     */
    public static RequirementLine ofAmount(BigDecimal amount, BigDecimal notional) {
        return notional.signum() == 0 ? NONE : new RequirementLine(amount, notional, Decimals.ZERO);
    }

    /** Requirement at a notional, exact but for a quotient without end, which is rounded up at 34 digits. */
    public BigDecimal at(BigDecimal notional) {
        BigDecimal share = notional.multiply(rate);
        BigDecimal required = divisor.compareTo(Decimals.ONE) == 0 ? share : Decimals.quotientRoundedUp(share, divisor);
        return deduction.signum() == 0 && required.signum() > 0 && required.scale() >= 0
                ? required
                : Decimals.largest(required.subtract(deduction), Decimals.ZERO);
    }

    /** The same line in another currency, so many of which are worth 1 of this one's. */
    public RequirementLine converted(BigDecimal conversion) {
        return conversion.compareTo(Decimals.ONE) == 0
                ? this
                : new RequirementLine(rate, divisor, deduction.multiply(conversion));
    }

    /** How much the requirement grows for each 1 of notional: {@code rate / divisor}, at 34 digits. */
    public BigDecimal slope() {
        return divisor.compareTo(Decimals.ONE) == 0 ? rate : rate.divide(divisor, Decimals.QUOTIENT);
    }
}
