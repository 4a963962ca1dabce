package io.plimsoll.decision;

import io.plimsoll.account.Position;
import io.plimsoll.account.Side;
import io.plimsoll.margin.Revaluation;
import io.plimsoll.market.Mark;
import io.plimsoll.market.Market;
import io.plimsoll.market.PriceSource;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The prices that a position may be valued at: those of the snapshot without what guard rules ignore.
 *
 * @param position with the volatility that guards let count
 * @param market without the quotes that are ignored; null where nothing is known of it
 * @param isMarkTrusted false where a rule ignores the mark
 * @param isAsReported false where a rule caps the volatility
 * @param at the instant from which an option's time to expiry counts
 */
record TrustedPrices(
        Position position, @Nullable Market market, boolean isMarkTrusted, boolean isAsReported, Instant at) {

    /** The price of a source; empty where the snapshot does not give it, or no part of it is trusted. */
    Optional<BigDecimal> of(PriceSource source) {
        Mark mark = position.mark();
        return switch (source) {
            case MARK -> isMarkTrusted ? Optional.of(mark.price()) : Optional.empty();
            case INDEX -> Optional.ofNullable(mark.indexPrice());
            case LAST -> market == null ? Optional.empty() : Optional.ofNullable(market.lastPrice());
            case MEDIAN -> median();
            case MODEL -> Revaluation.modelPrice(position, at);
            case CONSERVATIVE ->
                Stream.of(Optional.ofNullable(bound()), of(PriceSource.INDEX), median())
                        .flatMap(Optional::stream)
                        .reduce((one, other) -> leavesLess(other, one) ? other : one);
        };
    }

    /** True if a price leaves the position less equity than another: a lower one a long, a higher one a short. */
    boolean leavesLess(BigDecimal price, BigDecimal than) {
        return position.side() == Side.LONG ? price.compareTo(than) < 0 : price.compareTo(than) > 0;
    }

    /** The mark moved against the position by half the width of its interval; negative or zero for a long whose interval is wider than the price. */
    private @Nullable BigDecimal bound() {
        if (!isMarkTrusted) {
            return null;
        }
        BigDecimal mark = position.mark().price();
        BigDecimal confidence = market == null ? null : market.confidence();
        if (confidence == null) {
            return mark;
        }
        return position.side() == Side.LONG ? mark.subtract(confidence) : mark.add(confidence);
    }

    /** Of an even number of quotes the one of the middle two that leaves less equity: a price that some source has given, and no better for the account. */
    private Optional<BigDecimal> median() {
        if (market == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(position.side() == Side.LONG ? market.lowerMedian() : market.upperMedian());
    }
}
