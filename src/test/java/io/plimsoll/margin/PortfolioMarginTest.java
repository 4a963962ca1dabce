package io.plimsoll.margin;

import static io.plimsoll.fixtures.Positions.NOON;
import static io.plimsoll.fixtures.Positions.decimal;
import static io.plimsoll.fixtures.Positions.option;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.ContractKind;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.OptionTerms;
import io.plimsoll.account.OptionType;
import io.plimsoll.account.Position;
import io.plimsoll.fixtures.Positions;
import io.plimsoll.margin.PortfolioMargin.Terms;
import io.plimsoll.market.Mark;
import io.plimsoll.market.PriceSource;
import io.plimsoll.money.Rounding;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortfolioMarginTest {

    private static final BigDecimal ONE = BigDecimal.ONE;
    private static final BigDecimal ZERO = BigDecimal.ZERO;

    private static Scenario scenario(String name, String move, String volatilityMove, String weight) {
        return new Scenario(
                "BTC", name, decimal(move), VolatilityMove.relative(decimal(volatilityMove)), decimal(weight));
    }

    /** Falls and rises by thirds of a range of 15 %, with volatility up and down by a quarter, and twice the range at 0.35. */
    private static List<Scenario> scan(String underlying) {
        List<Scenario> scenarios = new ArrayList<>();
        for (String move : List.of("0", "0.05", "0.1", "0.15", "-0.05", "-0.1", "-0.15")) {
            for (String volatility : List.of("0.25", "-0.25")) {
                scenarios.add(new Scenario(
                        underlying,
                        move + "/" + volatility,
                        decimal(move),
                        VolatilityMove.relative(decimal(volatility)),
                        ONE));
            }
        }
        scenarios.add(new Scenario(underlying, "far up", decimal("0.3"), VolatilityMove.NONE, decimal("0.35")));
        scenarios.add(new Scenario(underlying, "far down", decimal("-0.3"), VolatilityMove.NONE, decimal("0.35")));
        return scenarios;
    }

    private static Position future(ContractKind kind, String quantity, String price) {
        return new Position(
                "BTC-FUTURE",
                kind,
                MarginMode.CROSS,
                decimal(quantity),
                decimal(price),
                new Mark(decimal(price), null, NOON),
                ONE,
                null,
                null,
                "BTC",
                NOON.plus(Duration.ofDays(30)),
                null);
    }

    private static Terms terms(List<Scenario> scenarios) {
        return new Terms(scenarios, ZERO, ONE, NOON);
    }

    private static List<PricedPosition> priced(List<Position> positions) {
        return positions.stream()
                .map(position -> new PricedPosition(position, position.mark().price(), PriceSource.MARK))
                .toList();
    }

    private static BigDecimal required(List<Scenario> scenarios, Position... positions) {
        return PortfolioMargin.of(terms(scenarios), priced(List.of(positions))).requirement();
    }

    @Test
    void lmx1TheWorstCellIsNamedAndItsLegsAddUpToIt() {
        // Given: short a straddle and long a future
        var positions = priced(List.of(
                future(ContractKind.LINEAR, "1", "40000"),
                option(ContractKind.OPTION, OptionType.CALL, "40000", "-2", "2746", "40000", "0.6"),
                option(ContractKind.OPTION, OptionType.PUT, "40000", "-2", "2746", "40000", "0.6")));

        // When
        ScenarioGrid grid =
                PortfolioMargin.of(terms(scan("BTC")), positions).grids().getFirst();

        // Then: each cell is the sum of its legs, and no cell is worse than the worst
        ScenarioGrid.Cell worst = grid.worst();
        assertEquals("-0.15/0.25", worst.scenario().name());
        for (ScenarioGrid.Cell cell : grid.cells()) {
            assertEquals(3, cell.gains().size());
            assertEquals(0, cell.gain().compareTo(cell.gains().values().stream().reduce(ZERO, BigDecimal::add)));
            assertTrue(cell.weightedLoss().compareTo(worst.weightedLoss()) <= 0);
        }
        assertEquals(worst.weightedLoss(), grid.requirement());
    }

    @ParameterizedTest(name = "{0} {1} from {2} by {3}: {4}")
    @CsvSource({
        "LINEAR, 2, 40000, -0.1, 8000",
        "LINEAR, 2, 40000, 0.1, 0",
        "LINEAR, -2, 40000, 0.1, 8000",
        "QUANTO, 2, 40000, -0.1, 8000",
        // 40,000 dollars in bitcoin: 1 before, 1.25 at a fifth less
        "INVERSE, 40000, 40000, -0.2, 0.25",
        "INVERSE, -40000, 40000, 0.25, 0.2"
    })
    void aFutureLosesWhatItsPriceMoves(
            ContractKind kind, String quantity, String price, String move, BigDecimal expected) {
        BigDecimal required = required(List.of(scenario("one", move, "0", "1")), future(kind, quantity, price));

        assertEquals(0, expected.compareTo(required), required::toPlainString);
    }

    @ParameterizedTest(name = "{0} {1} from {2} by {3} points: {4}")
    @CsvSource({
        "LINEAR, 2, 40000, -1500, 3000",
        "LINEAR, -2, 40000, 1500, 3000",
        "LINEAR, -2, 30000, 1500, 3000",
        "LINEAR, 2, 1000, -1500, 1999.999999998",
        "INVERSE, 40000, 40000, -8000, 0.25"
    })
    void aMoveInPointsIsTheSameAtEveryPrice(
            ContractKind kind, String quantity, String price, String points, BigDecimal expected) {
        Scenario scan = new Scenario("BTC", "scan", ZERO, decimal(points), VolatilityMove.NONE, ONE);

        BigDecimal required = required(List.of(scan), future(kind, quantity, price));

        assertEquals(0, expected.compareTo(required), required::toPlainString);
    }

    @ParameterizedTest(name = "credit {0}, minimum {1}: {2}")
    @CsvSource({"0, 7999, 8000", "0, 8000, 8000", "0, 8001, 8001", "9000, 0, 0", "9000, 100, 100", "1000, 7000, 7000"})
    void whatIsRequiredIsAtLeastTheMinimum(String credit, String least, BigDecimal expected) {
        Terms terms =
                new Terms(List.of(scenario("down", "-0.1", "0", "1")), decimal(credit), decimal(least), ONE, NOON);

        BigDecimal required = PortfolioMargin.of(terms, priced(List.of(future(ContractKind.LINEAR, "2", "40000"))))
                .requirement();

        assertEquals(0, expected.compareTo(required), required::toPlainString);
        assertThrows(IllegalArgumentException.class, () -> new Terms(List.of(), ZERO, decimal("-1"), ONE, NOON));
    }

    @ParameterizedTest(name = "of the worst {0}: {1}")
    @CsvSource({"1, 6000", "2, 5000", "3, 3333.333333333333333333333333333334", "4, 2500"})
    void theMeanOfTheWorstCountsGainsAsNoLoss(int count, BigDecimal expected) {
        ScenarioGrid grid = ScenarioGrid.of(
                "BTC",
                List.of(
                        scenario("far", "-0.15", "0", "1"),
                        scenario("near", "-0.1", "0", "1"),
                        scenario("same", "0", "0", "1"),
                        scenario("up", "0.1", "0", "1")),
                priced(List.of(future(ContractKind.LINEAR, "1", "40000"))),
                NOON);

        assertEquals(0, expected.compareTo(grid.meanOfWorst(count)));
        assertThrows(IllegalArgumentException.class, () -> grid.meanOfWorst(0));
        assertThrows(IllegalArgumentException.class, () -> grid.meanOfWorst(5));
    }

    @Test
    void aWeightScalesTheLossAndAGainRequiresNothing() {
        Position shortCall = option(ContractKind.OPTION, OptionType.CALL, "40000", "-1", "2746", "40000", "0.6");
        BigDecimal whole = required(List.of(scenario("up", "0.3", "0", "1")), shortCall);

        assertEquals(
                0,
                whole.multiply(decimal("0.35"))
                        .compareTo(required(List.of(scenario("up", "0.3", "0", "0.35")), shortCall)));
        assertEquals(ZERO, required(List.of(scenario("down", "-0.3", "0", "1")), shortCall));
        assertEquals(ZERO, required(List.of(scenario("up", "0.3", "0", "0")), shortCall));
    }

    /** Powers 0.5 up to 30 days and 1 beyond, at least 7.5 days, and what is raised is raised to 30 % at least. */
    @ParameterizedTest(name = "{0} of a year's {1} in {2} days: {3}")
    @CsvSource({
        "0.2, 0.4, 30, 0.48",
        "0.2, 0.4, 7.5, 0.56",
        "0.2, 0.4, 7, 0.56",
        "0.2, 0.4, 0, 0.56",
        "0.2, 0.4, 60, 0.44",
        "0.2, 0.1, 30, 0.3",
        "0, 0.1, 30, 0.1",
        "-0.2, 0.1, 30, 0.08",
        "-0.2, 0.4, 7, 0.24",
        "-0.6, 0.4, 7, 0"
    })
    void theTimeToExpiryMayChangeAVolatilityMoveInItsOwnWay(
            String relative, String volatility, String days, String expected) {
        var term = new VolatilityTerm(ONE, decimal("7.5"), decimal("0.3"));
        BigDecimal years = decimal(days).divide(decimal("365"), MathContext.DECIMAL128);

        BigDecimal moved =
                new VolatilityMove(decimal(relative), ZERO, decimal("0.5"), term).of(decimal(volatility), years);

        assertEquals(0, decimal(expected).compareTo(moved.setScale(25, RoundingMode.HALF_UP)), moved::toString);
    }

    @Test
    void ofTwoTermsTheStricterOfEachNumberCounts() {
        var one = new VolatilityTerm(ONE, decimal("7"), decimal("0.3"));
        var other = new VolatilityTerm(decimal("0.5"), decimal("1"), decimal("0.2"));

        assertEquals(new VolatilityTerm(decimal("0.5"), ONE, decimal("0.3")), one.strictest(other));
        for (String[] negative : new String[][] {{"-1", "0", "0"}, {"0", "-1", "0"}, {"0", "0", "-1"}}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new VolatilityTerm(decimal(negative[0]), decimal(negative[1]), decimal(negative[2])));
        }
    }

    @Test
    void lmx2AVolatilityShockGrowsAsExpiryComesNearer() {
        VolatilityMove shock = new VolatilityMove(decimal("0.38"), ZERO, decimal("0.30"));

        for (String[] given : new String[][] {{"30", "0.380"}, {"15", "0.468"}, {"7", "0.588"}}) {
            BigDecimal years = decimal(given[0]).divide(decimal("365"), MathContext.DECIMAL128);
            assertEquals(decimal(given[1]), shock.of(ONE, years).subtract(ONE).setScale(3, RoundingMode.HALF_UP));
        }
        assertEquals(
                0,
                decimal("0.35")
                        .compareTo(VolatilityMove.points(decimal("-0.25")).of(decimal("0.6"), ONE)));
        assertEquals(
                0,
                decimal("0.45")
                        .compareTo(VolatilityMove.relative(decimal("-0.25")).of(decimal("0.6"), ONE)));
        assertEquals(ZERO, VolatilityMove.points(decimal("-0.7")).of(decimal("0.6"), ONE));
        assertEquals(
                0, decimal("0.8").compareTo(new VolatilityMove(ZERO, decimal("0.2"), ONE).of(decimal("0.6"), ZERO)));
    }

    @Test
    void underlyingsAddUpLessTheirCreditAndNeverBelowNothing() {
        List<Scenario> both = new ArrayList<>(List.of(scenario("btc", "-0.1", "0", "1")));
        both.add(new Scenario("ETH", "eth", decimal("-0.1"), VolatilityMove.NONE, ONE));
        List<PricedPosition> positions = priced(
                List.of(future(ContractKind.LINEAR, "1", "40000"), Positions.cross("ETH", "10", "2000", "2000")));

        assertEquals(
                0,
                decimal("6000")
                        .compareTo(PortfolioMargin.of(terms(both), positions).requirement()));
        assertEquals(
                0,
                decimal("4500")
                        .compareTo(PortfolioMargin.of(new Terms(both, decimal("1500"), ONE, NOON), positions)
                                .requirement()));
        assertEquals(
                ZERO,
                PortfolioMargin.of(new Terms(both, decimal("6000.01"), ONE, NOON), positions)
                        .requirement());
    }

    @Test
    void agreesWithTheFormulasOnBooksMadeAtRandom() {
        Random random = new Random(21);
        for (int i = 0; i < 60; i++) {
            List<Position> book = book(random);
            List<Scenario> scenarios = new ArrayList<>(scan("BTC"));
            scenarios.addAll(scan("ETH"));
            scenarios.add(new Scenario(
                    "BTC",
                    "near",
                    decimal("-0.1"),
                    new VolatilityMove(decimal("0.38"), decimal("0.05"), decimal("0.3")),
                    ONE));
            scenarios.add(new Scenario(
                    "ETH",
                    "points",
                    decimal("0.05"),
                    BigDecimal.valueOf(random.nextInt(1600) - 800),
                    VolatilityMove.relative(decimal("0.25")),
                    ONE));

            BigDecimal credit = BigDecimal.valueOf(random.nextInt(500));
            BigDecimal actual = PortfolioMargin.of(new Terms(scenarios, credit, ONE, NOON), priced(book))
                    .requirement();

            double expected = NaiveScenarios.requirement(scenarios, credit.doubleValue(), book, NOON);
            assertEquals(expected, actual.doubleValue(), 1e-6 * Math.max(1, expected), () -> "book " + book);
        }
    }

    @Test
    void scalingSplittingAndReorderingABookDoWhatTheyShould() {
        Random random = new Random(22);
        for (int i = 0; i < 20; i++) {
            List<Position> book = book(random);
            List<Scenario> scenarios = new ArrayList<>(scan("BTC"));
            scenarios.addAll(scan("ETH"));
            BigDecimal whole =
                    PortfolioMargin.of(terms(scenarios), priced(book)).requirement();

            List<Position> tenfold = book.stream()
                    .map(position -> position.withQuantity(position.quantity().multiply(BigDecimal.TEN)))
                    .toList();
            assertEquals(
                    0,
                    whole.multiply(BigDecimal.TEN)
                            .compareTo(PortfolioMargin.of(terms(scenarios), priced(tenfold))
                                    .requirement()));

            List<Position> split = new ArrayList<>(book);
            Position first = split.removeFirst();
            split.add(renamed(first, "one half").withQuantity(first.quantity().multiply(decimal("0.25"))));
            split.add(renamed(first, "other half").withQuantity(first.quantity().multiply(decimal("0.75"))));
            Collections.shuffle(split, random);
            List<Scenario> shuffled = new ArrayList<>(scenarios);
            shuffled.addAll(scenarios);
            Collections.shuffle(shuffled, random);
            assertEquals(
                    0,
                    whole.compareTo(
                            PortfolioMargin.of(terms(shuffled), priced(split)).requirement()));
        }
    }

    @Test
    void anotherQuantityIsReckonedAsIfItHadBeenGivenFirst() {
        Random random = new Random(23);
        List<Position> book = book(random);
        PortfolioMargin before = PortfolioMargin.of(terms(scan("BTC")), priced(book));
        List<Position> less = book.stream()
                .map(position -> position.withQuantity(position.quantity().divide(BigDecimal.TWO)))
                .skip(1)
                .toList();

        assertEquals(PortfolioMargin.of(terms(scan("BTC")), priced(less)), before.with(priced(less)));
        List<PricedPosition> elsewhere = priced(book).stream()
                .map(position -> position.atPrice(position.price().multiply(decimal("1.1"))))
                .toList();
        assertEquals(PortfolioMargin.of(terms(scan("BTC")), elsewhere), before.with(elsewhere));
    }

    @Test
    void aMarginAccountRequiresItsGridsOnTopOfWhatPositionsAndAccountRequire() {
        List<Position> book = List.of(future(ContractKind.LINEAR, "1", "40000"));
        var own = new PositionTerms(
                new RequirementLine(decimal("0.02"), ZERO),
                new RequirementLine(decimal("0.01"), ZERO),
                ONE,
                ZERO,
                ZERO);
        List<MarginedPosition> margined = priced(book).stream()
                .map(position -> new MarginedPosition(position, own))
                .toList();
        var portfolio = PortfolioMargin.of(
                new Terms(List.of(scenario("down", "-0.1", "0", "1")), ZERO, decimal("1.3"), NOON), List.of());

        var account = new MarginAccount(
                MarginAccountId.CROSS,
                decimal("9000"),
                margined,
                decimal("50"),
                decimal("7"),
                new Rounding(2, 2, 6),
                Balances.ofMoney(decimal("9000"), new Rounding(2, 2, 6)),
                portfolio,
                Conversions.NONE);

        // maintenance 400 + 4,000 + 50; initial 1.3 times that, which is more than 800 + 4,000 + 50; orders come on top
        assertEquals(decimal("4450.00"), account.maintenanceMargin());
        assertEquals(decimal("5792.00"), account.initialMargin());
        assertEquals(0, account.maintenanceExact().compareTo(account.maintenanceMargin()));
        assertEquals(0, account.initialExact().compareTo(account.initialMargin()));
        assertEquals(decimal("50.00"), account.with(account.wallet(), List.of()).maintenanceMargin());
        assertNull(LiquidationPrices.of(account, MaintenanceConvention.MOVES_WITH_PRICE, positions -> Map.of())
                .get(margined.getFirst().id())
                .liquidation());
    }

    @Test
    void onlyCrossPositionsOnAnUnderlyingWithScenariosAreCovered() {
        Terms terms = terms(List.of(scenario("down", "-0.1", "0", "1")));
        Position isolated = Positions.isolated("BTC", "1", "100", "100", "10");

        assertTrue(terms.cover(
                priced(List.of(Positions.cross("BTC", "1", "100", "100"))).getFirst()));
        assertFalse(terms.cover(
                priced(List.of(Positions.cross("ETH", "1", "100", "100"))).getFirst()));
        assertFalse(terms.cover(priced(List.of(isolated)).getFirst()));
    }

    @Test
    void refusesScenariosThatMakeNoSense() {
        assertThrows(IllegalArgumentException.class, () -> scenario("all gone", "-1", "0", "1"));
        assertThrows(IllegalArgumentException.class, () -> scenario("negative", "0", "0", "-0.1"));
        assertThrows(IllegalArgumentException.class, () -> new VolatilityMove(ZERO, ZERO, decimal("-0.3")));
        assertThrows(IllegalArgumentException.class, () -> new Terms(List.of(), decimal("-1"), ONE, NOON));
        assertThrows(IllegalArgumentException.class, () -> new Terms(List.of(), ZERO, decimal("0.99"), NOON));
        assertThrows(IllegalArgumentException.class, () -> new ScenarioGrid("BTC", List.of(), 1, List.of()));
        PricedPosition blind = priced(
                        List.of(option(ContractKind.OPTION, OptionType.CALL, "40000", "-1", "2746", "40000", null)))
                .getFirst();
        assertThrows(
                IllegalArgumentException.class,
                () -> ScenarioGrid.of("BTC", List.of(scenario("down", "-0.1", "0", "1")), List.of(blind), NOON));
    }

    /** One to six futures and options on two underlyings, with marks that differ from the model's. */
    private static List<Position> book(Random random) {
        List<Position> book = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            String underlying = random.nextBoolean() ? "BTC" : "ETH";
            BigDecimal price = some(random, 1_000, 3_000);
            BigDecimal quantity = some(random, 0.1, 5).multiply(random.nextBoolean() ? ONE : ONE.negate());
            ContractKind kind = ContractKind.values()[random.nextInt(ContractKind.values().length)];
            boolean inBase = kind == ContractKind.INVERSE_OPTION;
            Instant expiry = NOON.plus(Duration.ofHours(1 + random.nextInt(5_000)));
            book.add(position(
                    "I" + i,
                    underlying,
                    kind,
                    kind == ContractKind.INVERSE ? quantity.multiply(price) : quantity,
                    kind.isOption() ? some(random, inBase ? 0.001 : 1, inBase ? 0.2 : 400) : price,
                    expiry,
                    kind.isOption()
                            ? new OptionTerms(
                                    OptionType.values()[random.nextInt(2)],
                                    some(random, 1_000, 3_000),
                                    price,
                                    some(random, 0.2, 1.5),
                                    null)
                            : null));
        }
        return book;
    }

    private static Position position(
            String instrument,
            String underlying,
            ContractKind kind,
            BigDecimal quantity,
            BigDecimal mark,
            Instant expiry,
            @Nullable OptionTerms option) {
        return new Position(
                instrument,
                kind,
                MarginMode.CROSS,
                quantity,
                mark,
                new Mark(mark, null, NOON),
                ONE,
                null,
                null,
                underlying,
                expiry,
                option);
    }

    private static Position renamed(Position of, String instrument) {
        return position(
                instrument,
                of.underlying(),
                of.contract(),
                of.quantity(),
                of.mark().price(),
                of.expiry(),
                of.option());
    }

    private static BigDecimal some(Random random, double from, double to) {
        return BigDecimal.valueOf(from + random.nextDouble() * (to - from)).setScale(4, RoundingMode.HALF_UP);
    }
}
