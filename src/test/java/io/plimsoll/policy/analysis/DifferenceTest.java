package io.plimsoll.policy.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.decision.Outcome;
import io.plimsoll.policy.analysis.Difference.Region;
import java.util.List;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    private static final String CLOSURE_RULES = "rules/threshold/closures.drl";
    private static final String BELOW_MAINTENANCE = "MarginAccount( equity < maintenanceMargin )";

    @Test
    void aRuleThatIsWrittenOtherwiseDiffersInItsTextAlone() {
        // When
        Difference difference = between(new PlantedPack()
                .edit(CLOSURE_RULES, BELOW_MAINTENANCE, "MarginAccount( maintenanceMargin > equity )"));

        // Then
        assertEquals(
                List.of("rule THR-050"),
                difference.texts().stream().map(text -> text.what()).toList());
        assertEquals(List.of(), difference.regions());
        assertTrue(difference.accounts() > 1000, "tried " + difference.accounts());
        assertEquals(0, difference.knownApart());
    }

    @Test
    void aLimitThatBecomesInclusiveIsFoundAtExactlyTheLimit() {
        // When
        Difference difference = between(new PlantedPack()
                .edit(CLOSURE_RULES, BELOW_MAINTENANCE, "MarginAccount( equity <= maintenanceMargin )"));

        // Then
        Region region = difference.regions().stream()
                .filter(one -> one.change().startsWith("MARGIN_CALL becomes REDUCE, "))
                .findFirst()
                .orElseThrow();
        assertEquals("quantity of USDT 40", region.before().at());
        assertEquals(Outcome.MARGIN_CALL, region.before().decision().outcome());
        assertEquals(Outcome.REDUCE, region.after().decision().outcome());
    }

    @Test
    void aNumberThatChangesIsShownWithTheAccountsItMoves() {
        // When
        Difference difference =
                between(new PlantedPack().edit(PlantedPack.THRESHOLDS, "RETAIL,1.5,1.2,", "RETAIL,1.5,1.3,"));

        // Then
        assertEquals(
                List.of("Threshold RETAIL, row 1"),
                difference.texts().stream().map(text -> text.what()).toList());
        assertTrue(
                difference.regions().stream()
                        .anyMatch(region -> region.change().equals("HEALTHY becomes WARNING, with THR-011")
                                && region.ranges().contains("quantity of USDT from 96 to 103.99, segment RETAIL")),
                () -> difference.regions().toString());
    }

    private static Difference between(PlantedPack after) {
        return Difference.between(new PlantedPack().candidate(), after.candidate(), List.of());
    }
}
