package io.plimsoll.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.plimsoll.account.OrderSide;
import io.plimsoll.api.Snapshots;
import io.plimsoll.audit.ClosureArchive.Search;
import io.plimsoll.audit.FillHandler.HandledFill;
import io.plimsoll.audit.RecordedFill.Status;
import io.plimsoll.decision.BookedFill;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.ClosurePlan.Surplus;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.DecisionLog.Overtaken;
import io.plimsoll.decision.DecisionLog.Standing;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.IntentChange.End;
import io.plimsoll.decision.ReportedFill;
import io.plimsoll.money.Rounding;
import io.plimsoll.money.Rounding.Direction;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One bitcoin, bought at 100,000 with 4,000 behind it, is to be sold: bankrupt at 96,000. */
@QuarkusTest
class FillsIT {

    private static final Instant AS_OF = Instant.parse(Snapshots.AS_OF);

    @Inject
    PostgresDecisionLog log;

    @Inject
    FillLog fillLog;

    @Inject
    ClosureArchive closures;

    @Inject
    ClosureMetrics metrics;

    @Inject
    ClosureConfig closureConfig;

    @Inject
    DueMetrics dueMetrics;

    @Inject
    DecisionArchive archive;

    @Inject
    AgroalDataSource dataSource;

    @Test
    void aFillOfAllEndsTheIntentAndTellsTheSurplusToTheCent() throws Exception {
        StoredIntent intent = closing("whole");

        HandledFill handled = handle(fill(intent, "1", "100000", "12.345"));

        assertEquals(Status.COMPLETE, handled.fill().status());
        assertEquals(new BigDecimal("3987.65"), handled.fill().surplus()); // 4,000 − 12.345
        assertEquals(Surplus.CUSTOMER, handled.fill().surplusTo());
        assertFalse(handled.fill().isLate());
        assertNull(handled.decisionId());
        assertEquals(End.FILLED, reread(intent).end());
        Standing standing = log.standing(intent.accountId());
        assertNull(standing.openIntent());
        assertEquals(1, standing.fills().size());
    }

    @ParameterizedTest
    @CsvSource({"95999.99, 0.00", "96000, 0.00", "96000.01, 0.01"})
    void mev5onlyWhatIsAboveTheBankruptcyPriceIsSurplus(String price, BigDecimal surplus) throws Exception {
        StoredIntent intent = closing("surplus");

        assertEquals(surplus, handle(fill(intent, "1", price, "0")).fill().surplus());
    }

    /** 4,000 − 12.345, which is told by the pack that ordered the closing, whatever the one that comes after it says. */
    @ParameterizedTest
    @CsvSource({"DOWN, 3987.65", "UP, 3987.66", "HALF_UP, 3987.66", "HALF_EVEN, 3987.66"})
    void theSurplusIsRoundedAsThePackSaysThatOrderedTheClosing(Direction values, BigDecimal surplus) throws Exception {
        String account = Snapshots.newAccount("rounded");
        new DecisionService(
                        new PlainPolicies(Rounding.ofValues(2, values)),
                        log,
                        new Sha256SnapshotDigest(),
                        InstantSource.system())
                .decide(Snapshots.read(Snapshots.json(account, 1, "4000", AS_OF.toString())), null);

        assertEquals(
                surplus,
                handle(fill(intents(account).getFirst(), "1", "100000", "12.345"))
                        .fill()
                        .surplus());
    }

    @Test
    void hyb6aFillThatIsShortForGoodLeadsToADecisionOfTheRest() throws Exception {
        StoredIntent intent = closing("short");

        HandledFill handled = handle(fill("f", intent, "0.6", "96000", true));

        assertEquals(Status.PARTIAL, handled.fill().status());
        assertNotNull(handled.decisionId());
        assertEquals(End.SHORT, reread(intent).end());
        StoredIntent next = intents(intent.accountId()).getFirst();
        assertEquals(handled.decisionId(), next.decisionId());
        assertEquals(new BigDecimal("0.4"), next.legs().getFirst().quantity());
        assertEquals(Trigger.FILL, decisions(intent).getFirst().trigger());
        String document = archive.document(next.decisionId()).orElseThrow();
        assertTrue(document.contains("\"fills\":[{\"fillId\":\"f" + intent.intentId() + "\""), document);
    }

    @Test
    void aPartOfAnOrderThatGoesOnIsKeptAndTheIntentStands() throws Exception {
        StoredIntent intent = closing("part");

        HandledFill handled = handle(fill("f", intent, "0.6", "96000", false));

        assertNull(handled.decisionId());
        StoredIntent after = reread(intent);
        assertEquals("PARTIALLY_FILLED", after.statusAt(after.issuedAt()));
        assertEquals(new BigDecimal("0.4"), after.legs().getFirst().remaining());
        assertEquals(
                List.of(),
                fillLog.due(Instant.now().plusSeconds(60)).stream()
                        .filter(due -> due.accountId().equals(intent.accountId()))
                        .toList());
    }

    @Test
    void theSameFillAgainChangesNothingAndOtherContentUnderItsIdIsRefused() throws Exception {
        StoredIntent intent = closing("twice");
        ReportedFill report = fill("f", intent, "0.6", "96000", false);
        RecordedFill first = handle(report).fill();
        long revision = log.standing(intent.accountId()).revision();

        RecordedFill second = handle(report).fill();

        assertTrue(second.isDuplicate());
        assertEquals(first.status(), second.status());
        assertEquals(revision, log.standing(intent.accountId()).revision());
        assertEquals(1, closures.fills(intent.intentId()).size());
        assertThrows(FillConflict.class, () -> handle(fill("f", intent, "0.7", "96000", false)));
    }

    @Test
    void theSameFillFromManyAtOnceIsOne() throws Exception {
        StoredIntent intent = closing("many");
        ReportedFill report = fill("f", intent, "0.6", "96000", false);
        List<Callable<HandledFill>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(() -> handle(report));
        }

        int fresh = 0;
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            for (Future<HandledFill> handled : callers.invokeAll(calls)) {
                fresh += handled.get().fill().isDuplicate() ? 0 : 1;
            }
        }

        assertEquals(1, fresh);
        assertEquals(1, log.standing(intent.accountId()).fills().size());
        assertEquals(new BigDecimal("0.6"), reread(intent).legs().getFirst().filled());
    }

    @Test
    void moreThanWasAskedForIsToldAndTheAccountHeldUntilASnapshotSaysHowItStands() throws Exception {
        StoredIntent intent = closing("over");
        handle(fill("f", intent, "0.6", "96000", false));

        RecordedFill over = handle(fill("g", intent, "0.7", "96000", false)).fill();

        assertEquals(Status.OVER, over.status());
        assertEquals(new BigDecimal("0.3"), over.excess());
        decide(intent.accountId(), 2, "4000", AS_OF.minusSeconds(1));
        assertEquals("HOLD", decisions(intent).getFirst().outcome().name());
        decide(intent.accountId(), 3, "4000", AS_OF.plusSeconds(60));
        assertEquals("LIQUIDATE", decisions(intent).getFirst().outcome().name());
    }

    @Test
    void whatNobodyOrderedIsKeptAndNothingFollows() throws Exception {
        StoredIntent intent = closing("unknown");
        ReportedFill elsewhere = new ReportedFill(
                "f" + intent.intentId(),
                "i-none",
                "BTCUSDT",
                OrderSide.SELL,
                null,
                null,
                BigDecimal.ONE,
                BigDecimal.TEN,
                BigDecimal.ZERO,
                AS_OF.plusSeconds(1),
                false);
        ReportedFill otherSide = new ReportedFill(
                "g" + intent.intentId(),
                intent.intentId(),
                "BTCUSDT",
                OrderSide.BUY,
                null,
                null,
                BigDecimal.ONE,
                BigDecimal.TEN,
                BigDecimal.ZERO,
                AS_OF.plusSeconds(1),
                false);

        assertEquals(Status.UNKNOWN, handle(elsewhere).fill().status());
        assertNull(handle(elsewhere).fill().accountId());
        assertEquals(Status.UNKNOWN, handle(otherSide).fill().status());
        assertEquals(List.of(), log.standing(intent.accountId()).fills());
        assertEquals(BigDecimal.ZERO, reread(intent).legs().getFirst().filled());
    }

    @Test
    void aFillAfterTheExpiryIsKeptAndTheNewIntentIsCutBackToTheRest() throws Exception {
        StoredIntent first = closing("late");
        InstantSource late = InstantSource.fixed(first.expiresAt().plusSeconds(3));
        new IntentExpiry(log, closures, service(late), late, metrics, closureConfig, dueMetrics).decideExpired();
        StoredIntent second = intents(first.accountId()).getFirst();
        assertEquals(BigDecimal.ONE, second.legs().getFirst().quantity());

        HandledFill handled = handle(fill("f", first, "0.6", "96000", false));

        assertTrue(handled.fill().isLate());
        StoredIntent third = intents(first.accountId()).getFirst();
        assertEquals(handled.decisionId(), third.decisionId());
        assertEquals(new BigDecimal("0.4"), third.legs().getFirst().quantity());
        assertEquals(End.SUPERSEDED, reread(second).end());
        assertEquals(new BigDecimal("0.6"), reread(first).legs().getFirst().filled());
    }

    @Test
    void aDecisionThatDoesNotKnowOfAFillIsOvertakenByIt() throws Exception {
        StoredIntent intent = closing("race");
        Standing before = log.standing(intent.accountId());
        handle(fill("f", intent, "0.6", "96000", false));

        var snapshot = Snapshots.read(Snapshots.json(intent.accountId(), 2, "4000", "2026-11-22T19:00:00.5Z"));
        var digest = new Sha256SnapshotDigest();
        var decision = DecisionService.evaluate(
                Case.ofSnapshot(snapshot, digest.of(snapshot), before.openCalls()),
                new PlainPolicies().choose(snapshot, null),
                Instant.now());

        assertThrows(Overtaken.class, () -> log.append(snapshot, digest.of(snapshot), decision, before));
    }

    @Test
    void whatAnInstanceLeftUndecidedIsDecidedByTheNextToLook() throws Exception {
        StoredIntent intent = closing("crash");
        Instant now = Instant.now();
        fillLog.record(fill("f", intent, "0.6", "96000", true), now);
        assertEquals(1, decisions(intent).size());

        handlerAt(now.plusSeconds(4)).reconcileWhatWasLeft();
        assertEquals(1, decisions(intent).size());
        handlerAt(now.plusSeconds(6)).reconcileWhatWasLeft();

        assertEquals(Trigger.FILL, decisions(intent).getFirst().trigger());
        assertEquals(2, decisions(intent).size());
    }

    @Test
    void fillsKeepTheirInstantToTheNanosecondAndNeverChange() throws Exception {
        StoredIntent intent = closing("exact");
        handle(fill("f", intent, "0.6", "96000", false));

        BookedFill kept = log.standing(intent.accountId()).fills().getFirst();
        assertEquals(AS_OF.plusSeconds(1), kept.filledAt());
        assertThrows(
                SQLException.class,
                () -> execute("update closure_fill set price = 1 where fill_id = ?", kept.fillId()));
        assertThrows(SQLException.class, () -> execute("delete from closure_fill where fill_id = ?", kept.fillId()));
    }

    private StoredIntent closing(String prefix) throws Exception {
        String account = Snapshots.newAccount(prefix);
        decide(account, 1, "4000", AS_OF);
        return intents(account).getFirst();
    }

    private void decide(String account, long sequence, String balance, Instant asOf) throws Exception {
        service(InstantSource.system())
                .decide(Snapshots.read(Snapshots.json(account, sequence, balance, asOf.toString())), null);
    }

    private DecisionService service(InstantSource clock) {
        return new DecisionService(new PlainPolicies(), log, new Sha256SnapshotDigest(), clock);
    }

    private FillHandler handlerAt(Instant now) {
        InstantSource clock = InstantSource.fixed(now);
        return new FillHandler(log, fillLog, service(clock), clock, metrics);
    }

    private HandledFill handle(ReportedFill report) throws Exception {
        return new FillHandler(log, fillLog, service(InstantSource.system()), InstantSource.system(), metrics)
                .handle(report);
    }

    private static ReportedFill fill(StoredIntent intent, String quantity, String price, String paid) {
        return new ReportedFill(
                "f" + intent.intentId(),
                intent.intentId(),
                "BTCUSDT",
                OrderSide.SELL,
                null,
                null,
                new BigDecimal(quantity),
                new BigDecimal(price),
                new BigDecimal(paid),
                AS_OF.plusSeconds(1),
                false);
    }

    private static ReportedFill fill(String name, StoredIntent intent, String quantity, String price, boolean isFinal) {
        return new ReportedFill(
                name + intent.intentId(),
                intent.intentId(),
                "BTCUSDT",
                OrderSide.SELL,
                null,
                null,
                new BigDecimal(quantity),
                new BigDecimal(price),
                BigDecimal.ZERO,
                AS_OF.plusSeconds(1),
                isFinal);
    }

    private StoredIntent reread(StoredIntent intent) throws Exception {
        return closures.intent(intent.intentId()).orElseThrow();
    }

    private List<StoredIntent> intents(String account) throws Exception {
        return closures.find(new Search(account, null, null, null, null), 100).items();
    }

    private List<DecisionSummary> decisions(StoredIntent intent) throws Exception {
        return archive.find(
                        new DecisionArchive.Search(intent.accountId(), null, null, null, null, null, null, null), 100)
                .items();
    }

    private void execute(String sql, String parameter) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            statement.executeUpdate();
        }
    }
}
