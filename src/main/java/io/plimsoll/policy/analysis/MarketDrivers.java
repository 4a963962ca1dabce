package io.plimsoll.policy.analysis;

import io.plimsoll.decision.Case;
import io.plimsoll.market.Market;
import io.plimsoll.market.Quote;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The quantities of an account's first market by which it can be moved. */
final class MarketDrivers {
    private static final BigDecimal MOST = new BigDecimal("1E13");
    private static final BigDecimal FINE = new BigDecimal("0.000001");
    private static final BigDecimal MILLISECOND = new BigDecimal("0.001");
    private static final BigDecimal DAY = BigDecimal.valueOf(Duration.ofDays(1).toSeconds());

    private final Case given;
    private final Market market;
    private final List<Driver> drivers = new ArrayList<>();

    private MarketDrivers(Case given, Market market) {
        this.given = given;
        this.market = market;
    }

    /** None for an account without a market. */
    static List<Driver> of(Case given) {
        return given.snapshot().markets().stream()
                .findFirst()
                .map(market -> new MarketDrivers(given, market).all())
                .orElse(List.of());
    }

    private List<Driver> all() {
        add(
                "open interest",
                Meaning.OTHER,
                market.openInterest(),
                MILLISECOND,
                MILLISECOND,
                (of, value) -> with(
                        of,
                        value,
                        of.dailyVolume(),
                        of.volatility(),
                        of.depth(),
                        of.confidence(),
                        of.meanPrice(),
                        of.quotes()));
        add(
                "daily volume",
                Meaning.OTHER,
                market.dailyVolume(),
                MILLISECOND,
                BigDecimal.ZERO,
                (of, value) -> with(
                        of,
                        of.openInterest(),
                        value,
                        of.volatility(),
                        of.depth(),
                        of.confidence(),
                        of.meanPrice(),
                        of.quotes()));
        add(
                "volatility",
                Meaning.WILDER_MARKET,
                market.volatility(),
                FINE,
                BigDecimal.ZERO,
                (of, value) -> with(
                        of,
                        of.openInterest(),
                        of.dailyVolume(),
                        value,
                        of.depth(),
                        of.confidence(),
                        of.meanPrice(),
                        of.quotes()));
        add(
                "depth",
                Meaning.DEEPER_MARKET,
                market.depth(),
                MILLISECOND,
                BigDecimal.ZERO,
                (of, value) -> with(
                        of,
                        of.openInterest(),
                        of.dailyVolume(),
                        of.volatility(),
                        value,
                        of.confidence(),
                        of.meanPrice(),
                        of.quotes()));
        add(
                "confidence",
                Meaning.WILDER_MARKET,
                market.confidence(),
                FINE,
                BigDecimal.ZERO,
                (of, value) -> with(
                        of,
                        of.openInterest(),
                        of.dailyVolume(),
                        of.volatility(),
                        of.depth(),
                        value,
                        of.meanPrice(),
                        of.quotes()));
        add(
                "five minutes' mean",
                Meaning.OTHER,
                market.meanPrice(),
                FINE,
                FINE,
                (of, value) -> with(
                        of,
                        of.openInterest(),
                        of.dailyVolume(),
                        of.volatility(),
                        of.depth(),
                        of.confidence(),
                        value,
                        of.quotes()));
        if (!market.quotes().isEmpty()) {
            Quote first = market.quotes().getFirst();
            add(
                    "quote of " + first.source(),
                    Meaning.OTHER,
                    first.price(),
                    FINE,
                    FINE,
                    (of, value) -> quoted(of, new Quote(first.source(), value, first.time())));
            Instant now = given.evaluatedAt();
            add(
                    "age in seconds of the quote of " + first.source(),
                    Meaning.OTHER,
                    BigDecimal.valueOf(Duration.between(first.time(), now).toSeconds()),
                    MILLISECOND,
                    DAY.negate(),
                    (of, value) -> quoted(
                            of,
                            new Quote(
                                    first.source(),
                                    first.price(),
                                    now.minus(Duration.ofNanos(
                                            value.min(DAY).movePointRight(9).longValue())))));
        }
        return drivers;
    }

    private void add(
            String name,
            Meaning meaning,
            @Nullable BigDecimal now,
            BigDecimal tick,
            BigDecimal min,
            BiFunction<Market, BigDecimal, Market> changed) {
        if (now == null) {
            return;
        }
        drivers.add(new Driver(
                name + " of " + market.instrument(),
                meaning,
                now,
                tick,
                min,
                MOST,
                List.of(now.movePointLeft(2).max(min), now.movePointRight(2)),
                value -> {
                    List<Market> markets = new ArrayList<>(given.snapshot().markets());
                    markets.set(0, changed.apply(market, value));
                    return Accounts.withMarkets(given, markets);
                }));
    }

    private static Market quoted(Market of, Quote first) {
        List<Quote> quotes = new ArrayList<>(of.quotes());
        quotes.set(0, first);
        return with(
                of,
                of.openInterest(),
                of.dailyVolume(),
                of.volatility(),
                of.depth(),
                of.confidence(),
                of.meanPrice(),
                quotes);
    }

    private static Market with(
            Market of,
            @Nullable BigDecimal openInterest,
            @Nullable BigDecimal dailyVolume,
            @Nullable BigDecimal volatility,
            @Nullable BigDecimal depth,
            @Nullable BigDecimal confidence,
            @Nullable BigDecimal meanPrice,
            List<Quote> quotes) {
        return new Market(
                of.instrument(),
                openInterest,
                dailyVolume,
                volatility,
                depth,
                confidence,
                of.lastPrice(),
                meanPrice,
                quotes);
    }
}
