package io.plimsoll.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** Prices of trades through the fall of 2025-10-10, second by second, of the venues whose symbols stand for the pack's instruments. */
final class PriceBars {

    private static final String FILE = "2025-10-10_crash_hour_1s.csv.gz";

    /** {@code venue,symbol} of the file, and the instrument that it stands for. */
    private static final Map<String, String> INSTRUMENTS = Map.of(
            "gemini,BTCUSD", "BTCUSDT",
            "gemini,ETHUSD", "ETHUSDT",
            "gemini,SOLUSD", "SOLUSDT",
            "gemini,XRPUSD", "XRPUSDT",
            "coinbase,DOGE-USD", "DOGEUSDT",
            "coinbase,ADA-USD", "ADAUSDT",
            "coinbase,AVAX-USD", "AVAXUSDT",
            "coinbase,LINK-USD", "LINKUSDT",
            "gemini,LTCUSD", "LTCUSDT");

    /** The price at which an instrument was last traded by a time. */
    record Bar(long atSecond, String instrument, BigDecimal price) {}

    private PriceBars() {}

    /**
     * At the end of every so many seconds the last price of each instrument that was traded in them, in the order of time.
     *
     * @param folder with the file that the data set calls {@code prices}
     */
    static List<Bar> every(int seconds, Path folder) throws IOException {
        Map<Long, Map<String, Bar>> latest = new TreeMap<>();
        try (var lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder.resolve(FILE))), StandardCharsets.UTF_8))) {
            lines.readLine(); // the header
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] field = line.split(",");
                String instrument = INSTRUMENTS.get(field[0] + "," + field[1]);
                if (instrument != null) {
                    long second = Long.parseLong(field[2]);
                    Bar bar = new Bar(second, instrument, new BigDecimal(field[6]));
                    latest.computeIfAbsent(second / seconds, any -> new TreeMap<>())
                            .merge(instrument, bar, (one, other) -> other.atSecond() >= one.atSecond() ? other : one);
                }
            }
        }
        List<Bar> bars = new ArrayList<>();
        latest.values().forEach(step -> bars.addAll(step.values()));
        return bars;
    }
}
