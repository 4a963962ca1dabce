package io.plimsoll.market;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one instrument's market besides its mark. Everything but the instrument may be unknown.
 *
 * <p>Open interest and volume are in contracts, the unit of a position's quantity: an account's share of them is then a plain quotient
 * that no doubtful price enters, and it is the unit that venues publish.
 *
 * @param openInterest contracts open, one side counted, positive
 * @param dailyVolume contracts traded in the last 24 hours, 0 or more
 * @param volatility standard deviation of a year's return, as a fraction: 0.8 is 80 % a year; 0 or more
 * @param depth settlement currency that the thinner side of the book takes within one per cent of the mark, 0 or more
 * @param confidence half the width of the interval in which the price lies, in price units, 0 or more
 * @param lastPrice price of the last trade, positive
 * @param meanPrice mean of the mark over the last five minutes, positive
 * @param quotes what other sources say; each source once
 */
public record Market(
        String instrument,
        @Nullable BigDecimal openInterest,
        @Nullable BigDecimal dailyVolume,
        @Nullable BigDecimal volatility,
        @Nullable BigDecimal depth,
        @Nullable BigDecimal confidence,
        @Nullable BigDecimal lastPrice,
        @Nullable BigDecimal meanPrice,
        List<Quote> quotes) {

    /** The span of {@link #meanPrice}. */
    public static final Duration MEAN_SPAN = Duration.ofMinutes(5);

    /** The span of {@link #volatility}: crypto trades on every day of the year. */
    private static final Duration YEAR = Duration.ofDays(365);

    private static final BigDecimal ROOT_OF_MEAN_SPAN = rootOfYears(MEAN_SPAN);

    public Market {
        openInterest = positive("open interest", openInterest);
        dailyVolume = notNegative("daily volume", dailyVolume);
        volatility = notNegative("volatility", volatility);
        depth = notNegative("depth", depth);
        confidence = notNegative("confidence", confidence);
        lastPrice = positive("last price", lastPrice);
        meanPrice = positive("mean price", meanPrice);
        quotes = List.copyOf(quotes);
        Set<String> sources = new HashSet<>();
        for (Quote quote : quotes) {
            if (!sources.add(quote.source())) {
                throw new IllegalArgumentException("source `" + quote.source() + "` is given twice");
            }
        }
    }

    /** The same market when the mark moves: every price in proportion, to 34 digits; what is no price stays. */
    public Market moved(BigDecimal from, BigDecimal to) {
        return new Market(
                instrument,
                openInterest,
                dailyVolume,
                volatility,
                depth,
                Decimals.moved(confidence, from, to),
                Decimals.moved(lastPrice, from, to),
                Decimals.moved(meanPrice, from, to),
                quotes.stream()
                        .map(quote -> new Quote(
                                quote.source(),
                                Decimals.normalised(quote.price().multiply(to).divide(from, Decimals.QUOTIENT)),
                                quote.time()))
                        .toList());
    }

    /** Standard deviation of the return over a span, as a fraction, at 34 digits: {@code volatility · √(span / 365 days)}; null without a volatility. */
    public @Nullable BigDecimal deviationOver(Duration span) {
        if (volatility == null) {
            return null;
        }
        return Decimals.normalised(volatility.multiply(rootOfYears(span), Decimals.QUOTIENT));
    }

    private static BigDecimal rootOfYears(Duration span) {
        return BigDecimal.valueOf(span.toNanos())
                .divide(BigDecimal.valueOf(YEAR.toNanos()), Decimals.QUOTIENT)
                .sqrt(Decimals.QUOTIENT);
    }

    /**
     * How far a price is from the five minutes' mean, in standard deviations of the return over five minutes: {@code |price − mean| / mean /
     * deviation}, rounded down at 34 digits; null without mean or volatility, or where the volatility is 0.
     */
    public @Nullable BigDecimal deviationsFromMean(BigDecimal price) {
        if (meanPrice == null || volatility == null || volatility.signum() == 0) {
            return null;
        }
        BigDecimal distance = price.subtract(meanPrice).abs();
        return Decimals.quotientRoundedDown(
                distance, meanPrice.multiply(volatility).multiply(ROOT_OF_MEAN_SPAN));
    }

    /** {@code size / openInterest} as a fraction, rounded down at 34 digits; null without open interest. */
    public @Nullable BigDecimal shareOfOpenInterest(BigDecimal size) {
        return openInterest == null ? null : Decimals.quotientRoundedDown(size, openInterest);
    }

    /** {@code size / dailyVolume} as a fraction, rounded down at 34 digits; null without a volume, or where nothing was traded. */
    public @Nullable BigDecimal shareOfVolume(BigDecimal size) {
        return dailyVolume == null || dailyVolume.signum() == 0
                ? null
                : Decimals.quotientRoundedDown(size, dailyVolume);
    }

    /**
     * The median of all quotes, or null without one. Of an even number the middle is two prices: their mean, exact, which stands for neither side.
     */
    public @Nullable BigDecimal medianPrice() {
        BigDecimal lower = lowerMedian();
        BigDecimal upper = upperMedian();
        return lower == null || upper == null
                ? null
                : Decimals.normalised(lower.add(upper).divide(BigDecimal.TWO));
    }

    /** The median of all quotes, of an even number the lower of the middle two; null without a quote. */
    public @Nullable BigDecimal lowerMedian() {
        return quotes.isEmpty() ? null : pricesAscending().get((quotes.size() - 1) / 2);
    }

    /** The median of all quotes, of an even number the higher of the middle two; null without a quote. */
    public @Nullable BigDecimal upperMedian() {
        return quotes.isEmpty() ? null : pricesAscending().get(quotes.size() / 2);
    }

    /** The same market without the quotes of some sources. */
    public Market without(Set<String> sources) {
        return new Market(
                instrument,
                openInterest,
                dailyVolume,
                volatility,
                depth,
                confidence,
                lastPrice,
                meanPrice,
                quotes.stream()
                        .filter(quote -> !sources.contains(quote.source()))
                        .toList());
    }

    private List<BigDecimal> pricesAscending() {
        return quotes.stream().map(Quote::price).sorted().toList();
    }

    /** {@code |price − reference| / reference} as a fraction, rounded down at 34 digits; both positive. */
    public static BigDecimal deviation(BigDecimal price, BigDecimal reference) {
        return Decimals.quotientRoundedDown(price.subtract(reference).abs(), reference);
    }

    private static @Nullable BigDecimal positive(String name, @Nullable BigDecimal value) {
        if (value != null && value.signum() <= 0) {
            throw new IllegalArgumentException(name + " must be positive, was " + value);
        }
        return value == null ? null : Decimals.normalised(value);
    }

    private static @Nullable BigDecimal notNegative(String name, @Nullable BigDecimal value) {
        if (value != null && value.signum() < 0) {
            throw new IllegalArgumentException(name + " must not be negative, was " + value);
        }
        return value == null ? null : Decimals.normalised(value);
    }
}
