package io.plimsoll.margin;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * In which pieces a position may be closed, and what the account is charged for it besides the expected cost.
 *
 * @param lot quantities are multiples of it, positive; only the whole of a position may be another quantity; null where the position may be
 *     closed only as a whole
 * @param quantityMin no smaller quantity is closed or left, zero or more; the whole of a position may always be closed
 * @param notionalMin no smaller notional is closed or left, settlement currency, zero or more
 * @param feeRate liquidation fee as a fraction of the notional closed, 0 to 1; the fee is rounded up
 * @param rank positions of a smaller rank are closed before others; null for after all that have one
 */
public record ClosingTerms(
        @Nullable BigDecimal lot,
        BigDecimal quantityMin,
        BigDecimal notionalMin,
        BigDecimal feeRate,
        @Nullable BigDecimal rank) {

    public ClosingTerms {
        if (lot != null && lot.signum() <= 0) {
            throw new IllegalArgumentException("the lot must be positive, was " + lot);
        }
        if (quantityMin.signum() < 0 || notionalMin.signum() < 0) {
            throw new IllegalArgumentException(
                    "minimum sizes must not be negative, were " + quantityMin + " and " + notionalMin);
        }
        if (feeRate.signum() < 0 || feeRate.compareTo(Decimals.ONE) > 0) {
            throw new IllegalArgumentException("the fee rate must lie between 0 and 1, was " + feeRate);
        }
    }

    /** The whole of a position or nothing; no minimum, no fee, no rank. */
    public static final ClosingTerms WHOLE = new ClosingTerms(null, Decimals.ZERO, Decimals.ZERO, Decimals.ZERO, null);

    /** Lots alone: no minimum, no fee, no rank. */
    public static ClosingTerms inLots(BigDecimal lot) {
        return new ClosingTerms(lot, Decimals.ZERO, Decimals.ZERO, Decimals.ZERO, null);
    }
}
