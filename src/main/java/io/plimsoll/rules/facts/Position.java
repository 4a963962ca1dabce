package io.plimsoll.rules.facts;

import io.plimsoll.account.ContractKind;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.OptionType;
import io.plimsoll.account.PositionId;
import io.plimsoll.account.Side;
import io.plimsoll.decision.Stage;
import io.plimsoll.market.PriceSource;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
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

        @About(
                "What the contract's price follows, as the venue names it; the instrument where the snapshot does not say.")
        String underlying,

        @About(value = "When the contract ends; absent for one that has no end.", mayBeAbsent = true) @Nullable
        Instant expiry,

        @About(
                value = "Time from the instant of judgement to the expiry; absent without an expiry.",
                mayBeAbsent = true)
        @Nullable
        Duration timeToExpiry,

        @About(value = "Right that an option gives; absent for other contracts.", mayBeAbsent = true)
        @OneOf(OptionType.class)
        @Nullable
        String optionType,

        @About(value = "Strike of an option, quote currency per unit; absent for other contracts.", mayBeAbsent = true)
        @Nullable
        BigDecimal strike,

        @About(
                value = "Price of an option's underlying for its expiry, quote currency; absent where not given.",
                mayBeAbsent = true)
        @Nullable
        BigDecimal underlyingPrice,

        @About(
                value =
                        "max(0, strike − underlying price) of a call, max(0, underlying price − strike) of a put; absent where the latter is.",
                mayBeAbsent = true)
        @Nullable
        BigDecimal outOfTheMoney,

        @About(value = "Implied volatility a year, as a fraction; absent where not given.", mayBeAbsent = true)
        @Nullable
        BigDecimal impliedVolatility,

        @About(
                value = "Rise of one unit's value for each 1 of the underlying's price; absent where not given.",
                mayBeAbsent = true)
        @Nullable
        BigDecimal delta,

        @About(
                value = "Rise of the delta for each 1 of the underlying's price; absent where not given.",
                mayBeAbsent = true)
        @Nullable
        BigDecimal gamma,

        @About(
                value = "Rise of one unit's value for each 0.01 of implied volatility; absent where not given.",
                mayBeAbsent = true)
        @Nullable
        BigDecimal vega,

        @About(value = "Rise of one unit's value for each day that passes; absent where not given.", mayBeAbsent = true)
        @Nullable
        BigDecimal theta,

        @About(
                value =
                        "quantity · multiplier · delta, which is 1 for a future, of an inverse one 1 / price²: change of the position's value for a rise of the underlying by 1; absent where an option's is.",
                mayBeAbsent = true)
        @Nullable
        BigDecimal positionDelta,

        @About(
                value = "The same of gamma, which is 0 for a future, of an inverse one −2 / price³; absent as before.",
                mayBeAbsent = true)
        @Nullable
        BigDecimal positionGamma,

        @About(value = "quantity · multiplier · vega, 0 for a future; absent as before.", mayBeAbsent = true) @Nullable
        BigDecimal positionVega,

        @About(value = "quantity · multiplier · theta, 0 for a future; absent as before.", mayBeAbsent = true) @Nullable
        BigDecimal positionTheta,

        @About("Price the position is valued at, settlement currency per unit, positive.")
        BigDecimal price,

        @About("Where the price came from.") @OneOf(PriceSource.class)
        String priceSource,

        @About(
                "Value without its sign, settlement currency, positive: size · multiplier · price, of an inverse contract size · multiplier / price.")
        BigDecimal notional,

        @About(
                "Unrealised profit and loss, settlement currency, exact; negative is a loss. Of an option, equity counts the market value instead.")
        BigDecimal unrealisedPnl,

        @About(
                "Currency the contract is settled in: notional, unrealisedPnl and what margin rules say of the position are in it.")
        String settlementCurrency,

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

        @About(value = "Initial margin, settlement currency of the account, rounded up.", from = Stage.THRESHOLD)
        @Nullable
        BigDecimal initialMargin,

        @About(value = "Maintenance margin, settlement currency of the account, rounded up.", from = Stage.THRESHOLD)
        @Nullable
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
        BigDecimal liquidationDistance,

        @About(
                value =
                        "|ln(price / liquidation price)| in standard deviations of a day's return by the market's volatility; absent without either.",
                from = Stage.THRESHOLD,
                mayBeAbsent = true)
        @Nullable
        BigDecimal liquidationDeviations,

        @About(
                value =
                        "Probability, 0 to 1, that a price without drift touches the liquidation price within a day; absent as before.",
                from = Stage.THRESHOLD,
                mayBeAbsent = true)
        @Nullable
        BigDecimal touchProbability) {

    /** The same as {@link #isolatedMargin}, whose name the engine takes for that of a question, {@code is} and a word: rules could not read it. */
    public @Nullable BigDecimal getIsolatedMargin() {
        return isolatedMargin;
    }
}
