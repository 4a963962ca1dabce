package io.plimsoll.rules.facts;

import java.math.BigDecimal;

/** One asset of the account's balance. */
@About("One asset of the account's balance.")
public record Collateral(
        @About("The asset, as the venue names it.") String asset,
        @About("Units held; negative is a debt.") BigDecimal quantity,
        @About("Settlement currency per unit, positive.") BigDecimal price,

        @About("quantity · price before any haircut, settlement currency, exact; negative for a debt.")
        BigDecimal marketValue) {}
