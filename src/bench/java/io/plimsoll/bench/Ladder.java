package io.plimsoll.bench;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Collateral;
import io.plimsoll.account.ContractKind;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.Position;
import io.plimsoll.market.Mark;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Accounts for the shipped pack {@code perpetuals} that are warned one after the other as the price of {@link #FALLING} falls, evenly from 2 % to
 * 52 % under where it is: so a mark can be made that changes the outcome of any share of them. Each also holds two instruments that stand still.
 */
public record Ladder(int accounts) {

    static final String FALLING = "BTCUSDT";

    /** Of every snapshot. */
    static final long SEQUENCE = 1;

    static final Map<String, BigDecimal> PRICES = Map.of(
            FALLING, new BigDecimal("100000"), "ETHUSDT", new BigDecimal("4000"), "SOLUSDT", new BigDecimal("200"));

    private static final double NEAREST = 0.98;
    private static final double FALL = 0.5;

    /** Initial rates of the pack's lowest brackets. */
    private static final double RATE = 0.008;

    private static final double SOLANA_RATE = 0.01;

    /** The pack warns below so many times the initial margin. */
    private static final double WARNED_BELOW = 1.2;

    static String accountId(int number) {
        return "ladder-" + number;
    }

    static int number(String accountId) {
        return Integer.parseInt(accountId.substring(accountId.indexOf('-') + 1));
    }

    public AccountSnapshot account(int number, Instant asOf) {
        double price = PRICES.get(FALLING).doubleValue();
        double warnedAt = warnedAt(number);
        Random random = new Random(number);
        double quantity = 0.05 + random.nextInt(250) / 1000.0;
        double others = RATE * 4_000 + SOLANA_RATE * 2_000;
        double wallet = WARNED_BELOW * (RATE * quantity * warnedAt + others) + quantity * (price - warnedAt);
        return new AccountSnapshot(
                accountId(number),
                SEQUENCE,
                asOf,
                "RETAIL",
                "USDT",
                List.of(new Collateral(
                        "USDT", BigDecimal.valueOf(wallet).setScale(6, RoundingMode.DOWN), BigDecimal.ONE)),
                List.of(
                        position(FALLING, BigDecimal.valueOf(quantity).setScale(3, RoundingMode.HALF_UP), asOf),
                        position("ETHUSDT", BigDecimal.ONE, asOf),
                        position("SOLUSDT", BigDecimal.TEN, asOf)),
                List.of(),
                List.of(),
                Map.of("jurisdiction", "EU"));
    }

    private static Position position(String instrument, BigDecimal quantity, Instant asOf) {
        BigDecimal price = PRICES.get(instrument);
        return new Position(
                instrument,
                ContractKind.LINEAR,
                MarginMode.CROSS,
                quantity,
                price,
                new Mark(price, null, asOf),
                BigDecimal.ONE,
                null,
                null);
    }

    /** The price below which an account is warned. */
    double warnedAt(int number) {
        return PRICES.get(FALLING).doubleValue() * (NEAREST - FALL * number / accounts);
    }

    /** A price at which the nearest accounts are warned, so many of them, and no others. */
    BigDecimal priceFor(int warned) {
        double between = (warnedAt(warned - 1) + warnedAt(warned)) / 2;
        return BigDecimal.valueOf(between).setScale(4, RoundingMode.HALF_UP);
    }
}
