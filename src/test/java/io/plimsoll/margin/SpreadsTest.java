package io.plimsoll.margin;

import static io.plimsoll.fixtures.Positions.decimal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.margin.Spreads.Leg;
import io.plimsoll.margin.Spreads.Spread;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spreads between months and between commodities, counted by net delta. */
class SpreadsTest {

    private static Leg leg(String name, String perSpread) {
        return new Leg(name, decimal(perSpread));
    }

    private static Spread months(String one, String other, String charge) {
        return new Spread(List.of(leg(one, "1"), leg(other, "-1")), decimal(charge));
    }

    @ParameterizedTest(name = "{0} and {1}: {2} spreads cost {3}, {4} and {5} are left")
    @CsvSource({
        "10, -4, 4, 400, 6, 0",
        "-10, 4, 4, 400, -6, 0",
        "10, 4, 0, 0, 10, 4",
        "10, 0, 0, 0, 10, 0",
        "2.5, -7, 2.5, 250, 0, -4.5"
    })
    void aSpreadIsFormedAsOftenAsTheSmallerSideAllows(
            String near, String far, String count, String charge, String nearLeft, String farLeft) {
        Spreads spreads =
                Spreads.of(Map.of("MAR", decimal(near), "JUN", decimal(far)), List.of(months("MAR", "JUN", "100")));

        assertEquals(
                decimal(count).signum() == 0 ? List.of() : List.of(decimal(count)),
                spreads.formed().stream().map(Spreads.Formed::count).toList());
        assertEquals(0, decimal(charge).compareTo(spreads.charge()));
        assertEquals(0, decimal(nearLeft).compareTo(spreads.left().get("MAR")));
        assertEquals(0, decimal(farLeft).compareTo(spreads.left().get("JUN")));
    }

    @Test
    void theFirstInOrderTakesWhatTheNextThenLacks() {
        // Given: long 10 of March, short 6 of June and 6 of September
        Map<String, BigDecimal> deltas = Map.of("MAR", decimal("10"), "JUN", decimal("-6"), "SEP", decimal("-6"));
        Spread cheap = months("MAR", "JUN", "100");
        Spread dear = months("MAR", "SEP", "150");

        assertEquals(
                0,
                decimal("1200")
                        .compareTo(Spreads.of(deltas, List.of(cheap, dear)).charge()));
        assertEquals(
                0,
                decimal("1300")
                        .compareTo(Spreads.of(deltas, List.of(dear, cheap)).charge()));
    }

    @Test
    void legsOfSeveralDeltasAndCreditsBetweenCommodities() {
        // Given: a butterfly of 1, −2, 1, and a credit of 500 for two of soybeans against one each of oil and meal
        Spread butterfly = new Spread(List.of(leg("MAR", "1"), leg("JUN", "-2"), leg("SEP", "1")), decimal("30"));
        Spread crush = new Spread(List.of(leg("BEANS", "2"), leg("OIL", "-1"), leg("MEAL", "-1")), decimal("-500"));

        Spreads months =
                Spreads.of(Map.of("MAR", decimal("5"), "JUN", decimal("-6"), "SEP", decimal("4")), List.of(butterfly));
        Spreads commodities =
                Spreads.of(Map.of("BEANS", decimal("-7"), "OIL", decimal("3"), "MEAL", decimal("9")), List.of(crush));

        assertEquals(0, decimal("90").compareTo(months.charge()));
        assertEquals(Map.of("MAR", decimal("2"), "JUN", decimal("0"), "SEP", decimal("1")), months.left());
        assertEquals(0, decimal("-1500").compareTo(commodities.charge()));
        assertEquals(Map.of("BEANS", decimal("-1"), "OIL", decimal("0"), "MEAL", decimal("6")), commodities.left());
    }

    @Test
    void deltaIsConservedAndNoSpreadIsLeftToForm() {
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            Map<String, BigDecimal> deltas = new HashMap<>();
            List<String> names = List.of("A", "B", "C", "D");
            names.forEach(name -> deltas.put(name, BigDecimal.valueOf(random.nextInt(41) - 20)));
            List<Spread> spreads = Stream.of("AB", "CD", "AC", "BD", "AD", "BC")
                    .map(pair -> new Spread(
                            List.of(
                                    leg(pair.substring(0, 1), "1"),
                                    leg(pair.substring(1), random.nextBoolean() ? "-1" : "-2")),
                            BigDecimal.TEN))
                    .toList();

            Spreads formed = Spreads.of(deltas, spreads);

            for (String name : names) {
                BigDecimal taken = formed.formed().stream()
                        .flatMap(of -> of.spread().legs().stream()
                                .filter(leg -> leg.name().equals(name))
                                .map(leg -> leg.perSpread().abs().multiply(of.count())))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
                BigDecimal before = deltas.get(name).abs();
                assertEquals(0, before.compareTo(formed.left().get(name).abs().add(taken)), "book " + i);
            }
            assertTrue(Spreads.of(formed.left(), spreads).formed().isEmpty(), "book " + i);
        }
    }

    @Test
    void aSpreadHasTwoDifferentLegsThatTakeADelta() {
        assertThrows(IllegalArgumentException.class, () -> leg("A", "0"));
        assertThrows(IllegalArgumentException.class, () -> new Spread(List.of(leg("A", "1")), BigDecimal.ONE));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Spread(List.of(leg("A", "1"), leg("A", "-1")), BigDecimal.ONE));
    }
}
