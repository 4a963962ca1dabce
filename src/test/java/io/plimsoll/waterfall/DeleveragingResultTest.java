package io.plimsoll.waterfall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.ContractKind;
import io.plimsoll.account.Side;
import io.plimsoll.money.Rounding;
import io.plimsoll.waterfall.DeleveragingResult.Line;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a deleveraging does to each candidate; neither quantity nor money is lost. */
class DeleveragingResultTest {

    private static final Rounding CENTS = new Rounding(2, 2, 6);

    @ParameterizedTest
    @EnumSource(Deleveraging.class)
    void quantityAndMoneyAreConservedWhateverTheMethod(Deleveraging method) {
        Random random = new Random(21);
        int passedOver = 0;
        for (int round = 0; round < 600; round++) {
            ContractKind contract = random.nextBoolean() ? ContractKind.LINEAR : ContractKind.INVERSE;
            Side side = random.nextBoolean() ? Side.LONG : Side.SHORT;
            List<DeleveragingCandidate> candidates = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(7); i++) {
                candidates.add(candidate(
                        "A-" + i,
                        side,
                        contract,
                        1 + random.nextInt(40),
                        80 + random.nextInt(40),
                        1 + random.nextInt(60)));
            }
            BigDecimal quantity = BigDecimal.valueOf(1 + random.nextInt(120));
            BigDecimal price = BigDecimal.valueOf(90 + random.nextInt(20));
            BigDecimal multiplier = new BigDecimal("0.001");

            DeleveragingResult result =
                    DeleveragingResult.of(method, quantity, candidates, BigDecimal.ONE, price, multiplier);

            BigDecimal closed = result.uncovered();
            BigDecimal borne = BigDecimal.ZERO;
            for (Line line : result.lines()) {
                assertEquals(0, line.before().compareTo(line.closed().add(line.after())));
                assertTrue(line.after().signum() >= 0);
                closed = closed.add(line.closed());
                borne = borne.add(line.borne());
                if (line.passedOver()) {
                    passedOver++;
                    assertEquals(0, line.closed().signum());
                }
            }
            assertEquals(0, quantity.compareTo(closed));
            assertEquals(0, borne.compareTo(result.borne()));
            BigDecimal units = quantity.multiply(multiplier);
            assertNear(byHand(contract, side, units, price), result.borne().add(result.lossLeft()));
        }
        assertTrue(passedOver > 40, "passed over " + passedOver);
    }

    /** What so many units on a side gain from a price to the mark of 100: value by value. */
    private static BigDecimal byHand(ContractKind contract, Side side, BigDecimal units, BigDecimal price) {
        BigDecimal mark = new BigDecimal("100");
        BigDecimal gain = contract == ContractKind.LINEAR
                ? units.multiply(mark).subtract(units.multiply(price))
                : units.divide(price, MathContext.DECIMAL128).subtract(units.divide(mark, MathContext.DECIMAL128));
        return side == Side.LONG ? gain : gain.negate();
    }

    private static void assertNear(BigDecimal expected, BigDecimal actual) {
        assertTrue(expected.subtract(actual).abs().compareTo(new BigDecimal("1E-30")) < 0, expected + " " + actual);
    }

    @ParameterizedTest(name = "bankrupt {1} from the mark of 100, a {0} at {2}: passed over {3}")
    @CsvSource({
        "LONG, 5, 95.01, false",
        "LONG, 5, 95, false",
        "LONG, 5, 94.99, true",
        "SHORT, 5, 104.99, false",
        "SHORT, 5, 105, false",
        "SHORT, 5, 105.01, true"
    })
    void whoWouldBeBankruptAtThePriceIsPassedOver(Side side, int cushion, BigDecimal price, boolean passedOver) {
        DeleveragingCandidate first =
                candidate("A", side, ContractKind.LINEAR, 3, side == Side.LONG ? 50 : 150, cushion);
        DeleveragingCandidate rich = candidate("B", side, ContractKind.LINEAR, 1, 100, 60);

        DeleveragingResult result = DeleveragingResult.of(
                Deleveraging.QUEUE, BigDecimal.TWO, List.of(rich, first), BigDecimal.ONE, price, BigDecimal.ONE);

        assertEquals(passedOver ? "A 0, B 1, 1 left" : "A 2, B 0, 0 left", told(result));
        assertEquals(passedOver, result.lines().getFirst().passedOver());
    }

    @Test
    void candidatesStandOnOneSideAtOneMarkAndOnce() {
        DeleveragingCandidate one = candidate("A", Side.LONG, 1, 100, 10);

        assertThrows(IllegalArgumentException.class, () -> of(List.of(one, candidate("B", Side.SHORT, 1, 100, 10))));
        assertThrows(IllegalArgumentException.class, () -> of(List.of(one, one)));
        assertThrows(
                IllegalArgumentException.class,
                () -> of(List.of(
                        one,
                        new DeleveragingCandidate(
                                "B", Side.LONG, BigDecimal.ONE, BigDecimal.TEN, BigDecimal.TEN, BigDecimal.ONE))));
    }

    @ParameterizedTest(name = "MEV-5 33 long sold at {0}, bankrupt at 91, {1} paid: {2} over")
    @CsvSource({"95, 15.675, 116.32", "91, 0, 0", "91.01, 0.32, 0.01", "91.01, 0.33, 0", "90.99, 0, 0"})
    void mev5whatIsOverIsReckonedToTheCent(BigDecimal price, BigDecimal paid, BigDecimal over) {
        BigDecimal surplus =
                ClosingSurplus.of(ContractKind.LINEAR, new BigDecimal("33"), price, new BigDecimal("91"), paid, CENTS);

        assertEquals(0, over.compareTo(surplus), surplus::toPlainString);
    }

    private static String told(DeleveragingResult result) {
        return result.lines().stream()
                        .map(line -> line.accountId() + " " + line.closed().toPlainString() + ", ")
                        .collect(Collectors.joining())
                + result.uncovered().toPlainString() + " left";
    }

    private static DeleveragingResult of(List<DeleveragingCandidate> candidates) {
        return DeleveragingResult.of(
                Deleveraging.QUEUE, BigDecimal.ONE, candidates, BigDecimal.ONE, BigDecimal.TEN, BigDecimal.ONE);
    }

    private static DeleveragingCandidate candidate(String account, Side side, int size, int entry, int cushion) {
        return candidate(account, side, ContractKind.LINEAR, size, entry, cushion);
    }

    /** At a mark of 100, bankrupt so far on the losing side. */
    private static DeleveragingCandidate candidate(
            String account, Side side, ContractKind contract, int size, int entry, int cushion) {
        return new DeleveragingCandidate(
                account,
                side,
                contract,
                BigDecimal.valueOf(size),
                BigDecimal.valueOf(entry),
                new BigDecimal("100"),
                BigDecimal.valueOf(side == Side.LONG ? 100 - cushion : 100 + cushion),
                null);
    }
}
