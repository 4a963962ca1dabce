package io.plimsoll.decision;

import static io.plimsoll.fixtures.Decisions.decide;
import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.crossId;
import static io.plimsoll.fixtures.Positions.decimal;
import static io.plimsoll.fixtures.ScriptedRules.figures;
import static io.plimsoll.fixtures.SnapshotFixture.account;
import static io.plimsoll.fixtures.SnapshotFixture.g1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.Position;
import io.plimsoll.account.PositionId;
import io.plimsoll.account.Side;
import io.plimsoll.decision.ClosurePlan.Action;
import io.plimsoll.decision.ClosurePlan.Step;
import io.plimsoll.decision.LiquidationProposal.AtMost;
import io.plimsoll.decision.LiquidationProposal.Close;
import io.plimsoll.decision.LiquidationProposal.Lot;
import io.plimsoll.decision.LiquidationProposal.MinimumQuantity;
import io.plimsoll.decision.LiquidationProposal.ReduceToRatio;
import io.plimsoll.decision.ThresholdProposal.Liquidate;
import io.plimsoll.decision.ThresholdProposal.Reduce;
import io.plimsoll.fixtures.Accounts;
import io.plimsoll.fixtures.Brackets;
import io.plimsoll.fixtures.ScriptedRules;
import io.plimsoll.margin.Closing;
import io.plimsoll.margin.ClosingOrder;
import io.plimsoll.margin.ClosingRules;
import io.plimsoll.margin.ClosingTerms;
import io.plimsoll.margin.MarginAccount;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A limit on how much of a position is closed at once. */
class ClosingAtMostTest {

    private static final PositionId BTC = crossId("BTC", Side.LONG);

    /**
     * v4-chain, liquidations_test.go, TestGetPerpetualPositionToLiquidate: a portion of the position but no less than a notional, and no more than another
     * notional; ten million quanta of 0.1 bitcoin at 50,000, or 21 in steps of 3.
     */
    @ParameterizedTest(name = "dYdX, {0} at {1} in lots of {2}: {3}, at least {4}, at most {5}: {6}")
    @CsvSource({
        "10000000, 0.0005, 1, 1, 0.001, 1000000, 10000000",
        "10000000, 0.0005, 1, 1, 10000, 1000000, 10000000",
        "10000000, 0.0005, 1, 0.5, 0.001, 1000000, 5000000",
        "10000000, 0.0005, 1, 1, 0.001, 10000, 10000000",
        "10000000, 0.0005, 1, 1, 0.001, 2500, 5000000",
        "10000000, 0.0005, 1, 0.5, 0.001, 2000, 4000000",
        "10000000, 0.0005, 1, 0.4, 0.001, 2500, 4000000",
        "21, 1, 3, 0.5, 0.001, 1000000, 9"
    })
    void dydxClosesNoMoreAtOnce(
            String held,
            String price,
            BigDecimal lot,
            BigDecimal portion,
            BigDecimal least,
            BigDecimal most,
            BigDecimal closed) {
        BigDecimal notional = decimal(held).multiply(decimal(price));
        BigDecimal fraction = portion.max(least.divide(notional, MathContext.DECIMAL128))
                .min(most.divide(notional, MathContext.DECIMAL128))
                .min(BigDecimal.ONE);
        ScriptedRules rules = figures()
                .always("THR-3", new Liquidate("under water"))
                .always("LIQ-2", new Close(BTC), new Lot(BTC, lot), new AtMost(BTC, fraction));

        Step step = last(decide(account().cash("0.01").with(cross("BTC", held, price, price)), rules));

        assertEquals(closed.compareTo(decimal(held)) == 0 ? Action.CLOSE : Action.REDUCE, step.action());
        assertEquals(0, closed.compareTo(Objects.requireNonNull(step.order()).quantity()));
    }

    /** G3 needs 33 lots. */
    @ParameterizedTest(name = "at most {0}: {1} lots, restores {2}")
    @CsvSource({"0.2, 20, false", "0.329, 32, false", "0.33, 33, true", "1, 33, true", "0.005, 1, false"})
    void aReductionGoesAsFarAsItMay(BigDecimal most, BigDecimal lots, boolean restores) {
        Decision decision = decide(g1("95"), reducing(new AtMost(BTC, most), new AtMost(BTC, BigDecimal.ONE)));

        assertEquals(Outcome.REDUCE, decision.outcome());
        assertEquals(
                0, lots.compareTo(Objects.requireNonNull(last(decision).order()).quantity()));
        assertEquals(restores, Objects.requireNonNull(decision.closure()).restores());
        assertEquals(restores, Objects.requireNonNull(last(decision).after()).restored());
    }

    @Test
    void theLeastQuantityIsClosedAllTheSame() {
        Decision decision =
                decide(g1("95"), reducing(new AtMost(BTC, decimal("0.1")), new MinimumQuantity(BTC, decimal("25"))));

        assertEquals(
                decimal("25"), Objects.requireNonNull(last(decision).order()).quantity());
    }

    /** Quantity by quantity: none above its limit by more than the least lot, none above what was planned, and what goes together keeps its proportion. */
    @Test
    void onRandomClosingsNoLimitIsExceededAndMoneyIsKept() {
        Random random = new Random(8);
        int cuts = 0;
        for (int round = 0; round < 300; round++) {
            List<Position> positions = new ArrayList<>();
            Map<PositionId, ClosingTerms> terms = new HashMap<>();
            Map<PositionId, BigDecimal> limits = new HashMap<>();
            for (int i = 0; i <= random.nextInt(3); i++) {
                var position = cross("P" + i, "" + (1 + random.nextInt(50)), "100", "" + (80 + random.nextInt(40)));
                positions.add(position);
                terms.put(position.id(), ClosingTerms.inLots(BigDecimal.ONE));
                if (random.nextBoolean()) {
                    limits.put(position.id(), BigDecimal.valueOf(1 + random.nextInt(100), 2));
                }
            }
            MarginAccount account = Accounts.cross(decimal("1000"), BigDecimal.ZERO, Brackets.flat("0.1"), positions);
            ClosingRules rules = new ClosingRules(terms, ClosingOrder.MARGIN_PER_COST, Brackets.flat("0.1"));
            Closing all = Closing.of(account).closeAll(rules);

            Closing cut = all.within(limits, rules);

            for (var position : positions) {
                BigDecimal held = position.quantity().abs();
                BigDecimal closed = cut.closed().getOrDefault(position.id(), BigDecimal.ZERO);
                BigDecimal limit = held.multiply(limits.getOrDefault(position.id(), BigDecimal.ONE));
                BigDecimal expected = limit.setScale(0, RoundingMode.FLOOR);
                cuts += expected.compareTo(held) < 0 ? 1 : 0;
                assertEquals(0, expected.max(BigDecimal.ONE).compareTo(closed), () -> closed + " of " + held);
            }
            assertEquals(account.equity(), cut.account().equity());
        }
        assertTrue(cuts > 100);
    }

    private static ScriptedRules reducing(Proposal... more) {
        return figures()
                .rule(Stage.MARGIN, "MRG-3", view -> List.of(new MarginProposal.ClosingCost(BTC, decimal("0.005"))))
                .always("THR-3", new Reduce("under water"))
                .always("LIQ-2", new ReduceToRatio(decimal("1.2")), new Lot(BTC, BigDecimal.ONE))
                .always("LIQ-3", more);
    }

    private static Step last(Decision decision) {
        ClosurePlan plan = Objects.requireNonNull(decision.closure(), () -> "held for " + decision.holdReasons());
        assertFalse(plan.steps().isEmpty());
        return plan.steps().getLast();
    }
}
