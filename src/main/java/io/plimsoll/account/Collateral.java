package io.plimsoll.account;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;

/**
 * One asset of an account's balance.
 *
 * @param asset the asset as the venue names it
 * @param quantity units held, what was borrowed among them; negative is a debt
 * @param price settlement currency per unit, positive
 * @param borrowed units that a loan is still owed in, beside what is held; zero or more, without accrued interest
 * @param repaidInEpisode units of the debt that were repaid by force since the account was last healthy, zero or more
 */
public record Collateral(
        String asset, BigDecimal quantity, BigDecimal price, BigDecimal borrowed, BigDecimal repaidInEpisode) {
    public Collateral {
        quantity = Decimals.normalised(quantity);
        price = Decimals.normalised(price);
        borrowed = Decimals.normalised(borrowed);
        repaidInEpisode = Decimals.normalised(repaidInEpisode);
        if (price.signum() <= 0) {
            throw new IllegalArgumentException("collateral price must be positive, was " + price);
        }
        if (borrowed.signum() < 0 || repaidInEpisode.signum() < 0) {
            throw new IllegalArgumentException("what is borrowed and what was repaid must not be negative, were "
                    + borrowed + " and " + repaidInEpisode);
        }
    }

    /** An asset without a loan in it. */
    public Collateral(String asset, BigDecimal quantity, BigDecimal price) {
        this(asset, quantity, price, BigDecimal.ZERO, BigDecimal.ZERO);
    }

    /** The same asset with more units held, or less. */
    public Collateral withMore(BigDecimal units) {
        return new Collateral(asset, quantity.add(units), price, borrowed, repaidInEpisode);
    }

    /** The same asset at another price. */
    public Collateral withPrice(BigDecimal other) {
        return new Collateral(asset, quantity, other, borrowed, repaidInEpisode);
    }

    /** The same asset after so many units owed in it were repaid of their owner's free will: first of the loan, then of a balance below zero. */
    Collateral withRepaid(BigDecimal units) {
        BigDecimal ofLoan = units.min(borrowed);
        return new Collateral(
                asset, quantity.add(units.subtract(ofLoan)), price, borrowed.subtract(ofLoan), repaidInEpisode);
    }

    /** Quantity times price, exact, before any haircut; negative for a debt. */
    public BigDecimal marketValue() {
        return quantity.multiply(price);
    }
}
