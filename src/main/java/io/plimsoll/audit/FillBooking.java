package io.plimsoll.audit;

import io.plimsoll.decision.ClosurePlan.Surplus;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What a fill brings above the bankruptcy price, and who gets it; nothing where there is no such price. */
record FillBooking(
        @Nullable String marginAccount,
        @Nullable BigDecimal above,
        @Nullable BigDecimal surplus,
        @Nullable Surplus surplusTo) {

    static final FillBooking NONE = new FillBooking(null, null, null, null);

    BigDecimal toFund() {
        return surplus == null || surplusTo != Surplus.INSURANCE_FUND ? Decimals.ZERO : surplus;
    }
}
