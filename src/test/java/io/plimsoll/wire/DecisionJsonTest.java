package io.plimsoll.wire;

import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.ScriptedRules.figures;
import static io.plimsoll.fixtures.SnapshotFixture.account;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.MarginMode;
import io.plimsoll.account.OrderSide;
import io.plimsoll.account.PositionId;
import io.plimsoll.account.Side;
import io.plimsoll.auction.PriceCurve;
import io.plimsoll.decision.Because;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.ClosurePlan;
import io.plimsoll.decision.ClosurePlan.Action;
import io.plimsoll.decision.ClosurePlan.After;
import io.plimsoll.decision.ClosurePlan.Execution;
import io.plimsoll.decision.ClosurePlan.Goal;
import io.plimsoll.decision.ClosurePlan.Infeasible;
import io.plimsoll.decision.ClosurePlan.Order;
import io.plimsoll.decision.ClosurePlan.Step;
import io.plimsoll.decision.ClosurePlan.Surplus;
import io.plimsoll.decision.CollateralProposal;
import io.plimsoll.decision.CollateralProposal.*;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.Decision.CollateralFigures;
import io.plimsoll.decision.Decision.MarginAccountDecision;
import io.plimsoll.decision.Decision.PositionFigures;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.ExecutionMethod;
import io.plimsoll.decision.Figures;
import io.plimsoll.decision.GuardProposal;
import io.plimsoll.decision.GuardProposal.*;
import io.plimsoll.decision.HoldReason;
import io.plimsoll.decision.LiquidationProposal;
import io.plimsoll.decision.LiquidationProposal.*;
import io.plimsoll.decision.LiquidationProposal.AtMost;
import io.plimsoll.decision.MarginCall;
import io.plimsoll.decision.MarginCall.Acceptable;
import io.plimsoll.decision.MarginCall.Status;
import io.plimsoll.decision.MarginProposal;
import io.plimsoll.decision.MarginProposal.*;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.PolicyId;
import io.plimsoll.decision.Proposal;
import io.plimsoll.decision.Proposed;
import io.plimsoll.decision.ThresholdProposal;
import io.plimsoll.decision.ThresholdProposal.*;
import io.plimsoll.fixtures.Decisions;
import io.plimsoll.margin.ClosingOrder;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.margin.Scenario;
import io.plimsoll.margin.VolatilityMove;
import io.plimsoll.margin.VolatilityTerm;
import io.plimsoll.market.PriceSource;
import io.plimsoll.money.Money;
import io.plimsoll.money.Rounding;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DecisionJsonTest {

    private static final PositionId LONG = new PositionId("BTCUSDT", Side.LONG, MarginMode.CROSS);
    private static final Instant AS_OF = Instant.parse("2026-11-22T19:00:00.123Z");
    private static final BigDecimal RATE = new BigDecimal("5.0E-2");

    @Test
    void writesADecisionInTheOrderOfTheContract() {
        // Given
        Decision decision = decision(
                Outcome.MARGIN_CALL,
                null,
                List.of(),
                List.of(new MarginCall(
                        "call-1",
                        MarginAccountId.CROSS,
                        Status.OPENED,
                        new Money("USDT", new BigDecimal("56.80")),
                        new BigDecimal("60.00"),
                        new BigDecimal("3.20"),
                        AS_OF,
                        AS_OF.plus(Duration.ofHours(1)),
                        List.of(new Acceptable("BTC", new BigDecimal("0.00094"))),
                        new BigDecimal("1043.20"),
                        List.of("THR-020"),
                        List.of())),
                null);

        // When
        String written = Json.text(DecisionJson.write(decision));

        // Then
        String expected = """
            {"decisionId":"d-1","accountId":"A-7","snapshotSequence":42,"asOf":"2026-11-22T19:00:00.123Z",
            "evaluatedAt":"2026-11-22T19:00:00.123Z","decidedAt":"2026-11-22T19:00:01Z","trigger":"SNAPSHOT",
            "policy":{"pack":"perpetuals","version":17,"hash":"sha256:00"},"outcome":"MARGIN_CALL",
            "figures":{"settlementCurrency":"USDT","wallet":"1000.00","unrealisedPnl":"43.20","equity":"1043.20",
            "initialMargin":"1100.00","maintenanceMargin":"550.00","marginRatio":"1.8967"},
            "marginAccounts":[{"id":"CROSS","mode":"CROSS","outcome":"MARGIN_CALL","figures":{"wallet":"1000.00",
            "unrealisedPnl":"43.20","equity":"1043.20","initialMargin":"1100.00","maintenanceMargin":"550.00",
            "marginRatio":"1.8967"}}],
            "collateral":[{"asset":"BTC","quantity":"0.5","price":"99500","marketValue":"49750.00","countedValue":"47262.50",
            "debtValue":"0.00","liquidationPrice":"57120.4","liquidationDistance":null}],
            "positions":[{"instrument":"BTCUSDT","side":"LONG","mode":"CROSS","quantity":"1","price":"99500",
            "priceSource":"MARK","notional":"99500","unrealisedPnl":"-500","initialMargin":"1100.00",
            "maintenanceMargin":"550.00","liquidationPrice":"57120.4","liquidationPriceIsEndOfTables":true,"oppositeLiquidationPrice":"130000","liquidationPriceAfterCosts":null,
            "bankruptcyPrice":"56010","liquidationDistance":"0.4259"}],
            "marginCall":{"callId":"call-1","marginAccount":"CROSS","status":"OPENED","amount":"56.80",
            "originalAmount":"60.00","cured":"3.20","currency":"USDT",
            "openedAt":"2026-11-22T19:00:00.123Z","dueBy":"2026-11-22T20:00:00.123Z",
            "acceptable":[{"asset":"BTC","quantity":"0.00094"}],"equity":"1043.20","askedBy":["THR-020"],"liquidated":[]},
            "marginCalls":[{"callId":"call-1","marginAccount":"CROSS","status":"OPENED","amount":"56.80",
            "originalAmount":"60.00","cured":"3.20","currency":"USDT","openedAt":"2026-11-22T19:00:00.123Z","dueBy":"2026-11-22T20:00:00.123Z",
            "acceptable":[{"asset":"BTC","quantity":"0.00094"}],"equity":"1043.20","askedBy":["THR-020"],"liquidated":[]}],
            "closure":null,
            "because":[{"rule":"THR-020","says":"equity is below initial margin","stage":"THRESHOLD",
            "marginAccount":"CROSS","facts":{"equity":"1043.20","initialMargin":"1100.00"},"proposed":"MARGIN_CALL",
            "terms":{"targetRatio":"2","cure":"PT1H"},"won":true}]}
            """;
        assertEquals(expected.replace("\n", ""), written);
    }

    @Test
    void writesWhyADecisionIsHeldAndWhatWasWithheld() {
        // Given
        HoldReason reason = new HoldReason(HoldReason.Code.GUARD, "the mark is stale");
        Decision decision = decision(Outcome.HOLD, Outcome.LIQUIDATE, List.of(reason), List.of(), null);

        // When
        String written = Json.text(DecisionJson.write(decision));

        // Then
        assertTrue(
                written.contains("\"outcome\":\"HOLD\",\"withheld\":\"LIQUIDATE\","
                        + "\"holdReasons\":[{\"code\":\"GUARD\",\"detail\":\"the mark is stale\"}],\"figures\""),
                written);
    }

    @Test
    void writesTheStepsOfAClosure() {
        // Given
        Execution execution = new Execution(
                ExecutionMethod.TWAP,
                new ClosurePlan.Slices(10, Duration.ofMinutes(1)),
                null,
                new BigDecimal("91"),
                new BigDecimal("15.68"),
                new ClosurePlan.Fee(new BigDecimal("15.68"), new BigDecimal("10.97"), new BigDecimal("4.71")));
        After after =
                new After(new BigDecimal("384.32"), new BigDecimal("636.50"), new BigDecimal("318.25"), null, true);
        ClosurePlan plan = new ClosurePlan(
                List.of(
                        new Step(Action.CANCEL_ORDERS, MarginAccountId.CROSS, null, null, null),
                        new Step(
                                Action.REDUCE,
                                MarginAccountId.CROSS,
                                new Order(LONG, OrderSide.SELL, new BigDecimal("0.05"), null, null, execution, true),
                                null,
                                after),
                        new Step(Action.INSURANCE_FUND, MarginAccountId.CROSS, null, new BigDecimal("3.10"), null)),
                true,
                List.of(new Goal(
                        MarginAccountId.CROSS,
                        new BigDecimal("1.2"),
                        null,
                        Infeasible.EQUITY_NEGATIVE,
                        new BigDecimal("3.10"),
                        Surplus.CUSTOMER,
                        Rounding.Direction.DOWN)));

        // When
        String written = Json.text(DecisionJson.write(decision(Outcome.REDUCE, null, List.of(), List.of(), plan)));

        // Then
        String expected = """
                "closure":{"steps":[{"step":1,"action":"CANCEL_ORDERS","marginAccount":"CROSS"},
                {"step":2,"action":"REDUCE","marginAccount":"CROSS","instrument":"BTCUSDT","positionSide":"LONG",
                "mode":"CROSS","side":"SELL","quantity":"0.05","method":"TWAP","slices":{"count":10,"interval":"PT1M"},
                "priceLimit":"91","cost":"15.68","fee":{"amount":"15.68","toFund":"10.97","toLiquidator":"4.71"},
                "together":true,"after":{"equity":"384.32","initialMargin":"636.50","maintenanceMargin":"318.25",
                "marginRatio":null,"restored":true}},
                {"step":3,"action":"INSURANCE_FUND","marginAccount":"CROSS","amount":"3.10"}],
                "restores":true,"goals":[{"marginAccount":"CROSS","ratio":"1.2","infeasible":"EQUITY_NEGATIVE",
                "expectedLoss":"3.10","surplusTo":"CUSTOMER"}]}""";
        assertTrue(written.contains(expected.replace("\n", "")), written);
    }

    @Test
    void everyKindOfProposalHasACodeAndItsTerms() {
        Map<Proposal, String> expected = Map.ofEntries(
                Map.entry(new Hold("why"), "HOLD {\"reason\":\"why\"}"),
                Map.entry(
                        new UsePrice(LONG, PriceSource.INDEX, "why"),
                        "USE_PRICE {P,\"source\":\"INDEX\",\"reason\":\"why\"}"),
                Map.entry(new Haircut("BTC", RATE), "HAIRCUT {\"asset\":\"BTC\",\"rate\":\"0.05\"}"),
                Map.entry(
                        new HaircutAbove("BTC", BigDecimal.TEN, RATE),
                        "HAIRCUT_ABOVE {\"asset\":\"BTC\",\"floor\":\"10\",\"rate\":\"0.05\"}"),
                Map.entry(new ValueCap("BTC", BigDecimal.TEN), "CAP {\"asset\":\"BTC\",\"value\":\"10\"}"),
                Map.entry(new Exclude("BTC", "why"), "EXCLUDE {\"asset\":\"BTC\",\"reason\":\"why\"}"),
                Map.entry(
                        new CollateralProposal.Conversion("EUR", RATE),
                        "CONVERSION {\"asset\":\"EUR\",\"rate\":\"0.05\"}"),
                Map.entry(new CollateralProposal.JoinProfit("EUR"), "JOIN_PROFIT {\"asset\":\"EUR\"}"),
                Map.entry(
                        new CollateralProposal.Follows("BTC", "BTCUSDT"),
                        "FOLLOWS {\"asset\":\"BTC\",\"instrument\":\"BTCUSDT\"}"),
                Map.entry(new LoanToValue("BTC", RATE), "LOAN_TO_VALUE {\"asset\":\"BTC\",\"rate\":\"0.05\"}"),
                Map.entry(
                        new DebtMargin("BTC", BigDecimal.TEN, RATE),
                        "DEBT_MARGIN {\"asset\":\"BTC\",\"initialRate\":\"10\",\"maintenanceRate\":\"0.05\"}"),
                Map.entry(new Accept("BTC", RATE), "ACCEPT {\"asset\":\"BTC\",\"step\":\"0.05\"}"),
                Map.entry(
                        new CollateralProposal.SmallestUnit("BTC", RATE),
                        "SMALLEST_UNIT {\"asset\":\"BTC\",\"unit\":\"0.05\"}"),
                Map.entry(new Initial(LONG, RATE), "INITIAL_MARGIN {P,\"rate\":\"0.05\"}"),
                Map.entry(
                        new Maintenance(LONG, RATE, new BigDecimal("1E+2")),
                        "MAINTENANCE_MARGIN {P,\"rate\":\"0.05\",\"deduction\":\"100\"}"),
                Map.entry(
                        new MarginProposal.InitialAmount(LONG, BigDecimal.TEN),
                        "INITIAL_MARGIN_AMOUNT {P,\"amount\":\"10\"}"),
                Map.entry(
                        new MarginProposal.MaintenanceAmount(LONG, BigDecimal.TEN),
                        "MAINTENANCE_MARGIN_AMOUNT {P,\"amount\":\"10\"}"),
                Map.entry(
                        new MarginProposal.InitialByLeverage(LONG, BigDecimal.TEN),
                        "INITIAL_MARGIN_BY_LEVERAGE {P,\"leverage\":\"10\"}"),
                Map.entry(
                        new MarginProposal.MaintenanceByLeverage(LONG, BigDecimal.TEN),
                        "MAINTENANCE_MARGIN_BY_LEVERAGE {P,\"leverage\":\"10\"}"),
                Map.entry(
                        new GuardProposal.IgnoreQuote("BTCUSDT", "oracle", "why"),
                        "IGNORE_QUOTE {\"instrument\":\"BTCUSDT\",\"source\":\"oracle\",\"reason\":\"why\"}"),
                Map.entry(new GuardProposal.IgnoreMark(LONG, "why"), "IGNORE_MARK {P,\"reason\":\"why\"}"),
                Map.entry(
                        new GuardProposal.CapVolatility(LONG, RATE, "why"),
                        "CAP_VOLATILITY {P,\"most\":\"0.05\",\"reason\":\"why\"}"),
                Map.entry(new GuardProposal.HoldClosing(null, "why"), "HOLD_CLOSING {\"reason\":\"why\"}"),
                Map.entry(new AddOn(null, RATE, "why"), "ADD_ON {\"amount\":\"0.05\",\"reason\":\"why\"}"),
                Map.entry(
                        new MarginProposal.Discount(LONG, RATE, "why"),
                        "DISCOUNT {P,\"amount\":\"0.05\",\"reason\":\"why\"}"),
                Map.entry(
                        new MarginProposal.InitialAddOn(RATE, "why"),
                        "INITIAL_ADD_ON {\"amount\":\"0.05\",\"reason\":\"why\"}"),
                Map.entry(
                        new MarginProposal.OwnMove(LONG, "BTC", "deep", RATE),
                        "OWN_MOVE {P,\"grid\":\"BTC\",\"cell\":\"deep\",\"priceMove\":\"0.05\"}"),
                Map.entry(
                        new MarginProposal.Alone(LONG, RATE, BigDecimal.TEN),
                        "ALONE {P,\"initial\":\"0.05\",\"maintenance\":\"10\"}"),
                Map.entry(
                        new MarginProposal.GridCharge("BTC", RATE, "why"),
                        "GRID_CHARGE {\"underlying\":\"BTC\",\"amount\":\"0.05\",\"reason\":\"why\"}"),
                Map.entry(
                        new Multiply(LONG, BigDecimal.TEN, "why"), "MULTIPLY {P,\"factor\":\"10\",\"reason\":\"why\"}"),
                Map.entry(new OrderInitial("o-1", RATE), "ORDER_MARGIN {\"orderId\":\"o-1\",\"rate\":\"0.05\"}"),
                Map.entry(new ClosingCost(LONG, RATE), "CLOSING_COST {P,\"rate\":\"0.05\"}"),
                Map.entry(
                        new GridScenario(new Scenario(
                                "BTC", "deep", RATE, new VolatilityMove(RATE, RATE, RATE), BigDecimal.ONE)),
                        "SCENARIO {\"underlying\":\"BTC\",\"name\":\"deep\",\"priceMove\":\"0.05\",\"volatilityMove\":\"0.05\",\"volatilityPoints\":\"0.05\",\"exponent\":\"0.05\",\"weight\":\"1\"}"),
                Map.entry(
                        new PortfolioCredit(BigDecimal.TEN, "r"),
                        "PORTFOLIO_CREDIT {\"amount\":\"10\",\"reason\":\"r\"}"),
                Map.entry(
                        new GridScenario(new Scenario(
                                "BTC", "scan", BigDecimal.ZERO, BigDecimal.TEN, VolatilityMove.NONE, BigDecimal.ONE)),
                        "SCENARIO {\"underlying\":\"BTC\",\"name\":\"scan\",\"priceMove\":\"0\",\"pricePoints\":\"10\",\"weight\":\"1\"}"),
                Map.entry(new MarginProposal.GridMean("BTC", 3), "GRID_MEAN {\"underlying\":\"BTC\",\"worst\":3}"),
                Map.entry(new MarginProposal.ScanFactor(LONG, RATE), "SCAN_FACTOR {P,\"factor\":\"0.05\"}"),
                Map.entry(
                        new MarginProposal.SpreadDelta(LONG, "MAR", RATE),
                        "SPREAD_DELTA {P,\"leg\":\"MAR\",\"delta\":\"0.05\"}"),
                Map.entry(
                        new MarginProposal.FormSpread(
                                BigDecimal.ONE, "MAR", BigDecimal.ONE, "JUN", BigDecimal.ONE, BigDecimal.TEN),
                        "SPREAD {\"priority\":\"1\",\"leg\":\"MAR\",\"delta\":\"1\",\"otherLeg\":\"JUN\",\"otherDelta\":\"1\",\"charge\":\"10\"}"),
                Map.entry(
                        new MarginProposal.FormSpread(
                                BigDecimal.ONE, "C", BigDecimal.TEN, "S", BigDecimal.ONE, BigDecimal.ZERO, RATE),
                        "SPREAD {\"priority\":\"1\",\"leg\":\"C\",\"delta\":\"10\",\"otherLeg\":\"S\",\"otherDelta\":\"1\",\"charge\":\"0\",\"creditRate\":\"0.05\"}"),
                Map.entry(
                        new MarginProposal.PortfolioMinimum(BigDecimal.TEN, "r"),
                        "PORTFOLIO_MINIMUM {\"amount\":\"10\",\"reason\":\"r\"}"),
                Map.entry(new InitialMultiple(BigDecimal.TEN), "INITIAL_MULTIPLE {\"factor\":\"10\"}"),
                Map.entry(
                        new MarginProposal.InGrid("BTC", "ETH", BigDecimal.TEN),
                        "IN_GRID {\"asset\":\"BTC\",\"underlying\":\"ETH\",\"value\":\"10\"}"),
                Map.entry(
                        new MarginProposal.InitialGridMultiple(BigDecimal.TEN),
                        "INITIAL_GRID_MULTIPLE {\"factor\":\"10\"}"),
                Map.entry(
                        new MarginProposal.TermOfVolatility(
                                "BTC", new VolatilityTerm(RATE, BigDecimal.ONE, BigDecimal.TEN)),
                        "VOLATILITY_TERM {\"underlying\":\"BTC\",\"longExponent\":\"0.05\",\"leastDays\":\"1\",\"leastRaised\":\"10\"}"),
                Map.entry(new Warn("why"), "WARNING {\"reason\":\"why\"}"),
                Map.entry(
                        new CallToRatio(BigDecimal.TEN, Duration.ofHours(4)),
                        "MARGIN_CALL {\"targetRatio\":\"10\",\"cure\":\"PT4H\"}"),
                Map.entry(
                        new CallToEquity(BigDecimal.TEN, Duration.ofHours(4)),
                        "MARGIN_CALL {\"equity\":\"10\",\"cure\":\"PT4H\"}"),
                Map.entry(
                        new ThresholdProposal.CallToRatioBy(BigDecimal.TEN, AS_OF),
                        "MARGIN_CALL {\"targetRatio\":\"10\",\"dueBy\":\"2026-11-22T19:00:00.123Z\"}"),
                Map.entry(
                        new ThresholdProposal.CallToEquityBy(BigDecimal.TEN, AS_OF),
                        "MARGIN_CALL {\"equity\":\"10\",\"dueBy\":\"2026-11-22T19:00:00.123Z\"}"),
                Map.entry(new ThresholdProposal.CallMinimum(BigDecimal.TEN), "CALL_MINIMUM {\"amount\":\"10\"}"),
                Map.entry(new ThresholdProposal.CallStep(BigDecimal.TEN), "CALL_STEP {\"step\":\"10\"}"),
                Map.entry(
                        new ThresholdProposal.ExtendCallTo(AS_OF, "why"),
                        "EXTEND_CALL {\"dueBy\":\"2026-11-22T19:00:00.123Z\",\"reason\":\"why\"}"),
                Map.entry(
                        new ExtendCall(Duration.ofHours(4), "why"),
                        "EXTEND_CALL {\"cure\":\"PT4H\",\"reason\":\"why\"}"),
                Map.entry(new BlockNewRisk("why"), "REDUCE_ONLY {\"reason\":\"why\"}"),
                Map.entry(new Reduce("why"), "REDUCE {\"reason\":\"why\"}"),
                Map.entry(new Liquidate("why"), "LIQUIDATE {\"reason\":\"why\"}"),
                Map.entry(new TakeOver("why"), "TAKE_OVER {\"reason\":\"why\"}"),
                Map.entry(new CancelOrders(), "CANCEL_ORDERS {}"),
                Map.entry(new Lot(LONG, RATE), "LOT {P,\"size\":\"0.05\"}"),
                Map.entry(new ReduceByFraction(LONG, RATE), "REDUCE_BY_FRACTION {P,\"fraction\":\"0.05\"}"),
                Map.entry(new ReduceToNotional(LONG, BigDecimal.TEN), "REDUCE_TO_NOTIONAL {P,\"cap\":\"10\"}"),
                Map.entry(new ReduceToRatio(RATE), "REDUCE_TO_RATIO {\"target\":\"0.05\"}"),
                Map.entry(new ReduceToInitial(BigDecimal.TEN), "REDUCE_TO_INITIAL {\"multiple\":\"10\"}"),
                Map.entry(new Close(LONG), "CLOSE_POSITION {P}"),
                Map.entry(new Repay("BTC", RATE), "REPAY {\"asset\":\"BTC\",\"closeFactor\":\"0.05\"}"),
                Map.entry(
                        new Seize("BTC", BigDecimal.TEN, RATE),
                        "SEIZE {\"asset\":\"BTC\",\"order\":\"10\",\"bonus\":\"0.05\"}"),
                Map.entry(new LiquidationProposal.Absorb("BTC", RATE), "ABSORB {\"asset\":\"BTC\",\"share\":\"0.05\"}"),
                Map.entry(
                        new LiquidationProposal.AssetAuction(
                                "BTC", BigDecimal.TEN, new PriceCurve.Linear(Duration.ofHours(1))),
                        "ASSET_AUCTION {\"asset\":\"BTC\",\"buffer\":\"10\",\"curve\":\"LINEAR\",\"length\":\"PT1H\"}"),
                Map.entry(
                        new LiquidationProposal.Fillable(LONG, BigDecimal.ONE, RATE),
                        "FILLABLE_PRICE {P,\"adjustment\":\"1\",\"spread\":\"0.05\"}"),
                Map.entry(new ProtocolFee("BTC", RATE), "PROTOCOL_FEE {\"asset\":\"BTC\",\"share\":\"0.05\"}"),
                Map.entry(new LiquidationProposal.LeaveAtLeast(BigDecimal.TEN), "LEAVE_AT_LEAST {\"value\":\"10\"}"),
                Map.entry(new TakeOverPosition(LONG), "TAKE_OVER_POSITION {P}"),
                Map.entry(new Route(LONG, ExecutionMethod.AUCTION), "ROUTE {P,\"method\":\"AUCTION\"}"),
                Map.entry(new AtMost(LONG, RATE), "AT_MOST {P,\"fraction\":\"0.05\"}"),
                Map.entry(new MinimumQuantity(LONG, RATE), "MINIMUM_QUANTITY {P,\"quantity\":\"0.05\"}"),
                Map.entry(new MinimumNotional(LONG, RATE), "MINIMUM_NOTIONAL {P,\"notional\":\"0.05\"}"),
                Map.entry(new First(LONG, BigDecimal.TEN), "FIRST {P,\"rank\":\"10\"}"),
                Map.entry(new InOrder(ClosingOrder.LARGEST_LOSS), "ORDER {\"order\":\"LARGEST_LOSS\"}"),
                Map.entry(
                        new LiquidationProposal.Fee(LONG, RATE, BigDecimal.ONE),
                        "FEE {P,\"rate\":\"0.05\",\"fundShare\":\"1\"}"),
                Map.entry(new Slices(LONG, 10, Duration.ofMinutes(1)), "SLICES {P,\"count\":10,\"interval\":\"PT1M\"}"),
                Map.entry(
                        new Auction(LONG, BigDecimal.ONE, new PriceCurve.Linear(Duration.ofHours(1))),
                        "AUCTION {P,\"buffer\":\"1\",\"curve\":\"LINEAR\",\"length\":\"PT1H\"}"),
                Map.entry(new PriceLimit(LONG, RATE), "PRICE_LIMIT {P,\"band\":\"0.05\"}"),
                Map.entry(new StopAtRatio(BigDecimal.TEN), "STOP_AT_RATIO {\"ratio\":\"10\"}"),
                Map.entry(new SurplusTo(Surplus.INSURANCE_FUND), "SURPLUS_TO {\"owner\":\"INSURANCE_FUND\"}"),
                Map.entry(new InsuranceFund(BigDecimal.TEN), "INSURANCE_FUND {\"most\":\"10\"}"),
                Map.entry(new AutoDeleverage(), "AUTO_DELEVERAGE {}"),
                Map.entry(new Socialise(), "SOCIALISE {}"));
        String position = "\"instrument\":\"BTCUSDT\",\"side\":\"LONG\",\"mode\":\"CROSS\"";
        Set<Class<?>> covered = new HashSet<>();
        expected.forEach((proposal, text) -> {
            covered.add(proposal.getClass());
            assertEquals(
                    text.replace("{P", "{" + position),
                    ProposalJson.code(proposal) + " " + Json.text(ProposalJson.terms(proposal)));
        });
        assertEquals(Set.copyOf(kindsOf(Proposal.class)), covered);
    }

    private static List<Class<?>> kindsOf(Class<?> sealed) {
        List<Class<?>> kinds = new ArrayList<>();
        for (Class<?> permitted : Arrays.asList(sealed.getPermittedSubclasses())) {
            if (permitted.isInterface()) {
                kinds.addAll(kindsOf(permitted));
            } else {
                kinds.add(permitted);
            }
        }
        return kinds;
    }

    private static Decision decision(
            Outcome outcome,
            @Nullable Outcome withheld,
            List<HoldReason> reasons,
            List<MarginCall> calls,
            @Nullable ClosurePlan closure) {
        Figures figures = new Figures(
                new BigDecimal("1000.00"),
                new BigDecimal("43.20"),
                BigDecimal.ZERO,
                new BigDecimal("1043.20"),
                new BigDecimal("1100.00"),
                new BigDecimal("550.00"),
                new BigDecimal("1.8967"));
        PositionFigures position = new PositionFigures(
                LONG,
                BigDecimal.ONE,
                new BigDecimal("99500"),
                PriceSource.MARK,
                new BigDecimal("99500"),
                new BigDecimal("-500"),
                new BigDecimal("1100.00"),
                false,
                new BigDecimal("550.00"),
                new BigDecimal("57120.4"),
                true,
                new BigDecimal("130000"),
                null,
                new BigDecimal("56010"),
                new BigDecimal("0.4259"));
        Proposed proposed = new Proposed(
                "THR-020",
                "equity is below initial margin",
                Map.of("initialMargin", "1100.00", "equity", "1043.20"),
                new CallToRatio(new BigDecimal("2"), Duration.ofHours(1)));
        var asset = new CollateralFigures(
                "BTC",
                new BigDecimal("0.5"),
                new BigDecimal("99500"),
                new BigDecimal("49750.00"),
                new BigDecimal("47262.50"),
                new BigDecimal("0.00"),
                new BigDecimal("57120.4"),
                null);
        return new Decision(
                "d-1",
                "A-7",
                42,
                AS_OF,
                AS_OF,
                Instant.parse("2026-11-22T19:00:01Z"),
                Trigger.SNAPSHOT,
                new PolicyId("perpetuals", 17, "sha256:00"),
                "USDT",
                outcome,
                withheld,
                reasons,
                List.of(new MarginAccountDecision(MarginAccountId.CROSS, outcome, figures, List.of(), List.of())),
                List.of(asset),
                List.of(position),
                calls,
                closure,
                List.of(new Because(proposed, MarginAccountId.CROSS, true)),
                List.of(),
                List.of(),
                List.of());
    }

    @Test
    void writesHowFarAnUnderlyingMayMove() {
        Decision decision = DecisionService.evaluateInFull(
                Case.ofSnapshot(
                        account()
                                .cash("10000")
                                .with(cross("BTC", "1", "40000", "40000"))
                                .snapshot(),
                        "sha256:1",
                        List.of()),
                Decisions.policy(figures()
                        .always(
                                "GRD-DOWN",
                                new GridScenario(new Scenario(
                                        "BTC", "down", new BigDecimal("-0.1"), VolatilityMove.NONE, BigDecimal.ONE)))
                        .without("MRG-1")
                        .without("MRG-2")),
                Decisions.DECIDED_AT);

        assertEquals(
                "[{\"marginAccount\":\"CROSS\",\"underlying\":\"BTC\",\"price\":\"40000\","
                        + "\"liquidationPriceBelow\":\"33333.333\",\"liquidationPriceAbove\":null,"
                        + "\"liquidationDistance\":\"0.166667\",\"complete\":true}]",
                Json.text(DecisionJson.write(decision).get("underlyings")));
    }
}
