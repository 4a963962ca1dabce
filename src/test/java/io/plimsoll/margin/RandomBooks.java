package io.plimsoll.margin;

import io.plimsoll.account.ContractKind;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.Position;
import io.plimsoll.fixtures.Brackets;
import io.plimsoll.fixtures.Positions;
import io.plimsoll.market.Mark;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Books of one to eight positions that a seed decides, with the schedule that they are judged by. */
final class RandomBooks {

    enum Schedule {
        CONTINUOUS,
        STEPPED
    }

    private final Random random;

    RandomBooks(long seed) {
        random = new Random(seed);
    }

    /** A cross book whose wallet is up to a third of its notional, so that some are breached and some can never be. */
    NaiveMargin crossBook(int positionsMax, Schedule schedule) {
        List<Position> positions = new ArrayList<>();
        int count = 1 + random.nextInt(positionsMax);
        BigDecimal notional = BigDecimal.ZERO;
        for (int i = 0; i < count; i++) {
            Position position = position("P" + i, MarginMode.CROSS);
            positions.add(position);
            notional = notional.add(notionalOf(position));
        }
        BigDecimal wallet = part(notional, random.nextInt(10) == 0 ? 1.2 : 0.33);
        BigDecimal addOn = random.nextInt(4) == 0 ? part(wallet, 0.1) : BigDecimal.ZERO;
        return new NaiveMargin(wallet, addOn, positions, brackets(schedule));
    }

    /** A cross book of one to three instruments of which most are held both long and short, entered at different prices. */
    NaiveMargin hedgedBook(Schedule schedule) {
        NaiveMargin book = crossBook(3, schedule);
        List<Position> legs = new ArrayList<>(book.positions());
        for (Position position : book.positions()) {
            if (random.nextInt(4) > 0) {
                legs.add(otherLegOf(position));
            }
        }
        return new NaiveMargin(book.wallet(), book.addOn(), legs, book.brackets());
    }

    private Position otherLegOf(Position position) {
        BigDecimal size = position.quantity().multiply(fraction(0.3, 1.3)).setScale(6, RoundingMode.HALF_UP);
        return new Position(
                position.instrument(),
                position.contract(),
                position.mode(),
                random.nextInt(5) == 0 ? position.quantity().negate() : size.negate(),
                position.entryPrice().multiply(fraction(0.95, 1.05)),
                position.mark(),
                position.multiplier(),
                null,
                null);
    }

    /** A book of a single position on its own margin. */
    NaiveMargin isolatedBook(Schedule schedule) {
        Position position = position("P0", MarginMode.ISOLATED);
        return new NaiveMargin(position.isolatedMargin(), BigDecimal.ZERO, List.of(position), brackets(schedule));
    }

    Brackets brackets(Schedule schedule) {
        int tiers = 1 + random.nextInt(7);
        String[] capAndRate = new String[tiers];
        BigDecimal cap = BigDecimal.valueOf(1_000 + random.nextInt(50_000));
        BigDecimal rate = fraction(0.004, 0.02);
        for (int i = 0; i < tiers; i++) {
            capAndRate[i] = cap.toPlainString() + ":" + rate.toPlainString();
            cap = cap.multiply(BigDecimal.valueOf(2 + random.nextInt(5)));
            rate = rate.multiply(fraction(1, 2.2)).setScale(6, RoundingMode.UP);
        }
        Brackets brackets =
                schedule == Schedule.CONTINUOUS ? Brackets.continuous(capAndRate) : Brackets.stepped(capAndRate);
        if (random.nextInt(3) == 0) {
            brackets = brackets.withFactor(fraction(1, 3).toPlainString());
        }
        if (random.nextInt(3) == 0) {
            brackets = brackets.withAddOn(fraction(0, 500).toPlainString());
        }
        return random.nextBoolean()
                ? brackets.withClosingCost(fraction(0.0001, 0.01).toPlainString())
                : brackets;
    }

    /** A third are inverse. The mark lies within a tenth of the entry; quantities give notionals between a hundred and a few million. */
    Position position(String instrument, MarginMode mode) {
        BigDecimal entry = fraction(0.01, 1).multiply(BigDecimal.TEN.pow(random.nextInt(6)));
        BigDecimal mark = entry.multiply(fraction(0.9, 1.1)).setScale(8, RoundingMode.HALF_UP);
        BigDecimal notional = fraction(0.1, 1).multiply(BigDecimal.TEN.pow(3 + random.nextInt(4)));
        ContractKind contract = random.nextInt(3) == 0 ? ContractKind.INVERSE : ContractKind.LINEAR;
        BigDecimal quantity = contract == ContractKind.INVERSE
                ? notional.multiply(entry).setScale(6, RoundingMode.UP)
                : notional.divide(entry, 6, RoundingMode.UP);
        BigDecimal multiplier = random.nextInt(4) == 0 ? new BigDecimal("0.001") : BigDecimal.ONE;
        return new Position(
                instrument,
                contract,
                mode,
                (random.nextBoolean() ? quantity : quantity.negate()).divide(multiplier, 6, RoundingMode.HALF_UP),
                entry,
                new Mark(mark, null, Positions.NOON),
                multiplier,
                mode == MarginMode.ISOLATED ? part(notional, 0.2) : null,
                null);
    }

    BigDecimal fraction(double from, double to) {
        return BigDecimal.valueOf(from + random.nextDouble() * (to - from)).setScale(6, RoundingMode.UP);
    }

    int upTo(int bound) {
        return random.nextInt(bound);
    }

    private BigDecimal part(BigDecimal whole, double most) {
        return whole.multiply(fraction(0, most)).setScale(2, RoundingMode.HALF_UP);
    }

    private static BigDecimal notionalOf(Position position) {
        BigDecimal units = position.quantity().abs().multiply(position.multiplier());
        BigDecimal price = position.mark().price();
        return position.contract() == ContractKind.INVERSE
                ? units.divide(price, 10, RoundingMode.HALF_UP)
                : units.multiply(price);
    }
}
