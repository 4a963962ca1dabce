package io.plimsoll.market;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One instrument's mark, with the index beside it where the venue gives one.
 *
 * @param price mark price, settlement currency per unit, positive
 * @param indexPrice index price in the same unit, positive; null where the venue gives none
 * @param time when the mark was struck
 */
public record Mark(BigDecimal price, @Nullable BigDecimal indexPrice, Instant time) {

    public Mark {
        price = Decimals.normalised(price);
        indexPrice = indexPrice == null ? null : Decimals.normalised(indexPrice);
        if (price.signum() <= 0) {
            throw new IllegalArgumentException("mark price must be positive, was " + price);
        }
        if (indexPrice != null && indexPrice.signum() <= 0) {
            throw new IllegalArgumentException("index price must be positive, was " + indexPrice);
        }
    }

    /** The same mark at another price, the index moved in proportion, to 34 digits. */
    public Mark movedTo(BigDecimal newPrice) {
        return new Mark(newPrice, Decimals.moved(indexPrice, price, newPrice), time);
    }

    /** Age of the mark at an instant; negative if the mark was struck later, which only a wrong clock explains. */
    public Duration ageAt(Instant instant) {
        return Duration.between(time, instant);
    }

    /** {@code |mark − index| / index} as a fraction, rounded down at 34 digits; null without an index. */
    public @Nullable BigDecimal indexDeviation() {
        return indexPrice == null
                ? null
                : Decimals.quotientRoundedDown(price.subtract(indexPrice).abs(), indexPrice);
    }
}
