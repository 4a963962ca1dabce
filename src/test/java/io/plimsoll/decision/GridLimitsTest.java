package io.plimsoll.decision;

import static io.plimsoll.fixtures.Decisions.decide;
import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.crossId;
import static io.plimsoll.fixtures.Positions.decimal;
import static io.plimsoll.fixtures.ScriptedRules.venue;
import static io.plimsoll.fixtures.SnapshotFixture.account;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.plimsoll.account.PositionId;
import io.plimsoll.account.Side;
import io.plimsoll.decision.MarginProposal.Alone;
import io.plimsoll.decision.MarginProposal.GridCharge;
import io.plimsoll.decision.MarginProposal.GridScenario;
import io.plimsoll.decision.MarginProposal.InGrid;
import io.plimsoll.decision.MarginProposal.InitialAddOn;
import io.plimsoll.decision.MarginProposal.InitialGridMultiple;
import io.plimsoll.decision.MarginProposal.OwnMove;
import io.plimsoll.fixtures.ScriptedRules;
import io.plimsoll.fixtures.SnapshotFixture;
import io.plimsoll.margin.Scenario;
import io.plimsoll.margin.VolatilityMove;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What limits a grid, what stands on top of it, and moves of positions' own: long 1 and short 1 at 40,000, in a grid of ±10 %. */
class GridLimitsTest {

    private static final PositionId LONG = crossId("BTC", Side.LONG);
    private static final PositionId SHORT = crossId("ETH", Side.SHORT);

    private static SnapshotFixture book() {
        return account()
                .cash("100000")
                .with(cross("BTC", "1", "40000", "40000"))
                .with(cross("ETH", "-1", "40000", "40000"));
    }

    private static ScriptedRules none() {
        return venue().without("MRG-1").without("MRG-2");
    }

    private static ScriptedRules grids() {
        return none().always("GRD-1", cell("BTC", "down", "-0.1"), cell("BTC", "up", "0.1"))
                .always("GRD-2", cell("ETH", "down", "-0.1"), cell("ETH", "up", "0.1"));
    }

    private static GridScenario cell(String underlying, String name, String move) {
        return new GridScenario(new Scenario(underlying, name, decimal(move), VolatilityMove.NONE, BigDecimal.ONE));
    }

    private static Alone alone(PositionId position, String initial, String maintenance) {
        return new Alone(position, decimal(initial), decimal(maintenance));
    }

    private static void assertRequired(String initial, String maintenance, ScriptedRules rules) {
        for (long seed : List.of(1L, 2L, 3L)) {
            Figures figures = decide(book(), rules.shuffled(seed)).figures();
            assertEquals(0, decimal(initial).compareTo(figures.initialMargin()), () -> "initial " + figures);
            assertEquals(
                    0, decimal(maintenance).compareTo(figures.maintenanceMargin()), () -> "maintenance " + figures);
        }
    }

    @ParameterizedTest(name = "alone {0} to open and {1} to keep")
    @CsvSource({
        "4000.01, 3999.99, 8000, 7999.99",
        "4000, 4000, 8000, 8000",
        "3999.99, 100, 7999.99, 4100",
        "0, 0, 4000, 4000"
    })
    void aGridRequiresAtMostWhatItsPositionsRequireAlone(
            String initialAlone, String alone, String initial, String maintenance) {
        assertRequired(initial, maintenance, grids().always("ALN-1", alone(LONG, initialAlone, alone)));
    }

    @Test
    void theLargestOfEachWins() {
        assertRequired(
                "7000",
                "6000",
                grids().always("ALN-1", alone(LONG, "3000", "1000")).always("ALN-2", alone(LONG, "2000", "2000")));
    }

    @Test
    void aChargeIsPartOfWhatIsLimited() {
        ScriptedRules charged = grids().always("CHG-1", new GridCharge("BTC", decimal("500"), "tail"))
                .always("CHG-2", new GridCharge("BTC", decimal("300"), "tail"));

        assertRequired("8500", "8500", charged);
        assertRequired("8400", "8100", charged.always("ALN-1", alone(LONG, "4400", "4100")));
    }

    /** Derive keeps a portfolio for 0.8 of its worst cell and opens it for all of it, and its contingencies stand beside that; so does Paradex with 0.5. */
    @Test
    void toOpenItsPositionsAGridMayRequireAMultipleAndWhatStandsBesideItDoesNot() {
        ScriptedRules multiplied = grids().always("MUL-1", new InitialGridMultiple(decimal("1.25")))
                .always("MUL-2", new InitialGridMultiple(decimal("1.2")))
                .always("ADD-1", new MarginProposal.AddOn(null, decimal("300"), "contingency"));

        assertRequired("10300", "8300", multiplied);
        assertRequired("7300", "5300", multiplied.always("ALN-1", alone(LONG, "2000", "1000")));
        assertThrows(IllegalArgumentException.class, () -> new InitialGridMultiple(decimal("0.99")));
    }

    /** Short 1 at 40,000 loses 4,000 in a rise of 10 %, and so much held of it gains a tenth of its value; beyond 80,000 a fall is worse. */
    @ParameterizedTest(name = "{0} held: {1} required of both grids")
    @CsvSource({"0, 8000", "30000, 5000", "40000, 4000", "80000, 8000", "90000, 9000", "-10000, 9000"})
    void whatIsHeldOfAnUnderlyingHedgesWhatIsOnIt(String held, String required) {
        assertRequired(required, required, grids().always("IN-1", new InGrid("ETHER", "ETH", decimal(held))));
    }

    @Test
    void ofAnAssetTheSmallestValueCountsAssetsAddUpAndAGridWithoutPositionsRequiresNothing() {
        ScriptedRules two = grids().always("IN-1", new InGrid("ETHER", "ETH", decimal("30000")))
                .always("IN-2", new InGrid("ETHER", "ETH", decimal("20000")))
                .always("IN-3", new InGrid("STAKED", "ETH", decimal("5000")));

        assertRequired("5500", "5500", two);
        assertRequired(
                "5500",
                "5500",
                two.always("IN-4", new InGrid("GOLD", "XAU", decimal("5000")))
                        .always("GRD-3", cell("XAU", "down", "-0.1")));
    }

    @Test
    void aPositionThatDoesNotSayLeavesTheGridAsItIs() {
        ScriptedRules together = none().always("MOV-1", new OwnMove(LONG, "ALL", "crash", decimal("-0.2")))
                .always("MOV-2", new OwnMove(SHORT, "ALL", "crash", decimal("0.1")));

        assertRequired("12000", "12000", together);
        assertRequired("12000", "12000", together.always("ALN-1", alone(LONG, "1", "1")));
        assertRequired(
                "2", "2", together.always("ALN-1", alone(LONG, "1", "1")).always("ALN-2", alone(SHORT, "1", "1")));
    }

    @Test
    void ofTwoMovesTheLargerWinsAndOfEqualOnesTheFall() {
        ScriptedRules rules = none().always("MOV-1", new OwnMove(LONG, "ALL", "day", decimal("0.05")))
                .always("MOV-2", new OwnMove(LONG, "ALL", "day", decimal("-0.05")))
                .always("MOV-3", new OwnMove(SHORT, "ALL", "day", decimal("0.01")))
                .always("MOV-4", new OwnMove(SHORT, "ALL", "day", decimal("0.02")));

        assertRequired("2800", "2800", rules);
    }

    @Test
    void daysOfOneGridDoNotAddUp() {
        ScriptedRules rules = none().always("MOV-1", new OwnMove(LONG, "ALL", "Monday", decimal("-0.1")))
                .always("MOV-2", new OwnMove(SHORT, "ALL", "Tuesday", decimal("0.15")));

        assertRequired("6000", "6000", rules);
        assertRequired("6250", "6000", rules.always("ADD-1", new InitialAddOn(decimal("250"), "to open")));
    }

    @Test
    void amountsBelowNothingAndFallsOfEverythingAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> alone(LONG, "-1", "0"));
        assertThrows(IllegalArgumentException.class, () -> alone(LONG, "0", "-1"));
        assertThrows(IllegalArgumentException.class, () -> new GridCharge("BTC", decimal("-1"), "less"));
        assertThrows(IllegalArgumentException.class, () -> new InitialAddOn(decimal("-1"), "less"));
        assertThrows(IllegalArgumentException.class, () -> new OwnMove(LONG, "ALL", "day", decimal("-1")));
        assertThrows(IllegalArgumentException.class, () -> new MarginProposal.Discount(LONG, decimal("-1"), "more"));
    }
}
