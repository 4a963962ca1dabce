package io.plimsoll.waterfall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.ContractKind;
import io.plimsoll.account.Side;
import io.plimsoll.money.Rounding;
import io.plimsoll.waterfall.DeleveragingResult.Line;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
        for (int round = 0; round < 300; round++) {
            Side side = random.nextBoolean() ? Side.LONG : Side.SHORT;
            List<DeleveragingCandidate> candidates = new ArrayList<>();
            for (int i = 0; i < random.nextInt(7); i++) {
                candidates.add(candidate(
                        "A-" + i, side, 1 + random.nextInt(40), 80 + random.nextInt(40), 1 + random.nextInt(60)));
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
            }
            assertEquals(0, quantity.compareTo(closed));
            assertEquals(0, borne.compareTo(result.borne()));
            if (!candidates.isEmpty()) {
                BigDecimal away = new BigDecimal("100").subtract(price);
                BigDecimal perUnit = side == Side.LONG ? away : away.negate();
                assertEquals(
                        0,
                        quantity.multiply(multiplier)
                                .multiply(perUnit)
                                .compareTo(result.borne().add(result.lossLeft())));
            }
        }
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

    private static DeleveragingResult of(List<DeleveragingCandidate> candidates) {
        return DeleveragingResult.of(
                Deleveraging.QUEUE, BigDecimal.ONE, candidates, BigDecimal.ONE, BigDecimal.TEN, BigDecimal.ONE);
    }

    /** At a mark of 100, bankrupt so far on the losing side. */
    private static DeleveragingCandidate candidate(String account, Side side, int size, int entry, int cushion) {
        return new DeleveragingCandidate(
                account,
                side,
                BigDecimal.valueOf(size),
                BigDecimal.valueOf(entry),
                new BigDecimal("100"),
                BigDecimal.valueOf(side == Side.LONG ? 100 - cushion : 100 + cushion));
    }
}
