package io.plimsoll.decision;

import io.plimsoll.margin.MarginAccount;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Figures of a margin account in the settlement currency, rounded as the pack says.
 *
 * @param wallet collateral after haircuts plus accrued amounts, or the isolated margin
 * @param unrealisedPnl of everything but options
 * @param optionValue market value of options, negative where more is sold than bought: wallet, profit and this add up to equity
 * @param marginRatio equity over maintenance margin; null where nothing is required
 */
public record Figures(
        BigDecimal wallet,
        BigDecimal unrealisedPnl,
        BigDecimal optionValue,
        BigDecimal equity,
        BigDecimal initialMargin,
        BigDecimal maintenanceMargin,
        @Nullable BigDecimal marginRatio) {

    static Figures of(MarginAccount account) {
        return new Figures(
                account.rounding().valueRoundedDown(account.wallet()),
                account.unrealisedPnl(),
                account.optionValue(),
                account.equity(),
                account.initialMargin(),
                account.maintenanceMargin(),
                account.marginRatio().map(account.rounding()::ratioReported).orElse(null));
    }
}
