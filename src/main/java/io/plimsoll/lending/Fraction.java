package io.plimsoll.lending;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** A quotient that is kept exact, because one that is rounded and multiplied again falls a digit short of what it should be. */
record Fraction(BigDecimal numerator, BigDecimal denominator) {

    /** @param denominator positive */
    Fraction {
        numerator = Decimals.normalised(numerator);
        denominator = Decimals.normalised(denominator);
    }

    static Fraction of(BigDecimal value) {
        return new Fraction(value, Decimals.ONE);
    }

    Fraction plus(Fraction other) {
        return new Fraction(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    Fraction minus(Fraction other) {
        return new Fraction(
                numerator.multiply(other.denominator).subtract(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    Fraction times(BigDecimal factor) {
        return new Fraction(numerator.multiply(factor), denominator);
    }

    /** @param divisor positive */
    Fraction over(BigDecimal divisor) {
        return new Fraction(numerator, denominator.multiply(divisor));
    }

    boolean isAtMost(Fraction other) {
        return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator)) <= 0;
    }

    boolean isZero() {
        return numerator.signum() == 0;
    }

    /** The multiple of a unit next to it, in the given direction. */
    BigDecimal inUnits(BigDecimal unit, RoundingMode rounding) {
        return numerator.divide(denominator.multiply(unit), 0, rounding).multiply(unit);
    }

    BigDecimal roundedDown() {
        return Decimals.quotientRoundedDown(numerator, denominator);
    }

    BigDecimal roundedUp() {
        return Decimals.quotientRoundedUp(numerator, denominator);
    }
}
