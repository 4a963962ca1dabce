package io.plimsoll.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.tape.LadderRow.Told;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LadderRowTest {

    private static final List<Integer> BANDS = List.of(1, 3, 5, 10, 15, 20);
    private static final Anonymity NONE = new Anonymity(1);
    private static final Anonymity FIVE = new Anonymity(5);

    @Test
    void rld3_g5_within5PercentAreFiveMillionWithin10TenAndWithin15Twenty() {
        // Given: liquidation prices 97, 95, 92 and 88 at a price of 100
        LadderRow row = new LadderRow(20);
        row.add(3, cell("a", 1, "2000000"));
        row.add(5, cell("b", 1, "3000000"));
        row.add(8, cell("c", 1, "5000000"));
        row.add(12, cell("d", 1, "10000000"));

        // Then
        assertEquals(
                "[0, 2000000, 5000000, 10000000, 20000000, 20000000]",
                row.told(NONE, BANDS).within().toString());
    }

    @Test
    void whatIsBreachedAlreadyIsWithinEveryBandAndWhatIsFarAwayInNone() {
        // Given
        LadderRow row = new LadderRow(20);
        row.add(0, cell("a", 1, "7"));
        row.add(21, cell("b", 1, "9"));

        // Then
        assertEquals("[7, 7, 7, 7, 7, 7]", row.told(NONE, BANDS).within().toString());
    }

    @Test
    void rld5_aBandThatEndsAmongTooFewIsNotTold() {
        // Given: 5 within one per cent, 4 more within three, 5 more within ten
        LadderRow row = new LadderRow(20);
        row.add(1, cell("a", 5, "50"));
        row.add(3, cell("b", 4, "40"));
        row.add(8, cell("c", 5, "60"));

        // When
        Told told = row.told(FIVE, BANDS);

        // Then: the four are told with the next who are there
        assertEquals("[50, null, null, 150, 150, 150]", told.within().toString());
        assertEquals(2, told.steps().size());
    }

    @Test
    void rld5_fourAccountsAreHidden() {
        // Given
        LadderRow row = new LadderRow(20);
        row.add(1, cell("a", 4, "40"));

        // When
        Told told = row.told(FIVE, BANDS);

        // Then
        assertTrue(told.isHidden());
        assertEquals("[null, null, null, null, null, null]", told.within().toString());
        assertEquals(List.of(), told.steps());
    }

    /** Whoever subtracts one told figure from another gets the sum of at least five accounts, or of nobody. */
    @Test
    void rld5_noDifferenceOfBandsTellsOfFewerThanFive() {
        Random random = new Random(11);
        for (int round = 0; round < 2_000; round++) {
            // Given: each account has its own power of two, so that a sum names those in it
            LadderRow row = new LadderRow(20);
            int accounts = random.nextInt(40);
            for (int account = 0; account < accounts; account++) {
                row.add(
                        random.nextInt(22),
                        cell("a" + account + "-", 1, BigDecimal.TWO.pow(account).toPlainString()));
            }

            // When
            Told told = row.told(FIVE, BANDS);

            // Then
            List<BigDecimal> known = new ArrayList<>(List.of(BigDecimal.ZERO));
            told.within().stream().filter(value -> value != null).forEach(known::add);
            for (int band = 1; band < known.size(); band++) {
                int between = known.get(band)
                        .subtract(known.get(band - 1))
                        .toBigInteger()
                        .bitCount();
                assertTrue(between == 0 || between >= 5, "told of " + between);
            }
            Set<String> all = new HashSet<>();
            told.steps().forEach(step -> all.addAll(step.sum().accounts()));
            assertEquals(accounts >= 5 ? accounts : 0, all.size());
            told.steps().forEach(step -> assertTrue(step.sum().accounts().size() >= 5));
        }
    }

    private static Cell cell(String prefix, int accounts, String notional) {
        Set<String> names = new HashSet<>();
        for (int account = 0; account < accounts; account++) {
            names.add(prefix + account);
        }
        return new Cell(names, accounts, new BigDecimal(notional));
    }
}
