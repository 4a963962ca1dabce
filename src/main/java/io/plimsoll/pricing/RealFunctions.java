package io.plimsoll.pricing;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Functions of real numbers that have no exact decimal form, to 30 significant digits or better; results are given at 34. The same
 * everywhere and always, because nothing but decimal arithmetic is used.
 */
public final class RealFunctions {

    private static final MathContext WORK = new MathContext(42, RoundingMode.HALF_EVEN);
    private static final BigDecimal SMALL = new BigDecimal("1E-44");

    private static final BigDecimal LN_10 = new BigDecimal("2.30258509299404568401799145468436420760110148862877");
    private static final BigDecimal LN_2 = new BigDecimal("0.693147180559945309417232121458176568075500134360255");
    private static final BigDecimal SQRT_2_PI = new BigDecimal("2.50662827463100050241576528481104525300698674060994");

    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final BigDecimal TWO = BigDecimal.TWO;
    private static final BigDecimal SQRT_2 = new BigDecimal("1.4142");

    /** Halvings of the exponent before its series is summed, and so squarings after it. */
    private static final int HALVINGS = 8;

    /** Beyond this many standard deviations nothing is left of the normal distribution in 34 places of any amount. */
    private static final BigDecimal FAR = BigDecimal.valueOf(60);

    /** From here on the tail's continued fraction converges faster than the series. */
    private static final BigDecimal TAIL = BigDecimal.valueOf(6);

    private static final int TAIL_TERMS = 60;

    /** Exponents beyond this have no place in an amount of money. */
    private static final BigDecimal EXPONENT_MAX = BigDecimal.valueOf(100_000);

    private RealFunctions() {}

    /**
     * {@code e^x}.
     *
     * @throws ArithmeticException if {@code |x|} is above 100,000
     */
    public static BigDecimal exp(BigDecimal x) {
        return rounded(expOf(x));
    }

    /**
     * Natural logarithm.
     *
     * @throws ArithmeticException unless {@code x} is positive
     */
    public static BigDecimal ln(BigDecimal x) {
        return rounded(lnOf(x));
    }

    /**
     * Square root.
     *
     * @throws ArithmeticException if {@code x} is negative
     */
    public static BigDecimal sqrt(BigDecimal x) {
        return rounded(x.sqrt(WORK));
    }

    /**
     * {@code base^exponent}; of a base of zero, zero.
     *
     * @param base zero or more
     * @throws ArithmeticException if the base is negative, or zero with an exponent that is not positive
     */
    public static BigDecimal power(BigDecimal base, BigDecimal exponent) {
        if (base.signum() == 0 && exponent.signum() > 0) {
            return BigDecimal.ZERO;
        }
        return rounded(expOf(exponent.multiply(lnOf(base), WORK)));
    }

    /** Density of the standard normal distribution. */
    public static BigDecimal normalDensity(BigDecimal x) {
        return x.abs().compareTo(FAR) > 0 ? BigDecimal.ZERO : rounded(densityOf(x));
    }

    /** Share of the standard normal distribution that lies below {@code x}, 0 to 1. */
    public static BigDecimal normal(BigDecimal x) {
        BigDecimal distance = x.abs();
        if (distance.compareTo(FAR) > 0) {
            return x.signum() < 0 ? BigDecimal.ZERO : BigDecimal.ONE;
        }
        BigDecimal beyond = distance.compareTo(TAIL) < 0
                ? HALF.subtract(densityOf(distance).multiply(oddSeries(distance), WORK))
                : densityOf(distance).divide(millsRatioInverse(distance), WORK);
        return rounded(x.signum() < 0 ? beyond : BigDecimal.ONE.subtract(beyond));
    }

    /** {@code x + x³/3 + x⁵/15 + …}: the distribution between 0 and x over its density at x (Marsaglia 2004). */
    private static BigDecimal oddSeries(BigDecimal x) {
        BigDecimal square = x.multiply(x, WORK);
        BigDecimal term = x;
        BigDecimal sum = x;
        for (int odd = 3; term.compareTo(SMALL) > 0; odd += 2) {
            term = term.multiply(square, WORK).divide(BigDecimal.valueOf(odd), WORK);
            sum = sum.add(term, WORK);
        }
        return sum;
    }

    /** {@code x + 1/(x + 2/(x + 3/(x + …)))}: the density at x over the tail beyond it (Laplace). */
    private static BigDecimal millsRatioInverse(BigDecimal x) {
        BigDecimal fraction = x;
        for (int term = TAIL_TERMS; term > 0; term--) {
            fraction = x.add(BigDecimal.valueOf(term).divide(fraction, WORK), WORK);
        }
        return fraction;
    }

    private static BigDecimal densityOf(BigDecimal x) {
        return expOf(x.multiply(x, WORK).multiply(HALF).negate()).divide(SQRT_2_PI, WORK);
    }

    private static BigDecimal expOf(BigDecimal x) {
        if (x.abs().compareTo(EXPONENT_MAX) > 0) {
            throw new ArithmeticException("an exponent may be up to " + EXPONENT_MAX + ", was " + x);
        }
        BigDecimal tens = x.divide(LN_10, 0, RoundingMode.HALF_EVEN);
        BigDecimal rest = x.subtract(tens.multiply(LN_10), WORK);
        BigDecimal small = rest.divide(BigDecimal.valueOf(1L << HALVINGS), WORK);
        BigDecimal term = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ONE;
        for (int n = 1; term.abs().compareTo(SMALL) > 0; n++) {
            term = term.multiply(small, WORK).divide(BigDecimal.valueOf(n), WORK);
            sum = sum.add(term, WORK);
        }
        for (int i = 0; i < HALVINGS; i++) {
            sum = sum.multiply(sum, WORK);
        }
        return sum.scaleByPowerOfTen(tens.intValueExact());
    }

    /** By {@code ln m = 2 · artanh((m − 1)/(m + 1))} of what is left once powers of ten and two are taken out. */
    private static BigDecimal lnOf(BigDecimal x) {
        if (x.signum() <= 0) {
            throw new ArithmeticException("only a positive number has a logarithm, not " + x);
        }
        int tens = x.precision() - x.scale() - 1;
        BigDecimal rest = x.scaleByPowerOfTen(-tens);
        int twos = 0;
        while (rest.compareTo(SQRT_2) > 0) {
            rest = rest.divide(TWO, WORK);
            twos++;
        }
        BigDecimal z = rest.subtract(BigDecimal.ONE).divide(rest.add(BigDecimal.ONE), WORK);
        BigDecimal square = z.multiply(z, WORK);
        BigDecimal power = z;
        BigDecimal sum = z;
        for (int odd = 3; power.abs().compareTo(SMALL) > 0; odd += 2) {
            power = power.multiply(square, WORK);
            sum = sum.add(power.divide(BigDecimal.valueOf(odd), WORK), WORK);
        }
        return sum.multiply(TWO)
                .add(LN_10.multiply(BigDecimal.valueOf(tens)))
                .add(LN_2.multiply(BigDecimal.valueOf(twos)), WORK);
    }

    private static BigDecimal rounded(BigDecimal value) {
        return Decimals.normalised(value.round(Decimals.QUOTIENT));
    }
}
