package io.plimsoll.rules.facts;

import io.plimsoll.account.MarginMode;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.Stage;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The margin account that is judged: the cross margin account, or one isolated position. Exactly one, from the threshold stage on. */
@About(
        value = "The margin account that is judged: the cross margin account, or one isolated position; exactly one.",
        from = Stage.THRESHOLD)
public record MarginAccount(
        @About("CROSS or ISOLATED.") @OneOf(MarginMode.class)
        String mode,

        @About("Collateral after haircuts plus accruals, or the isolated margin; settlement currency, may be negative.")
        BigDecimal wallet,

        @About(
                "wallet + unrealised profit and loss + value of options, settlement currency, rounded down; may be negative.")
        BigDecimal equity,

        @About("Initial margin with add-ons and order margin, settlement currency, rounded up.")
        BigDecimal initialMargin,

        @About("Maintenance margin with add-ons, settlement currency, rounded up.")
        BigDecimal maintenanceMargin,

        @About(
                value = "equity / maintenance margin, rounded down at 34 digits; absent where nothing is required.",
                mayBeAbsent = true)
        @Nullable
        BigDecimal marginRatio,

        @About(
                value =
                        "How long equity has been below the maintenance margin in every decision; zero at the first, absent"
                                + " while it is not below.",
                mayBeAbsent = true)
        @Nullable
        Duration breachedFor,

        @About("Unrealised profit and loss of all but options, settlement currency, rounded down; negative is a loss.")
        BigDecimal unrealisedPnl,

        @About("Market value of options, settlement currency, rounded down; negative where more is sold than bought.")
        BigDecimal optionValue,

        @About("Sum of the positions' notionals, settlement currency, exact.")
        BigDecimal notional,

        @About("Expected fee and slippage of closing everything, settlement currency, rounded up.")
        BigDecimal closingCost,

        @About("What scenario grids require after credits, settlement currency, exact; part of both margins.")
        BigDecimal portfolioMargin,

        @About("Everything held after haircuts, settlement currency, rounded down; zero for an isolated position.")
        BigDecimal collateralValue,

        @About("Everything held before haircuts, settlement currency, rounded down; zero for an isolated position.")
        BigDecimal assetsValue,

        @About("Everything owed with interest, settlement currency, rounded up; zero without a debt.")
        BigDecimal debtValue,

        @About("What may be owed at most when a new loan is taken, settlement currency, rounded down.")
        BigDecimal borrowingCapacity,

        @About(
                value = "collateral value / debt value, rounded down at 34 digits; absent without a debt.",
                mayBeAbsent = true)
        @Nullable
        BigDecimal healthFactor,

        @About(
                value = "borrowing capacity / debt value, rounded down at 34 digits; absent without a debt.",
                mayBeAbsent = true)
        @Nullable
        BigDecimal initialHealth,

        @About(
                value = "assets before haircuts / debt value, rounded down at 34 digits; absent without a debt.",
                mayBeAbsent = true)
        @Nullable
        BigDecimal marginLevel,

        @About("How many positions the margin account has.") Integer positionCount,

        @About(value = "What the threshold stage decided.", from = Stage.LIQUIDATION) @OneOf(Outcome.class) @Nullable
        String outcome) {}
