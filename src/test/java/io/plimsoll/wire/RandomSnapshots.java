package io.plimsoll.wire;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Accrual;
import io.plimsoll.account.AccrualKind;
import io.plimsoll.account.Collateral;
import io.plimsoll.account.ContractKind;
import io.plimsoll.account.Greeks;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.OpenOrder;
import io.plimsoll.account.OptionTerms;
import io.plimsoll.account.OptionType;
import io.plimsoll.account.OrderSide;
import io.plimsoll.account.Position;
import io.plimsoll.market.Mark;
import io.plimsoll.market.Market;
import io.plimsoll.market.Quote;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Snapshots of all shapes from a seed: the same seed, the same snapshots. */
public final class RandomSnapshots {

    private static final long YEAR_2026 = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond();

    private final Random random;

    public RandomSnapshots(long seed) {
        this.random = new Random(seed);
    }

    /** The next snapshot: up to 5 assets, 8 positions (hedged and isolated ones among them), 4 orders. */
    public AccountSnapshot next() {
        List<Collateral> collateral = new ArrayList<>();
        collateral.add(new Collateral("USDT", amount(), BigDecimal.ONE));
        for (int index = random.nextInt(5); index > 0; index--) {
            collateral.add(new Collateral("ASSET" + index, amount(), positive(), amount().abs(), amount().abs()));
        }
        List<Accrual> accrued = new ArrayList<>();
        for (int index = random.nextInt(3); index > 0; index--) {
            String asset = collateral.get(random.nextInt(collateral.size())).asset();
            accrued.add(new Accrual(AccrualKind.values()[random.nextInt(3)], asset, amount()));
        }
        Map<String, String> attributes = new TreeMap<>();
        for (int index = random.nextInt(4); index > 0; index--) {
            attributes.put("name-" + index, "\"quoted\" \\ é 漢 😀 " + index);
        }
        return new AccountSnapshot(
                "acc/" + random.nextInt(1_000_000),
                random.nextLong(1L << 53),
                instant(),
                random.nextBoolean() ? "RETAIL" : "MARKET_MAKER",
                "USDT",
                collateral,
                positions(),
                orders(),
                accrued,
                attributes,
                markets());
    }

    private List<Market> markets() {
        List<Market> markets = new ArrayList<>();
        for (int index = random.nextInt(4); index > 0; index--) {
            List<Quote> quotes = new ArrayList<>();
            for (int source = random.nextInt(4); source > 0; source--) {
                quotes.add(new Quote("source-" + source, positive(), instant()));
            }
            markets.add(new Market(
                    "PERP:" + index,
                    maybe(positive()),
                    maybe(amount().abs()),
                    maybe(positive()),
                    maybe(amount().abs()),
                    maybe(positive()),
                    maybe(positive()),
                    maybe(positive()),
                    quotes));
        }
        return markets;
    }

    private @Nullable BigDecimal maybe(BigDecimal value) {
        return random.nextBoolean() ? value : null;
    }

    private List<Position> positions() {
        List<Position> positions = new ArrayList<>();
        for (int index = random.nextInt(5); index > 0; index--) {
            Mark mark = new Mark(positive(), random.nextBoolean() ? positive() : null, instant());
            positions.add(position("PERP:" + index, positive(), mark, isolatedMargin()));
            if (random.nextInt(3) == 0) {
                positions.add(position("PERP:" + index, positive().negate(), mark, isolatedMargin()));
            }
        }
        for (int index = random.nextInt(3); index > 0; index--) {
            positions.add(option("OPTION:" + index));
        }
        return positions;
    }

    private Position position(String instrument, BigDecimal quantity, Mark mark, @Nullable BigDecimal isolatedMargin) {
        MarginMode mode = isolatedMargin == null ? MarginMode.CROSS : MarginMode.ISOLATED;
        BigDecimal leverage = random.nextBoolean() ? BigDecimal.valueOf(1 + random.nextInt(125)) : null;
        return new Position(
                instrument,
                ContractKind.LINEAR,
                mode,
                quantity,
                positive(),
                mark,
                BigDecimal.ONE,
                isolatedMargin,
                leverage);
    }

    private Position option(String instrument) {
        boolean described = random.nextBoolean();
        return new Position(
                instrument,
                random.nextBoolean() ? ContractKind.OPTION : ContractKind.INVERSE_OPTION,
                MarginMode.CROSS,
                random.nextBoolean() ? positive() : positive().negate(),
                positive(),
                new Mark(positive(), null, instant()),
                positive(),
                null,
                null,
                described ? "UNDERLYING" : instrument,
                instant(),
                new OptionTerms(
                        OptionType.values()[random.nextInt(2)],
                        positive(),
                        described ? positive() : null,
                        described ? positive() : null,
                        described ? new Greeks(amount(), amount(), amount(), amount()) : null),
                described ? "USDT" : null);
    }

    private List<OpenOrder> orders() {
        List<OpenOrder> orders = new ArrayList<>();
        for (int index = random.nextInt(5); index > 0; index--) {
            OrderSide side = random.nextBoolean() ? OrderSide.BUY : OrderSide.SELL;
            boolean described = random.nextBoolean();
            orders.add(new OpenOrder(
                    "o-" + index,
                    "PERP:1",
                    side,
                    positive(),
                    positive(),
                    random.nextBoolean(),
                    described ? ContractKind.LINEAR : null,
                    described ? BigDecimal.ONE : null));
        }
        return orders;
    }

    private @Nullable BigDecimal isolatedMargin() {
        return random.nextInt(3) == 0 ? positive() : null;
    }

    private BigDecimal amount() {
        return random.nextInt(10) == 0
                ? BigDecimal.ZERO
                : random.nextBoolean() ? positive() : positive().negate();
    }

    private BigDecimal positive() {
        BigInteger digits = new BigInteger(1 + random.nextInt(60), random).add(BigInteger.ONE);
        return new BigDecimal(digits, random.nextInt(20));
    }

    private Instant instant() {
        return Instant.ofEpochSecond(YEAR_2026 + random.nextInt(31_536_000), random.nextInt(1_000_000_000));
    }
}
