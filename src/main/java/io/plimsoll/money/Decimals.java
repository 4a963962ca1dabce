package io.plimsoll.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** The one form in which Plimsoll keeps a decimal: no trailing zeros, no exponent, so that {@code equals} and {@code compareTo} agree. */
public final class Decimals {

    /** Significant digits a decimal from outside may have; more is refused, since a price with an endless tail is an attack or a fault. */
    public static final int DIGITS_MAX = 38;

    /** Places before or after the point that a decimal from outside may need. */
    public static final int PLACES_MAX = 30;

    /** Precision of quotients that have no exact decimal form; 34 digits, as IEEE 754 decimal128. */
    public static final MathContext QUOTIENT = MathContext.DECIMAL128;

    private static final MathContext QUOTIENT_ROUNDED_DOWN =
            new MathContext(QUOTIENT.getPrecision(), RoundingMode.FLOOR);

    private static final int DIGITS_OF_LONG = 18;

    public static final BigDecimal ZERO = BigDecimal.ZERO;
    public static final BigDecimal ONE = BigDecimal.ONE;

    private Decimals() {}

    /** The same number without trailing zeros and with a scale of zero or more. */
    public static BigDecimal normalised(BigDecimal value) {
        if (value.scale() == 0 || (value.scale() > 0 && endsInDigit(value))) {
            return value; // has no places that could be zeros
        }
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** True if the last digit of a large number is certainly not 0, which a division by ten would tell at ten times the cost. */
    private static boolean endsInDigit(BigDecimal value) {
        if (value.precision() <= DIGITS_OF_LONG) {
            return false; // is told soon enough
        }
        BigInteger digits = value.unscaledValue();
        if (digits.testBit(0)) {
            return true;
        }
        if (digits.bitLength() > 127) {
            return false;
        }
        // 2^64 leaves 1 when it is divided by 5, so that both halves count alike.
        long high = Math.floorMod(digits.shiftRight(Long.SIZE).longValue(), 5L);
        return (high + Long.remainderUnsigned(digits.longValue(), 5L)) % 5 != 0;
    }

    /** True if the number fits {@link #DIGITS_MAX} and {@link #PLACES_MAX}; looks at precision and scale only, so it is cheap on {@code 1e999999999}. */
    public static boolean isWithinLimits(BigDecimal value) {
        long scale = value.scale();
        long integerPlaces = value.precision() - scale;
        return value.signum() == 0
                ? Math.abs(scale) <= PLACES_MAX * 2L
                : value.precision() <= DIGITS_MAX && scale <= PLACES_MAX && integerPlaces <= PLACES_MAX;
    }

    /** Plain notation, never an exponent: the form in which decimals leave the service. */
    public static String plain(BigDecimal value) {
        return value.toPlainString();
    }

    /**
     * {@code dividend / divisor} at 34 digits, rounded towards negative infinity, so that a quotient just under a limit never reads as the limit.
     *
     * @throws ArithmeticException if the divisor is zero
     */
    public static BigDecimal quotientRoundedDown(BigDecimal dividend, BigDecimal divisor) {
        if (divisor.signum() == 0) {
            throw new ArithmeticException(plain(dividend) + " is divided by zero");
        }
        BigDecimal quick = LongQuotient.roundedDown(dividend, divisor);
        return quick != null ? quick : normalised(dividend.divide(divisor, QUOTIENT_ROUNDED_DOWN));
    }

    /** {@code dividend / divisor} at 34 digits, rounded towards positive infinity, so that what is asked for is never a little short. */
    public static BigDecimal quotientRoundedUp(BigDecimal dividend, BigDecimal divisor) {
        return normalised(dividend.divide(divisor, new MathContext(QUOTIENT.getPrecision(), RoundingMode.CEILING)));
    }

    /**
     * The square root at 34 digits, rounded down; exact where it has no more digits than that.
     *
     * @throws ArithmeticException of a negative number
     */
    public static BigDecimal rootRoundedDown(BigDecimal square) {
        if (square.signum() < 0) {
            throw new ArithmeticException("no number is the root of " + plain(square));
        }
        return normalised(square.sqrt(new MathContext(QUOTIENT.getPrecision(), RoundingMode.FLOOR)));
    }

    /** {@code left · right}, exact, with the scale that {@link BigDecimal#multiply} gives; to multiply by a plain 1 costs nothing. */
    public static BigDecimal product(BigDecimal left, BigDecimal right) {
        if (isPlainOne(right)) {
            return left;
        }
        return isPlainOne(left) ? right : left.multiply(right);
    }

    /** {@code left + right}, exact, with the scale that {@link BigDecimal#add} gives; to add a zero without more places costs nothing. */
    public static BigDecimal sum(BigDecimal left, BigDecimal right) {
        if (right.signum() == 0 && right.scale() <= left.scale()) {
            return left;
        }
        return left.signum() == 0 && left.scale() <= right.scale() ? right : left.add(right);
    }

    private static boolean isPlainOne(BigDecimal value) {
        return value.scale() == 0 && value.compareTo(ONE) == 0;
    }

    /** A value moved in proportion as another moves, {@code value · to / from} at 34 digits; null where there is none. */
    public static @Nullable BigDecimal moved(@Nullable BigDecimal value, BigDecimal from, BigDecimal to) {
        return value == null ? null : normalised(value.multiply(to).divide(from, QUOTIENT));
    }

    public static BigDecimal largest(BigDecimal left, BigDecimal right) {
        return left.compareTo(right) >= 0 ? left : right;
    }

    public static BigDecimal smallest(BigDecimal left, BigDecimal right) {
        return left.compareTo(right) <= 0 ? left : right;
    }
}
