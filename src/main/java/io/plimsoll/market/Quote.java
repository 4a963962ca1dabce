package io.plimsoll.market;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * What one source says that an instrument is worth.
 *
 * @param source names the source: a venue, an oracle, a feed
 * @param price in the unit of the instrument's mark, positive
 * @param time when the source struck it
 */
public record Quote(String source, BigDecimal price, Instant time) {

    public Quote {
        price = Decimals.normalised(price);
        if (price.signum() <= 0) {
            throw new IllegalArgumentException("price of source `" + source + "` must be positive, was " + price);
        }
    }

    /** Age of the quote at an instant; negative if it was struck later, which only a wrong clock explains. */
    public Duration ageAt(Instant instant) {
        return Duration.between(time, instant);
    }
}
