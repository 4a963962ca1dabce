package io.plimsoll.decision;

import static io.plimsoll.fixtures.Positions.NOON;
import static io.plimsoll.fixtures.Positions.isolated;
import static io.plimsoll.fixtures.ScriptedRules.account;
import static io.plimsoll.fixtures.ScriptedRules.venue;
import static io.plimsoll.fixtures.ScriptedRules.when;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Position;
import io.plimsoll.decision.Decided.Fresh;
import io.plimsoll.decision.GuardProposal.Hold;
import io.plimsoll.decision.ThresholdProposal.BlockNewRisk;
import io.plimsoll.decision.ThresholdProposal.Liquidate;
import io.plimsoll.fixtures.Decisions;
import io.plimsoll.fixtures.InMemoryDecisionLog;
import io.plimsoll.fixtures.ScriptedRules;
import io.plimsoll.fixtures.SnapshotFixture;
import io.plimsoll.margin.MarginAccountId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What decisions leave for those after them, and what becomes of it. G1 is breached below 95.79: equity 900 + 100 · (mark − 100). */
class LastDecisionTest {

    private static final Duration PERSISTENCE = Duration.ofMillis(500);

    private final InMemoryDecisionLog log = new InMemoryDecisionLog();
    private long sequence;

    /** Closes only what has been below maintenance margin for half a second. */
    private static ScriptedRules persistent() {
        return venue().without("THR-2").rule(Stage.THRESHOLD, "THR-5", view -> {
            boolean breached = !account(view).coversMaintenance(BigDecimal.ONE);
            boolean persists = LastDecision.breachedFor(view.lastDecision(), view.evaluatedAt())
                            .compareTo(PERSISTENCE)
                    >= 0;
            return when(breached, persists ? new Liquidate("persistent") : new BlockNewRisk("waits"));
        });
    }

    private Decision decide(ScriptedRules rules, Instant asOf, String mark, Position... more) throws Exception {
        AccountSnapshot snapshot = SnapshotFixture.g1(mark)
                .with(more)
                .sequence(++sequence)
                .asOf(asOf)
                .snapshot();
        Policies policies = (any, pack, at) -> Decisions.policy(rules);
        var service = new DecisionService(policies, log, Decisions::digest, () -> Decisions.DECIDED_AT);
        return assertInstanceOf(Fresh.class, service.decide(snapshot, null)).decision();
    }

    private static Instant afterMs(long ms) {
        return NOON.plusMillis(ms);
    }

    private LastDecision last() throws Exception {
        return log.standing("A-1").lastDecisions().getFirst();
    }

    @Test
    void theFirstDecisionStartsFromNothingAndLeavesItself() throws Exception {
        // When
        Decision first = decide(venue(), NOON, "102");

        // Then
        assertEquals(List.of(), first.startedFrom());
        assertEquals(new LastDecision(MarginAccountId.CROSS, Outcome.HEALTHY, NOON, null), last());
    }

    @Test
    void anOutcomeCountsFromTheFirstOfItsKindWithoutABreak() throws Exception {
        decide(venue(), afterMs(0), "102");
        decide(venue(), afterMs(100), "99");
        assertEquals(new LastDecision(MarginAccountId.CROSS, Outcome.MARGIN_CALL, afterMs(100), null), last());

        Decision still = decide(venue(), afterMs(300), "98");
        assertEquals(afterMs(100), last().since());
        assertEquals(
                List.of(new LastDecision(MarginAccountId.CROSS, Outcome.MARGIN_CALL, afterMs(100), null)),
                still.startedFrom());

        decide(venue(), afterMs(400), "102");
        decide(venue(), afterMs(500), "99");
        assertEquals(afterMs(500), last().since());
    }

    @Test
    void aHeldDecisionLeavesWhatItStartedFrom() throws Exception {
        // Given
        decide(venue(), afterMs(0), "95");
        LastDecision before = last();

        // When
        Decision held = decide(venue().always("GRD-1", new Hold("stale")), afterMs(100), "102");

        // Then
        assertEquals(Outcome.HOLD, held.outcome());
        assertEquals(List.of(before), log.standing("A-1").lastDecisions());
        assertEquals(Outcome.LIQUIDATE, before.outcome());
        assertEquals(afterMs(0), before.breachedSince());
    }

    @ParameterizedTest(name = "TRG-5: a breach of {0} ms of required 500: {1}")
    @CsvSource({"0, REDUCE_ONLY", "400, REDUCE_ONLY", "499, REDUCE_ONLY", "500, LIQUIDATE", "501, LIQUIDATE"})
    void trg5ABreachMustPersist(long ms, Outcome outcome) throws Exception {
        // Given
        decide(persistent(), afterMs(-1), "95.79");
        decide(persistent(), afterMs(0), "95.78");

        // When
        Decision decision = decide(persistent(), afterMs(ms), "95.78");

        // Then
        assertEquals(outcome, decision.outcome());
    }

    @Test
    void aBreachThatEndsStartsAnew() throws Exception {
        decide(persistent(), afterMs(0), "95");
        decide(persistent(), afterMs(400), "95.7");
        assertEquals(afterMs(0), last().breachedSince());

        decide(persistent(), afterMs(450), "95.80");
        assertNull(last().breachedSince());

        assertEquals(
                Outcome.REDUCE_ONLY, decide(persistent(), afterMs(500), "95").outcome());
        assertEquals(afterMs(500), last().breachedSince());
        assertEquals(
                Outcome.LIQUIDATE, decide(persistent(), afterMs(1000), "95").outcome());
    }

    @Test
    void eachMarginAccountHasItsOwnAndOneThatIsGoneLeavesNothing() throws Exception {
        // Given: the isolated position is under water, the cross account is not
        decide(venue(), afterMs(0), "102", isolated("SOL", "10", "10", "9.5", "5"));

        // Then
        List<LastDecision> left = log.standing("A-1").lastDecisions();
        assertEquals(
                List.of(Outcome.HEALTHY, Outcome.LIQUIDATE),
                left.stream().map(LastDecision::outcome).toList());
        assertEquals("ISOLATED SOL LONG", left.get(1).marginAccount().toString());

        // When
        decide(venue(), afterMs(100), "102");

        // Then
        assertEquals(1, log.standing("A-1").lastDecisions().size());
    }

    @Test
    void anIsolatedPositionThatIsTurnedStartsAnew() throws Exception {
        // Given
        decide(venue(), afterMs(0), "102", isolated("SOL", "10", "10", "9.5", "5"));

        // When: what was long ten at ten is short ten at 9.5, under water as well
        Decision turned = decide(venue(), afterMs(100), "102", isolated("SOL", "-10", "9.5", "9.99", "5"));

        // Then
        LastDecision shortSide = turned.leaves().getLast();
        assertEquals("ISOLATED SOL SHORT", shortSide.marginAccount().toString());
        assertEquals(Outcome.LIQUIDATE, shortSide.outcome());
        assertEquals(afterMs(100), shortSide.since());
        assertEquals(afterMs(100), shortSide.breachedSince());
    }

    @Test
    void aClockThatGoesBackNeverMakesATimeNegative() {
        LastDecision last = new LastDecision(MarginAccountId.CROSS, Outcome.REDUCE, NOON, NOON);
        assertEquals(Duration.ZERO, last.ageAt(NOON.minusSeconds(1)));
        assertEquals(Duration.ZERO, LastDecision.breachedFor(last, NOON.minusSeconds(1)));
        assertEquals(Duration.ofSeconds(1), LastDecision.breachedFor(last, NOON.plusSeconds(1)));
        assertEquals(Duration.ZERO, LastDecision.breachedFor(null, NOON));
    }

    @Test
    void aHoldIsNoDecisionToStartFrom() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new LastDecision(MarginAccountId.CROSS, Outcome.HOLD, NOON, null));
    }

    @Test
    void whatIfAndADeadlineStartFromTheSame() throws Exception {
        // Given
        Decision opened = decide(venue(), afterMs(0), "99");
        Policies policies = (any, pack, at) -> Decisions.policy(venue());
        var service = new DecisionService(policies, log, Decisions::digest, () -> Decisions.DECIDED_AT);

        // When
        Decision whatIf = service.whatIf(
                SnapshotFixture.g1("99").sequence(9).asOf(afterMs(5)).snapshot(), null);
        Optional<Decided> atDeadline =
                service.redecisions().atDeadline("A-1", opened.marginCall().callId());

        // Then
        assertEquals(opened.leaves(), whatIf.startedFrom());
        Decision overdue =
                assertInstanceOf(Fresh.class, atDeadline.orElseThrow()).decision();
        assertEquals(opened.leaves(), overdue.startedFrom());
        assertEquals(NOON, last().since());
    }

    @ParameterizedTest
    @CsvSource({"CROSS", "ISOLATED BTCUSDT LONG", "ISOLATED 1000PEPE/USDT SHORT"})
    void aMarginAccountIsReadFromItsName(String name) {
        assertEquals(name, MarginAccountId.parse(name).orElseThrow().toString());
        assertEquals(Optional.empty(), MarginAccountId.parse(name + " "));
    }
}
