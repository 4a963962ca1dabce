package io.plimsoll.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The quotient of two short decimals at 34 digits, rounded down, by divisions of 64 bits: as many digits at a time as the divisor leaves room for.
 * {@link BigDecimal} scales the dividend to a number of any length first, which takes several times as long.
 */
final class LongQuotient {

    /** Digits of each half of the quotient; a half fits 64 bits. */
    private static final int HALF = Decimals.QUOTIENT.getPrecision() / 2;

    /** Digits that always fit 63 bits. */
    private static final int DIGITS_MAX = 18;

    /** A longer divisor leaves so little room that nothing is gained. */
    private static final int DIVISOR_DIGITS_MAX = 12;

    private static final long[] TEN_TO_THE = tenToThe();

    private final long divisor;
    private final int room;
    private long rest;

    private LongQuotient(long divisor, long rest) {
        this.divisor = divisor;
        this.room = DIGITS_MAX - digits(divisor);
        this.rest = rest;
    }

    /** {@code dividend / divisor}, normalised; null where either is not positive or too long for this way. */
    static @Nullable BigDecimal roundedDown(BigDecimal dividend, BigDecimal divisor) {
        if (dividend.signum() <= 0
                || divisor.signum() <= 0
                || dividend.precision() > HALF
                || divisor.precision() > DIVISOR_DIGITS_MAX) {
            return null;
        }
        long above = unscaled(dividend);
        long below = unscaled(divisor);
        long scale = (long) dividend.scale() - divisor.scale();
        while (above < below) { // the quotient begins with a digit that counts
            above *= 10;
            scale++;
        }
        LongQuotient division = new LongQuotient(below, above % below);
        long whole = above / below;
        int missing = HALF - digits(whole);
        long high = division.continued(whole, missing);
        long low = division.continued(0, HALF);
        return decimal(high, low, scale + missing + HALF);
    }

    /** Without the number object that {@link BigDecimal#unscaledValue} makes. */
    private static long unscaled(BigDecimal value) {
        return value.scaleByPowerOfTen(value.scale()).longValue();
    }

    /** So many more digits of the quotient behind those there are. */
    private long continued(long start, int digits) {
        long quotient = start;
        for (int left = digits; left > 0; left -= room) {
            long factor = TEN_TO_THE[Math.min(left, room)];
            long scaled = rest * factor;
            quotient = quotient * factor + scaled / divisor;
            rest = scaled % divisor;
        }
        return quotient;
    }

    /** {@code (high · 10^HALF + low) · 10^-scale}. */
    private static @Nullable BigDecimal decimal(long high, long low, long scale) {
        if (scale < 0 || scale > Integer.MAX_VALUE) {
            return null;
        }
        if (low == 0) {
            return Decimals.normalised(BigDecimal.valueOf(high, (int) scale - HALF));
        }
        long shift = TEN_TO_THE[HALF];
        long lower = high * shift + low;
        long upper = Math.multiplyHigh(high, shift) + (Long.compareUnsigned(lower, low) < 0 ? 1 : 0);
        byte[] bytes = new byte[2 * Long.BYTES];
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[i] = (byte) (upper >>> (Long.SIZE - Byte.SIZE * (i + 1)));
            bytes[Long.BYTES + i] = (byte) (lower >>> (Long.SIZE - Byte.SIZE * (i + 1)));
        }
        BigDecimal quotient = new BigDecimal(new BigInteger(bytes), (int) scale);
        return low % 10 == 0 ? Decimals.normalised(quotient) : quotient;
    }

    private static int digits(long positive) {
        int digits = 1;
        while (digits < DIGITS_MAX && TEN_TO_THE[digits] <= positive) {
            digits++;
        }
        return digits;
    }

    private static long[] tenToThe() {
        long[] powers = new long[DIGITS_MAX + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }
}
