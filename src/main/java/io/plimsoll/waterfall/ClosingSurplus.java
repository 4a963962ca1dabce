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
     * @return settlement currency, rounded as values are, zero or more
     */
    public static BigDecimal of(
            ContractKind contract,
            BigDecimal signedUnits,
            BigDecimal price,
            BigDecimal bankruptcyPrice,
            BigDecimal paid,
            Rounding rounding) {
        return of(above(contract, signedUnits, price, bankruptcyPrice, paid), rounding);
    }

    /** What a fill brings above the bankruptcy price less what was paid, exact as the contract's gain; negative below it. */
    public static BigDecimal above(
            ContractKind contract,
            BigDecimal signedUnits,
            BigDecimal price,
            BigDecimal bankruptcyPrice,
            BigDecimal paid) {
        return contract.gainOf(signedUnits, bankruptcyPrice, price).subtract(paid);
    }

    /**
     * What a fill adds to the surplus of all fills of a margin account, whose bankruptcy prices together leave it with nothing. The sum over the
     * fills is the surplus of them all, in whatever order they come.
     *
     * @param before sum of {@link #above} over the fills before it
     * @param above of this fill
     * @return settlement currency, a difference of rounded amounts; negative where it takes back what others had added
     */
    public static BigDecimal added(BigDecimal before, BigDecimal above, Rounding rounding) {
        return of(before.add(above), rounding).subtract(of(before, rounding));
    }

    /**
     * What the insurance fund gets of a fill where it takes a fee of the surplus alone, as dYdX does: {@code min(above, rate · notional)}. Negative is what it
     * pays.
     *
     * @param above of {@link #above} for the fill
     * @param notional of the fill, settlement currency, not negative
     * @param rateMax most of the notional that is taken, 0 or more
     * @return settlement currency, exact
     */
    public static BigDecimal toFund(BigDecimal above, BigDecimal notional, BigDecimal rateMax) {
        return Decimals.smallest(above, Decimals.normalised(notional.multiply(rateMax)));
    }

    private static BigDecimal of(BigDecimal above, Rounding rounding) {
        return rounding.valueRounded(Decimals.largest(above, Decimals.ZERO));
    }
}
