package io.plimsoll.waterfall;

import static io.plimsoll.account.ContractKind.INVERSE;
import static io.plimsoll.account.ContractKind.LINEAR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.Side;
import io.plimsoll.waterfall.Deleveraging.Allocation;
import io.plimsoll.waterfall.Deleveraging.Part;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is closed against a position that nobody takes, and by how much. */
class DeleveragingTest {

    private static final BigDecimal ONE = BigDecimal.ONE;

    @ParameterizedTest(name = "{0} entered at {1}, bankrupt at {2}, mark 130: {3}")
    @CsvSource({
        "LONG, 100, 95, 1.1143",
        "LONG, 120, 115, 0.7222",
        "LONG, 130, 100, 0.0000",
        "LONG, 140, 100, -0.0165",
        "SHORT, 160, 170, 0.6094",
        "SHORT, 120, 150, -0.0128"
    })
    void profitTimesLeverageRanksWinnersAndLossOverLeverageLosers(
            Side side, String entry, String bankruptcy, BigDecimal score) {
        BigDecimal actual = candidate("A", side, "10", entry, bankruptcy).score();

        assertEquals(score, actual.setScale(4, RoundingMode.HALF_UP));
    }

    /** Values are 1 / price: (1/entry − 1/mark) / (1/entry), and (1/mark) over the distance to 1/bankruptcy. */
    @ParameterizedTest(name = "{0} of an inverse contract entered at {1}, bankrupt at {2}, mark 130: {3}")
    @CsvSource({"LONG, 100, 95, 0.6264", "SHORT, 160, 170, 0.9808", "LONG, 140, 100, -0.0231", "LONG, 130, 100, 0.0000"
    })
    void anInverseContractIsRankedByItsValueInTheBaseAsset(
            Side side, String entry, String bankruptcy, BigDecimal score) {
        BigDecimal actual = inverse(side, entry, bankruptcy).score();

        assertEquals(score, actual.setScale(4, RoundingMode.HALF_UP));
    }

    @Test
    void aVenueMayRankByItsOwnScore() {
        List<DeleveragingCandidate> scored = List.of(own("A", "0.1"), own("B", "7"), own("C", "0.2"));

        assertEquals(List.of("B 10", "C 5"), told(Deleveraging.QUEUE.allocate(decimal("15"), scored, ONE)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new DeleveragingCandidate("A", Side.LONG, LINEAR, ONE, ONE, ONE, null, null));
    }

    @Test
    void byAccountValueAndByMarginRatio() {
        // a long of 10 from 100 to 130 in an account of 650; a return of 30 % at a margin ratio of one half
        assertEquals(
                decimal("2.6"),
                DeleveragingScores.byAccountValue(decimal("100"), decimal("130"), decimal("1300"), decimal("650")));
        assertEquals(decimal("0.6"), DeleveragingScores.byMarginRatio(decimal("0.3"), decimal("0.5")));
    }

    @Test
    void theQueueClosesTheHighestFirstAndInFull() {
        Allocation allocation = Deleveraging.QUEUE.allocate(decimal("15"), threeLongs(), ONE);

        assertEquals(List.of("FIRST 10", "SECOND 5"), told(allocation));
        assertEquals(decimal("0"), allocation.uncovered());
    }

    @Test
    void proRataTakesTheSameShareOfEachSize() {
        Allocation allocation = Deleveraging.PRO_RATA.allocate(decimal("15"), threeLongs(), ONE);

        assertEquals(List.of("FIRST 5", "SECOND 5", "THIRD 5"), told(allocation));
    }

    @Test
    void byScoreTheBetterPlacedGiveMoreAndWhoIsFullLeavesTheRest() {
        Allocation some = Deleveraging.SCORE.allocate(decimal("10"), threeLongs(), ONE);
        Allocation most = Deleveraging.SCORE.allocate(decimal("19"), threeLongs(), ONE);
        Allocation beyond = Deleveraging.SCORE.allocate(decimal("25"), threeLongs(), ONE);

        assertEquals(List.of("FIRST 6", "SECOND 4"), told(some));
        assertEquals(List.of("FIRST 10", "SECOND 9"), told(most));
        assertEquals(List.of("FIRST 10", "SECOND 10", "THIRD 5"), told(beyond));
    }

    @ParameterizedTest
    @EnumSource(Deleveraging.class)
    void whatAllOfThemCannotCoverIsSaid(Deleveraging method) {
        Allocation allocation = method.allocate(decimal("31"), threeLongs(), ONE);

        assertEquals(List.of("FIRST 10", "SECOND 10", "THIRD 10"), told(allocation));
        assertEquals(decimal("1"), allocation.uncovered());
    }

    @ParameterizedTest
    @EnumSource(Deleveraging.class)
    void quantitiesAreConservedNobodyGivesMoreThanTheyHaveAndOrderMeansNothing(Deleveraging method) {
        Random random = new Random(7);
        BigDecimal lot = decimal("0.001");
        for (int round = 0; round < 300; round++) {
            List<DeleveragingCandidate> candidates = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(9); i++) {
                candidates.add(candidate(
                        "A-" + i,
                        Side.LONG,
                        "" + decimal("0.001").multiply(BigDecimal.valueOf(1 + random.nextInt(5_000))),
                        "" + (90 + random.nextInt(60)),
                        "" + (60 + random.nextInt(69))));
            }
            BigDecimal quantity = lot.multiply(BigDecimal.valueOf(1 + random.nextInt(20_000)));
            Allocation allocation = method.allocate(quantity, candidates, lot);
            Collections.shuffle(candidates, random);

            assertEquals(told(allocation), told(method.allocate(quantity, candidates, lot)));
            BigDecimal given = allocation.parts().stream().map(Part::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
            assertEquals(0, quantity.compareTo(given.add(allocation.uncovered())));
            for (Part part : allocation.parts()) {
                assertTrue(part.quantity().compareTo(part.candidate().size()) <= 0, part::toString);
                assertEquals(0, part.quantity().remainder(lot).signum());
            }
        }
    }

    @Test
    void equalScoresGoByAccount() {
        List<DeleveragingCandidate> equal =
                List.of(candidate("B", Side.LONG, "1", "100", "95"), candidate("A", Side.LONG, "1", "100", "95"));

        assertEquals(List.of("A 1"), told(Deleveraging.QUEUE.allocate(ONE, equal, ONE)));
    }

    @Test
    void aBankruptAccountTakesNothingOver() {
        assertThrows(IllegalArgumentException.class, () -> candidate("A", Side.LONG, "1", "100", "130"));
        assertThrows(IllegalArgumentException.class, () -> candidate("A", Side.SHORT, "1", "100", "130"));
    }

    /** Scores 1.1143, 0.7222 and below zero; 10 each. */
    private static List<DeleveragingCandidate> threeLongs() {
        return List.of(
                candidate("THIRD", Side.LONG, "10", "140", "100"),
                candidate("SECOND", Side.LONG, "10", "120", "115"),
                candidate("FIRST", Side.LONG, "10", "100", "95"));
    }

    private static DeleveragingCandidate inverse(Side side, String entry, String bankruptcy) {
        return new DeleveragingCandidate(
                "A", side, INVERSE, ONE, decimal(entry), decimal("130"), decimal(bankruptcy), null);
    }

    private static DeleveragingCandidate own(String account, String score) {
        return new DeleveragingCandidate(
                account, Side.SHORT, LINEAR, decimal("10"), ONE, decimal("130"), null, decimal(score));
    }

    private static DeleveragingCandidate candidate(
            String account, Side side, String size, String entry, String bankruptcy) {
        return new DeleveragingCandidate(
                account, side, decimal(size), decimal(entry), decimal("130"), decimal(bankruptcy));
    }

    private static List<String> told(Allocation allocation) {
        return allocation.parts().stream()
                .map(part ->
                        part.candidate().accountId() + " " + part.quantity().toPlainString())
                .toList();
    }

    private static BigDecimal decimal(String value) {
        return new BigDecimal(value);
    }
}
