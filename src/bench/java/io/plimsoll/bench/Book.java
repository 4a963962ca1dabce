package io.plimsoll.bench;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Collateral;
import io.plimsoll.account.ContractKind;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.Position;
import io.plimsoll.market.Mark;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Accounts made at random for the shipped pack {@code perpetuals}, the same for the same seed: one to three positions, seven of ten long, with
 * from 2 to 40 times their wallet in notional. Each can be made alone, so that a million need not be kept.
 */
final class Book {

    /** Units of the instruments that the pack knows and that a quantity is a multiple of. */
    private static final Map<String, Integer> PLACES = Map.of(
            "BTCUSDT",
            3,
            "ETHUSDT",
            3,
            "SOLUSDT",
            0,
            "XRPUSDT",
            1,
            "DOGEUSDT",
            0,
            "ADAUSDT",
            0,
            "AVAXUSDT",
            0,
            "LINKUSDT",
            2,
            "LTCUSDT",
            3);

    /** Prices before the fall of 2025-10-10, rounded. */
    static final Map<String, BigDecimal> PRICES = Map.of(
            "BTCUSDT", new BigDecimal("117000"),
            "ETHUSDT", new BigDecimal("4090"),
            "SOLUSDT", new BigDecimal("207.5"),
            "XRPUSDT", new BigDecimal("2.69"),
            "DOGEUSDT", new BigDecimal("0.2335"),
            "ADAUSDT", new BigDecimal("0.784"),
            "AVAXUSDT", new BigDecimal("26.7"),
            "LINKUSDT", new BigDecimal("20.7"),
            "LTCUSDT", new BigDecimal("126.5"));

    private final long seed;
    private final List<String> instruments;
    private final Map<String, BigDecimal> prices;

    Book(long seed, Map<String, BigDecimal> prices) {
        this.seed = seed;
        this.prices = prices;
        this.instruments = prices.keySet().stream().sorted().toList();
    }

    static String accountId(int number) {
        return "book-" + number;
    }

    /** An account as it stands at the book's prices, marked at an instant. */
    AccountSnapshot account(int number, Instant asOf) {
        Random random = new Random(seed * 1_000_003 + number);
        int first = random.nextInt(instruments.size());
        int count = Math.min(instruments.size(), 1 + random.nextInt(3));
        double wallet = Math.exp(Math.log(200) + random.nextDouble() * Math.log(5_000));
        double leverage = Math.exp(Math.log(2) + random.nextDouble() * Math.log(20));
        List<Position> positions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String instrument = instruments.get((first + i) % instruments.size());
            positions.add(position(instrument, wallet * leverage / count, random, asOf));
        }
        return new AccountSnapshot(
                accountId(number),
                1,
                asOf,
                "RETAIL",
                "USDT",
                List.of(new Collateral("USDT", rounded(wallet, 2), BigDecimal.ONE)),
                positions,
                List.of(),
                List.of(),
                Map.of("jurisdiction", "EU"));
    }

    private Position position(String instrument, double notional, Random random, Instant markTime) {
        BigDecimal price = prices.get(instrument);
        int places = PLACES.getOrDefault(instrument, 0);
        BigDecimal size = rounded(notional / price.doubleValue(), places).max(BigDecimal.ONE.movePointLeft(places));
        BigDecimal entry = price.multiply(rounded(0.995 + random.nextDouble() / 100, 4), new MathContext(8));
        return new Position(
                instrument,
                ContractKind.LINEAR,
                MarginMode.CROSS,
                random.nextInt(10) < 7 ? size : size.negate(),
                entry,
                new Mark(price, null, markTime),
                BigDecimal.ONE,
                null,
                null);
    }

    private static BigDecimal rounded(double value, int places) {
        return BigDecimal.valueOf(value).setScale(places, RoundingMode.HALF_UP);
    }
}
