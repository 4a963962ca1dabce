package io.plimsoll.waterfall;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;

/** Ranks of venues that do not use the bankruptcy price; each 34 digits, rounded down, and only for positions in profit. */
public final class DeleveragingScores {

    private DeleveragingScores() {}

    /**
     * Hyperliquid's index: {@code mark / entry · notional / account value}. Of a short, which gains where the price falls, {@code entry / mark}.
     *
     * @param gainFrom entry price of a long, mark of a short; positive
     * @param gainTo mark of a long, entry price of a short
     * @param notional of the position, settlement currency
     * @param accountValue equity, settlement currency, positive
     */
    public static BigDecimal byAccountValue(
            BigDecimal gainFrom, BigDecimal gainTo, BigDecimal notional, BigDecimal accountValue) {
        return Decimals.quotientRoundedDown(gainTo.multiply(notional), gainFrom.multiply(accountValue));
    }

    /**
     * Return over margin ratio, as venues rank that look at margin and not at a price.
     *
     * @param profitRate profit over the value at entry
     * @param marginRatio equity over the position's value, positive
     */
    public static BigDecimal byMarginRatio(BigDecimal profitRate, BigDecimal marginRatio) {
        return Decimals.quotientRoundedDown(profitRate, marginRatio);
    }
}
