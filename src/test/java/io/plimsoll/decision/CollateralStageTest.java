package io.plimsoll.decision;

import static io.plimsoll.fixtures.Decisions.decide;
import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.decimal;
import static io.plimsoll.fixtures.Positions.isolated;
import static io.plimsoll.fixtures.ScriptedRules.HALF_AN_HOUR;
import static io.plimsoll.fixtures.ScriptedRules.figures;
import static io.plimsoll.fixtures.SnapshotFixture.account;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plimsoll.decision.CollateralProposal.Accept;
import io.plimsoll.decision.CollateralProposal.Exclude;
import io.plimsoll.decision.CollateralProposal.Haircut;
import io.plimsoll.decision.CollateralProposal.HaircutAbove;
import io.plimsoll.decision.CollateralProposal.ValueCap;
import io.plimsoll.decision.Decision.CollateralFigures;
import io.plimsoll.decision.HoldReason.Code;
import io.plimsoll.decision.MarginCall.Acceptable;
import io.plimsoll.decision.ThresholdProposal.CallToRatio;
import io.plimsoll.fixtures.ScriptedRules;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an amount of collateral counts for, and how much of it a margin call takes. */
class CollateralStageTest {

    /** BTC counts 95 % up to 1,000, 85 % up to 2,000 and half beyond; USDT in full. */
    private static ScriptedRules tiers() {
        return figures()
                .without("COL-1")
                .always("COL-2", new Haircut("USDT", BigDecimal.ZERO))
                .always("COL-3", new Haircut("BTC", decimal("0.05")))
                .always("COL-4", above("1000", "0.15"))
                .always("COL-5", above("2000", "0.5"))
                .always("COL-6", new Accept("BTC", decimal("0.01")));
    }

    private static HaircutAbove above(String floor, String rate) {
        return new HaircutAbove("BTC", decimal(floor), decimal(rate));
    }

    private static Set<String> winners(Decision decision) {
        return decision.because().stream()
                .filter(Because::won)
                .map(because -> because.proposed().rule())
                .filter(rule -> rule.startsWith("COL"))
                .collect(Collectors.toSet());
    }

    private static CollateralFigures btc(Decision decision) {
        return decision.collateral().stream()
                .filter(asset -> asset.asset().equals("BTC"))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "9.99, 949.05, COL-3, below the floor",
        "10, 950.00, COL-3, at the floor nothing lies above it",
        "10.01, 950.85, COL-3 COL-4, one step above",
        "20, 1800.00, COL-3 COL-4, at the second floor",
        "30, 2300.00, COL-3 COL-4 COL-5, in the third tier",
        "-1, 0.00, COL-3, a debt is no collateral"
    })
    void haircutsGrowWithTheAmount(String quantity, String counted, String won, String why) {
        // When
        Decision decision = decide(account().cash("0").holding("BTC", quantity, "100"), tiers());

        // Then
        assertEquals(decimal(counted), btc(decision).countedValue(), why);
        assertEquals(
                decimal(counted).subtract(btc(decision).debtValue()),
                decision.figures().wallet(),
                why);
        assertEquals(Set.of((won + " COL-2 COL-6").split(" ")), winners(decision), why);
    }

    @Test
    void aLowerRateAboveAFloorChangesNothing() {
        Decision decision = decide(
                account().holding("BTC", "20", "100"),
                tiers().always("COL-7", above("500", "0.05"), above("1500", "0.1")));

        assertEquals(decimal("1800.00"), btc(decision).countedValue());
        assertEquals(Set.of("COL-3", "COL-4", "COL-6"), winners(decision));
    }

    @Test
    void aHaircutThatBeginsAboveZeroSaysNothingOfWhatLiesBelow() {
        // Given
        ScriptedRules rules = figures().without("COL-1").always("COL-4", above("1000", "0.15"));

        // When
        Decision decision = decide(account().holding("BTC", "20", "100"), rules);

        // Then
        assertEquals(
                List.of(Code.NO_HAIRCUT),
                decision.holdReasons().stream().map(HoldReason::code).toList());
        assertEquals(decimal("0.00"), btc(decision).countedValue());
    }

    @Test
    void aTierFromZeroIsAHaircut() {
        ScriptedRules rules = figures().without("COL-1").always("COL-4", above("0", "0.15"));

        assertEquals(
                decimal("1700.00"),
                btc(decide(account().holding("BTC", "20", "100"), rules)).countedValue());
    }

    @Test
    void whatHasAccruedInFavourLiesOnTopOfWhatIsHeld() {
        // Given 10 BTC fill the first tier, one more has accrued, and a capped account has room for half of it
        var account = account().holding("BTC", "10", "100").accrued("BTC", "1");

        // Then
        assertEquals(
                new CollateralFigures(
                        "BTC",
                        decimal("10"),
                        decimal("100"),
                        decimal("1100.00"),
                        decimal("1035.00"),
                        decimal("0.00"),
                        null,
                        null),
                btc(decide(account, tiers())));
        assertEquals(
                decimal("992.50"),
                btc(decide(account, tiers().always("COL-7", new ValueCap("BTC", decimal("1050")))))
                        .countedValue());
    }

    @Test
    void whatHasAccruedInFavourPaysOffADebtInFull() {
        Decision decision = decide(account().holding("BTC", "-2", "100").accrued("BTC", "0.5"), tiers());

        assertEquals(decimal("-150.00"), decision.figures().wallet());
    }

    /** 200 are missing: equity 550 against 1.5 times 500. */
    private static List<Acceptable> acceptable(String held, ScriptedRules rules) {
        CollateralFigures btc = btc(decide(account().holding("BTC", held, "100"), rules));
        BigDecimal cash = decimal("550").subtract(btc.countedValue()).add(btc.debtValue());
        return decide(
                        account()
                                .cash(cash.toPlainString())
                                .holding("BTC", held, "100")
                                .with(cross("SOL", "100", "100", "100")),
                        rules.always("THR-9", new CallToRatio(decimal("1.5"), HALF_AN_HOUR)))
                .marginCall()
                .acceptable();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 2.11, 200 / 95 rounded up to a hundredth",
        "10, 2.36, 200 / 85: the first tier is full",
        "9, 2.24, one more at 95 then 105 / 85",
        "20, 4, half of everything further counts",
        "-1, 2.06, a debt of 100 is paid off in full then 100 / 95"
    })
    void aCallTakesWhatAFurtherUnitIsWorthAtTheAmountHeld(String held, String quantity, String why) {
        assertEquals(List.of(new Acceptable("BTC", decimal(quantity))), acceptable(held, tiers()), why);
    }

    @Test
    void anAssetThatCouldNotMeetTheCallAloneIsNotAcceptable() {
        ScriptedRules capped = tiers().always("COL-7", new ValueCap("BTC", decimal("1200")));
        assertEquals(List.of(new Acceptable("BTC", decimal("2.24"))), acceptable("9", tiers()));
        assertEquals(List.of(), acceptable("10", capped), "170 more count before the cap");
        assertEquals(List.of(), acceptable("0", tiers().always("COL-7", new Exclude("BTC", "delisted"))));
        assertEquals(List.of(), acceptable("0", tiers().always("COL-7", new Haircut("BTC", BigDecimal.ONE))));
    }

    @Test
    void anIsolatedMarginIsToppedUpInFullWhateverTheHaircut() {
        // Given
        ScriptedRules rules = figures()
                .without("COL-1")
                .always("COL-2", new Haircut("USDT", decimal("0.5")), new Accept("USDT", decimal("0.01")))
                .always("THR-9", new CallToRatio(decimal("1.5"), HALF_AN_HOUR));

        // When: 5 % of 100 is required, half as much again is asked for, and 6 are set aside
        Decision decision = decide(account().cash("0").with(isolated("SOL", "10", "10", "10", "6")), rules);

        // Then
        assertEquals(
                List.of(new Acceptable("USDT", decimal("1.5"))),
                decision.marginCall().acceptable());
    }
}
