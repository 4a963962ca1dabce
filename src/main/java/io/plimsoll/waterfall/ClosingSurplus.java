package io.plimsoll.waterfall;

import io.plimsoll.account.ContractKind;
import io.plimsoll.money.Decimals;
import io.plimsoll.money.Rounding;
import java.math.BigDecimal;

/** What a closing brings above the bankruptcy price: it is the customer's money unless the venue's rules give it to the insurance fund. */
public final class ClosingSurplus {

    private ClosingSurplus() {}

    /**
     * {@code max(0, gain from the bankruptcy price to the price of the fill − paid)}.
     *
     * @param signedUnits quantity times multiplier of what was closed, positive for a long
     * @param price at which it was closed
     * @param paid fees really paid, settlement currency
     * @return settlement currency, rounded down, zero or more
     */
    public static BigDecimal of(
            ContractKind contract,
            BigDecimal signedUnits,
            BigDecimal price,
            BigDecimal bankruptcyPrice,
            BigDecimal paid,
            Rounding rounding) {
        BigDecimal gained = contract.gainOf(signedUnits, bankruptcyPrice, price).subtract(paid);
        return rounding.valueRoundedDown(Decimals.largest(gained, Decimals.ZERO));
    }
}
