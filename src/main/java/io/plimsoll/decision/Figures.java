package io.plimsoll.decision;

import io.plimsoll.margin.Balances;
import io.plimsoll.margin.MarginAccount;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Figures of a margin account in the settlement currency, rounded as the pack says.
 *
 * @param wallet collateral after haircuts plus accrued amounts, or the isolated margin
 * @param unrealisedPnl of everything but options
 * @param optionValue market value of options, negative where more is sold than bought: wallet, profit and this, less the conversion haircut, add up to equity
 * @param initialMargin null where rules do not tell it; the decision is held then, and its reasons say why
 * @param maintenanceMargin null where rules do not tell it
 * @param marginRatio equity over maintenance margin; null where nothing is required or it is unknown
 * @param conversionHaircut what does not count of profits, by discounts and in other currencies, rounded up; below zero where a loss is paid from a balance of which a part did not count
 * @param loans what is owed against the collateral; null without a debt
 */
public record Figures(
        BigDecimal wallet,
        BigDecimal unrealisedPnl,
        BigDecimal optionValue,
        BigDecimal conversionHaircut,
        BigDecimal equity,
        @Nullable BigDecimal initialMargin,
        @Nullable BigDecimal maintenanceMargin,
        @Nullable BigDecimal marginRatio,
        @Nullable LoanFigures loans) {

    /** Figures of an account that owes nothing and converts nothing. */
    public Figures(
            BigDecimal wallet,
            BigDecimal unrealisedPnl,
            BigDecimal optionValue,
            BigDecimal equity,
            BigDecimal initialMargin,
            BigDecimal maintenanceMargin,
            @Nullable BigDecimal marginRatio) {
        this(
                wallet,
                unrealisedPnl,
                optionValue,
                BigDecimal.ZERO,
                equity,
                initialMargin,
                maintenanceMargin,
                marginRatio,
                null);
    }

    /**
     * Debts and what stands for them.
     *
     * @param collateralValue everything held, after haircuts
     * @param debtValue everything owed with interest, positive
     * @param healthFactor collateral value over debt value
     * @param marginLevel everything held before haircuts, over debt value
     * @param borrowingCapacity what may be owed at most when a new loan is taken
     * @param badDebt what all assets, sold at their prices, would leave unpaid
     */
    public record LoanFigures(
            BigDecimal collateralValue,
            BigDecimal debtValue,
            BigDecimal healthFactor,
            BigDecimal marginLevel,
            BigDecimal borrowingCapacity,
            BigDecimal badDebt) {

        static @Nullable LoanFigures of(Balances balances) {
            if (!balances.owes()) {
                return null;
            }
            Optional<BigDecimal> health = balances.healthFactor();
            Optional<BigDecimal> level = balances.marginLevel();
            if (health.isEmpty() || level.isEmpty()) {
                return null;
            }
            return new LoanFigures(
                    balances.collateralValue(),
                    balances.debtValue(),
                    balances.rounding().ratioReported(health.get()),
                    balances.rounding().ratioReported(level.get()),
                    balances.borrowingCapacity(),
                    balances.badDebt());
        }
    }

    /** True if equity is below the maintenance margin; false where that is unknown. */
    public boolean isBreached() {
        return maintenanceMargin != null && equity.compareTo(maintenanceMargin) < 0;
    }

    static Figures of(Margined margined) {
        MarginAccount account = margined.account();
        boolean knowsMaintenance = margined.knowsMaintenance();
        return new Figures(
                account.rounding().valueRounded(account.wallet()),
                account.unrealisedPnl(),
                account.optionValue(),
                account.conversionHaircut(),
                account.equity(),
                knowsMaintenance && margined.knowsInitial() ? account.initialMargin() : null,
                knowsMaintenance ? account.maintenanceMargin() : null,
                knowsMaintenance
                        ? account.marginRatio()
                                .map(account.rounding()::ratioReported)
                                .orElse(null)
                        : null,
                LoanFigures.of(account.balances()));
    }
}
