package io.plimsoll.speed;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Collateral;
import io.plimsoll.account.ContractKind;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.OpenOrder;
import io.plimsoll.account.OrderSide;
import io.plimsoll.account.Position;
import io.plimsoll.market.Mark;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Seeded accounts of perpetuals, from healthy to bankrupt. */
final class Books {

    static final Instant AS_OF = Instant.parse("2026-11-22T19:00:00Z");

    private static final List<String> SEGMENTS = List.of("RETAIL", "PROFESSIONAL", "INSTITUTIONAL");

    private final Random random;
    private final List<String> instruments;
    private final Instant asOf;

    Books(long seed, List<String> instruments) {
        this(seed, instruments, AS_OF);
    }

    /** @param asOf of every snapshot */
    Books(long seed, List<String> instruments, Instant asOf) {
        this.random = new Random(seed);
        this.instruments = instruments;
        this.asOf = asOf;
    }

    /** @param positions at most; an instrument has a cross position a side and an isolated one */
    AccountSnapshot account(int number, int positions) {
        List<Position> held = new ArrayList<>();
        double notional = 0;
        for (int i = 0; i < Math.min(positions, 4 * instruments.size()); i++) {
            String instrument = instruments.get(i % instruments.size());
            boolean isLong = i / instruments.size() % 2 == 0;
            MarginMode mode = i / instruments.size() < 2 ? MarginMode.CROSS : MarginMode.ISOLATED;
            double price = 10 + random.nextInt(60_000) / 10.0;
            double quantity = (1 + random.nextInt(100_000)) / price;
            notional += mode == MarginMode.CROSS ? quantity * price : 0;
            held.add(new Position(
                    instrument,
                    ContractKind.LINEAR,
                    mode,
                    decimal(isLong ? quantity : -quantity, 3).add(new BigDecimal(isLong ? "0.001" : "-0.001")),
                    decimal(price * (0.97 + random.nextInt(60) / 1000.0), 2),
                    new Mark(
                            decimal(price, 2),
                            random.nextBoolean() ? decimal(price * 1.001, 2) : null,
                            asOf.minusMillis(random.nextInt(2_000))),
                    BigDecimal.ONE,
                    mode == MarginMode.ISOLATED ? decimal(quantity * price * random.nextInt(20) / 1000 + 1, 2) : null,
                    new BigDecimal(1 + random.nextInt(100))));
        }
        // From nothing to a fifth of what is held, so that every outcome comes about.
        double money = notional * random.nextInt(200) / 1000;
        List<Collateral> collateral = new ArrayList<>(
                List.of(new Collateral("USDT", decimal(money, 2).add(new BigDecimal(10)), BigDecimal.ONE)));
        if (random.nextInt(4) == 0) {
            collateral.add(new Collateral("BTC", decimal(money / 600_000, 6), new BigDecimal(60_000)));
        }
        List<OpenOrder> orders = random.nextInt(4) == 0
                ? List.of(new OpenOrder(
                        "o-1",
                        instruments.getFirst(),
                        OrderSide.BUY,
                        new BigDecimal("0.5"),
                        new BigDecimal(100 + random.nextInt(1_000)),
                        false))
                : List.of();
        return new AccountSnapshot(
                "A-" + number,
                1,
                asOf,
                SEGMENTS.get(random.nextInt(SEGMENTS.size())),
                "USDT",
                collateral,
                held,
                orders,
                List.of(),
                Map.of("jurisdiction", "EU"));
    }

    private static BigDecimal decimal(double value, int places) {
        return BigDecimal.valueOf(value).setScale(places, RoundingMode.HALF_EVEN);
    }
}
