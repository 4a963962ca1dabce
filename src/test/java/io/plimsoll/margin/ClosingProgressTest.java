package io.plimsoll.margin;

import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.crossId;
import static io.plimsoll.fixtures.Positions.decimal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.PositionId;
import io.plimsoll.account.Side;
import io.plimsoll.fixtures.Accounts;
import io.plimsoll.fixtures.Brackets;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A closing under way: G1b, of which 33 of 100 are to be sold at 95 to restore a ratio of 1.2. */
class ClosingProgressTest {

    private static final PositionId BTC = crossId("BTC", Side.LONG);
    private static final Brackets BRACKETS = Brackets.flat("0.05").withClosingCost("0.005");
    private static final MarginAccount G1B = Accounts.cross("900", BRACKETS, cross("BTC", "100", "100", "95"));
    private static final ClosingRules RULES = ClosingRules.inLots(G1B, BigDecimal.ONE, BRACKETS);
    private static final MarginTarget TARGET = MarginTarget.ratio(decimal("1.2"));

    private static ClosingProgress after(List<Fill> fills, String price) {
        return ClosingProgress.of(G1B, fills, Map.of(BTC, decimal(price)), TARGET, RULES);
    }

    private static Fill fill(String quantity, String price) {
        BigDecimal paid = decimal(quantity).multiply(decimal(price)).multiply(decimal("0.005"));
        return new Fill(BTC, decimal(quantity), decimal(price), paid);
    }

    @Test
    void alm4whereThePriceComesBackAfterThreeOfTenSlicesTheOthersAreCancelled() {
        // Given: three slices of 3.3 at 95; 90.1 are left
        List<Fill> three = Stream.generate(() -> fill("3.3", "95")).limit(3).toList();

        // When: at 96.53 equity is 533.14 of the 434.87 · 1.2 that are needed; at 95 nothing has come back
        ClosingProgress cured = after(three, "96.53");
        ClosingProgress not = after(three, "95");

        // Then
        assertTrue(cured.isCured());
        assertEquals(7, cured.slicesCancelled(BTC, decimal("3.3"), 7));
        assertFalse(not.isCured());
        assertEquals(0, not.slicesCancelled(BTC, decimal("3.3"), 7));
    }

    @Test
    void alm4aPartialReboundCancelsTheLastSlicesOnly() {
        List<Fill> three = Stream.generate(() -> fill("3.3", "95")).limit(3).toList();

        ClosingProgress some = after(three, "96");

        assertEquals(decimal("7"), some.left().closed().get(BTC));
        assertEquals(4, some.slicesCancelled(BTC, decimal("3.3"), 7));
    }

    @Test
    void hyb6thirtyTwoOfThirtyThreeFilledLeaveOneLotToDecide() {
        ClosingProgress progress = after(List.of(fill("32", "95")), "95");

        assertEquals(Map.of(BTC, decimal("1")), progress.left().closed());
    }

    @Test
    void aFillAtAWorsePriceLeavesMoreToClose() {
        ClosingProgress progress = after(List.of(fill("33", "94")), "94");

        // Then: 900 − 33·6 − 15.51 − 67·6 = 284.49 of 67·94·0.05·1.2 = 377.88
        assertEquals(decimal("284.49"), progress.account().equity());
        assertEquals(decimal("19"), progress.left().closed().get(BTC));
    }

    @Test
    void moneyIsConservedByFills() {
        Fill sold = new Fill(BTC, decimal("40"), decimal("93"), decimal("18.6"));

        ClosingProgress progress = after(List.of(sold), "95");

        // Then: a loss of 40·7 and the fee are paid out of 900
        assertEquals(0, decimal("601.4").compareTo(progress.account().wallet()));
        assertEquals(decimal("60"), Closing.of(progress.account()).held(BTC));
    }

    @Test
    void moreThanIsHeldCannotBeFilled() {
        assertThrows(IllegalArgumentException.class, () -> after(List.of(fill("60", "95"), fill("41", "95")), "95"));
        assertThrows(IllegalArgumentException.class, () -> fill("0", "95"));
        assertThrows(
                IllegalArgumentException.class, () -> new Fill(BTC, BigDecimal.ONE, BigDecimal.ONE, decimal("-1")));
    }
}
