package io.plimsoll.decision;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Prices one tick after the other from today's, upwards or downwards, as far as a price is looked for; all of them positive. */
record Ticks(BigDecimal size, BigDecimal start, boolean upwards, BigInteger max) {

    /** @param places decimal places of prices */
    Ticks(BigDecimal now, int places, boolean upwards) {
        this(BigDecimal.ONE.movePointLeft(places), now, upwards);
    }

    private Ticks(BigDecimal size, BigDecimal now, boolean upwards) {
        this(
                size,
                now.divide(size, 0, upwards ? RoundingMode.FLOOR : RoundingMode.CEILING)
                        .multiply(size),
                upwards,
                upwards
                        ? AssetCounterfactuals.units(now.multiply(AssetCounterfactuals.FAR), size)
                        : AssetCounterfactuals.units(now, size).subtract(BigInteger.ONE));
    }

    BigDecimal at(BigInteger count) {
        BigDecimal moved = size.multiply(new BigDecimal(count));
        return Decimals.normalised(upwards ? start.add(moved) : start.subtract(moved));
    }
}
