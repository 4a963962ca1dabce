package io.plimsoll.decision;

import static io.plimsoll.fixtures.Decisions.decide;
import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.decimal;
import static io.plimsoll.fixtures.Positions.isolated;
import static io.plimsoll.fixtures.SnapshotFixture.account;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.decision.Decision.PositionFigures;
import io.plimsoll.decision.MarginProposal.AddOn;
import io.plimsoll.decision.MarginProposal.Multiply;
import io.plimsoll.fixtures.ScriptedRules;
import io.plimsoll.margin.PricedPosition;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Liquidation prices under margin rules that look at the account's positions together. */
class AccountWidePricesTest {

    private static final BigDecimal LIMIT = decimal("2100");

    /** 5 % of each position, and beyond a limit that all positions are held to together, four times as much. */
    private static final RuleBook FOUR_TIMES_ABOVE_THE_LIMIT = acrossPositions(ScriptedRules.figures()
            .rule(
                    Stage.MARGIN,
                    "MRG-9",
                    view -> total(view).compareTo(LIMIT) > 0
                            ? List.of(new Multiply(null, decimal("4"), "concentrated"))
                            : List.of()));

    /** 5 % of each position, and for the account a tenth of what all positions are worth above the limit. */
    private static final RuleBook A_TENTH_ABOVE_THE_LIMIT = acrossPositions(ScriptedRules.figures()
            .rule(
                    Stage.MARGIN,
                    "MRG-9",
                    view -> total(view).compareTo(LIMIT) > 0
                            ? List.of(new AddOn(
                                    null, total(view).subtract(LIMIT).multiply(decimal("0.1")), "concentrated"))
                            : List.of()));

    private static RuleBook acrossPositions(RuleBook rules) {
        return rules::propose;
    }

    private static BigDecimal total(View view) {
        return view.positions().stream().map(PricedPosition::notional).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void aFactorOfAllPositionsTogetherIsMetWhereTheyPassTheLimitTogether() {
        // When: 2000 in all, of which BTC would rise and ETH fall against the account
        Decision decision = decide(
                account().cash("300").with(cross("BTC", "10", "100", "100"), cross("ETH", "-10", "100", "100")),
                FOUR_TIMES_ABOVE_THE_LIMIT);

        // Then: 20 % of 2100 is more than 400 after a rise of BTC, and than 200 after one of ETH
        PositionFigures btc = decision.positions().getFirst();
        PositionFigures eth = decision.positions().getLast();
        assertEquals(decimal("110"), btc.liquidationPrice());
        assertEquals(decimal("78.947368"), btc.oppositeLiquidationPrice());
        assertEquals(decimal("110"), eth.liquidationPrice());
    }

    @Test
    void anAddOnOfTheAccountGrowsWithThePriceThatIsAskedAbout() {
        // When
        Decision decision = decide(
                account().cash("300").with(cross("BTC", "10", "100", "100"), cross("ETH", "-10", "100", "100")),
                A_TENTH_ABOVE_THE_LIMIT);

        // Then: 300 − 10·(P − 100) = 0.05·(1000 + 10·P) + 0.1·(1000 + 10·P − 2100)
        assertEquals(decimal("118.26087"), decision.positions().getLast().liquidationPrice());
    }

    @Test
    void anIsolatedPositionInTheSameInstrumentMovesAlongInTheQuestionThoughItsMarginIsItsOwn() {
        // When: 1500 in BTC and 500 isolated, together at the limit where BTC has risen by 5 %
        Decision decision = decide(
                account().cash("100").with(cross("BTC", "15", "100", "100"), isolated("BTC", "5", "100", "100", "500")),
                FOUR_TIMES_ABOVE_THE_LIMIT);

        // Then: 20 % of 1575 is more than 175
        assertEquals(decimal("105"), decision.positions().getFirst().oppositeLiquidationPrice());
    }

    @Test
    void moreQuestionsThanMayBeAskedHoldTheDecision() {
        // Given
        var many = account().cash("300000");
        for (int i = 0; i < 400; i++) {
            many.with(cross("P" + i, i % 2 == 0 ? "10" : "-10", "100", "100"));
        }

        // When
        Decision decision = decide(many, FOUR_TIMES_ABOVE_THE_LIMIT);

        // Then
        assertEquals(Outcome.HOLD, decision.outcome());
        assertTrue(decision.holdReasons().stream().anyMatch(reason -> reason.code() == HoldReason.Code.LIMIT_REACHED));
    }
}
