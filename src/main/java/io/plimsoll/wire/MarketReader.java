package io.plimsoll.wire;

import io.plimsoll.market.Market;
import io.plimsoll.market.Quote;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what is known of a market, in a snapshot or beside a mark. */
final class MarketReader {

    static final List<String> FIELDS = List.of(
            "instrument",
            "openInterest",
            "dailyVolume",
            "volatility",
            "depth",
            "confidence",
            "lastPrice",
            "meanPrice",
            "sources");

    private static final int SOURCES_MAX = 32;
    private static final List<String> SOURCE_FIELDS = List.of("source", "price", "time");

    private MarketReader() {}

    /** A market that names its instrument; null if it has a fault. */
    static @Nullable Market read(Fields fields, Faults faults) {
        return read(fields, fields.name("instrument"), faults);
    }

    /** The market of an instrument that is known; null if it has a fault. */
    static @Nullable Market read(Fields fields, String instrument, Faults faults) {
        var sources = fields.items("sources", false, SOURCES_MAX, SOURCE_FIELDS, MarketReader::quote);
        SnapshotReader.distinct(sources, Quote::source, "source", "/source", faults);
        BigDecimal openInterest = fields.optionalPositive("openInterest");
        BigDecimal dailyVolume = fields.optionalNotNegative("dailyVolume");
        BigDecimal volatility = fields.optionalNotNegative("volatility");
        BigDecimal depth = fields.optionalNotNegative("depth");
        BigDecimal confidence = fields.optionalNotNegative("confidence");
        BigDecimal lastPrice = fields.optionalPositive("lastPrice");
        BigDecimal meanPrice = fields.optionalPositive("meanPrice");
        List<Quote> quotes = new ArrayList<>();
        sources.forEach(source -> quotes.add(source.value()));
        return fields.hasFaults()
                ? null
                : new Market(
                        instrument,
                        openInterest,
                        dailyVolume,
                        volatility,
                        depth,
                        confidence,
                        lastPrice,
                        meanPrice,
                        quotes);
    }

    private static Quote quote(Fields fields) {
        return new Quote(fields.name("source"), fields.positive("price"), fields.instant("time"));
    }
}
