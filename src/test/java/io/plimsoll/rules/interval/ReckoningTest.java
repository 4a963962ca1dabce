package io.plimsoll.rules.interval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.money.Decimals;
import io.plimsoll.rules.model.Relation;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is known of a formula in a domain holds of its exact value at every place of the domain. */
class ReckoningTest {

    private static final long SEED = 20_261_123;
    private static final int SHEETS = 3_000;
    private static final int PLACES = 20;
    private static final List<Relation> RELATIONS = List.of(
            Relation.LESS, Relation.AT_MOST, Relation.MORE, Relation.AT_LEAST, Relation.EQUAL, Relation.NOT_EQUAL);

    /** A formula beside its exact value at a place. */
    private record Number(Amount amount, Function<BigDecimal[], BigDecimal> exact) {}

    private record Fact(Question question, Function<BigDecimal[], Boolean> exact) {}

    private final Random random = new Random(SEED);

    @Test
    void everyExactValueLiesWithinItsRangeAndEveryAnswerThatIsKnownIsRight() {
        int known = 0;
        int asked = 0;
        for (int i = 0; i < SHEETS; i++) {
            Sheet sheet = new Sheet();
            List<Number> numbers = new ArrayList<>();
            numbers.add(new Number(sheet.line(), at -> at[0]));
            numbers.add(new Number(sheet.line(), at -> at[1]));
            numbers.add(new Number(sheet.free(), at -> at[2]));
            List<Fact> facts = new ArrayList<>();
            for (int j = 0; j < 25; j++) {
                if (random.nextInt(3) > 0 || facts.isEmpty()) {
                    numbers.add(number(sheet, numbers, facts));
                }
                facts.add(fact(sheet, numbers, facts));
            }
            List<Node> wanted = new ArrayList<>();
            numbers.forEach(number -> wanted.add(number.amount()));
            facts.forEach(fact -> wanted.add(fact.question()));
            Reckoning reckoning = new Reckoning(sheet, wanted);
            BigDecimal[][] ends = ends();
            reckoning.in(domain(ends));
            for (Fact fact : facts) {
                asked++;
                known += reckoning.of(fact.question()) == Truth.UNKNOWN ? 0 : 1;
            }
            for (int j = 0; j < PLACES; j++) {
                check(reckoning, numbers, facts, place(ends));
            }
        }
        assertTrue(known > asked / 3, known + " of " + asked + " answers are known");
    }

    private void check(Reckoning reckoning, List<Number> numbers, List<Fact> facts, BigDecimal[] place) {
        for (Number number : numbers) {
            BigDecimal exact = number.exact().apply(place);
            double low = reckoning.low(number.amount());
            double high = reckoning.high(number.amount());
            assertTrue(
                    !(low > Double.NEGATIVE_INFINITY) || new BigDecimal(low).compareTo(exact) <= 0,
                    () -> exact + " is below " + low + " " + number.amount());
            assertTrue(
                    !(high < Double.POSITIVE_INFINITY) || new BigDecimal(high).compareTo(exact) >= 0,
                    () -> exact + " is above " + high + " " + number.amount());
        }
        for (Fact fact : facts) {
            Truth truth = reckoning.of(fact.question());
            if (truth != Truth.UNKNOWN) {
                assertEquals(
                        truth == Truth.TRUE,
                        fact.exact().apply(place),
                        () -> fact.question().toString());
            }
        }
    }

    private Number number(Sheet sheet, List<Number> numbers, List<Fact> facts) {
        Number a = one(numbers);
        Number b = one(numbers);
        return switch (random.nextInt(12)) {
            case 0 -> {
                BigDecimal value = constant();
                yield new Number(sheet.given(value), at -> value);
            }
            case 1, 2 ->
                new Number(
                        sheet.sum(a.amount(), b.amount()),
                        at -> rounded(a.exact().apply(at).add(b.exact().apply(at))));
            case 3 ->
                new Number(
                        sheet.difference(a.amount(), b.amount()),
                        at -> rounded(a.exact().apply(at).subtract(b.exact().apply(at))));
            case 4, 5 -> {
                BigDecimal factor = constant();
                yield new Number(
                        sheet.product(a.amount(), factor),
                        at -> rounded(a.exact().apply(at).multiply(factor)));
            }
            case 6 -> {
                Number small = numbers.get(random.nextInt(3));
                yield new Number(
                        sheet.product(a.amount(), small.amount()),
                        at -> rounded(a.exact().apply(at).multiply(small.exact().apply(at))));
            }
            case 7 -> {
                Number positive = numbers.get(random.nextInt(3));
                yield new Number(
                        sheet.quotient(a.amount(), positive.amount()),
                        at -> Decimals.quotientRoundedDown(
                                a.exact().apply(at), positive.exact().apply(at)));
            }
            case 8 ->
                new Number(
                        sheet.root(sheet.absolute(a.amount())),
                        at -> Decimals.rootRoundedDown(a.exact().apply(at).abs()));
            case 9 ->
                new Number(
                        sheet.largest(a.amount(), b.amount()),
                        at -> a.exact().apply(at).max(b.exact().apply(at)));
            case 10 ->
                random.nextBoolean()
                        ? new Number(
                                sheet.roundedUp(a.amount(), 2),
                                at -> a.exact().apply(at).setScale(2, RoundingMode.CEILING))
                        : new Number(
                                sheet.roundedDown(a.amount(), 2),
                                at -> a.exact().apply(at).setScale(2, RoundingMode.FLOOR));
            default -> chosen(sheet, numbers, facts);
        };
    }

    /** Amounts by the brackets of another, sometimes with a gap between them, or by facts. */
    private Number chosen(Sheet sheet, List<Number> numbers, List<Fact> facts) {
        List<Fact> when = new ArrayList<>();
        List<Number> amounts = new ArrayList<>();
        if (random.nextBoolean() || facts.isEmpty()) {
            Number along = one(numbers);
            BigDecimal floor = null;
            for (BigDecimal cap : List.of(new BigDecimal("0.5"), BigDecimal.ONE, BigDecimal.TEN)) {
                when.add(between(
                        sheet, along, floor, random.nextInt(6) == 0 ? cap.subtract(new BigDecimal("0.1")) : cap));
                floor = cap;
            }
            when.add(between(sheet, along, floor, null));
        } else {
            when.add(one(facts));
            when.add(one(facts));
        }
        when.forEach(any -> amounts.add(one(numbers)));
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < when.size(); i++) {
            pieces.add(new Piece(when.get(i).question(), amounts.get(i).amount()));
        }
        boolean summed = random.nextInt(3) == 0;
        BigDecimal otherwise = constant();
        Amount amount = summed ? sheet.sumOf(pieces) : sheet.largestOf(pieces, sheet.given(otherwise));
        return new Number(amount, at -> {
            List<BigDecimal> count = new ArrayList<>();
            for (int i = 0; i < when.size(); i++) {
                if (when.get(i).exact().apply(at)) {
                    count.add(amounts.get(i).exact().apply(at));
                }
            }
            return summed
                    ? count.stream().reduce(BigDecimal.ZERO, BigDecimal::add)
                    : count.stream().reduce(BigDecimal::max).orElse(otherwise);
        });
    }

    private static Fact between(Sheet sheet, Number along, BigDecimal floor, BigDecimal cap) {
        List<Question> all = new ArrayList<>();
        if (floor != null) {
            all.add(sheet.compare(along.amount(), Relation.MORE, sheet.given(floor)));
        }
        if (cap != null) {
            all.add(sheet.compare(sheet.given(cap), Relation.AT_LEAST, along.amount()));
        }
        return new Fact(sheet.all(all), at -> {
            BigDecimal value = along.exact().apply(at);
            return (floor == null || value.compareTo(floor) > 0) && (cap == null || value.compareTo(cap) <= 0);
        });
    }

    private Fact fact(Sheet sheet, List<Number> numbers, List<Fact> facts) {
        if (facts.size() > 1 && random.nextInt(3) == 0) {
            Fact one = one(facts);
            Fact other = one(facts);
            return switch (random.nextInt(3)) {
                case 0 ->
                    new Fact(
                            sheet.all(List.of(one.question(), other.question())),
                            at -> one.exact().apply(at) && other.exact().apply(at));
                case 1 ->
                    new Fact(
                            sheet.any(List.of(one.question(), other.question())),
                            at -> one.exact().apply(at) || other.exact().apply(at));
                default ->
                    new Fact(sheet.not(one.question()), at -> !one.exact().apply(at));
            };
        }
        Number left = one(numbers);
        Relation relation = RELATIONS.get(random.nextInt(RELATIONS.size()));
        Number right = one(numbers);
        return new Fact(
                sheet.compare(left.amount(), relation, right.amount()),
                at -> relation.holds(
                        left.exact().apply(at).compareTo(right.exact().apply(at))));
    }

    private BigDecimal[][] ends() {
        BigDecimal[][] ends = new BigDecimal[3][];
        for (int i = 0; i < ends.length; i++) {
            BigDecimal from = BigDecimal.valueOf(1 + random.nextInt(100_000), random.nextInt(5));
            BigDecimal width = random.nextInt(4) == 0
                    ? BigDecimal.ZERO
                    : from.multiply(BigDecimal.valueOf(random.nextInt(1_000), 1 + random.nextInt(5)));
            ends[i] = new BigDecimal[] {from, from.add(width)};
        }
        return ends;
    }

    private static Domain domain(BigDecimal[][] ends) {
        Domain domain = Domain.everywhere(2, 1, 0);
        for (int i = 0; i < 2; i++) {
            domain.lineLow()[i] = Math.nextDown(ends[i][0].doubleValue());
            domain.lineHigh()[i] = Math.nextUp(ends[i][1].doubleValue());
        }
        domain.freeLow()[0] = Math.nextDown(ends[2][0].doubleValue());
        domain.freeHigh()[0] = Math.nextUp(ends[2][1].doubleValue());
        return domain;
    }

    private BigDecimal[] place(BigDecimal[][] ends) {
        BigDecimal[] place = new BigDecimal[ends.length];
        for (int i = 0; i < place.length; i++) {
            BigDecimal part = switch (random.nextInt(4)) {
                case 0 -> BigDecimal.ZERO;
                case 1 -> BigDecimal.ONE;
                default -> BigDecimal.valueOf(random.nextInt(1_000_001), 6);
            };
            place[i] = ends[i][0].add(ends[i][1].subtract(ends[i][0]).multiply(part));
        }
        return place;
    }

    private BigDecimal constant() {
        BigDecimal value = BigDecimal.valueOf(random.nextInt(2_000), random.nextInt(4));
        return random.nextInt(4) == 0 ? value.negate() : value;
    }

    /** Formulas made of formulas grow without end in digits; this many say as much. */
    private static BigDecimal rounded(BigDecimal value) {
        return value.round(new MathContext(60));
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
