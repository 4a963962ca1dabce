package io.plimsoll.margin;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** The quantities in which one position may be closed, counted in lots: some between the least and the most, and the whole of it. */
final class Lots {

    private static final MathContext ROUNDED_UP =
            new MathContext(Decimals.QUOTIENT.getPrecision(), RoundingMode.CEILING);

    private final BigDecimal held;
    private final BigDecimal lot;
    private final BigInteger least;
    private final BigInteger most;

    Lots(MarginedPosition position, ClosingTerms terms) {
        held = position.priced().position().quantity().abs();
        BigDecimal known = terms.lot();
        lot = known == null ? held : known;
        BigDecimal notional = position.priced().notional();
        BigDecimal minimum = Decimals.largest(
                terms.quantityMin(), terms.notionalMin().multiply(held).divide(notional, ROUNDED_UP));
        least = lots(minimum, RoundingMode.CEILING).max(BigInteger.ONE);
        BigInteger leavingEnough = lots(held.subtract(minimum), RoundingMode.FLOOR);
        BigInteger leavingSome = whole().subtract(BigInteger.ONE);
        most = leavingEnough.min(leavingSome);
    }

    /** Fewest lots that may be closed short of the whole; above {@link #most} where only the whole may be. */
    BigInteger least() {
        return least;
    }

    /** Most lots that may be closed short of the whole. */
    BigInteger most() {
        return most;
    }

    /** Lots that cover the whole position, the last of which may be a smaller one. */
    BigInteger whole() {
        return lots(held, RoundingMode.CEILING);
    }

    BigDecimal quantity(BigInteger count) {
        return Decimals.smallest(lot.multiply(new BigDecimal(count)), held);
    }

    /** The smallest quantity that may be closed and covers one that is asked for. */
    BigDecimal covering(BigDecimal atLeast) {
        BigInteger count = lots(atLeast, RoundingMode.CEILING).max(least);
        return count.compareTo(most) > 0 ? held : quantity(count);
    }

    /** The largest quantity that is no more than a limit, but no less than the smallest that may be closed. */
    BigDecimal within(BigDecimal limit) {
        BigInteger count = lots(limit, RoundingMode.FLOOR).min(most).max(least);
        return limit.compareTo(held) >= 0 || count.compareTo(most) > 0 ? held : quantity(count);
    }

    private BigInteger lots(BigDecimal quantity, RoundingMode rounding) {
        return quantity.divide(lot, 0, rounding).toBigInteger();
    }
}
