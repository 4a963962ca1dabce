package io.plimsoll.decision;

import static io.plimsoll.fixtures.Positions.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Collateral;
import io.plimsoll.account.ContractKind;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.Position;
import io.plimsoll.account.PositionId;
import io.plimsoll.fixtures.Positions;
import io.plimsoll.fixtures.SnapshotFixture;
import io.plimsoll.margin.Fill;
import io.plimsoll.market.Mark;
import io.plimsoll.money.Rounding;
import io.plimsoll.waterfall.ClosingSurplus;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fills on random books against sums done by hand: quantity and money are conserved to the last unit. */
class FilledAccountTest {

    private static final int BOOKS = 400;
    private static final Rounding CENTS = new Rounding(2, 2, 6);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void quantityAndMoneyAreConserved(long seed) {
        Random random = new Random(seed);
        for (int book = 0; book < BOOKS; book++) {
            AccountSnapshot before = book(random);
            List<BookedFill> fills = fills(before, random);

            FilledAccount after = FilledAccount.of(before, shuffled(fills, random));

            assertEquals(List.of(), after.unclear());
            assertQuantities(before, after.snapshot(), fills);
            BigDecimal gained = BigDecimal.ZERO;
            BigDecimal toFund = BigDecimal.ZERO;
            for (BookedFill fill : fills) {
                gained =
                        gained.add(naiveGain(before, fill)).subtract(fill.fill().paid());
                toFund = toFund.add(fill.toFund());
            }
            BigDecimal expected = money(before).add(gained);
            BigDecimal actual = money(after.snapshot()).add(toFund).subtract(after.borneByFund());
            assertEquals(0, expected.compareTo(actual), () -> before + "\n" + fills);
            assertTrue(after.borneByFund().signum() >= 0);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void theSurplusOfManyFillsIsThatOfTheirSumInWhateverOrder(long seed) {
        Random random = new Random(seed);
        for (int book = 0; book < BOOKS; book++) {
            List<BigDecimal> above = new ArrayList<>();
            for (int i = random.nextInt(8); i >= 0; i--) {
                above.add(BigDecimal.valueOf(random.nextInt(200_001) - 100_000L, 3));
            }
            BigDecimal sum = above.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal surplus = sum.signum() <= 0 ? BigDecimal.ZERO : sum.setScale(2, RoundingMode.FLOOR);

            Collections.shuffle(above, random);
            BigDecimal before = BigDecimal.ZERO;
            BigDecimal given = BigDecimal.ZERO;
            for (BigDecimal one : above) {
                given = given.add(ClosingSurplus.added(before, one, CENTS));
                before = before.add(one);
                assertTrue(given.signum() >= 0);
            }

            assertEquals(0, surplus.compareTo(given), above::toString);
        }
    }

    private static void assertQuantities(AccountSnapshot before, AccountSnapshot after, List<BookedFill> fills) {
        Map<PositionId, BigDecimal> left = new HashMap<>();
        before.positions()
                .forEach(position -> left.put(position.id(), position.quantity().abs()));
        for (BookedFill fill : fills) {
            left.merge(fill.fill().position(), fill.fill().quantity(), (held, filled) -> held.subtract(filled));
        }
        left.values().removeIf(quantity -> quantity.signum() == 0);
        assertEquals(left.keySet(), Map.copyOf(held(after)).keySet());
        held(after).forEach((id, quantity) -> assertEquals(0, quantity.compareTo(left.get(id))));
    }

    private static Map<PositionId, BigDecimal> held(AccountSnapshot account) {
        Map<PositionId, BigDecimal> held = new HashMap<>();
        account.positions()
                .forEach(position -> held.put(position.id(), position.quantity().abs()));
        return held;
    }

    private static BigDecimal money(AccountSnapshot account) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Collateral asset : account.collateral()) {
            sum = sum.add(asset.quantity());
        }
        for (Position position : account.positions()) {
            sum = sum.add(position.isolatedMargin() == null ? BigDecimal.ZERO : position.isolatedMargin());
        }
        return sum;
    }

    /** Straight from what a contract is: so many units, bought at one price and sold at another. */
    private static BigDecimal naiveGain(AccountSnapshot before, BookedFill booked) {
        Position position = before.positions().stream()
                .filter(held -> held.id().equals(booked.fill().position()))
                .findFirst()
                .orElseThrow();
        BigDecimal units = booked.fill().quantity().multiply(position.multiplier());
        BigDecimal price = booked.fill().price();
        BigDecimal gain;
        if (position.contract() == ContractKind.INVERSE) {
            MathContext many = new MathContext(80);
            gain = units.divide(position.entryPrice(), many).subtract(units.divide(price, many));
        } else if (position.contract() == ContractKind.OPTION) {
            gain = units.multiply(price);
        } else {
            gain = units.multiply(price).subtract(units.multiply(position.entryPrice()));
        }
        BigDecimal signed = position.quantity().signum() < 0 ? gain.negate() : gain;
        return signed.setScale(Math.min(18, Math.max(signed.scale(), 0)), RoundingMode.FLOOR);
    }

    private static AccountSnapshot book(Random random) {
        SnapshotFixture account = SnapshotFixture.account().cash(Integer.toString(random.nextInt(10_000)));
        for (int i = random.nextInt(4); i >= 0; i--) {
            account.with(position("P" + i, random));
        }
        return account.snapshot();
    }

    private static Position position(String instrument, Random random) {
        BigDecimal quantity = BigDecimal.valueOf(1 + random.nextInt(1_000), random.nextInt(3));
        BigDecimal signed = random.nextBoolean() ? quantity : quantity.negate();
        BigDecimal entry = BigDecimal.valueOf(1_000 + random.nextInt(9_000), 1);
        if (random.nextInt(4) == 0) {
            return Positions.inverse(instrument, signed.toPlainString(), entry.toPlainString(), entry.toPlainString());
        }
        boolean isIsolated = random.nextInt(3) == 0;
        return new Position(
                instrument,
                ContractKind.LINEAR,
                isIsolated ? MarginMode.ISOLATED : MarginMode.CROSS,
                signed,
                entry,
                new Mark(entry, null, NOON),
                random.nextInt(3) == 0 ? new BigDecimal("0.001") : BigDecimal.ONE,
                isIsolated ? BigDecimal.valueOf(random.nextInt(50_000), 2) : null,
                null,
                instrument,
                null,
                null,
                null);
    }

    private static List<BookedFill> fills(AccountSnapshot account, Random random) {
        List<BookedFill> fills = new ArrayList<>();
        for (Position position : account.positions()) {
            BigDecimal left = position.quantity().abs();
            while (left.signum() > 0 && random.nextInt(4) > 0) {
                BigDecimal part = random.nextInt(3) == 0
                        ? left
                        : left.multiply(BigDecimal.valueOf(1 + random.nextInt(9), 1))
                                .setScale(4, RoundingMode.UP);
                BigDecimal quantity = part.min(left);
                BigDecimal price = position.entryPrice()
                        .multiply(BigDecimal.valueOf(800 + random.nextInt(400), 3))
                        .setScale(2, RoundingMode.HALF_UP);
                fills.add(new BookedFill(
                        "f-" + fills.size(),
                        "i-1",
                        new Fill(position.id(), quantity, price, BigDecimal.valueOf(random.nextInt(500), 2)),
                        NOON.plusSeconds(1 + random.nextInt(5)),
                        BigDecimal.valueOf(random.nextInt(3) * 100L, 2)));
                left = left.subtract(quantity);
            }
        }
        return fills;
    }

    private static List<BookedFill> shuffled(List<BookedFill> fills, Random random) {
        List<BookedFill> shuffled = new ArrayList<>(fills);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }
}
