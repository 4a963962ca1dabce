package io.plimsoll.rules.facts;

import io.plimsoll.decision.Stage;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** One asset of the account's balance. */
@About("One asset of the account's balance.")
public record Collateral(
        @About("The asset, as the venue names it.") String asset,
        @About("Units held; negative is a debt.") BigDecimal quantity,
        @About("Settlement currency per unit, positive.") BigDecimal price,

        @About("quantity · price before any haircut, settlement currency, exact; negative for a debt.")
        BigDecimal marketValue,

        @About("Units that a loan is still owed in beside what is held, without interest; zero or more.")
        BigDecimal borrowed,

        @About("Everything owed in the asset with interest, settlement currency, exact; zero without a debt.")
        BigDecimal debtValue,

        @About("Units of the debt that were repaid by force since the account was last healthy, zero or more.")
        BigDecimal repaidInEpisode,

        @About(
                value =
                        "Price at which equity equals maintenance margin, all others unchanged; absent where no price does.",
                from = Stage.THRESHOLD,
                mayBeAbsent = true)
        @Nullable
        BigDecimal liquidationPrice,

        @About(
                value = "|price − liquidation price| / price as a fraction, rounded down at 34 digits.",
                from = Stage.THRESHOLD,
                mayBeAbsent = true)
        @Nullable
        BigDecimal liquidationDistance) {}
