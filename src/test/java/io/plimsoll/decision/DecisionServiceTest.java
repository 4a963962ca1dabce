package io.plimsoll.decision;

import static io.plimsoll.fixtures.Positions.NOON;
import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.decimal;
import static io.plimsoll.fixtures.ScriptedRules.HALF_AN_HOUR;
import static io.plimsoll.fixtures.ScriptedRules.venue;
import static io.plimsoll.fixtures.ScriptedRules.when;
import static io.plimsoll.fixtures.SnapshotFixture.account;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Decided.Fresh;
import io.plimsoll.decision.Decided.Repeated;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.DecisionLog.Standing;
import io.plimsoll.decision.GuardProposal.Hold;
import io.plimsoll.decision.MarginCall.Status;
import io.plimsoll.decision.Policies.NoPolicyFits;
import io.plimsoll.decision.ThresholdProposal.Liquidate;
import io.plimsoll.fixtures.Decisions;
import io.plimsoll.fixtures.InMemoryDecisionLog;
import io.plimsoll.fixtures.ScriptedRules;
import io.plimsoll.market.Mark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What the service promises about a snapshot that is sent twice, late, by two, or while the log is away. */
class DecisionServiceTest {

    private final InMemoryDecisionLog log = new InMemoryDecisionLog();
    private final DecisionService service = serviceOn(log);

    private static DecisionService serviceOn(DecisionLog log) {
        ScriptedRules rules = venue().rule(
                        Stage.THRESHOLD,
                        "THR-9",
                        view -> when(
                                view.openCall() != null && view.openCall().isOverdueAt(view.evaluatedAt()),
                                new Liquidate("the call ran out")));
        Policies policies = (snapshot, pack, at) -> {
            if (pack != null && !pack.equals("scripted")) {
                throw new NoPolicyFits("no pack `" + pack + "`");
            }
            return Decisions.policy(rules);
        };
        return new DecisionService(policies, log, Decisions::digest, () -> Decisions.DECIDED_AT);
    }

    private static AccountSnapshot called(long sequence) {
        return snapshot(sequence, "900");
    }

    private static AccountSnapshot snapshot(long sequence, String cash) {
        return account()
                .sequence(sequence)
                .asOf(NOON.plusSeconds(sequence))
                .cash(cash)
                .with(cross("BTC", "100", "100", "100"))
                .snapshot();
    }

    private Decision fresh(AccountSnapshot snapshot) throws Exception {
        return assertInstanceOf(Fresh.class, service.decide(snapshot, null)).decision();
    }

    @Test
    void aSnapshotIsDecidedAndTheDecisionIsInTheLog() throws Exception {
        // When
        Decision decision = fresh(called(1));

        // Then
        assertEquals(Outcome.MARGIN_CALL, decision.outcome());
        assertEquals(List.of(decision), log.decisions());
        assertEquals(1, log.standing("A-1").revision());
        assertEquals(decision.decisionId(), log.standing("A-1").decisionId());
        assertEquals("scripted", log.standing("A-1").pack());
    }

    @Test
    void theSameSnapshotAgainIsTheDecisionAlreadyMade() throws Exception {
        // Given
        Decision decision = fresh(called(1));

        // When
        Decided again = service.decide(called(1), null);

        // Then
        assertEquals(new Repeated(decision.decisionId()), again);
        assertEquals(1, log.decisions().size());
    }

    @Test
    void aMarkThatChangesWhatIsDueIsDecidedAndLoggedOnTheSameSnapshot() throws Exception {
        // Given
        Decision before = fresh(snapshot(1, "5000"));

        // When
        AtMark at = service.redecisions().atMark(snapshot(1, "900"), false, NOON.plusSeconds(9));

        // Then
        Decision decision = assertInstanceOf(AtMark.Logged.class, at).decision();
        assertEquals(Outcome.HEALTHY, before.outcome());
        assertEquals(Outcome.MARGIN_CALL, decision.outcome());
        assertEquals(Trigger.MARK, decision.trigger());
        assertEquals(1, decision.snapshotSequence());
        assertEquals(NOON.plusSeconds(9), decision.evaluatedAt());
        assertEquals(List.of(before, decision), log.decisions());
        assertEquals(((AtMark.Logged) at).revision(), log.standing("A-1").revision());
        assertEquals(decision.leaves(), log.standing("A-1").lastDecisions());
        assertEquals(
                new Repeated(before.decisionId()),
                service.decide(snapshot(1, "5000"), null),
                "the snapshot is still the one that came in");
    }

    @Test
    void aPolicyVersionThatComesIntoForceLaterDecidesAHeldAccountAtNewerMarksThoughItsSnapshotIsOlder()
            throws Exception {
        // Given an account that the version of its snapshot's time holds
        Instant inForce = NOON.plusSeconds(60);
        Policies versions = (snapshot, pack, at) ->
                Decisions.policy(at.isBefore(inForce) ? venue().always("GRD-1", new Hold("not yet")) : venue());
        DecisionService live = new DecisionService(versions, log, Decisions::digest, () -> Decisions.DECIDED_AT);
        live.decide(called(1), null);
        assertEquals(Outcome.HOLD, log.decisions().getLast().outcome());
        AccountSnapshot marked = called(1).withMark("BTC", new Mark(decimal("101"), null, NOON.plusSeconds(59)));

        // When a mark comes before the next version is in force, then it stays held
        AtMark before = live.redecisions().atMark(marked, true, inForce.minusNanos(1));
        assertInstanceOf(AtMark.Same.class, before);

        // When it is in force, then it decides
        AtMark at = live.redecisions().atMark(marked, true, inForce);
        assertEquals(
                Outcome.MARGIN_CALL,
                assertInstanceOf(AtMark.Logged.class, at).decision().outcome());
    }

    @Test
    void aMarkThatChangesNothingThatMattersIsNotLogged() throws Exception {
        // Given
        fresh(snapshot(1, "5000"));

        // When
        AtMark at = service.redecisions().atMark(snapshot(1, "4999"), false, NOON.plusSeconds(9));

        // Then
        assertInstanceOf(AtMark.Same.class, at);
        assertEquals(1, log.decisions().size());
    }

    @Test
    void aSnapshotThatCameFirstMakesADecisionAtMarksWorthNothing() throws Exception {
        // Given
        fresh(snapshot(1, "5000"));
        fresh(snapshot(2, "5000"));

        // When
        AtMark at = service.redecisions().atMark(snapshot(1, "900"), false, NOON.plusSeconds(9));

        // Then
        assertInstanceOf(AtMark.Superseded.class, at);
        assertEquals(2, log.decisions().size());
    }

    @Test
    void anOlderSequenceIsStale() throws Exception {
        // Given
        fresh(called(5));

        // When
        var refusal = assertThrows(SequenceRefused.class, () -> service.decide(called(4), null));

        // Then
        assertTrue(refusal.isStale());
        assertEquals(5, refusal.lastSequence());
        assertEquals(1, log.decisions().size());
    }

    @Test
    void theSameSequenceWithOtherContentIsAConflict() throws Exception {
        // Given
        fresh(called(5));

        // When
        var refusal = assertThrows(SequenceRefused.class, () -> service.decide(snapshot(5, "901"), null));

        // Then
        assertFalse(refusal.isStale());
        assertEquals(1, log.decisions().size());
    }

    @Test
    void sequencesMayLeaveGapsAndStartAtZero() throws Exception {
        // When
        fresh(called(0));
        fresh(called(7));

        // Then
        assertEquals(2, log.standing("A-1").revision());
        assertEquals(7, log.standing("A-1").sequence());
    }

    @Test
    void aDecisionThatAnotherInstanceOvertookIsMadeAgainOnWhereTheAccountStandsNow() throws Exception {
        // Given: the other instance opens a call while this one still believes there is none
        log.beforeNextAppend(() -> decideElsewhere(called(1)));

        // When
        Decision decision = fresh(snapshot(2, "800"));

        // Then
        assertEquals(Status.STANDING, decision.marginCall().status());
        assertEquals(
                log.decisions().getFirst().marginCall().callId(),
                decision.marginCall().callId());
        assertEquals(2, log.standing("A-1").revision());
    }

    @Test
    void aSnapshotThatAnotherInstanceDecidedMeanwhileIsRepeated() throws Exception {
        // Given
        log.beforeNextAppend(() -> decideElsewhere(called(1)));

        // When
        Decided decided = service.decide(called(1), null);

        // Then
        assertEquals(new Repeated(log.decisions().getFirst().decisionId()), decided);
        assertEquals(1, log.decisions().size());
    }

    @Test
    void aSnapshotThatAnotherInstanceOvertookWithALaterOneIsStale() {
        // Given
        log.beforeNextAppend(() -> decideElsewhere(called(2)));

        // Then
        assertTrue(assertThrows(SequenceRefused.class, () -> service.decide(called(1), null))
                .isStale());
    }

    @Test
    void anAccountThatOthersKeepDecidingIsGivenUpAfterFiveAttempts() throws Exception {
        // Given
        for (long sequence = 1; sequence <= 5; sequence++) {
            long other = sequence;
            log.beforeNextAppend(() -> decideElsewhere(called(other)));
            log.beforeNextAppend(() -> {}); // the other instance's own append
        }

        // Then
        assertThrows(LogUnavailable.class, () -> service.decide(called(9), null));
        assertEquals(5, log.decisions().size());
        assertEquals(5, log.standing("A-1").sequence());
    }

    @Test
    void withoutTheLogNothingIsDecidedAndAfterItsReturnEverythingIsAsBefore() throws Exception {
        // Given
        fresh(called(1));
        log.goAway();

        // When
        assertThrows(LogUnavailable.class, () -> service.decide(called(2), null));
        assertThrows(LogUnavailable.class, () -> service.whatIf(called(2), null));
        assertThrows(LogUnavailable.class, () -> service.redecisions().atDeadline("A-1", "call-1"));
        log.comeBack();

        // Then
        assertEquals(1, log.decisions().size());
        assertEquals(Status.STANDING, fresh(called(2)).marginCall().status());
    }

    @Test
    void aLogThatGoesAwayWhileItIsWrittenLeavesTheAccountFreeForTheNextSnapshot() throws Exception {
        // Given
        log.beforeNextAppend(log::goAway);

        // When
        assertThrows(LogUnavailable.class, () -> service.decide(called(1), null));
        log.comeBack();

        // Then
        assertEquals(Outcome.MARGIN_CALL, fresh(called(1)).outcome());
    }

    @Test
    void aPackThatDoesNotExistLeavesNoTrace() throws Exception {
        // When
        assertThrows(NoPolicyFits.class, () -> service.decide(called(1), "spot"));

        // Then
        assertEquals(Standing.NEW, log.standing("A-1"));
    }

    @Test
    void whatIfSeesTheOpenCallAndLeavesNoTrace() throws Exception {
        // Given
        Decision decision = fresh(called(5));
        Standing before = log.standing("A-1");

        // When: of an older sequence, which a decision would refuse
        Decision whatIf = service.whatIf(snapshot(3, "800"), null);

        // Then
        assertEquals(Status.STANDING, whatIf.marginCall().status());
        assertEquals(decision.marginCall().callId(), whatIf.marginCall().callId());
        assertEquals(before, log.standing("A-1"));
        assertEquals(1, log.decisions().size());
    }

    @Test
    void anOverdueCallIsDecidedOnceOnTheLastSnapshot() throws Exception {
        // Given
        Decision opened = fresh(called(1));
        String callId = opened.marginCall().callId();

        // When
        Optional<Decided> first = service.redecisions().atDeadline("A-1", callId);
        Optional<Decided> second = service.redecisions().atDeadline("A-1", callId);

        // Then
        Decision decision = assertInstanceOf(Fresh.class, first.orElseThrow()).decision();
        assertEquals(Outcome.LIQUIDATE, decision.outcome());
        assertEquals(Status.EXPIRED, decision.marginCall().status());
        assertEquals(opened.asOf().plus(HALF_AN_HOUR), decision.evaluatedAt());
        assertEquals(Optional.empty(), second);
        assertEquals(2, log.decisions().size());
    }

    @Test
    void anOverdueCallIsJudgedAtTheLatestMarkAndByThePolicyOfThatInstant() throws Exception {
        // Given
        String callId = fresh(called(1)).marginCall().callId();
        Instant dueBy = NOON.plusSeconds(1).plus(HALF_AN_HOUR);
        List<Instant> asked = new ArrayList<>();
        DecisionService live = new DecisionService(
                (snapshot, pack, at) -> {
                    asked.add(at);
                    return Decisions.policy(venue());
                },
                log,
                Decisions::digest,
                snapshot -> snapshot.withMark("BTC", new Mark(decimal("90"), null, dueBy.plusSeconds(2))),
                () -> Decisions.DECIDED_AT);

        // When
        live.redecisions().atDeadline("A-1", callId);

        // Then
        Decision decision = log.decisions().getLast();
        assertEquals(Trigger.DEADLINE, decision.trigger());
        assertEquals(dueBy.plusSeconds(2), decision.evaluatedAt());
        assertEquals(decimal("90"), decision.positions().getFirst().price());
        assertEquals(List.of(dueBy.plusSeconds(2)), asked);
    }

    /** A mark that the snapshot has already, or none, leaves the deadline as the instant. */
    @Test
    void withoutALaterMarkAnOverdueCallIsJudgedAtItsDeadline() throws Exception {
        String callId = fresh(called(1)).marginCall().callId();
        DecisionService live = new DecisionService(
                (snapshot, pack, at) -> Decisions.policy(venue()),
                log,
                Decisions::digest,
                snapshot ->
                        snapshot.withMark("BTC", snapshot.positions().getFirst().mark()),
                () -> Decisions.DECIDED_AT);

        live.redecisions().atDeadline("A-1", callId);

        assertEquals(
                NOON.plusSeconds(1).plus(HALF_AN_HOUR),
                log.decisions().getLast().evaluatedAt());
    }

    @Test
    void theSnapshotSentAgainAfterItsDeadlineIsStillAnsweredWithItsOwnDecision() throws Exception {
        // Given
        Decision opened = fresh(called(1));
        service.redecisions().atDeadline("A-1", opened.marginCall().callId());

        // When
        Decided again = service.decide(called(1), null);

        // Then
        assertEquals(new Repeated(opened.decisionId()), again);
    }

    @Test
    void aCallThatEndedOrNeverWasIsNotOverdue() throws Exception {
        // Given
        String callId = fresh(called(1)).marginCall().callId();
        fresh(snapshot(2, "5000"));

        // Then
        assertEquals(Optional.empty(), service.redecisions().atDeadline("A-1", callId));
        assertEquals(Optional.empty(), service.redecisions().atDeadline("A-1", "call-0"));
        assertEquals(Optional.empty(), service.redecisions().atDeadline("A-2", callId));
        assertEquals(2, log.decisions().size());
    }

    @Test
    void aDeadlineThatASnapshotOvertookIsLeftToThatSnapshot() throws Exception {
        // Given
        String callId = fresh(called(1)).marginCall().callId();
        log.beforeNextAppend(() -> decideElsewhere(snapshot(2, "5000")));

        // When
        Optional<Decided> overdue = service.redecisions().atDeadline("A-1", callId);

        // Then
        assertEquals(Optional.empty(), overdue);
        assertEquals(Outcome.HEALTHY, log.decisions().getLast().outcome());
    }

    @Test
    void eightSendersOfOneAccountLoseNothingAndDecideNothingTwice() throws Exception {
        // Given: two instances on one log, eight threads, each sending sequences 1 to 40 in an order of its own
        DecisionService other = serviceOn(log);
        List<Callable<Void>> senders = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            DecisionService instance = i % 2 == 0 ? service : other;
            Random order = new Random(i);
            senders.add(() -> {
                for (long sequence = 1; sequence <= 40; sequence += 1 + order.nextInt(3)) {
                    try {
                        instance.decide(called(sequence), null);
                    } catch (SequenceRefused | LogUnavailable e) {
                        assertFalse(e instanceof SequenceRefused refused && !refused.isStale(), e::toString);
                    }
                }
                return null;
            });
        }

        // When
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (Future<Void> sender : threads.invokeAll(senders)) {
                sender.get();
            }
        }

        // Then
        List<Long> sequences =
                log.decisions().stream().map(Decision::snapshotSequence).toList();
        assertEquals(sequences.stream().sorted().distinct().toList(), sequences);
        assertEquals(log.decisions().size(), log.standing("A-1").revision());
        assertEquals(
                1,
                log.decisions().stream()
                        .map(decision -> decision.marginCall().callId())
                        .distinct()
                        .count(),
                "one call all the way");
        assertTrue(sequences.size() > 6, "decided " + sequences);
    }

    private void decideElsewhere(AccountSnapshot snapshot) {
        try {
            serviceOn(log).decide(snapshot, null);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
