package io.plimsoll.rules;

import static io.plimsoll.rules.RulesFixture.AS_OF;
import static io.plimsoll.rules.RulesFixture.LIMITS;
import static io.plimsoll.rules.RulesFixture.LONG_BTC;
import static io.plimsoll.rules.RulesFixture.SHORT_ETH;
import static io.plimsoll.rules.RulesFixture.all;
import static io.plimsoll.rules.RulesFixture.decimal;
import static io.plimsoll.rules.RulesFixture.file;
import static io.plimsoll.rules.RulesFixture.judged;
import static io.plimsoll.rules.RulesFixture.judgedWithOption;
import static io.plimsoll.rules.RulesFixture.openCall;
import static io.plimsoll.rules.RulesFixture.rule;
import static io.plimsoll.rules.RulesFixture.view;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.auction.PriceCurve;
import io.plimsoll.decision.ClosurePlan;
import io.plimsoll.decision.CollateralProposal;
import io.plimsoll.decision.ExecutionMethod;
import io.plimsoll.decision.GuardProposal;
import io.plimsoll.decision.HoldReason;
import io.plimsoll.decision.LiquidationProposal;
import io.plimsoll.decision.MarginProposal;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.Proposal;
import io.plimsoll.decision.Proposals;
import io.plimsoll.decision.Proposed;
import io.plimsoll.decision.RuleBook;
import io.plimsoll.decision.Stage;
import io.plimsoll.decision.ThresholdProposal;
import io.plimsoll.margin.ClosingOrder;
import io.plimsoll.margin.Scenario;
import io.plimsoll.margin.VolatilityMove;
import io.plimsoll.margin.VolatilityTerm;
import io.plimsoll.market.PriceSource;
import io.plimsoll.rules.facts.FactModel;
import io.plimsoll.rules.facts.FieldKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Rules see what the fixture's account holds, compare it exactly, and propose what they say. */
class RuleEvaluatorTest {

    private static final String TABLES = """
            declare Limit
                instrument : String @key
                rate       : BigDecimal
                oldest     : Duration
                hour       : Duration
                since      : Instant
                flag       : Boolean
                number     : Integer
            end
            declare Level
                ratio : BigDecimal
            end
            """;

    private static final Map<String, List<Map<String, Object>>> ROWS = Map.of(
            "Limit", List.of(limit("BTCUSDT", "0.10"), limit("XRPUSDT", "0.20")),
            "Level", List.of(Map.of("ratio", decimal("1")), Map.of("ratio", decimal("1.10"))));

    private static Map<String, Object> limit(String instrument, String rate) {
        return Map.of(
                "instrument",
                instrument,
                "rate",
                decimal(rate),
                "oldest",
                Duration.ofMillis(100),
                "hour",
                Duration.ofHours(1),
                "since",
                AS_OF,
                "flag",
                true,
                "number",
                2);
    }

    /** A condition, and how often it holds: BTCUSDT long of notional 99,500, ETHUSDT short of 6,000, equity 498.75, an open call. */
    private static final Object[][] CONDITIONS = {
        // decimals at the limit, one step below and one above
        {"Position( notional > 6000 )", 1},
        {"Position( notional >= 6000 )", 2},
        {"Position( notional >= 6000.0000000001B )", 1},
        {"Position( notional == 6000 )", 1},
        {"Position( notional == 6000.00B )", 1},
        {"Position( notional != 6000 )", 1},
        {"Position( notional < 6000 )", 0},
        {"Position( notional <= 6000 )", 1},
        {"Position( 6000 < notional )", 1},
        {"Position( unrealisedPnl < 0 )", 1},
        {"Position( quantity == -2 )", 1},
        {"Position( notional in ( 6000, 7000.0B ) )", 1},
        {"Position( notional not in ( 6000, 7000 ) )", 1},
        // arithmetic, exact to the last digit
        {"MarginAccount( equity == 498.750B )", 1},
        {"MarginAccount( equity * 0.1B == 49.875B )", 1},
        {"MarginAccount( equity - 0.75B > 498 )", 0},
        {"MarginAccount( equity - 0.75B >= 498 )", 1},
        {"MarginAccount( (equity + 1) * 2 - 1 == 998.5B )", 1},
        {"MarginAccount( 500 - equity == 1.25B )", 1},
        {"MarginAccount( -equity < 0 )", 1},
        {"Position( notional * 1.0000000000000000000000000000000000000001B > notional )", 2},
        {"Position( notional - 0.0000000000000000000000000000000000000001B < notional )", 2},
        {"$l : Limit( ) Position( notional * $l.rate == 600 )", 1},
        {"$l : Limit( $r : rate ) Position( notional * $r + 1 > $l.rate * 6000 + 1 )", 1},
        {"$l : Limit( number * rate == 0.2B )", 1},
        {"Position( $n : notional ) Position( notional == $n * 1.00B )", 2},
        // a fold of nothing has no value, also beside one that has
        {"accumulate( Position( notional < 0, $n : notional ); $a : average($n) ) MarginAccount( )", 0},
        {"accumulate( Position( notional < 0, $n : notional ); $a : average($n), $b : average($n) ) MarginAccount( )", 0
        },
        {
            "accumulate( Position( notional < 0, $n : notional ); $a : min($n), $b : sum($n) ) MarginAccount( notional * $b == 0 )",
            0
        },
        {
            "accumulate( Position( notional < 0, $n : notional ); $a : sum($n), $b : max($n) ) MarginAccount( notional * $b < 0 )",
            0
        },
        {
            "accumulate( Position( notional < 0, $n : notional ); $a : sum($n), $b : count($n) ) MarginAccount( notional > $a )",
            1
        },
        {"accumulate( Position( $n : notional ); $a : min($n), $b : max($n) ) MarginAccount( notional == $a + $b )", 1},
        // texts
        {"Position( mode == \"CROSS\", side == \"SHORT\" )", 1},
        {"Position( side in ( \"LONG\", \"SHORT\" ) )", 2},
        {"Position( instrument not in ( \"BTCUSDT\" ) )", 1},
        {"Position( instrument contains \"ETH\" )", 1},
        {"Position( instrument not contains \"ETH\" )", 1},
        {"Position( instrument matches \"BTC.*\" )", 1},
        {"Position( instrument not matches \"BTC.*\" )", 1},
        {"Limit( $i : instrument ) Position( instrument == $i )", 1},
        {"$l : Limit( ) Position( instrument in ( $l.instrument, \"X\" ) )", 1},
        {"Attribute( name == \"jurisdiction\", value == \"EU\" )", 1},
        // integers, booleans, times
        {"Account( positionCount == 2, openOrderCount < 2 )", 1},
        {"Account( positionCount < 2.5B )", 1},
        {"Account( positionCount in ( 1, 2 ) )", 1},
        {"Limit( $c : number ) Account( positionCount == $c )", 1},
        {"OpenOrder( reduceOnly == false )", 1},
        {"Limit( $f : flag ) OpenOrder( reduceOnly != $f )", 1},
        {"MarginCall( overdue == true )", 0},
        {"MarginCall( overdue == false )", 1},
        {"Limit( $h : hour ) MarginCall( age == $h )", 1},
        {"Limit( $o : oldest ) Position( markAge > $o )", 0},
        {"Limit( $o : oldest ) Position( markAge >= $o )", 2},
        {"Account( asOf == evaluatedAt )", 1},
        {"Limit( $s : since ) Account( asOf > $s )", 0},
        {"Limit( $s : since ) Account( asOf <= $s )", 1},
        {"Limit( $s : since ) MarginCall( openedAt < $s, dueBy > $s )", 1},
        // what may be absent
        {"Position( leverage == null )", 1},
        {"Position( leverage != null )", 1},
        {"Position( leverage != null, leverage > 50 )", 1},
        {"Position( leverage == null || leverage > 200 )", 1},
        {"Position( leverage != null && leverage * 2 == 200 )", 1},
        {"Position( !( leverage == null ), leverage == 100 )", 1},
        {"$p : Position( leverage != null ) Level( ratio < $p.leverage )", 2},
        {"Position( $lev : leverage, leverage != null ) Level( ratio * $lev == 110 )", 1},
        {"MarginAccount( marginRatio != null, marginRatio < 1 )", 1},
        {"Position( liquidationPrice != null, bankruptcyPrice != null, liquidationDistance != null )", 1},
        {"Position( liquidationPrice != null, liquidationPrice == 99550 )", 1},
        {"Position( liquidationDeviations != null, liquidationDeviations > 0 )", 1},
        {"Position( touchProbability != null, touchProbability > 0.9B, touchProbability < 1 )", 1},
        {"Position( indexDeviation != null, indexDeviation > 0.0001B, indexDeviation < 0.0002B )", 1},
        // constraints together
        {"Position( notional > 1, side == \"LONG\" || notional == 6000 )", 2},
        {"Position( !( notional > 6000 || side == \"LONG\" ) )", 1},
        {"Position( ( notional > 6000 && side == \"SHORT\" ) || mode == \"ISOLATED\" )", 0},
        {"MarginAccount( $e : equity, maintenanceMargin > $e )", 1},
        {"$m : MarginAccount( maintenanceMargin > $m.equity )", 1},
        // not, exists, or, accumulate
        {"not Position( mode == \"ISOLATED\" )", 1},
        {"not Position( mode == \"CROSS\" )", 0},
        {"exists Position( mode == \"CROSS\" )", 1},
        {"exists ( Position( $i : instrument ) and Limit( instrument == $i ) )", 1},
        {"not ( Position( $n : notional ) and Level( ratio > $n ) )", 1},
        {"not ( Position( $i : instrument ) and not Limit( instrument == $i ) )", 0},
        {"( Position( side == \"LONG\" ) or Position( notional == 6000 ) )", 2},
        {
            "( $p : Position( side == \"LONG\" ) or $p : Position( notional == 6000 ) ) Level( ratio == 1, ratio < $p.notional )",
            2
        },
        {"( ( Position( side == \"LONG\" ) and Level( ratio > 1 ) ) or MarginCall( ) )", 2},
        {"accumulate( Position( $n : notional ); $s : sum($n) ) Level( ratio * 105500 == $s )", 1},
        {"accumulate( Position( $n : notional ); $s : sum($n); $s == 105500 )", 1},
        {"accumulate( Position( $n : notional ); $s : sum($n), $x : max($n), $m : min($n); $s - $x == $m )", 1},
        {"accumulate( Position( $q : quantity ); $a : average($q); $a == -0.5B )", 1},
        {"accumulate( Position( $q : quantity ); $c : count(); $c == 2 ) Limit( number == $c )", 1},
        {"accumulate( Position( $q : quantity, side == \"LONG\" ); $c : count($q) ) Limit( number > $c )", 1},
        {"accumulate( Position( $n : notional, mode == \"ISOLATED\" ); $s : sum($n); $s == 0 )", 1},
        {"accumulate( Position( $n : notional, mode == \"ISOLATED\" ); $x : max($n); $x >= 0 )", 0},
        {"accumulate( Position( $n : notional, mode == \"ISOLATED\" ); $a : average($n); $a >= 0 )", 0},
        {
            "accumulate( ( Position( $i : instrument, $n : notional ) and Limit( instrument == $i ) ); $s : sum($n); $s == 99500 )",
            1
        },
        {
            "Limit( $i : instrument ) accumulate( Position( instrument == $i, $n : notional ); $s : sum($n); $s == 99500 )",
            1
        },
        // rows by key, rows without
        {"Limit( )", 1},
        {"Level( )", 2},
        {"Collateral( asset == \"USDT\", marketValue == 1000 )", 1},
        {"Accrual( kind == \"FUNDING\", amount == -1.25B )", 1},
    };

    @TestFactory
    Stream<DynamicTest> aConditionHoldsAsOftenAsItSays() {
        String rules = IntStream.range(0, CONDITIONS.length)
                .mapToObj(i ->
                        rule("THR-%03d says so".formatted(i), (String) CONDITIONS[i][0], "decide.warn(\"it holds\");"))
                .collect(Collectors.joining());
        Proposals proposals = all(file(Stage.THRESHOLD, TABLES + rules))
                .with(ROWS, LIMITS)
                .propose(Stage.THRESHOLD, judged(openCall(), null));
        return IntStream.range(0, CONDITIONS.length)
                .mapToObj(i -> DynamicTest.dynamicTest((String) CONDITIONS[i][0], () -> {
                    long firings = proposals.all().stream()
                            .filter(proposed -> proposed.rule().equals("THR-%03d".formatted(i)))
                            .count();
                    assertEquals(List.of(), proposals.failures());
                    assertEquals((int) CONDITIONS[i][1], firings);
                }));
    }

    /** What a rule says, and what it proposes. */
    private static final Map<Stage, Object[][]> VERBS = Map.of(
            Stage.GUARD,
            new Object[][] {
                {"guard.hold(\"stale\");", new GuardProposal.Hold("stale")},
                {
                    "guard.usePrice($p, \"INDEX\", \"off\");",
                    new GuardProposal.UsePrice(LONG_BTC, PriceSource.INDEX, "off")
                },
                {"guard.ignoreMark($p, \"print\");", new GuardProposal.IgnoreMark(LONG_BTC, "print")},
                {
                    "guard.capVolatility($p, 0.8B, \"jump\");",
                    new GuardProposal.CapVolatility(LONG_BTC, decimal("0.8"), "jump")
                },
                {"guard.holdClosing(\"wide\");", new GuardProposal.HoldClosing(null, "wide")},
                {"guard.holdClosing($p.instrument, \"wide\");", new GuardProposal.HoldClosing("BTCUSDT", "wide")},
            },
            Stage.COLLATERAL,
            new Object[][] {
                {"collateral.haircut(\"BTC\", 0.05B);", new CollateralProposal.Haircut("BTC", decimal("0.05"))},
                {
                    "collateral.haircutAbove(\"BTC\", $l.number * 50B, 0.1B);",
                    new CollateralProposal.HaircutAbove("BTC", decimal("100"), decimal("0.1"))
                },
                {"collateral.cap(\"BTC\", 1000);", new CollateralProposal.ValueCap("BTC", decimal("1000"))},
                {"collateral.loanToValue(\"BTC\", 0.8B);", new CollateralProposal.LoanToValue("BTC", decimal("0.8"))},
                {"collateral.conversion(\"EUR\", 0.01B);", new CollateralProposal.Conversion("EUR", decimal("0.01"))},
                {"collateral.joinProfit(\"EUR\");", new CollateralProposal.JoinProfit("EUR")},
                {"collateral.exclude(\"BTC\", \"no\");", new CollateralProposal.Exclude("BTC", "no")},
                {"collateral.accept(\"BTC\", 0.01B);", new CollateralProposal.Accept("BTC", decimal("0.01"))},
                {"collateral.smallestUnit(\"BTC\", 0.01B);", new CollateralProposal.SmallestUnit("BTC", decimal("0.01"))
                },
            },
            Stage.MARGIN,
            new Object[][] {
                {"margin.initial($p, 1);", new MarginProposal.Initial(LONG_BTC, decimal("1"))},
                {"margin.initial($p, 1 - $l.rate * 2);", new MarginProposal.Initial(LONG_BTC, decimal("0.8"))},
                {"margin.initial($p, $l.number);", new MarginProposal.Initial(LONG_BTC, decimal("2"))},
                {
                    "margin.maintenance($p, $l.rate, $p.notional - 99499);",
                    new MarginProposal.Maintenance(LONG_BTC, decimal("0.1"), decimal("1"))
                },
                {
                    "margin.initialAmount($p, $p.notional / 5);",
                    new MarginProposal.InitialAmount(LONG_BTC, decimal("19900"))
                },
                {"margin.maintenanceAmount($p, 0);", new MarginProposal.MaintenanceAmount(LONG_BTC, decimal("0"))},
                {"margin.initialByLeverage($p, 3);", new MarginProposal.InitialByLeverage(LONG_BTC, decimal("3"))},
                {
                    "margin.maintenanceByLeverage($p, 6);",
                    new MarginProposal.MaintenanceByLeverage(LONG_BTC, decimal("6"))
                },
                {"margin.addOn($p, 2, \"big\");", new MarginProposal.AddOn(LONG_BTC, decimal("2"), "big")},
                {"margin.addOn($a, 0, \"all\");", new MarginProposal.AddOn(null, decimal("0"), "all")},
                {"margin.multiply($p, 2, \"big\");", new MarginProposal.Multiply(LONG_BTC, decimal("2"), "big")},
                {"margin.multiply($a, 1.5B, \"all\");", new MarginProposal.Multiply(null, decimal("1.5"), "all")},
                {"margin.order($o, $l.rate);", new MarginProposal.OrderInitial("o-1", decimal("0.1"))},
                {
                    "margin.debt($c, 0.2B, $l.rate);",
                    new MarginProposal.DebtMargin("USDT", decimal("0.2"), decimal("0.1"))
                },
                {"margin.closingCost($p, 0.001B);", new MarginProposal.ClosingCost(LONG_BTC, decimal("0.001"))},
                {"margin.scenario(\"BTC\", \"s\", 0.1B, 0.2B, 1);", cell(VolatilityMove.relative(decimal("0.2")))},
                {
                    "margin.scenario(\"BTC\", \"s\", 0.1B, 0.2B, 0.3B, 1);",
                    cell(new VolatilityMove(decimal("0.2"), BigDecimal.ZERO, decimal("0.3")))
                },
                {
                    "margin.scan(\"BTC\", \"s\", 1500, 0.2B, 1);",
                    new MarginProposal.GridScenario(new Scenario(
                            "BTC",
                            "s",
                            BigDecimal.ZERO,
                            decimal("1500"),
                            VolatilityMove.relative(decimal("0.2")),
                            BigDecimal.ONE))
                },
                {"margin.scenarioInPoints(\"BTC\", \"s\", 0.1B, 0.2B, 1);", cell(VolatilityMove.points(decimal("0.2")))
                },
                {
                    "margin.scenarioInPoints(\"BTC\", \"s\", 0.1B, 0.2B, 0.3B, 1);",
                    cell(new VolatilityMove(BigDecimal.ZERO, decimal("0.2"), decimal("0.3")))
                },
                {"margin.credit($a, 5, \"offset\");", new MarginProposal.PortfolioCredit(decimal("5"), "offset")},
                {
                    "margin.portfolioMinimum($a, 12.5B, \"short options\");",
                    new MarginProposal.PortfolioMinimum(decimal("12.5"), "short options")
                },
                {"margin.gridMean(\"BTC\", 3);", new MarginProposal.GridMean("BTC", 3)},
                {
                    "margin.volatilityTerm(\"BTC\", 0.13B, 1, 0.5B);",
                    new MarginProposal.TermOfVolatility(
                            "BTC", new VolatilityTerm(decimal("0.13"), BigDecimal.ONE, decimal("0.5")))
                },
                {"margin.inGrid($c, \"BTC\", 5);", new MarginProposal.InGrid("USDT", "BTC", decimal("5"))},
                {"margin.initialGridMultiple($a, 1.25B);", new MarginProposal.InitialGridMultiple(decimal("1.25"))},
                {"margin.scanFactor($p, 1.5B);", new MarginProposal.ScanFactor(LONG_BTC, decimal("1.5"))},
                {
                    "margin.spreadDelta($p, \"MAR\", 0.5B);",
                    new MarginProposal.SpreadDelta(LONG_BTC, "MAR", decimal("0.5"))
                },
                {
                    "margin.spread(1, \"MAR\", 1, \"JUN\", 2, -100);",
                    new MarginProposal.FormSpread(
                            decimal("1"), "MAR", decimal("1"), "JUN", decimal("2"), decimal("-100"))
                },
                {
                    "margin.spreadCredit(1, \"CORN\", 2, \"SOY\", 1, 0.55B);",
                    new MarginProposal.FormSpread(
                            decimal("1"), "CORN", decimal("2"), "SOY", decimal("1"), BigDecimal.ZERO, decimal("0.55"))
                },
                {"margin.initialMultiple($a, 1.3B);", new MarginProposal.InitialMultiple(decimal("1.3"))},
            },
            Stage.THRESHOLD,
            new Object[][] {
                {"decide.warn(\"w\");", new ThresholdProposal.Warn("w")},
                {
                    "decide.marginCall(1.5B, $l.hour);",
                    new ThresholdProposal.CallToRatio(decimal("1.5"), Duration.ofHours(1))
                },
                {
                    "decide.marginCallToEquity(-5, $l.hour);",
                    new ThresholdProposal.CallToEquity(decimal("-5"), Duration.ofHours(1))
                },
                {
                    "decide.extendCall($l.hour, \"holiday\");",
                    new ThresholdProposal.ExtendCall(Duration.ofHours(1), "holiday")
                },
                {"decide.reduceOnly(\"r\");", new ThresholdProposal.BlockNewRisk("r")},
                {"decide.reduce(\"r\");", new ThresholdProposal.Reduce("r")},
                {"decide.liquidate(\"l\");", new ThresholdProposal.Liquidate("l")},
                {"decide.takeOver(\"t\");", new ThresholdProposal.TakeOver("t")},
            },
            Stage.LIQUIDATION,
            new Object[][] {
                {"closure.cancelOrders();", new LiquidationProposal.CancelOrders()},
                {"closure.lot($p, 0.001B);", new LiquidationProposal.Lot(LONG_BTC, decimal("0.001"))},
                {"closure.reduce($p, 0.25B);", new LiquidationProposal.ReduceByFraction(LONG_BTC, decimal("0.25"))},
                {
                    "closure.reduceToNotional($p, 50000);",
                    new LiquidationProposal.ReduceToNotional(LONG_BTC, decimal("50000"))
                },
                {"closure.reduceToRatio(1.1B);", new LiquidationProposal.ReduceToRatio(decimal("1.1"))},
                {"closure.reduceToInitial(1);", new LiquidationProposal.ReduceToInitial(decimal("1"))},
                {"closure.close($p);", new LiquidationProposal.Close(LONG_BTC)},
                {"closure.repay(\"USDC\", 0.5B);", new LiquidationProposal.Repay("USDC", decimal("0.5"))},
                {
                    "closure.seize(\"ETH\", 1, 0.05B);",
                    new LiquidationProposal.Seize("ETH", decimal("1"), decimal("0.05"))
                },
                {"closure.absorb(\"ETH\", 0.93B);", new LiquidationProposal.Absorb("ETH", decimal("0.93"))},
                {
                    "closure.auctionAsset(\"ETH\", 1.2B, $l.hour);",
                    new LiquidationProposal.AssetAuction(
                            "ETH", decimal("1.2"), new PriceCurve.Linear(Duration.ofHours(1)))
                },
                {
                    "closure.auctionAssetInSteps(\"ETH\", 1.2B, 0.99B, $l.hour);",
                    new LiquidationProposal.AssetAuction(
                            "ETH", decimal("1.2"), new PriceCurve.Stairstep(decimal("0.99"), Duration.ofHours(1)))
                },
                {
                    "closure.fillablePrice($p, 1, 0.1B);",
                    new LiquidationProposal.Fillable(LONG_BTC, decimal("1"), decimal("0.1"))
                },
                {"closure.protocolFee(\"ETH\", 0.1B);", new LiquidationProposal.ProtocolFee("ETH", decimal("0.1"))},
                {"closure.leaveAtLeast(1000);", new LiquidationProposal.LeaveAtLeast(decimal("1000"))},
                {"closure.takeOver($p);", new LiquidationProposal.TakeOverPosition(LONG_BTC)},
                {"closure.route($p, \"TWAP\");", new LiquidationProposal.Route(LONG_BTC, ExecutionMethod.TWAP)},
                {"closure.atMost($p, 0.5B);", new LiquidationProposal.AtMost(LONG_BTC, decimal("0.5"))},
                {"closure.minimum($p, 0.01B);", new LiquidationProposal.MinimumQuantity(LONG_BTC, decimal("0.01"))},
                {"closure.minimumNotional($p, 50);", new LiquidationProposal.MinimumNotional(LONG_BTC, decimal("50"))},
                {"closure.first($p, 1);", new LiquidationProposal.First(LONG_BTC, decimal("1"))},
                {"closure.order(\"LARGEST_LOSS\");", new LiquidationProposal.InOrder(ClosingOrder.LARGEST_LOSS)},
                {
                    "closure.fee($p, 0.005B, 0.7B);",
                    new LiquidationProposal.Fee(LONG_BTC, decimal("0.005"), decimal("0.7"))
                },
                {"closure.slices($p, 10, $l.hour);", new LiquidationProposal.Slices(LONG_BTC, 10, Duration.ofHours(1))},
                {
                    "closure.auction($p, 1.3B, $l.hour);",
                    new LiquidationProposal.Auction(
                            LONG_BTC, decimal("1.3"), new PriceCurve.Linear(Duration.ofHours(1)))
                },
                {
                    "closure.auctionInSteps($p, 1.3B, 0.99B, $l.hour);",
                    new LiquidationProposal.Auction(
                            LONG_BTC, decimal("1.3"), new PriceCurve.Stairstep(decimal("0.99"), Duration.ofHours(1)))
                },
                {"closure.priceLimit($p, 0.05B);", new LiquidationProposal.PriceLimit(LONG_BTC, decimal("0.05"))},
                {"closure.stopAtRatio(1.2B);", new LiquidationProposal.StopAtRatio(decimal("1.2"))},
                {"closure.surplusTo(\"CUSTOMER\");", new LiquidationProposal.SurplusTo(ClosurePlan.Surplus.CUSTOMER)},
                {"closure.insuranceFund();", new LiquidationProposal.InsuranceFund(null)},
                {"closure.insuranceFund(10);", new LiquidationProposal.InsuranceFund(decimal("10"))},
                {"closure.autoDeleverage();", new LiquidationProposal.AutoDeleverage()},
                {"closure.socialise();", new LiquidationProposal.Socialise()},
            });

    @TestFactory
    Stream<DynamicTest> aVerbProposesWhatItSays() {
        return Stream.of(Stage.values())
                .map(stage -> DynamicTest.dynamicTest(stage.topic(), () -> {
                    // Given
                    Object[][] verbs = VERBS.get(stage);
                    String when = """
                    $a : Account( )
                    $c : Collateral( )
                    $o : OpenOrder( )
                    $l : Limit( )
                    $p : Position( instrument == $l.instrument )
                    """;
                    String then = Stream.of(verbs).map(row -> (String) row[0]).collect(Collectors.joining("\n"));
                    RuleBook book = all(file(stage, TABLES + rule("ANY-010 says so", when, then)))
                            .with(ROWS, LIMITS);

                    // When
                    Proposals proposals = book.propose(stage, judged(openCall(), Outcome.REDUCE));

                    // Then
                    assertEquals(List.of(), proposals.failures());
                    assertEquals(
                            Stream.of(verbs).map(row -> row[1]).toList(),
                            proposals.all().stream().map(Proposed::proposal).toList());
                }));
    }

    /** What the account does not have: a calendar, an isolated position, a price at which it breaches, a breach. */
    private static final Set<String> OF_NO_FACT_HERE = new TreeSet<>(Set.of(
            "Calendar.businessDay",
            "Calendar.cutOffAfterNext",
            "Calendar.inMaintenance",
            "Calendar.maintenanceUntil",
            "Calendar.name",
            "Calendar.nextCutOff",
            "Calendar.zone",
            "Collateral.liquidationDistance",
            "Collateral.liquidationPrice",
            "MarginAccount.breachedFor",
            "Position.isolatedMargin",
            "Underlying.breachAbove",
            "Underlying.breachBelow",
            "Underlying.nearestBreach"));

    @Test
    void everyFieldOfEveryFactCanBeBoundComparedAndProposed() {
        // Given
        List<String> rules = new ArrayList<>();
        Map<String, String> fields = new TreeMap<>();
        for (FactModel.Type type : FactModel.types()) {
            for (FactModel.Field field : type.fields()) {
                fields.put("LIQ-%03d".formatted(rules.size()), type.name() + "." + field.name());
                String present = field.nullable() ? field.name() + " != null, " : "";
                String reads = field.kind() == FieldKind.DECIMAL
                        ? "closure.reduceToRatio(max($f.%s, 1));"
                        : "closure.cancelOrders();";
                rules.add(rule(
                        "LIQ-%03d reads a field".formatted(rules.size()),
                        "$f : %1$s( %2$s$v : %3$s ) %1$s( %2$s%3$s == $v, %3$s == $f.%3$s )"
                                .formatted(type.name(), present, field.name()),
                        reads.formatted(field.name())));
            }
        }
        RuleBook book = RulesFixture.book(file(Stage.LIQUIDATION, String.join("", rules)));

        // When
        Proposals proposals = book.propose(Stage.LIQUIDATION, judgedWithOption(openCall(), Outcome.REDUCE));

        // Then
        Set<String> proposing = proposals.all().stream().map(Proposed::rule).collect(Collectors.toSet());
        Set<String> silent = new TreeSet<>(fields.values());
        proposing.forEach(rule -> silent.remove(fields.get(rule)));
        assertTrue(rules.size() > 50);
        assertEquals(OF_NO_FACT_HERE, silent);
    }

    /** One option of delta 0.4 and gamma 0.0001 that loses 60 a day; it gains by its curvature what a fall takes. */
    @Test
    void theThresholdStageSeesTheGreeksOfAnUnderlying() {
        // Given
        String wanted = "name == \"BTC\", delta == 0.4B, gamma == 0.0001B, theta == -60";
        RuleBook book = all(file(
                        Stage.THRESHOLD,
                        rule("THR-010 adds up", "Underlying( %s )".formatted(wanted), "decide.warn(\"w\");")
                                + rule(
                                        "THR-020 no breach by price, one by time",
                                        "Underlying( breachAbove == null, breachBelow == null, nearestBreach == null, timeToBreach != null )",
                                        "decide.reduce(\"r\");")))
                .with(Map.of(), LIMITS);

        // When
        Proposals withOption = book.propose(Stage.THRESHOLD, judgedWithOption(null, null));
        Proposals withFutures = book.propose(Stage.THRESHOLD, judged(null, null));

        // Then
        assertEquals(
                List.of(new ThresholdProposal.Warn("w"), new ThresholdProposal.Reduce("r")),
                withOption.all().stream().map(Proposed::proposal).toList());
        assertEquals(List.of(), withFutures.all());
    }

    @Test
    void theLiquidationStageSeesWhatWasDecided() {
        // Given
        RuleBook book = RulesFixture.book(file(
                Stage.LIQUIDATION,
                rule(
                        "LIQ-010 says so",
                        "MarginAccount( outcome == \"LIQUIDATE\" ) $p : Position( )",
                        "closure.close($p);")));

        // When
        Proposals liquidated = book.propose(Stage.LIQUIDATION, judged(null, Outcome.LIQUIDATE));
        Proposals reduced = book.propose(Stage.LIQUIDATION, judged(null, Outcome.REDUCE));

        // Then
        assertEquals(
                Set.of(new LiquidationProposal.Close(LONG_BTC), new LiquidationProposal.Close(SHORT_ETH)),
                liquidated.all().stream().map(Proposed::proposal).collect(Collectors.toSet()));
        assertEquals(List.of(), reduced.all());
    }

    @Test
    void anExplanationHasTheValuesThatTheRuleLookedAt() {
        // Given
        String when = """
                Account( $c : settlementCurrency )
                Limit( $i : instrument, $r : rate )
                $p : Position( instrument == $i, notional * $r > 100, leverage != null )
                ( Collateral( quantity > 0 ) or Accrual( amount > 0 ) )
                not Position( mode == "ISOLATED" )
                accumulate( Position( $n : notional ); $total : sum($n) )
                """;
        RuleBook book = all(file(
                        Stage.MARGIN, TABLES + rule("MRG-010 looks at much", when, "margin.addOn($p, $total, \"r\");")))
                .with(ROWS, LIMITS);

        // When
        Proposed proposed = book.propose(Stage.MARGIN, view()).all().getFirst();

        // Then
        assertEquals("MRG-010", proposed.rule());
        assertEquals("looks at much", proposed.says());
        assertEquals(
                Map.of(
                        "settlementCurrency", "USDT",
                        "instrument", "BTCUSDT",
                        "rate", "0.1",
                        "notional", "99500",
                        "leverage", "100",
                        "quantity", "1000",
                        "total", "105500"),
                proposed.facts());
    }

    @Test
    void aRuleThatFailsIsNamedAndTheOthersStillPropose() {
        // Given
        RuleBook book = RulesFixture.book(file(
                Stage.COLLATERAL,
                rule("COL-010 takes too much", "Collateral( $a : asset )", "collateral.haircut($a, 2);")
                        + rule("COL-020 takes enough", "Collateral( $a : asset )", "collateral.haircut($a, 1);")));

        // When
        Proposals proposals = book.propose(Stage.COLLATERAL, view());

        // Then
        assertEquals(
                List.of(new HoldReason(
                        HoldReason.Code.RULE_FAILED, "rule `COL-010` failed: haircut must lie between 0 and 1, was 2")),
                proposals.failures());
        assertEquals(
                List.of("COL-020"), proposals.all().stream().map(Proposed::rule).toList());
    }

    @Test
    void aNameFromATableThatIsNoneIsAFailureThatListsThem() {
        // Given
        RuleBook book = all(file(
                        Stage.GUARD,
                        TABLES
                                + rule(
                                        "GRD-010 says so",
                                        "$l : Limit( $i : instrument ) $p : Position( instrument == $i )",
                                        "guard.usePrice($p, $i, \"r\");")))
                .with(ROWS, LIMITS);

        // When
        Proposals proposals = book.propose(Stage.GUARD, view());

        // Then
        assertEquals(
                "rule `GRD-010` failed: `BTCUSDT` is none of [MARK, INDEX, LAST, MEDIAN, CONSERVATIVE, MODEL]",
                proposals.failures().getFirst().detail());
    }

    @Test
    void moreFiringsThanAllowedAreHeld() {
        // Given
        AllEvaluators rules =
                all(file(Stage.MARGIN, rule("MRG-010 says so", "$p : Position( )", "margin.initial($p, 1);")));
        RuleBook exactly = rules.with(Map.of(), new EvaluationLimits(2, Duration.ofSeconds(20)));
        RuleBook tooFew = rules.with(Map.of(), new EvaluationLimits(1, Duration.ofSeconds(20)));

        // When
        Proposals enough = exactly.propose(Stage.MARGIN, view());
        Proposals held = tooFew.propose(Stage.MARGIN, view());
        Proposals again = exactly.propose(Stage.MARGIN, view());

        // Then
        assertEquals(2, enough.all().size());
        assertEquals(List.of(), held.all());
        assertEquals(
                List.of(new HoldReason(
                        HoldReason.Code.LIMIT_REACHED, "the rules of the margin stage took more than 1 rule firings")),
                held.failures());
        assertEquals(2, again.all().size());
    }

    @Test
    void moreTimeThanAllowedIsHeld() {
        // Given
        RuleBook book = all(file(Stage.MARGIN, rule("MRG-010 says so", "$p : Position( )", "margin.initial($p, 1);")))
                .with(Map.of(), new EvaluationLimits(10, Duration.ofNanos(1)));

        // When
        Proposals held = book.propose(Stage.MARGIN, view());

        // Then
        assertEquals(HoldReason.Code.LIMIT_REACHED, held.failures().getFirst().code());
        assertEquals(List.of(), held.all());
    }

    @Test
    void aStageWithoutRulesProposesNothing() {
        // Given
        RuleBook book = RulesFixture.book(
                file(Stage.MARGIN, rule("MRG-010 says so", "$p : Position( )", "margin.initial($p, 1);")));

        // When
        Proposals proposals = book.propose(Stage.GUARD, view());

        // Then
        assertEquals(new Proposals(List.of(), List.of()), proposals);
    }

    @Test
    void manyThreadsGetTheSameAnswerAlsoAfterClosing() throws Exception {
        // Given
        AllEvaluators rules = all(file(
                Stage.MARGIN,
                TABLES
                        + rule(
                                "MRG-010 says so",
                                "$p : Position( $i : instrument ) Limit( instrument == $i, $r : rate )",
                                "margin.initial($p, $r);")));
        RuleBook book = rules.with(ROWS, LIMITS);
        Proposals expected = book.propose(Stage.MARGIN, view());
        Callable<Integer> many = () -> (int) IntStream.range(0, 300)
                .filter(i -> book.propose(Stage.MARGIN, view()).equals(expected))
                .count();

        // When
        List<Integer> same = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Integer>> results =
                    IntStream.range(0, 8).mapToObj(i -> threads.submit(many)).toList();
            rules.close();
            for (Future<Integer> result : results) {
                same.add(result.get());
            }
        }

        // Then
        assertEquals(1, expected.all().size());
        assertTrue(same.stream().allMatch(count -> count == 300), same::toString);
    }

    @Test
    void oneTypeInSeveralStagesIsFilledInEach() {
        // Given
        AllEvaluators rules = all(
                file(Stage.GUARD, TABLES + rule("GRD-010 says so", "Level( ratio > 1 )", "guard.hold(\"h\");")),
                file(
                        Stage.COLLATERAL,
                        TABLES
                                + rule(
                                        "COL-010 says so",
                                        "Level( $r : ratio, ratio == 1 )",
                                        "collateral.haircut(\"A\", $r);")));

        // When
        RuleBook book = rules.with(ROWS, LIMITS);

        // Then
        assertEquals(1, book.propose(Stage.GUARD, view()).all().size());
        assertEquals(1, book.propose(Stage.COLLATERAL, view()).all().size());
    }

    @Test
    void rowsThatDoNotFitTheirTypeAreRefused() {
        // Given
        AllEvaluators rules =
                all(file(Stage.GUARD, TABLES + rule("GRD-010 says so", "Level( ratio > 1 )", "guard.hold(\"h\");")));

        // Then
        assertEquals("no rule file declares the table `Levels`", refusal(rules, Map.of("Levels", List.of())));
        assertEquals(
                "column `ratio` of table `Level` must be a decimal, was null",
                refusal(rules, Map.of("Level", List.of(Map.of()))));
        assertEquals(
                "column `ratio` of table `Level` must be a decimal, was 1",
                refusal(rules, Map.of("Level", List.of(Map.of("ratio", 1)))));
    }

    private static String refusal(AllEvaluators rules, Map<String, List<Map<String, Object>>> rows) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> rules.with(rows, LIMITS))
                .getMessage());
    }

    @Test
    void rulesWithErrorsDoNotCompile() {
        // When
        RulesDoNotCompile refused = assertThrows(
                RulesDoNotCompile.class, () -> RuleCompiler.compile(RulesFixture.check(file(Stage.GUARD, "rule"))));

        // Then
        assertEquals("PLM-301", refused.findings().getFirst().code());
    }

    @Test
    void valuesOfTablesAreNormalisedSoThatEqualNumbersAreEqual() {
        // Given
        RuleBook book = all(file(
                        Stage.GUARD,
                        TABLES
                                + rule(
                                        "GRD-010 says so",
                                        "Level( $r : ratio ) Limit( rate * 11 == $r )",
                                        "guard.hold(\"h\");")))
                .with(
                        Map.of(
                                "Limit",
                                List.of(limit("BTCUSDT", "0.1")),
                                "Level",
                                List.of(Map.of("ratio", new BigDecimal("1.1000")))),
                        LIMITS);

        // When
        Proposals proposals = book.propose(Stage.GUARD, view());

        // Then
        assertEquals("1.1", proposals.all().getFirst().facts().get("ratio"));
    }

    private static Proposal cell(VolatilityMove move) {
        return new MarginProposal.GridScenario(new Scenario("BTC", "s", decimal("0.1"), move, BigDecimal.ONE));
    }
}
