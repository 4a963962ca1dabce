package io.plimsoll.decision;

import static io.plimsoll.fixtures.Decisions.decide;
import static io.plimsoll.fixtures.Positions.decimal;
import static io.plimsoll.fixtures.ScriptedRules.eachPosition;
import static io.plimsoll.fixtures.ScriptedRules.figures;
import static io.plimsoll.fixtures.ScriptedRules.venue;
import static io.plimsoll.fixtures.SnapshotFixture.account;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.plimsoll.account.ContractKind;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.OpenOrder;
import io.plimsoll.account.OrderSide;
import io.plimsoll.account.Position;
import io.plimsoll.decision.CollateralProposal.Conversion;
import io.plimsoll.decision.CollateralProposal.Exclude;
import io.plimsoll.decision.CollateralProposal.Haircut;
import io.plimsoll.decision.CollateralProposal.HaircutAbove;
import io.plimsoll.decision.CollateralProposal.JoinProfit;
import io.plimsoll.decision.HoldReason.Code;
import io.plimsoll.decision.MarginProposal.AddOn;
import io.plimsoll.decision.MarginProposal.DebtMargin;
import io.plimsoll.decision.MarginProposal.Maintenance;
import io.plimsoll.decision.MarginProposal.OrderInitial;
import io.plimsoll.fixtures.Positions;
import io.plimsoll.fixtures.ScriptedRules;
import io.plimsoll.fixtures.SnapshotFixture;
import io.plimsoll.market.Mark;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Positions that are settled in another currency than the account's. */
class CurrenciesTest {

    private static Position position(
            ContractKind contract,
            String quantity,
            String entry,
            String mark,
            BigDecimal multiplier,
            @Nullable String isolatedMargin,
            @Nullable String currency) {
        return new Position(
                "X",
                contract,
                isolatedMargin == null ? MarginMode.CROSS : MarginMode.ISOLATED,
                decimal(quantity),
                decimal(entry),
                new Mark(decimal(mark), null, Positions.NOON),
                multiplier,
                isolatedMargin == null ? null : decimal(isolatedMargin),
                null,
                "X",
                null,
                null,
                currency);
    }

    private static SnapshotFixture with(Position position) {
        return account().cash("1000").holding("EUR", "0", "1.25").with(position);
    }

    @Test
    void figuresAreInTheAccountsCurrencyAndPricesInTheContracts() {
        // Given: long 100 at 100, marked at 98, settled in euros of 1.25; 5 % to maintain
        Decision decision =
                decide(with(position(ContractKind.LINEAR, "100", "100", "98", BigDecimal.ONE, null, "EUR")), venue());

        // Then
        assertEquals(decimal("750.00"), decision.figures().equity());
        assertEquals(decimal("612.50"), decision.figures().maintenanceMargin());
        assertEquals(decimal("1225.00"), decision.figures().initialMargin());
        var figures = decision.positions().getFirst();
        assertEquals(decimal("12250.00"), figures.notional());
        assertEquals(decimal("-250.00"), figures.unrealisedPnl());
        // 1000 + 125 (P − 100) = 6.25 P
        assertEquals(decimal("96.842105"), figures.liquidationPrice());
        assertEquals(decimal("92"), figures.bankruptcyPrice());
    }

    @Test
    void bracketsAndAddOnsAreInThePositionsCurrency() {
        // Given: 5 % less a deduction of 100 euros, and 40 euros on top
        ScriptedRules rules = figures()
                .without("MRG-2")
                .rule(
                        Stage.MARGIN,
                        "MRG-3",
                        view -> eachPosition(view, id -> new Maintenance(id, decimal("0.05"), decimal("100"))))
                .rule(Stage.MARGIN, "MRG-4", view -> eachPosition(view, id -> new AddOn(id, decimal("40"), "on top")));

        // When
        Decision decision =
                decide(with(position(ContractKind.LINEAR, "100", "100", "100", BigDecimal.ONE, null, "EUR")), rules);

        // Then: (10,000 · 5 % − 100 + 40) · 1.25
        assertEquals(decimal("550.00"), decision.figures().maintenanceMargin());
    }

    @Test
    void anIsolatedMarginIsInThePositionsCurrency() {
        Decision decision =
                decide(with(position(ContractKind.LINEAR, "10", "100", "100", BigDecimal.ONE, "80", "EUR")), figures());

        assertEquals(
                decimal("100.00"),
                decision.marginAccounts().getFirst().figures().equity());
    }

    @Test
    void anOrderBindsInItsCurrency() {
        // Given
        ScriptedRules rules = figures().always("MRG-5", new OrderInitial("o-1", decimal("0.1")));
        var order = new OpenOrder(
                "o-1",
                "Y",
                OrderSide.BUY,
                BigDecimal.TEN,
                BigDecimal.TEN,
                false,
                ContractKind.LINEAR,
                BigDecimal.ONE,
                "EUR");

        // Then: 100 euros · 10 %
        assertEquals(
                decimal("12.50"),
                decide(account().cash("1000").holding("EUR", "0", "1.25").with(order), rules)
                        .figures()
                        .initialMargin());
    }

    @Test
    void aCurrencyWithoutAPriceIsRefused() {
        SnapshotFixture account =
                account().cash("1000").with(position(ContractKind.LINEAR, "1", "1", "1", BigDecimal.ONE, null, "EUR"));

        assertThrows(IllegalArgumentException.class, account::snapshot);
    }

    private static ScriptedRules withoutHaircuts() {
        return venue().without("COL-1").always("COL-2", new Haircut("USDT", BigDecimal.ZERO));
    }

    private static Decision decideAt(String mark, ScriptedRules rules) {
        return decide(with(position(ContractKind.LINEAR, "100", "100", mark, BigDecimal.ONE, null, "EUR")), rules);
    }

    @Test
    void aProfitCountsLessTheLargestRateAndALossInFull() {
        ScriptedRules rules = venue().always(
                        "COL-3", new Conversion("EUR", decimal("0.01")), new Conversion("EUR", decimal("0.2")))
                .always("COL-4", new Conversion("EUR", decimal("0.1")), new Conversion("USDT", BigDecimal.ONE));

        Decision gains = decideAt("104", rules);

        assertEquals(decimal("1400.00"), gains.figures().equity());
        assertEquals(decimal("100.00"), gains.figures().conversionHaircut());
        assertEquals(decimal("500.00"), gains.figures().unrealisedPnl());
        assertEquals(decimal("96.842105"), gains.positions().getFirst().liquidationPrice());
        assertEquals(decimal("1000.00"), decideAt("100", rules).figures().equity());
        assertEquals(decimal("875.00"), decideAt("99", rules).figures().equity());
    }

    @Test
    void withoutARateTheCurrencysLargestHaircutCounts() {
        ScriptedRules rules = withoutHaircuts()
                .always(
                        "COL-3",
                        new Haircut("EUR", decimal("0.05")),
                        new HaircutAbove("EUR", decimal("1000000"), decimal("0.2")));

        Decision decision = decideAt("104", rules);

        assertEquals(decimal("1400.00"), decision.figures().equity());
        assertEquals(List.of(), decision.holdReasons());
    }

    @Test
    void aProfitThatNoRuleSpeaksAboutCountsForNothingAndHolds() {
        Decision gains = decideAt("104", withoutHaircuts());
        assertEquals(decimal("1000.00"), gains.figures().equity());
        assertEquals(
                List.of(Code.NO_HAIRCUT),
                gains.holdReasons().stream().map(HoldReason::code).toList());

        assertEquals(List.of(), decideAt("100", withoutHaircuts()).holdReasons());
        assertEquals(List.of(), decideAt("99", withoutHaircuts()).holdReasons());
    }

    @Test
    void aProfitInAnExcludedCurrencyCountsForNothing() {
        Decision gains = decideAt("104", withoutHaircuts().always("COL-3", new Exclude("EUR", "not accepted")));

        assertEquals(decimal("1000.00"), gains.figures().equity());
        assertEquals(List.of(), gains.holdReasons());
    }

    private static Decision decideJoined(String euros, String mark, ScriptedRules rules) {
        return decide(
                account()
                        .cash("1000")
                        .holding("EUR", euros, "1.25")
                        .with(position(ContractKind.LINEAR, "100", "100", mark, BigDecimal.ONE, null, "EUR")),
                rules);
    }

    /** Euros count at 90 %, above 1000 USDT at 60 %; a debt in them requires a tenth to take and a twentieth to keep. */
    private static ScriptedRules unified() {
        return withoutHaircuts()
                .always(
                        "COL-3",
                        new Haircut("EUR", decimal("0.1")),
                        new HaircutAbove("EUR", decimal("1000"), decimal("0.4")),
                        new JoinProfit("EUR"),
                        new Conversion("EUR", BigDecimal.ONE))
                .always("MRG-9", new DebtMargin("EUR", decimal("0.1"), decimal("0.05")));
    }

    @ParameterizedTest(name = "{0} EUR at a mark of {1}")
    @CsvSource({
        // euros, mark, equity, haircut, maintenance, why
        "400, 100, 1450.00,    0.00, 625.00, 500 count 450",
        "400, 104, 1900.00,   50.00, 650.00, 500 and 500 count 900",
        "400, 105, 1975.00,  100.00, 656.25, of 125 above 1000 only 75 count",
        "400,  98, 1225.00,  -25.00, 612.50, a loss of 250 leaves 250 that count 225: the part of it that was cut costs nothing",
        "400,  96, 1000.00,  -50.00, 600.00, a loss that uses up the balance",
        "400,  95,  875.00,  -50.00, 600.00, a debt of 125 in full and 6.25 of margin for it"
    })
    void aProfitJoinsTheBalanceOfItsCurrency(
            String euros, String mark, String equity, String haircut, String maintenance, String why) {
        Decision decision = decideJoined(euros, mark, unified());

        assertEquals(decimal(equity), decision.figures().equity(), why);
        assertEquals(decimal(haircut), decision.figures().conversionHaircut(), why);
        assertEquals(decimal(maintenance), decision.figures().maintenanceMargin(), why);
        assertEquals(List.of(), decision.holdReasons());
    }

    @Test
    void aLiquidationPriceLiesWhereTheLossHasBecomeADebt() {
        Decision decision = decideJoined("400", "100", unified());

        // 1000 + x = 6.25 P − x/20, where x = 500 + 125 (P − 100) is below zero: 125 P = 11,600
        assertEquals(decimal("92.8"), decision.positions().getFirst().liquidationPrice());
    }

    @Test
    void aSumThatNoRuleSpeaksAboutCountsForNothingAndHolds() {
        ScriptedRules rules = withoutHaircuts().always("COL-3", new JoinProfit("EUR"));

        assertEquals(
                List.of(Code.NO_HAIRCUT),
                decideJoined("0", "104", rules).holdReasons().stream()
                        .map(HoldReason::code)
                        .toList());
        assertEquals(
                decimal("1000.00"), decideJoined("0", "104", rules).figures().equity());
        assertEquals(List.of(), decideJoined("0", "100", rules).holdReasons());
        assertEquals(List.of(), decideJoined("0", "99", rules).holdReasons());
    }

    @Test
    void nothingOfAnIsolatedPositionIsConverted() {
        Decision decision = decide(
                with(position(ContractKind.LINEAR, "10", "100", "104", BigDecimal.ONE, "80", "EUR")),
                venue().always("COL-3", new Conversion("EUR", decimal("0.2"))));

        // (80 + 40) · 1.25
        assertEquals(
                decimal("150.00"),
                decision.marginAccounts().getFirst().figures().equity());
    }

    /** A contract settled in another currency is one of the account's own whose unit is worth so much more. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aConversionScalesAContractAndLeavesItsPrices(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 40; i++) {
            ContractKind kind = random.nextBoolean() ? ContractKind.LINEAR : ContractKind.INVERSE;
            String quantity = (random.nextBoolean() ? "" : "-") + (1 + random.nextInt(100));
            String entry = Integer.toString(50 + random.nextInt(100));
            String mark = Integer.toString(50 + random.nextInt(100));
            BigDecimal multiplier = BigDecimal.valueOf(1 + random.nextInt(50), 1);
            Position foreign = position(kind, quantity, entry, mark, multiplier, null, "EUR");
            Position own = position(kind, quantity, entry, mark, multiplier.multiply(decimal("1.25")), null, null);

            Decision one = decide(with(foreign), venue());
            Decision other = decide(with(own), venue());

            assertEquals(other.figures(), one.figures());
            assertEquals(other.positions(), one.positions());
            assertEquals(other.outcome(), one.outcome());
            assertEquals(List.of(), one.holdReasons());
        }
    }
}
