package io.plimsoll.margin;

import static io.plimsoll.fixtures.Positions.NOON;
import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.crossId;
import static io.plimsoll.fixtures.Positions.decimal;
import static io.plimsoll.fixtures.Positions.inverse;
import static io.plimsoll.fixtures.Positions.option;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.ContractKind;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.OptionTerms;
import io.plimsoll.account.OptionType;
import io.plimsoll.account.Position;
import io.plimsoll.account.PositionId;
import io.plimsoll.account.Side;
import io.plimsoll.fixtures.Accounts;
import io.plimsoll.market.Mark;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far an underlying may move while options, futures and their scenario grid move with it. */
class UnderlyingPricesTest {

    private static final BigDecimal ONE = BigDecimal.ONE;
    private static final BigDecimal CLOSE = new BigDecimal("1E-9");

    /** Positions require nothing by themselves. */
    private static final TermsAt GRID_ALONE =
            positions -> positions.stream().collect(Collectors.toMap(PricedPosition::id, any -> PositionTerms.NONE));

    private static Scenario cell(String move, String volatility, String weight) {
        return new Scenario(
                "BTC",
                move + "/" + volatility,
                decimal(move),
                VolatilityMove.relative(decimal(volatility)),
                decimal(weight));
    }

    private static final List<Scenario> TENTH = List.of(cell("-0.1", "0", "1"), cell("0.1", "0", "1"));

    private static final List<Scenario> SCAN = List.of(
            cell("-0.15", "0.25", "1"),
            cell("-0.15", "-0.25", "1"),
            cell("0", "0.25", "1"),
            cell("0", "-0.25", "1"),
            cell("0.15", "0.25", "1"),
            cell("0.15", "-0.25", "1"),
            cell("0.45", "0", "0.35"),
            cell("-0.45", "0", "0.35"));

    /** A scan by amounts: 6,000 in thirds, volatility up and down, and twice as far at 0.35. */
    private static final List<Scenario> POINTS = List.of(
            points("-6000", "0.25", "1"),
            points("-6000", "-0.25", "1"),
            points("-2000", "0.25", "1"),
            points("2000", "-0.25", "1"),
            points("6000", "0.25", "1"),
            points("6000", "-0.25", "1"),
            points("12000", "0", "0.35"),
            points("-12000", "0", "0.35"));

    private static Scenario points(String amount, String volatility, String weight) {
        return new Scenario(
                "BTC",
                amount + "/" + volatility,
                BigDecimal.ZERO,
                decimal(amount),
                VolatilityMove.relative(decimal(volatility)),
                decimal(weight));
    }

    private static MarginAccount portfolio(String wallet, List<Scenario> scenarios, Position... positions) {
        return portfolio(wallet, scenarios, "0", positions);
    }

    private static MarginAccount portfolio(
            String wallet, List<Scenario> scenarios, String least, Position... positions) {
        return portfolio(
                wallet, new PortfolioMargin.Terms(scenarios, BigDecimal.ZERO, decimal(least), ONE, NOON), positions);
    }

    private static MarginAccount portfolio(String wallet, PortfolioMargin.Terms terms, Position... positions) {
        List<PricedPosition> priced =
                List.of(positions).stream().map(Accounts::atMark).toList();
        return new MarginAccount(
                MarginAccountId.CROSS,
                decimal(wallet),
                priced.stream()
                        .map(position -> new MarginedPosition(position, PositionTerms.NONE))
                        .toList(),
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                Accounts.CENTS,
                Balances.ofMoney(decimal(wallet), Accounts.CENTS),
                PortfolioMargin.of(terms, priced),
                Conversions.NONE);
    }

    private static UnderlyingPrices only(MarginAccount account) {
        List<UnderlyingPrices> all =
                UnderlyingPrices.of(account, MaintenanceConvention.MOVES_WITH_PRICE, GRID_ALONE, NOON);
        assertEquals(1, all.size());
        assertTrue(all.getFirst().complete());
        return all.getFirst();
    }

    private static void assertPrice(String expected, BigDecimal actual) {
        assertNotNull(actual);
        assertTrue(
                decimal(expected).subtract(actual).abs().compareTo(new BigDecimal("1E-6")) < 0,
                () -> "expected " + expected + ", was " + actual);
    }

    /** 10,000 + (P − 40,000) = 10 % of P. */
    @Test
    void aPortfolioOfFuturesHasThePriceOfTheClosedForm() {
        UnderlyingPrices prices = only(portfolio("10000", TENTH, cross("BTC", "1", "40000", "40000")));

        assertPrice("33333.333333333", prices.below());
        assertNull(prices.above());
        assertPrice("40000", prices.price());
    }

    /** 10,000 + (P − 40,000) = 6,000 whatever P is, or 8,000 where the rules ask for no less. */
    @Test
    void aScanInPointsAndAMinimumHaveThePriceOfTheClosedForm() {
        Position future = cross("BTC", "1", "40000", "40000");

        assertPrice("36000", only(portfolio("10000", POINTS, future)).below());
        assertPrice("38000", only(portfolio("10000", POINTS, "8000", future)).below());
        assertPrice("36000", only(portfolio("10000", POINTS, "5999", future)).below());
    }

    /** 10,000 + (P − 40,000) = 15 % of P, or 9,000, at one and a half times the move. */
    @Test
    void aScanFactorHasThePriceOfTheClosedForm() {
        Position future = cross("BTC", "1", "40000", "40000");
        Map<PositionId, BigDecimal> factors = Map.of(future.id(), decimal("1.5"));

        assertPrice(
                "35294.117647059",
                only(portfolio("10000", terms(TENTH, 1, factors, Spreads.Terms.NONE, "0"), future))
                        .below());
        assertPrice(
                "39000",
                only(portfolio("10000", terms(POINTS, 1, factors, Spreads.Terms.NONE, "0"), future))
                        .below());
    }

    /** The mean of a tenth and a twentieth: 10,000 + (P − 40,000) = 7.5 % of P; a charge of 500 for the spread comes on top. */
    @Test
    void aMeanOfTheWorstAndASpreadHaveThePriceOfTheClosedForm() {
        Position future = cross("BTC", "1", "40000", "40000");
        List<Scenario> cells = List.of(cell("-0.1", "0", "1"), cell("-0.05", "0", "1"), cell("0.1", "0", "1"));
        Spreads.Spread spread = new Spreads.Spread(
                List.of(new Spreads.Leg("near", ONE), new Spreads.Leg("far", ONE.negate())), decimal("500"));
        Spreads.Terms one = new Spreads.Terms(
                List.of(spread), Map.of(crossId("BTC", Side.LONG), Map.of("near", ONE, "far", ONE.negate())));

        assertPrice(
                "32432.432432432",
                only(portfolio("10000", terms(cells, 2, Spreads.Terms.NONE, "0"), future))
                        .below());
        assertPrice(
                "32972.972972973",
                only(portfolio("10000", terms(cells, 2, one, "0"), future)).below());
        assertPrice(
                "33888.888888889",
                only(portfolio("10000", terms(cells, 1, one, "0"), future)).below());
    }

    private static PortfolioMargin.Terms terms(
            List<Scenario> scenarios, int meanOf, Spreads.Terms spreads, String least) {
        return terms(scenarios, meanOf, Map.of(), spreads, least);
    }

    private static PortfolioMargin.Terms terms(
            List<Scenario> scenarios,
            int meanOf,
            Map<PositionId, BigDecimal> factors,
            Spreads.Terms spreads,
            String least) {
        return new PortfolioMargin.Terms(
                scenarios, Map.of("BTC", meanOf), factors, spreads, BigDecimal.ZERO, decimal(least), ONE, NOON);
    }

    @Test
    void inverseContractsInAScanByPointsHaveNone() {
        assertEquals(
                List.of(),
                UnderlyingPrices.of(
                        portfolio("1", POINTS, inverse("BTC", "40000", "40000", "40000")),
                        MaintenanceConvention.MOVES_WITH_PRICE,
                        GRID_ALONE,
                        NOON));
    }

    /** 20,000 of it held against one sold: 10,000 − (P − 40,000) = 10 % of P less 2,000. */
    @Test
    void whatIsHeldOfTheUnderlyingStandsStillAndHedgesInEachCell() {
        var terms = new PortfolioMargin.Terms(
                TENTH,
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of("BTC", decimal("20000")),
                Map.of(),
                Map.of(),
                Spreads.Terms.NONE,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                ONE,
                ONE,
                NOON);

        UnderlyingPrices prices = only(portfolio("10000", terms, cross("BTC", "-1", "40000", "40000")));

        assertPrice("47272.727272727", prices.above());
        assertNull(prices.below());
    }

    /** Two dated futures against each other lose nothing wherever the underlying goes. */
    @Test
    void futuresThatHedgeOneAnotherHaveNone() {
        UnderlyingPrices prices =
                only(portfolio("10", TENTH, dated("BTC-A", "1", "40000"), dated("BTC-B", "-1", "40000")));

        assertNull(prices.below());
        assertNull(prices.above());
    }

    private static Position dated(String instrument, String quantity, String price) {
        return new Position(
                instrument,
                ContractKind.LINEAR,
                MarginMode.CROSS,
                decimal(quantity),
                decimal(price),
                new Mark(decimal(price), null, NOON),
                ONE,
                null,
                null,
                "BTC",
                NOON.plus(Duration.ofDays(90)),
                null,
                null);
    }

    /** 0.1 BTC and a contract of 40,000 dollars, long from 40,000: worth 40,000/P of BTC, of which the fall by 10 % takes a ninth. */
    @Test
    void aPortfolioOfInverseFuturesGoesByTheReciprocal() {
        UnderlyingPrices prices = only(portfolio("0.3", TENTH, inverse("BTC", "40000", "40000", "40000")));

        // 0.3 + 1 − x = x / 9 with x = 40,000 / P: x = 1.17
        assertPrice("34188.034188034", prices.below());
        assertNull(prices.above());
    }

    private static Position btc(OptionType type, String strike, String quantity, String mark) {
        return option(ContractKind.OPTION, type, strike, quantity, mark, "40000", "0.6");
    }

    @Test
    void aShortStraddleBreachesOnBothSides() {
        MarginAccount account = portfolio(
                "30000", SCAN, btc(OptionType.CALL, "40000", "-1", "2746"), btc(OptionType.PUT, "40000", "-1", "2746"));

        UnderlyingPrices prices = only(account);

        assertBreaches(account, prices.below());
        assertBreaches(account, prices.above());
        assertNothingNearerBreaches(account, prices);
    }

    @Test
    void optionsThatArePaidForNeverBreach() {
        UnderlyingPrices prices = only(portfolio(
                "0", SCAN, btc(OptionType.CALL, "42000", "2", "1900"), btc(OptionType.PUT, "38000", "1", "1800")));

        assertNull(prices.below());
        assertNull(prices.above());
    }

    /** The future makes up for the call above the strike. */
    @Test
    void aCoveredCallHasNoneAbove() {
        MarginAccount account = portfolio(
                "8000", TENTH, cross("BTC", "1", "40000", "40000"), btc(OptionType.CALL, "44000", "-1", "1230"));

        UnderlyingPrices prices = only(account);

        assertBreaches(account, prices.below());
        assertNull(prices.above());
        assertNothingNearerBreaches(account, prices);
    }

    @Test
    void anAccountThatIsBreachedAlreadyHasNone() {
        assertEquals(
                List.of(),
                UnderlyingPrices.of(
                        portfolio("1", TENTH, cross("BTC", "1", "40000", "40000")),
                        MaintenanceConvention.MOVES_WITH_PRICE,
                        GRID_ALONE,
                        NOON));
    }

    @Test
    void withoutOptionsAndScenariosNoUnderlyingIsAskedAbout() {
        assertEquals(
                List.of(),
                UnderlyingPrices.of(
                        Accounts.cross("900", GRID_ALONE, cross("BTC", "1", "100", "100")),
                        MaintenanceConvention.MOVES_WITH_PRICE,
                        GRID_ALONE,
                        NOON));
    }

    /** Rules that require a tenth of the underlying and the premium of each short option, and of a future a twentieth. */
    private static Map<PositionId, PositionTerms> standard(List<PricedPosition> positions) {
        return positions.stream().collect(Collectors.toMap(PricedPosition::id, UnderlyingPricesTest::standard));
    }

    private static PositionTerms standard(PricedPosition priced) {
        OptionTerms option = priced.position().option();
        BigDecimal size = priced.position().quantity().abs();
        RequirementLine line = option == null
                ? new RequirementLine(decimal("0.05"), BigDecimal.ZERO)
                : priced.position().quantity().signum() > 0
                        ? RequirementLine.NONE
                        : RequirementLine.ofAmount(
                                option.underlyingPrice()
                                        .multiply(decimal("0.1"))
                                        .add(priced.price())
                                        .multiply(size),
                                priced.notional());
        return new PositionTerms(line, line, ONE, BigDecimal.ZERO, BigDecimal.ZERO);
    }

    @Test
    void optionsWithoutAGridAreAskedAboutRuleByRule() {
        TermsAt standard = UnderlyingPricesTest::standard;
        MarginAccount account = Accounts.cross(
                "20000", standard, btc(OptionType.CALL, "42000", "-1", "1900"), cross("BTC", "0.5", "40000", "40000"));

        UnderlyingPrices prices = UnderlyingPrices.of(account, MaintenanceConvention.MOVES_WITH_PRICE, standard, NOON)
                .getFirst();

        assertNull(prices.below());
        MarginAccount there = at(account, prices.above(), standard);
        assertTrue(there.equityExact().subtract(there.maintenanceExact()).abs().compareTo(CLOSE) < 0);
        for (int i = 1; i < 200; i++) {
            BigDecimal nearer = between(prices.price(), prices.above(), i / 200.0);
            MarginAccount before = at(account, nearer, standard);
            assertTrue(before.equityExact().compareTo(before.maintenanceExact()) >= 0, () -> "at " + nearer);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 16, 17, 18, 19, 20})
    void onRandomPortfoliosNothingNearerBreachesAndThereEquityIsTheRequirement(long seed) {
        Random random = new Random(seed);
        List<Position> positions = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            OptionType type = random.nextBoolean() ? OptionType.CALL : OptionType.PUT;
            int strike = 30_000 + 1_000 * random.nextInt(20);
            double model = NaiveScenarios.black(type, 40_000, strike, 0.6 * Math.sqrt(30 / 365.0));
            int quantity = (random.nextInt(3) + 1) * (random.nextInt(3) == 0 ? 1 : -1);
            positions.add(btc(
                    type,
                    Integer.toString(strike),
                    Integer.toString(quantity),
                    Long.toString(Math.max(1, Math.round(model * (0.98 + 0.04 * random.nextDouble()))))));
        }
        positions.removeIf(position -> positions.stream()
                .anyMatch(other -> other != position && other.instrument().equals(position.instrument())));
        positions.add(cross("BTC", Integer.toString(random.nextInt(5) - 2 == 0 ? 1 : 2), "40000", "40000"));
        Map<PositionId, BigDecimal> factors = new HashMap<>();
        for (Position position : seed % 4 == 3 ? positions : List.<Position>of()) {
            factors.put(position.id(), BigDecimal.valueOf(random.nextInt(4), 0).multiply(decimal("0.5")));
        }
        MarginAccount account = portfolio(
                Integer.toString(20_000 + random.nextInt(60_000)),
                terms(
                        seed % 2 == 0 ? POINTS : SCAN,
                        seed > 12 ? 1 + random.nextInt(4) : 1,
                        factors,
                        Spreads.Terms.NONE,
                        seed % 3 == 0 ? Integer.toString(random.nextInt(15_000)) : "0"),
                positions.toArray(Position[]::new));
        List<UnderlyingPrices> all =
                UnderlyingPrices.of(account, MaintenanceConvention.MOVES_WITH_PRICE, GRID_ALONE, NOON);
        if (account.equityExact().compareTo(account.maintenanceExact()) < 0) {
            assertTrue(all.isEmpty());
            return;
        }

        UnderlyingPrices prices = all.getFirst();

        assertTrue(prices.complete());
        assertFalse(prices.belowIsEndOfTables() || prices.aboveIsEndOfTables());
        if (prices.below() != null) {
            assertBreaches(account, prices.below());
        }
        if (prices.above() != null) {
            assertBreaches(account, prices.above());
        }
        assertNothingNearerBreaches(account, prices);
    }

    private static MarginAccount at(MarginAccount account, BigDecimal price, TermsAt terms) {
        BigDecimal factor = price.divide(decimal("40000"), MathContext.DECIMAL128);
        return terms.at(
                        account,
                        account.priced().stream()
                                .map(priced -> Revaluation.moved(priced, factor, NOON))
                                .toList())
                .orElseThrow();
    }

    private static void assertBreaches(MarginAccount account, BigDecimal price) {
        assertNotNull(price);
        MarginAccount there = at(account, price, GRID_ALONE);
        BigDecimal slack = there.equityExact().subtract(there.maintenanceExact());
        assertTrue(slack.abs().compareTo(CLOSE) < 0, () -> "at " + price + " equity differs by " + slack);
        assertEquals(0, naiveSlack(account, price.doubleValue()), 0.05);
    }

    private static BigDecimal between(BigDecimal from, BigDecimal to, double share) {
        return from.add(to.subtract(from).multiply(BigDecimal.valueOf(share)));
    }

    /** A dense walk by the plain formulas; where no price is given, to a tenth and to three times today's. */
    private static void assertNothingNearerBreaches(MarginAccount account, UnderlyingPrices prices) {
        double below = prices.below() == null ? 4_000 : prices.below().doubleValue();
        double above = prices.above() == null ? 120_000 : prices.above().doubleValue();
        for (int i = 1; i < 60; i++) {
            double down = 40_000 - (40_000 - below) * i / 60;
            double up = 40_000 + (above - 40_000) * i / 60;
            assertTrue(naiveSlack(account, down) > -0.05, () -> "breached at " + down);
            assertTrue(naiveSlack(account, up) > -0.05, () -> "breached at " + up);
        }
    }

    /** Equity less the grid's requirement, every leg by the formula at the moved price. */
    private static double naiveSlack(MarginAccount account, double price) {
        double factor = price / 40_000;
        double equity = account.wallet().doubleValue();
        double[] cells = new double[account.portfolio().terms().scenarios().size()];
        for (PricedPosition priced : account.priced()) {
            Position position = priced.position();
            double quantity = position.quantity().doubleValue();
            double here = naiveValue(position, factor, 0, 0);
            double today = naiveValue(position, 1, 0, 0);
            double basis = position.option() == null ? 0 : priced.price().doubleValue() - today;
            double worth = Math.max(0, here + basis);
            equity += quantity
                    * (position.option() == null ? here - position.entryPrice().doubleValue() : worth);
            double multiple = account.portfolio()
                    .terms()
                    .factors()
                    .getOrDefault(priced.id(), ONE)
                    .doubleValue();
            int index = 0;
            for (Scenario scenario : account.portfolio().terms().scenarios()) {
                double there = naiveValue(
                        position,
                        factor * (1 + multiple * scenario.priceMove().doubleValue()),
                        multiple * scenario.pricePoints().doubleValue(),
                        scenario.volatilityMove().relative().doubleValue());
                cells[index++] += quantity * (there - worth) * scenario.weight().doubleValue();
            }
        }
        double mean = Arrays.stream(cells)
                .map(gain -> Math.max(0, -gain))
                .boxed()
                .sorted(Comparator.reverseOrder())
                .limit(account.portfolio().terms().meanOf().getOrDefault("BTC", 1))
                .mapToDouble(loss -> loss)
                .average()
                .orElse(0);
        return equity - Math.max(account.portfolio().terms().least().doubleValue(), mean);
    }

    private static double naiveValue(Position position, double factor, double points, double volatility) {
        if (position.option() == null) {
            return fallenTo(position.mark().price().doubleValue() * factor, points);
        }
        return NaiveScenarios.black(
                position.option().type(),
                fallenTo(position.option().underlyingPrice().doubleValue() * factor, points),
                position.option().strike().doubleValue(),
                position.option().impliedVolatility().doubleValue() * (1 + volatility) * Math.sqrt(30 / 365.0));
    }

    /** A fall beyond all of the price leaves next to nothing. */
    private static double fallenTo(double price, double points) {
        return Math.max(price + points, price * 1e-12);
    }
}
