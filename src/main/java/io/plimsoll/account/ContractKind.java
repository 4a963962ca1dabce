package io.plimsoll.account;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;

/**
 * How a contract's value follows its price. Whatever the kind, requirement and profit are straight lines in the value of one unit; that
 * is what the kernel reckons in, and a price is found by turning it back.
 */
public enum ContractKind {

    /** Worth {@code quantity · price · multiplier} in the settlement currency. */
    LINEAR,

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
    },

    /**
     * A contract whose price is in a currency that it is not settled in: its multiplier is the fixed amount of settlement currency for one
     * unit of price, and so it is worth what a linear contract is.
     */
    QUANTO,

    /**
     * An option whose premium, strike and underlying are priced in the settlement currency, and whose premium is paid when it changes
     * hands: it is worth {@code quantity · price · multiplier}, which for a short option is a debt.
     */
    OPTION {
        @Override
        public boolean isOption() {
            return true;
        }
    },

    /**
     * An option that is margined and settled in the base asset, in which its premium is quoted and paid; strike and underlying price are in the
     * quote currency. Its worth is {@code quantity · price · multiplier} of the base asset.
     */
    INVERSE_OPTION {
        @Override
        public boolean isOption() {
            return true;
        }
    };

    /** Value in settlement currency of so many units (quantity times multiplier) at a price. */
    public BigDecimal valueOf(BigDecimal units, BigDecimal price) {
        return units.multiply(price);
    }

    /** Profit in settlement currency of signed units (positive long) between two prices; negative is a loss. */
    public BigDecimal gainOf(BigDecimal signedUnits, BigDecimal entryPrice, BigDecimal price) {
        return signedUnits.multiply(price.subtract(entryPrice));
    }

    /** Profit for each rise of the unit's value by 1; a long inverse contract loses where its value rises, because the price falls. */
    public BigDecimal gainPerUnitValue(BigDecimal signedUnits) {
        return signedUnits;
    }

    /** The price at which one unit has this positive value. */
    public BigDecimal priceAt(BigDecimal unitValue) {
        return unitValue;
    }

    /** True for a contract whose premium was paid, so that its whole value and not its profit counts in equity. */
    public boolean isOption() {
        return false;
    }
}
