package io.plimsoll.account;

import io.plimsoll.market.Mark;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A position in one instrument.
 *
 * @param quantity signed, positive long; never zero
 * @param entryPrice average entry price, in the unit of the instrument's prices, positive
 * @param multiplier contract size, positive; 1 where the venue quotes units of the underlying
 * @param isolatedMargin margin set aside for this position alone, settlement currency; present exactly if the mode is ISOLATED
 * @param leverage leverage the customer chose, positive; null where the venue does not say
 * @param underlying what the contract's price follows: positions on the same underlying offset one another; the instrument by default
 * @param expiry instant at which the contract ends; null for one that has no end
 * @param option present exactly for an option, which also has an expiry
 * @param settlementCurrency currency that its value, profit and isolated margin are in; null for the snapshot's
 */
public record Position(
        String instrument,
        ContractKind contract,
        MarginMode mode,
        BigDecimal quantity,
        BigDecimal entryPrice,
        Mark mark,
        BigDecimal multiplier,
        @Nullable BigDecimal isolatedMargin,
        @Nullable BigDecimal leverage,
        String underlying,
        @Nullable Instant expiry,
        @Nullable OptionTerms option,
        @Nullable String settlementCurrency) {

    public Position {
        quantity = Decimals.normalised(quantity);
        entryPrice = Decimals.normalised(entryPrice);
        multiplier = Decimals.normalised(multiplier);
        isolatedMargin = isolatedMargin == null ? null : Decimals.normalised(isolatedMargin);
        leverage = leverage == null ? null : Decimals.normalised(leverage);
        if (quantity.signum() == 0) {
            throw new IllegalArgumentException("quantity must not be zero");
        }
        if (entryPrice.signum() <= 0 || multiplier.signum() <= 0) {
            throw new IllegalArgumentException(
                    "entry price and multiplier must be positive, were " + entryPrice + " and " + multiplier);
        }
        if ((mode == MarginMode.ISOLATED) != (isolatedMargin != null)) {
            throw new IllegalArgumentException("isolated margin must be given exactly for an isolated position, mode "
                    + mode + ", margin " + isolatedMargin);
        }
        if (leverage != null && leverage.signum() <= 0) {
            throw new IllegalArgumentException("leverage must be positive, was " + leverage);
        }
        if (contract.isOption() != (option != null)) {
            throw new IllegalArgumentException(
                    "option terms must be given exactly for an option, contract " + contract);
        }
        if (contract.isOption() && expiry == null) {
            throw new IllegalArgumentException("an option must have an expiry");
        }
    }

    /** A contract that is its own underlying and never expires, such as a perpetual. */
    public Position(
            String instrument,
            ContractKind contract,
            MarginMode mode,
            BigDecimal quantity,
            BigDecimal entryPrice,
            Mark mark,
            BigDecimal multiplier,
            @Nullable BigDecimal isolatedMargin,
            @Nullable BigDecimal leverage) {
        this(
                instrument,
                contract,
                mode,
                quantity,
                entryPrice,
                mark,
                multiplier,
                isolatedMargin,
                leverage,
                instrument,
                null,
                null,
                null);
    }

    /** A contract that is settled in the snapshot's settlement currency. */
    public Position(
            String instrument,
            ContractKind contract,
            MarginMode mode,
            BigDecimal quantity,
            BigDecimal entryPrice,
            Mark mark,
            BigDecimal multiplier,
            @Nullable BigDecimal isolatedMargin,
            @Nullable BigDecimal leverage,
            String underlying,
            @Nullable Instant expiry,
            @Nullable OptionTerms option) {
        this(
                instrument,
                contract,
                mode,
                quantity,
                entryPrice,
                mark,
                multiplier,
                isolatedMargin,
                leverage,
                underlying,
                expiry,
                option,
                null);
    }

    public Side side() {
        return Side.of(quantity);
    }

    public PositionId id() {
        return new PositionId(instrument, side(), mode);
    }

    /** The same position at another quantity of the same sign. */
    public Position withQuantity(BigDecimal newQuantity) {
        return with(newQuantity, mark, isolatedMargin);
    }

    /** The same position at another mark. */
    public Position withMark(Mark newMark) {
        return with(quantity, newMark, isolatedMargin);
    }

    /** The same position with other option terms. */
    public Position withOption(OptionTerms moved) {
        return new Position(
                instrument,
                contract,
                mode,
                quantity,
                entryPrice,
                mark,
                multiplier,
                isolatedMargin,
                leverage,
                underlying,
                expiry,
                moved,
                settlementCurrency);
    }

    /** The same isolated position with more margin set aside for it, or less; any other position as it is. */
    public Position withMoreMargin(BigDecimal more) {
        return isolatedMargin == null ? this : with(quantity, mark, isolatedMargin.add(more));
    }

    /** The same contract, held in another quantity of either sign that was entered at a price. */
    public Position entered(BigDecimal newQuantity, BigDecimal price) {
        return new Position(
                instrument,
                contract,
                mode,
                newQuantity,
                price,
                mark,
                multiplier,
                isolatedMargin,
                leverage,
                underlying,
                expiry,
                option,
                settlementCurrency);
    }

    private Position with(BigDecimal newQuantity, Mark newMark, @Nullable BigDecimal newMargin) {
        return new Position(
                instrument,
                contract,
                mode,
                newQuantity,
                entryPrice,
                newMark,
                multiplier,
                newMargin,
                leverage,
                underlying,
                expiry,
                option,
                settlementCurrency);
    }

    /** True from the instant on at which the contract has ended. */
    public boolean isExpiredAt(Instant instant) {
        return expiry != null && !instant.isBefore(expiry);
    }
}
