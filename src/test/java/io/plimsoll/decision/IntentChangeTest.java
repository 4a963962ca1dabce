package io.plimsoll.decision;

import static io.plimsoll.fixtures.Positions.NOON;
import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.crossId;
import static io.plimsoll.fixtures.Positions.decimal;
import static io.plimsoll.fixtures.ScriptedRules.venue;
import static io.plimsoll.fixtures.ScriptedRules.when;
import static io.plimsoll.fixtures.SnapshotFixture.account;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.Side;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.IntentChange.End;
import io.plimsoll.decision.LiquidationProposal.Route;
import io.plimsoll.decision.LiquidationProposal.Slices;
import io.plimsoll.decision.OpenIntent.Leg;
import io.plimsoll.fixtures.Decisions;
import io.plimsoll.fixtures.ScriptedRules;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What decisions do to the closure intents of an account. */
class IntentChangeTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final IntentValidity VALIDITY = new IntentValidity(MINUTE, Duration.ofMinutes(15));

    private static Decision decided(String cash) {
        return decided(cash, venue(), Trigger.SNAPSHOT);
    }

    private static Decision decided(String cash, RuleBook rules, Trigger trigger) {
        var snapshot =
                account().cash(cash).with(cross("BTC", "100", "100", "100")).snapshot();
        Case given = new Case(snapshot, Decisions.digest(snapshot), List.of(), List.of(), List.of(), trigger, NOON);
        return DecisionService.evaluate(given, Decisions.policy(rules), Decisions.DECIDED_AT);
    }

    private static OpenIntent opened(String cash) {
        ClosureIntent issued = IntentChange.of(decided(cash), null, VALIDITY).issued();
        assertNotNull(issued);
        return issued.open();
    }

    @Test
    void aClosingDecisionIssuesAnIntentWithItsOrders() {
        Decision decision = decided("400");

        IntentChange change = IntentChange.of(decision, null, VALIDITY);

        ClosureIntent issued = change.issued();
        assertNotNull(issued);
        assertNull(change.ended());
        assertNull(issued.supersedes());
        assertEquals(decision.closure(), issued.plan());
        assertEquals(
                Map.of(crossId("BTC", Side.LONG), decimal("100")), issued.open().remaining());
    }

    @Test
    void rt4theSameDecisionAlwaysHasTheSameIntent() {
        assertEquals(opened("400").intentId(), opened("400").intentId());
        assertNotEquals(opened("400").intentId(), opened("401").intentId());
    }

    @Test
    void aDecisionThatClosesNothingIssuesNone() {
        assertTrue(IntentChange.of(decided("900"), null, VALIDITY).isNothing()); // called
        assertTrue(IntentChange.of(decided("2000"), null, VALIDITY).isNothing());
    }

    @Test
    void aNewerClosingDecisionTakesThePlaceOfTheIntentBefore() {
        OpenIntent before = opened("400");

        IntentChange change = IntentChange.of(decided("300"), before, VALIDITY);

        assertNotNull(change.issued());
        assertEquals(before.intentId(), change.issued().supersedes());
        assertNotNull(change.ended());
        assertEquals(before.intentId(), change.ended().intentId());
        assertEquals(End.SUPERSEDED, change.ended().end());
        assertTrue(End.SUPERSEDED.isRevoked());
    }

    @Test
    void anAccountThatIsRestoredHasItsIntentRevoked() {
        IntentChange change = IntentChange.of(decided("2000"), opened("400"), VALIDITY);

        assertNull(change.issued());
        assertNotNull(change.ended());
        assertEquals(End.CURED, change.ended().end());
        assertTrue(End.CURED.isRevoked());
    }

    @Test
    void aHeldDecisionLeavesTheIntentToItsExpiry() {
        ScriptedRules held = venue().failingAt(Stage.GUARD, new HoldReason(HoldReason.Code.RULE_FAILED, "broken"));

        assertTrue(IntentChange.of(decided("400", held, Trigger.SNAPSHOT), opened("400"), VALIDITY)
                .isNothing());
        IntentChange expired = IntentChange.of(decided("400", held, Trigger.EXPIRY), opened("400"), VALIDITY);
        assertNull(expired.issued());
        assertNotNull(expired.ended());
        assertEquals(End.EXPIRED, expired.ended().end());
        assertTrue(End.EXPIRED.isRevoked());
    }

    @Test
    void anIntentIsInForceForAsLongAsItsSlicesTakeAndTheValidityBeyond() {
        ScriptedRules sliced = venue().rule(
                        Stage.LIQUIDATION,
                        "LIQ-9",
                        view -> when(
                                true,
                                new Route(crossId("BTC", Side.LONG), ExecutionMethod.TWAP),
                                new Slices(crossId("BTC", Side.LONG), 10, Duration.ofSeconds(6))));

        ClosureIntent atOnce = IntentChange.of(decided("400"), null, VALIDITY).issued();
        ClosureIntent inSlices = IntentChange.of(decided("400", sliced, Trigger.SNAPSHOT), null, VALIDITY)
                .issued();

        assertNotNull(atOnce);
        assertNotNull(inSlices);
        assertEquals(MINUTE, Duration.between(atOnce.issuedAt(), atOnce.expiresAt()));
        assertEquals(MINUTE.plusSeconds(54), Duration.between(inSlices.issuedAt(), inSlices.expiresAt()));
        assertEquals(NOON.plusSeconds(114), inSlices.open().judgedAtExpiry());
    }

    /** Nobody is told the same each minute for as long as an executor is away. */
    @Test
    void eachAttemptThatNobodyCarriesOutGivesTheNextTwiceTheTime() {
        OpenIntent open = opened("400");
        List<Integer> attempts = new ArrayList<>();
        List<Long> minutes = new ArrayList<>();
        for (int expiry = 0; expiry < 6; expiry++) {
            ClosureIntent next = issued("400", Trigger.EXPIRY, open);
            attempts.add(next.attempt());
            minutes.add(Duration.between(next.issuedAt(), next.expiresAt()).toMinutes());
            open = next.open();
        }
        assertEquals(List.of(2, 3, 4, 5, 6, 7), attempts);
        assertEquals(List.of(2L, 4L, 8L, 15L, 15L, 15L), minutes);
    }

    @Test
    void whatTakesThePlaceOfAnIntentInForceIsNoFurtherAttempt() {
        OpenIntent second = issued("400", Trigger.EXPIRY, opened("400")).open();

        assertEquals(2, second.attempt());
        assertEquals(2, issued("300", Trigger.MARK, second).attempt());
        assertEquals(1, issued("300", Trigger.SNAPSHOT, null).attempt());
    }

    @Test
    void aFillBeginsTheCountAnew() {
        OpenIntent second = issued("400", Trigger.EXPIRY, opened("400")).open();
        Leg leg = second.legs().getFirst();
        OpenIntent begun = new OpenIntent(
                second.intentId(),
                second.attempt(),
                second.expiresAt(),
                second.judgedAtExpiry(),
                List.of(new Leg(leg.step(), leg.position(), leg.quantity(), decimal("1"), false)));

        assertEquals(1, issued("400", Trigger.EXPIRY, begun).attempt());
        assertEquals(1, issued("300", Trigger.FILL, begun).attempt());
    }

    private static ClosureIntent issued(String cash, Trigger trigger, @Nullable OpenIntent open) {
        ClosureIntent issued =
                IntentChange.of(decided(cash, venue(), trigger), open, VALIDITY).issued();
        assertNotNull(issued);
        return issued;
    }

    @Test
    void aValidityIsPositiveAndNoLongerThanItsGreatest() {
        assertThrows(IllegalArgumentException.class, () -> new IntentValidity(Duration.ZERO, MINUTE));
        assertThrows(IllegalArgumentException.class, () -> new IntentValidity(MINUTE, MINUTE.minusNanos(1)));
        assertEquals(MINUTE, new IntentValidity(MINUTE, MINUTE).of(Integer.MAX_VALUE));
    }

    @Test
    void whatMayStillBeFilledIsNeverBelowZeroAndNothingOnceTheExecutorIsDone() {
        assertEquals(Map.of(), remaining("33", "33", false));
        assertEquals(Map.of(), remaining("33", "34", false));
        assertEquals(Map.of(), remaining("33", "32", true));
        assertEquals(Map.of(crossId("BTC", Side.LONG), decimal("1")), remaining("33", "32", false));
    }

    private static Map<?, BigDecimal> remaining(String quantity, String filled, boolean isDone) {
        Leg leg = new Leg(1, crossId("BTC", Side.LONG), decimal(quantity), decimal(filled), isDone);
        return new OpenIntent("i", 1, Instant.EPOCH, Instant.EPOCH, List.of(leg)).remaining();
    }
}
