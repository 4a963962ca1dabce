package io.plimsoll.account;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;

/**
 * An amount that has accrued and is not yet booked into the collateral.
 *
 * @param asset currency of the amount
 * @param amount positive if received, negative if owed
 */
public record Accrual(AccrualKind kind, String asset, BigDecimal amount) {
    public Accrual {
        amount = Decimals.normalised(amount);
    }

    /** True for interest that is to be paid: it makes a debt larger. */
    public boolean isInterestOwed() {
        return kind == AccrualKind.INTEREST && amount.signum() < 0;
    }
}
