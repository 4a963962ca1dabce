package io.plimsoll.margin;

import static io.plimsoll.fixtures.Positions.decimal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.ContractKind;
import io.plimsoll.account.OptionType;
import io.plimsoll.fixtures.Accounts;
import io.plimsoll.fixtures.Positions;
import io.plimsoll.margin.Spreads.Leg;
import io.plimsoll.margin.Spreads.Spread;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** {@code rate · (Ra · n · pa / |a| + Rb · n · pb / |b|)} with n the fewest that either side allows; twice the deltas at twice the risk earn twice as much. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aCreditIsTheShareOfEachLegsRiskThatTheSpreadsTake(long seed) {
        Random random = new Random(seed);
        int formed = 0;
        for (int i = 0; i < 100; i++) {
            BigDecimal[] net = {new BigDecimal(random.nextInt(41) - 20), new BigDecimal(random.nextInt(41) - 20)};
            BigDecimal[] each = {new BigDecimal(1 + random.nextInt(4)), new BigDecimal(1 + random.nextInt(4))};
            BigDecimal[] risk = {new BigDecimal(random.nextInt(9000)), new BigDecimal(random.nextInt(9000))};
            BigDecimal rate = new BigDecimal(random.nextInt(101)).movePointLeft(2);
            Spread spread =
                    new Spread(List.of(new Leg("A", each[0]), new Leg("B", each[1].negate())), BigDecimal.ZERO, rate);

            BigDecimal credit = credit(net, risk, spread, BigDecimal.ONE);

            BigDecimal expected = BigDecimal.ZERO;
            if (net[0].signum() * net[1].signum() < 0) {
                formed++;
                BigDecimal count = net[0].abs()
                        .divide(each[0], MathContext.DECIMAL128)
                        .min(net[1].abs().divide(each[1], MathContext.DECIMAL128));
                for (int leg = 0; leg < 2; leg++) {
                    expected = expected.add(risk[leg]
                            .multiply(count)
                            .multiply(each[leg])
                            .multiply(rate)
                            .divide(net[leg].abs(), MathContext.DECIMAL128));
                }
            }
            assertTrue(expected.subtract(credit).abs().compareTo(decimal("1E-25")) < 0);
            BigDecimal twice = credit(net, risk, spread, new BigDecimal(2));
            assertTrue(twice.subtract(credit.add(credit)).abs().compareTo(decimal("1E-25")) < 0);
        }
        assertTrue(formed > 20);
    }

    private static BigDecimal credit(BigDecimal[] net, BigDecimal[] risk, Spread spread, BigDecimal scale) {
        Map<String, BigDecimal> deltas = Map.of("A", net[0].multiply(scale), "B", net[1].multiply(scale));
        return Spreads.of(deltas, List.of(spread))
                .credited(deltas, leg -> risk[leg.equals("A") ? 0 : 1].multiply(scale))
                .charge()
                .negate();
    }

    /** Of a short call in cells of two volatilities: the mean of both at the worst price, less the mean of both where the price stands still. */
    @Test
    void thePriceRiskOfAGridIsWhatVolatilityAndStandingStillLeave() {
        var call = Accounts.atMark(
                Positions.option(ContractKind.OPTION, OptionType.CALL, "40000", "-1", "1800", "40000", "0.6"));
        List<Scenario> cells = new ArrayList<>();
        for (String price : List.of("-0.1", "0", "0.1")) {
            for (String volatility : List.of("-0.2", "0.3")) {
                cells.add(new Scenario(
                        "BTC",
                        price + " " + volatility,
                        decimal(price),
                        new VolatilityMove(decimal(volatility), BigDecimal.ZERO, BigDecimal.ZERO),
                        BigDecimal.ONE));
            }
        }
        ScenarioGrid grid = ScenarioGrid.of("BTC", cells, List.of(call), Positions.NOON);

        BigDecimal up = mean(grid, "0.1");
        BigDecimal still = mean(grid, "0");
        assertEquals(decimal("0.1"), grid.worst().scenario().priceMove());
        assertTrue(up.subtract(still).subtract(grid.priceRisk()).abs().compareTo(decimal("1E-25")) < 0);
        assertTrue(grid.priceRisk().compareTo(grid.requirement()) < 0);
    }

    private static BigDecimal mean(ScenarioGrid grid, String priceMove) {
        return grid.cells().stream()
                .filter(cell -> cell.scenario().priceMove().compareTo(decimal(priceMove)) == 0)
                .map(cell -> cell.gain().negate())
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(new BigDecimal(2), MathContext.DECIMAL128);
    }
}
