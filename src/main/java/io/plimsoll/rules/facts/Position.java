package io.plimsoll.rules.facts;

import io.plimsoll.account.ContractKind;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.PositionId;
import io.plimsoll.account.Side;
import io.plimsoll.decision.Stage;
import io.plimsoll.market.PriceSource;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A position; from the threshold stage on only those of the margin account that is judged. */
@About("A position; from the threshold stage on only those of the margin account that is judged.")
public record Position(
        PositionId id,
        @About("Instrument, as the venue names it.") String instrument,

        @About("Kind of contract.") @OneOf(ContractKind.class)
        String contract,

        @About("CROSS shares the account's collateral, ISOLATED stands on its own margin.") @OneOf(MarginMode.class)
        String mode,

        @About("LONG or SHORT.") @OneOf(Side.class) String side,

        @About("Contracts, positive long, negative short; never zero.")
        BigDecimal quantity,

        @About("Absolute quantity, positive.") BigDecimal size,

        @About("Average entry price, settlement currency per unit, positive.")
        BigDecimal entryPrice,

        @About("Mark price, settlement currency per unit, positive.")
        BigDecimal markPrice,

        @About(value = "Index price in the same unit, positive; absent where the venue gives none.", mayBeAbsent = true)
        @Nullable
        BigDecimal indexPrice,

        @About(
                value = "|mark − index| / index as a fraction, rounded down at 34 digits; absent without an index.",
                mayBeAbsent = true)
        @Nullable
        BigDecimal indexDeviation,

        @About("Age of the mark when the account is judged; negative if the mark is from the future.")
        Duration markAge,

        @About("Contract size, positive; 1 where the venue quotes units of the underlying.")
        BigDecimal multiplier,

        @About(value = "Margin set aside for this position, settlement currency; absent for CROSS.", mayBeAbsent = true)
        @Nullable
        BigDecimal isolatedMargin,

        @About(
                value = "Leverage the customer chose, positive; absent where the venue does not say.",
                mayBeAbsent = true)
        @Nullable
        BigDecimal leverage,

        @About("Price the position is valued at, settlement currency per unit, positive.")
        BigDecimal price,

        @About("Where the price came from.") @OneOf(PriceSource.class)
        String priceSource,

        @About(
                "Value without its sign, settlement currency, positive: size · multiplier · price, of an inverse contract size · multiplier / price.")
        BigDecimal notional,

        @About("Unrealised profit and loss, settlement currency, exact; negative is a loss.")
        BigDecimal unrealisedPnl,

        @About(
                value = "size / the market's open interest, rounded down at 34 digits; absent where that is unknown.",
                mayBeAbsent = true)
        @Nullable
        BigDecimal shareOfOpenInterest,

        @About(
                value =
                        "size / the market's daily volume, rounded down at 34 digits; absent where that is unknown or 0.",
                mayBeAbsent = true)
        @Nullable
        BigDecimal shareOfVolume,

        @About(value = "Initial margin, settlement currency, rounded up.", from = Stage.THRESHOLD) @Nullable
        BigDecimal initialMargin,

        @About(value = "Maintenance margin, settlement currency, rounded up.", from = Stage.THRESHOLD) @Nullable
        BigDecimal maintenanceMargin,

        @About(
                value =
                        "Price at which the account's equity equals its maintenance margin; absent where no price does.",
                from = Stage.THRESHOLD,
                mayBeAbsent = true)
        @Nullable
        BigDecimal liquidationPrice,

        @About(
                value = "Price at which the account's equity is zero; absent where no price does.",
                from = Stage.THRESHOLD,
                mayBeAbsent = true)
        @Nullable
        BigDecimal bankruptcyPrice,

        @About(
                value = "|price − liquidation price| / price as a fraction, rounded down at 34 digits.",
                from = Stage.THRESHOLD,
                mayBeAbsent = true)
        @Nullable
        BigDecimal liquidationDistance) {

    /** The same as {@link #isolatedMargin}, whose name the engine takes for that of a question, {@code is} and a word: rules could not read it. */
    public @Nullable BigDecimal getIsolatedMargin() {
        return isolatedMargin;
    }
}
