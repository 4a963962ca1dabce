package io.plimsoll.live;

import io.plimsoll.market.Market;
import io.plimsoll.money.Decimals;
import io.plimsoll.rules.interval.Moment;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A mark as it comes in while accounts are kept.
 *
 * @param price in the unit of the instrument's prices, positive
 * @param indexPrice positive; null where the feed gives none: the index then moves with the mark, as far from it as it was
 * @param time when it was struck, between 1678 and 2261
 * @param market what is known of the instrument's market besides; null where the feed does not say: what was known of it before then stands
 */
public record MarkTick(
        String instrument,
        BigDecimal price,
        @Nullable BigDecimal indexPrice,
        Instant time,
        @Nullable Market market) {

    /** A mark that says nothing of its market. */
    public MarkTick(String instrument, BigDecimal price, @Nullable BigDecimal indexPrice, Instant time) {
        this(instrument, price, indexPrice, time, null);
    }

    public MarkTick {
        if (price.signum() <= 0 || (indexPrice != null && indexPrice.signum() <= 0)) {
            throw new IllegalArgumentException(
                    "prices of `" + instrument + "` must be positive, were " + price + " and " + indexPrice);
        }
        if (Moment.nanos(time).isEmpty()) {
            throw new IllegalArgumentException(
                    "the mark of `" + instrument + "` must be struck between 1678 and 2261, was " + time);
        }
        if (market != null && !market.instrument().equals(instrument)) {
            throw new IllegalArgumentException(
                    "the mark of `" + instrument + "` has the market of `" + market.instrument() + "`");
        }
    }

    /** The same with the index of the mark before it, moved as the mark has, where it brings none of its own. */
    MarkTick after(MarkTick before) {
        return indexPrice != null || before.indexPrice == null
                ? this
                : new MarkTick(instrument, price, Decimals.moved(before.indexPrice, before.price, price), time, market);
    }
}
