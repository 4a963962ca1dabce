package io.plimsoll.account;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;

/**
 * How a contract's value follows its price. Whatever the kind, requirement and profit are straight lines in the value of one unit; that
 * is what the kernel reckons in, and a price is found by turning it back.
 */
public enum ContractKind {

    /**
     * Worth {@code quantity · price · multiplier} in the settlement currency. A quanto contract is one whose multiplier is the fixed
     * amount of settlement currency for one unit of price.
     */
    LINEAR {
        @Override
        public BigDecimal valueOf(BigDecimal units, BigDecimal price) {
            return units.multiply(price);
        }

        @Override
        public BigDecimal gainOf(BigDecimal signedUnits, BigDecimal entryPrice, BigDecimal price) {
            return signedUnits.multiply(price.subtract(entryPrice));
        }

        @Override
        public BigDecimal gainPerUnitValue(BigDecimal signedUnits) {
            return signedUnits;
        }

        @Override
        public BigDecimal priceAt(BigDecimal unitValue) {
            return unitValue;
        }
    },

    /**
     * A contract on an amount of the quote currency that is margined and settled in the base asset: worth
     * {@code quantity · multiplier / price} of it, to 34 digits. Prices are quote currency per unit of the base asset.
     */
    INVERSE {
        @Override
        public BigDecimal valueOf(BigDecimal units, BigDecimal price) {
            return Decimals.normalised(units.divide(price, Decimals.QUOTIENT));
        }

        @Override
        public BigDecimal gainOf(BigDecimal signedUnits, BigDecimal entryPrice, BigDecimal price) {
            BigDecimal gained = signedUnits.multiply(price.subtract(entryPrice));
            return Decimals.normalised(gained.divide(entryPrice.multiply(price), Decimals.QUOTIENT));
        }

        @Override
        public BigDecimal gainPerUnitValue(BigDecimal signedUnits) {
            return signedUnits.negate();
        }

        @Override
        public BigDecimal priceAt(BigDecimal unitValue) {
            return Decimals.normalised(Decimals.ONE.divide(unitValue, Decimals.QUOTIENT));
        }
    };

    /** Value in settlement currency of so many units (quantity times multiplier) at a price. */
    public abstract BigDecimal valueOf(BigDecimal units, BigDecimal price);

    /** Profit in settlement currency of signed units (positive long) between two prices; negative is a loss. */
    public abstract BigDecimal gainOf(BigDecimal signedUnits, BigDecimal entryPrice, BigDecimal price);

    /** Profit for each rise of the unit's value by 1; a long inverse contract loses where its value rises, because the price falls. */
    public abstract BigDecimal gainPerUnitValue(BigDecimal signedUnits);

    /** The price at which one unit has this positive value. */
    public abstract BigDecimal priceAt(BigDecimal unitValue);
}
