package io.plimsoll.margin;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One asset of a margin account's balance: what is held of it, and what is owed in it. Values are in the settlement currency and exact.
 *
 * @param quantity units held, zero or more
 * @param owed units owed with interest, zero or more
 * @param price settlement currency per unit, positive
 */
public record Holding(String asset, BigDecimal quantity, BigDecimal owed, BigDecimal price, Terms terms) {

    /**
     * What rules say about an asset.
     *
     * @param schedule what of its market value counts
     * @param loanToValue fraction of its market value, up to its cap, that may be borrowed against, 0 to 1
     * @param initialRate initial margin of a debt in it, fraction of the debt, zero or more
     * @param maintenanceRate maintenance margin of a debt in it, fraction of the debt, zero or more
     * @param unit smallest quantity of it that can be moved, positive; null where that is not known
     * @param follows instrument with whose price its own moves when liquidation prices are looked for; null where it stands still
     */
    public record Terms(
            HaircutSchedule schedule,
            BigDecimal loanToValue,
            BigDecimal initialRate,
            BigDecimal maintenanceRate,
            @Nullable BigDecimal unit,
            @Nullable String follows) {

        public Terms {
            if (unit != null && unit.signum() <= 0) {
                throw new IllegalArgumentException("the unit of an asset must be positive, was " + unit);
            }
        }

        /** An asset that counts by a schedule, that nothing is lent against and whose unit is not known. */
        public static Terms of(HaircutSchedule schedule) {
            return new Terms(schedule, Decimals.ZERO, Decimals.ZERO, Decimals.ZERO, null, null);
        }

        /** The same with another smallest quantity that can be moved. */
        public Terms withUnit(@Nullable BigDecimal smallest) {
            return new Terms(schedule, loanToValue, initialRate, maintenanceRate, smallest, follows);
        }

        /** The same with another fraction that may be borrowed against. */
        public Terms withLoanToValue(BigDecimal fraction) {
            return new Terms(schedule, fraction, initialRate, maintenanceRate, unit, follows);
        }

        /** The same with margin for a debt. */
        public Terms withDebtRates(BigDecimal initial, BigDecimal maintenance) {
            return new Terms(schedule, loanToValue, initial, maintenance, unit, follows);
        }

        /** The same, moving with the price of an instrument, or standing still. */
        public Terms withFollows(@Nullable String instrument) {
            return new Terms(schedule, loanToValue, initialRate, maintenanceRate, unit, instrument);
        }
    }

    public Holding {
        if (quantity.signum() < 0 || owed.signum() < 0 || price.signum() <= 0) {
            throw new IllegalArgumentException(
                    "quantity and debt must not be negative and the price must be positive, were " + quantity + ", "
                            + owed + " and " + price);
        }
    }

    /** Value of what is held before haircuts. */
    public BigDecimal marketValue() {
        return quantity.multiply(price);
    }

    /** What of the market value counts. */
    public BigDecimal countedValue() {
        return terms.schedule().valueOf(marketValue());
    }

    /** Value of what is owed, positive. */
    public BigDecimal debtValue() {
        return owed.multiply(price);
    }

    /** What may be borrowed against what is held; nothing against what lies beyond the cap. */
    public BigDecimal borrowingCapacity() {
        BigDecimal cap = terms.schedule().cap();
        BigDecimal counted = cap == null ? marketValue() : Decimals.smallest(cap, marketValue());
        return counted.multiply(terms.loanToValue());
    }

    /** True if it moves with the price of the instrument: a debt, or what counts by one haircut at every amount. */
    boolean follows(String instrument) {
        boolean isOneLine =
                terms.schedule().tiers().size() == 1 && terms.schedule().cap() == null;
        return instrument.equals(terms.follows()) && (isOneLine || quantity.signum() == 0);
    }

    Holding with(BigDecimal newQuantity, BigDecimal newOwed) {
        return new Holding(asset, newQuantity, newOwed, price, terms);
    }

    Holding with(Terms other) {
        return new Holding(asset, quantity, owed, price, other);
    }
}
