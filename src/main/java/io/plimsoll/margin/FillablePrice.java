package io.plimsoll.margin;

import io.plimsoll.account.PositionId;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;

/**
 * Prices at which one position of an account may be closed, by its share of the maintenance margin; dYdX v4 liquidates so. A position is given the part of
 * the equity that its maintenance margin is of the account's, where {@link TakeOverPrices} go by notional. Prices are exact to 34 digits and may lie on the
 * wrong side of zero, where the account cannot be brought down by the position alone.
 */
public final class FillablePrice {

    private FillablePrice() {}

    /**
     * The worst price at which a liquidation order may be filled: {@code price ∓ rating · spread · maintenance margin / units}, minus for a long, with the
     * rating {@code adjustment · (1 − equity / maintenance)} between 0 and 1. It may lie beyond the bankruptcy price; the insurance fund pays the difference.
     *
     * @param adjustment how fast the rating rises as equity falls, positive
     * @param spread largest distance, as a fraction of the position's maintenance margin, zero or more
     * @throws IllegalArgumentException if the position is not held, or nothing is required of the account
     */
    public static BigDecimal of(MarginAccount account, PositionId position, BigDecimal adjustment, BigDecimal spread) {
        if (adjustment.signum() <= 0 || spread.signum() < 0) {
            throw new IllegalArgumentException("the adjustment must be positive and the spread not negative, were "
                    + adjustment + " and " + spread);
        }
        MarginedPosition held = account.position(position);
        BigDecimal lacking =
                Decimals.ONE.subtract(account.equityExact().divide(requirementOf(account), Decimals.QUOTIENT));
        BigDecimal rating =
                Decimals.smallest(Decimals.ONE, Decimals.largest(Decimals.ZERO, adjustment.multiply(lacking)));
        return against(held.priced(), rating.multiply(spread).multiply(held.maintenanceMargin()));
    }

    /**
     * The price at which closing a part of a position spends the part's share of the equity: {@code price ∓ equity · ΔM / (M · units)}, minus for a long, with
     * {@code ΔM} the maintenance margin that the part sets free. Closed there, the share of what is left stays what it was.
     *
     * @param quantity positive, at most what is held
     * @throws IllegalArgumentException if the position or the quantity is not held, or nothing is required of the account
     */
    public static BigDecimal bankruptcy(MarginAccount account, PositionId position, BigDecimal quantity) {
        MarginedPosition held = account.position(position);
        PricedPosition priced = held.priced();
        BigDecimal size = priced.position().quantity().abs();
        if (quantity.signum() <= 0 || quantity.compareTo(size) > 0) {
            throw new IllegalArgumentException("cannot close " + quantity + " of " + size + " " + position);
        }
        BigDecimal signed = priced.position().quantity().signum() < 0 ? quantity.negate() : quantity;
        BigDecimal left = priced.position().quantity().subtract(signed);
        BigDecimal kept = left.signum() == 0
                ? Decimals.ZERO
                : held.terms().maintenanceAt(priced.withQuantity(left).notional());
        BigDecimal share = account.equityExact()
                .multiply(held.maintenanceMargin().subtract(kept))
                .divide(requirementOf(account), Decimals.QUOTIENT);
        return against(priced.withQuantity(signed), share);
    }

    private static BigDecimal requirementOf(MarginAccount account) {
        BigDecimal required = account.maintenanceExact();
        if (required.signum() == 0) {
            throw new IllegalArgumentException("nothing is required of " + account.id());
        }
        return required;
    }

    /** The price at which a position has lost an amount, settlement currency. */
    private static BigDecimal against(PricedPosition priced, BigDecimal amount) {
        BigDecimal value = priced.unitValue().subtract(amount.divide(priced.gainPerUnitValue(), Decimals.QUOTIENT));
        return Decimals.normalised(priced.position().contract().priceAt(value));
    }
}
