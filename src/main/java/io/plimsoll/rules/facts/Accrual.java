package io.plimsoll.rules.facts;

import io.plimsoll.account.AccrualKind;
import java.math.BigDecimal;

/** An amount that has accrued and is not yet booked. */
@About("An amount that has accrued and is not yet booked into the collateral.")
public record Accrual(
        @About("What the amount is for.") @OneOf(AccrualKind.class)
        String kind,

        @About("Currency of the amount.") String asset,
        @About("Positive if received, negative if owed.") BigDecimal amount) {}
