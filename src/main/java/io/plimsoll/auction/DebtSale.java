package io.plimsoll.auction;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Collateral that is sold at an auction's price of the moment until a debt is raised, as Maker's Clipper sells it. Each buyer takes what he will; no more is
 * sold than the debt needs, and what is then left goes back to its owner.
 *
 * @param debt still to be raised, with its penalty, zero or more
 * @param lot units of collateral still for sale, zero or more
 * @param least no sale that leaves some of the lot leaves less debt than this, zero or more: a rest too small for anybody to buy
 */
public record DebtSale(BigDecimal debt, BigDecimal lot, BigDecimal least) {

    public DebtSale {
        if (debt.signum() < 0 || lot.signum() < 0 || least.signum() < 0) {
            throw new IllegalArgumentException(
                    "debt, lot and least rest must not be negative, were " + debt + ", " + lot + " and " + least);
        }
        debt = Decimals.normalised(debt);
        lot = Decimals.normalised(lot);
    }

    /**
     * What a buyer got.
     *
     * @param paid units times price, at most the debt there was
     * @param left what is still to be raised and for sale
     * @param returned units that go back to the owner because the debt is raised, zero before that
     */
    public record Taken(BigDecimal quantity, BigDecimal paid, DebtSale left, BigDecimal returned) {}

    /** True if there is nothing more to raise, or nothing more to sell. */
    public boolean isOver() {
        return debt.signum() == 0 || lot.signum() == 0;
    }

    /**
     * Sells up to a quantity: as much as the debt needs of it, rounded down at 34 digits. Where that would leave some of the lot and less debt than {@code
     * least}, as much is sold as leaves just that.
     *
     * @param wanted units at most, positive
     * @param most price that the buyer pays at most
     * @param price of the moment, positive
     * @return empty if the price is above what the buyer pays, the sale is over, or the debt is too small to be raised in parts
     */
    public Optional<Taken> take(BigDecimal wanted, BigDecimal most, BigDecimal price) {
        if (wanted.signum() <= 0 || price.signum() <= 0) {
            throw new IllegalArgumentException("quantity and price must be positive, were " + wanted + " and " + price);
        }
        if (isOver() || price.compareTo(most) > 0) {
            return Optional.empty();
        }
        BigDecimal quantity = Decimals.smallest(wanted, lot);
        BigDecimal paid = quantity.multiply(price);
        if (paid.compareTo(debt) > 0) {
            return Optional.of(sold(Decimals.quotientRoundedDown(debt, price), debt));
        }
        boolean leavesTooLittle = paid.compareTo(debt) < 0
                && quantity.compareTo(lot) < 0
                && debt.subtract(paid).compareTo(least) < 0;
        if (!leavesTooLittle) {
            return Optional.of(sold(quantity, paid));
        }
        return debt.compareTo(least) > 0
                ? Optional.of(sold(Decimals.quotientRoundedDown(debt.subtract(least), price), debt.subtract(least)))
                : Optional.empty();
    }

    private Taken sold(BigDecimal quantity, BigDecimal paid) {
        BigDecimal rest = lot.subtract(quantity);
        BigDecimal open = debt.subtract(paid);
        boolean isRaised = open.signum() == 0;
        return new Taken(
                Decimals.normalised(quantity),
                Decimals.normalised(paid),
                new DebtSale(open, isRaised ? Decimals.ZERO : rest, least),
                isRaised ? Decimals.normalised(rest) : Decimals.ZERO);
    }
}
