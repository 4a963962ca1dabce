package io.plimsoll.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.money.Decimals;
import io.plimsoll.wire.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * Made-up accounts of every outcome. Each has one of a few books; what a book requires is asked once, and accounts are then funded as a
 * multiple of it: well above, just above, below the initial margin, below the maintenance margin, far below, below zero. Some hold a
 * position above its limit, some a mark that is too old.
 */
final class DemoAccounts {
    private static final List<String> SEGMENTS = List.of("RETAIL", "PROFESSIONAL", "INSTITUTIONAL");
    private static final Duration STALE = Duration.ofMinutes(10);
    private static final int PERCENT = 100;

    /** What a book requires, settlement currency, as the service writes it. */
    record Requirement(String initialMargin, String maintenanceMargin) {}

    /** A position of a book; quantity signed. */
    private record Leg(String instrument, String quantity, String price) {}

    /** What becomes of an account: equity as percent of the initial or of the maintenance margin. */
    private enum Fate {
        HEALTHY(true, 300),
        WARNING(true, 108),
        CALLED(true, 95),
        REDUCED(false, 80),
        LIQUIDATED(false, 30),
        TAKEN_OVER(false, -20),
        HELD(false, 80),
        LIMITED(true, 300);

        private final boolean ofInitial;
        private final int percent;

        Fate(boolean ofInitial, int percent) {
            this.ofInitial = ofInitial;
            this.percent = percent;
        }
    }

    private static final List<List<Leg>> BOOKS = List.of(
            List.of(new Leg("BTCUSDT", "0.4", "96000")),
            List.of(new Leg("BTCUSDT", "-4", "96000")),
            List.of(new Leg("ETHUSDT", "12", "3200")),
            List.of(new Leg("ETHUSDT", "-150", "3200"), new Leg("BTCUSDT", "5", "96000")),
            List.of(new Leg("SOLUSDT", "900", "180")),
            List.of(new Leg("XRPUSDT", "40000", "2.2"), new Leg("DOGEUSDT", "-120000", "0.31")),
            List.of(new Leg("BNBUSDT", "60", "640"), new Leg("LTCUSDT", "-200", "95")),
            List.of(new Leg("ADAUSDT", "70000", "0.9"), new Leg("LINKUSDT", "900", "21")));

    /** Above the position limit of its instrument. */
    private static final List<Leg> LIMITED_BOOK = List.of(new Leg("XRPUSDT", "11000000", "2.2"));

    private final Random random;
    private final Instant asOf;
    private final Function<ObjectNode, Requirement> service;
    private final Map<List<Leg>, Requirement> requirements = new HashMap<>();

    /**
     * @param asOf of every snapshot; its milliseconds are also the sequence, so that a later run comes after an earlier one
     * @param service says what a snapshot requires
     */
    DemoAccounts(long seed, Instant asOf, Function<ObjectNode, Requirement> service) {
        this.random = new Random(seed);
        this.asOf = asOf;
        this.service = service;
    }

    List<ObjectNode> take(int count) {
        List<ObjectNode> accounts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            accounts.add(account("DEMO-%05d".formatted(i + 1), fate(i)));
        }
        return accounts;
    }

    /** The first accounts meet each fate once; of the others most are healthy, as in life. */
    private Fate fate(int index) {
        Fate[] fates = Fate.values();
        if (index < fates.length) {
            return fates[index];
        }
        return random.nextInt(PERCENT) < 40 ? Fate.HEALTHY : fates[random.nextInt(fates.length)];
    }

    private ObjectNode account(String id, Fate fate) {
        List<Leg> book = fate == Fate.LIMITED ? LIMITED_BOOK : BOOKS.get(random.nextInt(BOOKS.size()));
        String segment = SEGMENTS.get(random.nextInt(SEGMENTS.size()));
        Requirement required = requirements.computeIfAbsent(book, legs -> service.apply(funded(legs)));
        BigDecimal base = new BigDecimal(fate.ofInitial ? required.initialMargin() : required.maintenanceMargin());
        int spread = random.nextInt(5) - 2;
        BigDecimal cash =
                base.multiply(BigDecimal.valueOf(fate.percent + spread, 2)).setScale(2, RoundingMode.HALF_UP);
        return snapshot(id, segment, book, cash, fate == Fate.HELD ? asOf.minus(STALE) : asOf);
    }

    /** A book with more money than it can need. */
    private ObjectNode funded(List<Leg> legs) {
        return snapshot("DEMO-REQUIREMENT", "RETAIL", legs, new BigDecimal("900000000"), asOf);
    }

    /** Positions stand at their entry price, so that equity is the cash. */
    private ObjectNode snapshot(String id, String segment, List<Leg> book, BigDecimal cash, Instant markTime) {
        ObjectNode snapshot = Json.object()
                .put("accountId", id)
                .put("sequence", asOf.toEpochMilli())
                .put("asOf", asOf.toString())
                .put("segment", segment)
                .put("settlementCurrency", "USDT");
        snapshot.putArray("collateral")
                .addObject()
                .put("asset", "USDT")
                .put("quantity", Decimals.plain(cash))
                .put("price", "1");
        var positions = snapshot.putArray("positions");
        for (Leg leg : book) {
            positions
                    .addObject()
                    .put("instrument", leg.instrument())
                    .put("contract", "LINEAR")
                    .put("mode", "CROSS")
                    .put("quantity", leg.quantity())
                    .put("entryPrice", leg.price())
                    .put("markPrice", leg.price())
                    .put("indexPrice", leg.price())
                    .put("markTime", markTime.toString());
        }
        return snapshot;
    }
}
