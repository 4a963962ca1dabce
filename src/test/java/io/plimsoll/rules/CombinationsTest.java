package io.plimsoll.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.ContractKind;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.Position;
import io.plimsoll.decision.HoldReason;
import io.plimsoll.decision.Proposals;
import io.plimsoll.decision.Stage;
import io.plimsoll.decision.View;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.market.Mark;
import io.plimsoll.market.PriceSource;
import io.plimsoll.rules.check.RuleChecker;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A rule that joins everything with everything is not tried on an account that is too large for it. */
class CombinationsTest {

    private static final String EACH_WITH_EACH = RulesFixture.rule(
            "GRD-900 three positions of any size",
            "Position( $a : notional )\n    Position( $b : notional, notional >= $a )\n    Position( notional >= $b )",
            "guard.hold(\"seen\");");

    private static final String EACH_WITH_ITSELF = RulesFixture.rule(
            "GRD-901 the same instrument three times",
            "Position( $i : instrument )\n    Position( instrument == $i )\n    Position( instrument == $i )",
            "guard.hold(\"seen\");");

    @Test
    void aJoinOfEverythingIsHeldOnALargeAccountBeforeItIsTried() throws Exception {
        // When
        Proposals proposals = propose(EACH_WITH_EACH, 1_000);

        // Then
        assertEquals(
                List.of(HoldReason.Code.LIMIT_REACHED),
                proposals.failures().stream().map(HoldReason::code).toList());
        assertEquals(List.of(), proposals.all());
    }

    @Test
    void theSameRuleIsTriedOnAnAccountThatIsSmallEnough() throws Exception {
        // When
        Proposals proposals = propose(EACH_WITH_EACH, 5);

        // Then
        assertEquals(List.of(), proposals.failures());
        assertEquals(125, proposals.all().size());
    }

    @Test
    void aJoinByACommonFieldIsTriedOnALargeAccount() throws Exception {
        // When
        Proposals proposals = propose(EACH_WITH_ITSELF, 900);

        // Then
        assertEquals(List.of(), proposals.failures());
        assertEquals(900, proposals.all().size());
    }

    private static Proposals propose(String rule, int positions) throws Exception {
        var checked = RuleChecker.check(List.of(RulesFixture.file(Stage.GUARD, rule)));
        assertEquals(List.of(), checked.findings());
        try (CompiledRules rules = RuleCompiler.compile(checked)) {
            return rules.with(Map.of(), RulesFixture.LIMITS).propose(Stage.GUARD, view(positions));
        }
    }

    /** Positions of the same notional, each in an instrument of its own. */
    private static View view(int positions) {
        List<PricedPosition> priced = new ArrayList<>();
        for (int i = 0; i < positions; i++) {
            Mark mark = new Mark(BigDecimal.TEN, null, RulesFixture.AS_OF);
            priced.add(new PricedPosition(
                    new Position(
                            "I" + i,
                            ContractKind.LINEAR,
                            MarginMode.CROSS,
                            BigDecimal.ONE,
                            BigDecimal.TEN,
                            mark,
                            BigDecimal.ONE,
                            null,
                            null),
                    BigDecimal.TEN,
                    PriceSource.MARK));
        }
        AccountSnapshot snapshot = new AccountSnapshot(
                "A-1",
                1,
                RulesFixture.AS_OF,
                "RETAIL",
                "USDT",
                List.of(),
                priced.stream().map(PricedPosition::position).toList(),
                List.of(),
                List.of(),
                Map.of());
        return RulesFixture.view(snapshot, priced, List.of());
    }
}
