package io.plimsoll.decision;

import static io.plimsoll.fixtures.Decisions.decide;
import static io.plimsoll.fixtures.Decisions.decideAt;
import static io.plimsoll.fixtures.Positions.NOON;
import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.decimal;
import static io.plimsoll.fixtures.Positions.isolated;
import static io.plimsoll.fixtures.ScriptedRules.HALF_AN_HOUR;
import static io.plimsoll.fixtures.ScriptedRules.figures;
import static io.plimsoll.fixtures.ScriptedRules.venue;
import static io.plimsoll.fixtures.ScriptedRules.when;
import static io.plimsoll.fixtures.SnapshotFixture.account;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.decision.CollateralProposal.Accept;
import io.plimsoll.decision.CollateralProposal.Haircut;
import io.plimsoll.decision.GuardProposal.Hold;
import io.plimsoll.decision.MarginCall.Acceptable;
import io.plimsoll.decision.MarginCall.Status;
import io.plimsoll.decision.ThresholdProposal.BlockNewRisk;
import io.plimsoll.decision.ThresholdProposal.CallMinimum;
import io.plimsoll.decision.ThresholdProposal.CallStep;
import io.plimsoll.decision.ThresholdProposal.CallToEquityBy;
import io.plimsoll.decision.ThresholdProposal.CallToRatio;
import io.plimsoll.decision.ThresholdProposal.CallToRatioBy;
import io.plimsoll.decision.ThresholdProposal.ExtendCall;
import io.plimsoll.decision.ThresholdProposal.ExtendCallTo;
import io.plimsoll.decision.ThresholdProposal.Liquidate;
import io.plimsoll.fixtures.ScriptedRules;
import io.plimsoll.fixtures.SnapshotFixture;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One call from its opening to its end, seen through the decisions that change it. */
class CallLifecycleTest {

    private static final Instant DUE = NOON.plus(HALF_AN_HOUR);

    /** 1000 of initial and 500 of maintenance margin against the given cash. */
    private static SnapshotFixture withCash(String cash) {
        return account().cash(cash).with(cross("BTC", "100", "100", "100"));
    }

    private static SnapshotFixture withCash(String cash, Instant asOf) {
        return withCash(cash).sequence(2).asOf(asOf);
    }

    private static OpenCall callOpenedAtNoon() {
        return onlyCall(decide(withCash("900"), venue())).asOpenCall();
    }

    private static MarginCall onlyCall(Decision decision) {
        assertEquals(1, decision.marginCalls().size());
        return decision.marginCalls().getFirst();
    }

    /** {@link ScriptedRules#venue()} that closes an account whose call is overdue. */
    private static ScriptedRules closingOverdue() {
        return venue().rule(
                        Stage.THRESHOLD,
                        "THR-9",
                        view -> when(
                                view.openCall() != null && view.openCall().isOverdueAt(view.evaluatedAt()),
                                new Liquidate("the call ran out")));
    }

    @Test
    void aCallIsOpenedWithWhatIsMissingAndTheTimeToCure() {
        // When
        Decision decision = decide(withCash("900"), venue());

        // Then
        MarginCall call = onlyCall(decision);
        assertAll(
                () -> assertEquals(Outcome.MARGIN_CALL, decision.outcome()),
                () -> assertEquals(Status.OPENED, call.status()),
                () -> assertEquals(decimal("100.00"), call.amount().amount()),
                () -> assertEquals("USDT", call.amount().currency()),
                () -> assertEquals(NOON, call.openedAt()),
                () -> assertEquals(DUE, call.dueBy()),
                () -> assertTrue(call.callId().matches("call-[0-9a-f]{32}")));
    }

    @Test
    void anOpenCallStaysTheSameCallWithItsAmountBroughtUpToDate() {
        // Given
        OpenCall open = callOpenedAtNoon();

        // When
        MarginCall call = onlyCall(decide(withCash("700", NOON.plusSeconds(600)), venue(), open));

        // Then
        assertAll(
                () -> assertEquals(Status.STANDING, call.status()),
                () -> assertEquals(open.callId(), call.callId()),
                () -> assertEquals(NOON, call.openedAt()),
                () -> assertEquals(DUE, call.dueBy()),
                () -> assertEquals(decimal("300.00"), call.amount().amount()));
    }

    @ParameterizedTest
    @CsvSource({
        "900, 100.00, 0.00, 0, nothing yet",
        "999.99, 0.01, 99.99, 0.9999, all but a cent",
        "950, 50.00, 50.00, 0.5, half of it",
        "700, 300.00, 0, 0, worse than at first"
    })
    void aCallPartlyMetKeepsItsOriginalAmountAndItsDeadline(
            String cash, BigDecimal amount, BigDecimal cured, BigDecimal share, String why) {
        // Given
        OpenCall open = callOpenedAtNoon();

        // When
        MarginCall call = onlyCall(decide(withCash(cash, NOON.plusSeconds(600)), venue(), open));

        // Then
        assertAll(
                why,
                () -> assertEquals(Status.STANDING, call.status()),
                () -> assertEquals(amount, call.amount().amount()),
                () -> assertEquals(decimal("100.00"), call.originalAmount()),
                () -> assertEquals(cured, call.cured()),
                () -> assertEquals(share, call.asOpenCall().curedShare()),
                () -> assertEquals(DUE, call.dueBy()));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 0.0005555555555555555555555555555555555",
        "900, 0.5",
        "1799, 0.9994444444444444444444444444444444",
        "1800, 1",
        "3600, 2"
    })
    void theShareOfTheTimeThatHasPassedIsOneAtTheDeadline(long seconds, BigDecimal share) {
        assertEquals(share, callOpenedAtNoon().elapsedShareAt(NOON.plusSeconds(seconds)));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T12:00:00.000000001Z, MARGIN_CALL, a nanosecond to go",
        "2026-03-02T12:00:00Z, HOLD, nobody can meet a call that is due already",
        "2026-03-02T11:59:59Z, HOLD, nor one that was due before"
    })
    void aCallMayBeDueAtAnInstantToCome(Instant dueBy, Outcome outcome, String why) {
        // Given
        ScriptedRules rules = figures().always("THR-3", new CallToEquityBy(decimal("1000"), dueBy));

        // When
        Decision decision = decide(withCash("900"), rules);

        // Then
        assertEquals(outcome, decision.outcome(), why);
        assertEquals(outcome == Outcome.HOLD ? List.of() : List.of(dueBy), dueDates(decision), why);
    }

    @Test
    void aDeadlineThatHasPassedLeavesAnOpenCallAsItWas() {
        // Given
        ScriptedRules rules = figures().always("THR-3", new CallToRatioBy(decimal("2"), NOON.plusSeconds(60)));

        // When
        MarginCall call = onlyCall(decide(withCash("900", NOON.plusSeconds(90)), rules, callOpenedAtNoon()));

        // Then
        assertEquals(Status.STANDING, call.status());
        assertEquals(DUE, call.dueBy());
        assertEquals(decimal("100.00"), call.amount().amount());
    }

    @Test
    void ofADurationAndAnInstantTheEarlierDeadlineWins() {
        // Given: 100 within half an hour, 200 by a quarter past
        ScriptedRules rules = venue().always("THR-3", new CallToEquityBy(decimal("1100"), NOON.plusSeconds(900)));

        // When
        MarginCall call = onlyCall(decide(withCash("900"), rules));

        // Then
        assertEquals(decimal("200.00"), call.amount().amount());
        assertEquals(NOON.plusSeconds(900), call.dueBy());
        assertEquals(List.of("THR-3"), call.askedBy());
    }

    @ParameterizedTest
    @CsvSource({
        "PT1H, 2026-03-02T12:59:59Z, 2026-03-02T13:00:00Z, the duration is later",
        "PT1H, 2026-03-02T13:00:01Z, 2026-03-02T13:00:01Z, the instant is later",
        "PT1S, 2026-03-02T12:00:01Z, 2026-03-02T12:30:00Z, neither is later than the deadline"
    })
    void ofExtensionsTheLatestWins(Duration cure, Instant to, Instant dueBy, String why) {
        // Given
        ScriptedRules rules =
                venue().always("THR-3", new ExtendCall(cure, "holiday"), new ExtendCallTo(to, "maintenance"));

        // When
        MarginCall call = onlyCall(decide(withCash("900", NOON.plusSeconds(60)), rules, callOpenedAtNoon()));

        // Then
        assertEquals(dueBy, call.dueBy(), why);
    }

    @ParameterizedTest
    @CsvSource({
        "899.99, MARGIN_CALL, 125, a cent above the least amount",
        "900, MARGIN_CALL, 100, the least amount itself",
        "900.01, HEALTHY, , a cent below is not called",
        "850, MARGIN_CALL, 150, a multiple of the step stays",
        "849.99, MARGIN_CALL, 175, a cent more is the next step"
    })
    void aCallHasALeastAmountAndAStep(String cash, Outcome outcome, BigDecimal amount, String why) {
        // Given: the larger of two least amounts and of two steps counts
        ScriptedRules rules = venue().always("THR-3", new CallMinimum(decimal("100")), new CallStep(decimal("25")))
                .always("THR-4", new CallMinimum(decimal("99")), new CallStep(decimal("0.5")));

        // When
        Decision decision = decide(withCash(cash), rules);

        // Then
        assertEquals(outcome, decision.outcome(), why);
        assertEquals(
                amount == null ? List.of() : List.of(amount.setScale(2)),
                decision.marginCalls().stream()
                        .map(call -> call.amount().amount())
                        .toList(),
                why);
    }

    @Test
    void whatIsLeftOfACallBelowTheLeastAmountIsCured() {
        // Given
        ScriptedRules rules = venue().always("THR-3", new CallMinimum(decimal("50")));

        // Then
        assertEquals(
                Status.STANDING,
                onlyCall(decide(withCash("950", NOON.plusSeconds(60)), rules, callOpenedAtNoon()))
                        .status());
        assertEquals(
                Status.CURED,
                onlyCall(decide(withCash("950.01", NOON.plusSeconds(60)), rules, callOpenedAtNoon()))
                        .status());
    }

    @Test
    void anAmountTooSmallToCallIsSaidToBeDueNowhere() {
        // Given: 499 of equity on 500 of maintenance margin, and calls from 1000 on
        ScriptedRules rules = figures()
                .always("THR-3", new CallToRatio(BigDecimal.ONE, HALF_AN_HOUR), new CallMinimum(decimal("1000")));

        // Then
        assertEquals(Outcome.HEALTHY, decide(withCash("499"), rules).outcome());
        assertEquals(Outcome.HOLD, decide(withCash("499"), figures()).outcome(), "where no rule asks at all");
    }

    private static List<Instant> dueDates(Decision decision) {
        return decision.marginCalls().stream().map(MarginCall::dueBy).toList();
    }

    @Test
    void aCallsRecordSaysWhoAskedWhatTheAccountWasWorthAndWhatWasClosed() {
        // Given
        MarginCall opened = onlyCall(decide(withCash("900"), venue()));

        // When
        MarginCall expired = onlyCall(decide(withCash("940", DUE), closingOverdue(), opened.asOpenCall()));
        MarginCall superseded = onlyCall(decide(withCash("400", DUE.minusNanos(1)), venue(), opened.asOpenCall()));

        // Then
        assertAll(
                () -> assertEquals(List.of("THR-1"), opened.askedBy()),
                () -> assertEquals(decimal("900.00"), opened.equity()),
                () -> assertEquals(List.of(), opened.liquidated()),
                () -> assertEquals(List.of(), expired.askedBy()),
                () -> assertEquals(decimal("940.00"), expired.equity()),
                () -> assertEquals(decimal("100.00"), expired.originalAmount()),
                () -> assertEquals(
                        decimal("100"),
                        Objects.requireNonNull(expired.liquidated().getFirst().order())
                                .quantity()),
                () -> assertEquals(
                        ClosurePlan.Action.CLOSE,
                        superseded.liquidated().getFirst().action()),
                () -> assertEquals(BigDecimal.ZERO, superseded.amount().amount()),
                () -> assertEquals(0, superseded.cured().signum(), "nothing was met before it was superseded"));
    }

    @ParameterizedTest
    @CsvSource({
        "PT29M59S, STANDING, PT30M, shorter than granted: never earlier",
        "PT30M, STANDING, PT30M, the same",
        "PT30M1S, EXTENDED, PT30M1S, a second longer",
        "PT5H, EXTENDED, PT5H, hours longer"
    })
    void aDeadlineOnlyMovesLater(Duration cure, Status status, Duration due, String why) {
        // Given
        ScriptedRules extending = venue().always("THR-3", new ExtendCall(cure, "bank holiday"));

        // When
        MarginCall call = onlyCall(decide(withCash("900", NOON.plusSeconds(60)), extending, callOpenedAtNoon()));

        // Then
        assertEquals(status, call.status(), why);
        assertEquals(NOON.plus(due), call.dueBy(), why);
    }

    /** MCL-7: the flag is on at the deadline itself, and no snapshot came before. */
    @ParameterizedTest(name = "judged at its deadline before {0}: {1}")
    @CsvSource({"false, MARGIN_CALL, EXTENDED", "true, LIQUIDATE, EXPIRED"})
    void whatAnExtensionGrantsCountsBeforeTheCallIsFoundOverdue(boolean judged, Outcome outcome, Status status) {
        // Given
        OpenCall open = callOpenedAtNoon();
        OpenCall due = new OpenCall(
                open.callId(),
                open.marginAccount(),
                open.openedAt(),
                open.dueBy(),
                open.originalAmount(),
                open.amount(),
                judged);
        ScriptedRules rules = venue().always("THR-3", new ExtendCall(Duration.ofHours(1), "bank holiday"))
                .rule(
                        Stage.THRESHOLD,
                        "THR-4",
                        view -> Objects.requireNonNull(view.openCall()).isOverdueAt(view.evaluatedAt())
                                ? List.of(new Liquidate("overdue"))
                                : List.of());

        // When
        Decision decision = decide(withCash("900", open.dueBy()), rules, due);

        // Then
        assertEquals(outcome, decision.outcome());
        assertEquals(status, onlyCall(decision).status());
        assertTrue(decision.because().stream()
                .anyMatch(because -> because.proposed().rule().equals("THR-3")));
    }

    @Test
    void anExtensionThatHasRunOutItselfLeavesTheCallOverdue() {
        // Given
        ScriptedRules extending = venue().always("THR-3", new ExtendCall(Duration.ofHours(1), "bank holiday"));

        // When
        MarginCall call =
                onlyCall(decide(withCash("900", NOON.plus(Duration.ofHours(2))), extending, callOpenedAtNoon()));

        // Then
        assertEquals(Status.OVERDUE, call.status());
        assertEquals(NOON.plus(Duration.ofHours(1)), call.dueBy());
    }

    @Test
    void anExtensionCountsFromTheOpeningOfANewCall() {
        // When
        MarginCall call = onlyCall(
                decide(withCash("900"), venue().always("THR-3", new ExtendCall(Duration.ofHours(1), "holiday"))));

        // Then
        assertEquals(Status.OPENED, call.status());
        assertEquals(NOON.plus(Duration.ofHours(1)), call.dueBy());
    }

    @ParameterizedTest
    @CsvSource({"999.99, STANDING, 0.01", "1000, CURED, 0", "1000.01, CURED, 0"})
    void aCallIsCuredWhereRulesNoLongerAskForIt(String cash, Status status, String amount) {
        // When
        MarginCall call = onlyCall(decide(withCash(cash, NOON.plusSeconds(60)), venue(), callOpenedAtNoon()));

        // Then
        assertEquals(status, call.status());
        assertEquals(0, decimal(amount).compareTo(call.amount().amount()));
        assertEquals(DUE, call.dueBy());
    }

    @Test
    void aClosingBeforeTheDeadlineSupersedesTheCall() {
        // When
        Decision decision = decide(withCash("400", DUE.minusNanos(1)), venue(), callOpenedAtNoon());

        // Then
        assertEquals(Outcome.LIQUIDATE, decision.outcome());
        assertEquals(Status.SUPERSEDED, onlyCall(decision).status());
        assertEquals(BigDecimal.ZERO, onlyCall(decision).amount().amount());
    }

    @ParameterizedTest
    @CsvSource({"-1, MARGIN_CALL, STANDING", "0, LIQUIDATE, EXPIRED", "1, LIQUIDATE, EXPIRED"})
    void anUnmetCallExpiresFromItsDeadlineOn(long nanos, Outcome outcome, Status status) {
        // When
        Decision decision = decide(withCash("900", DUE.plusNanos(nanos)), closingOverdue(), callOpenedAtNoon());

        // Then
        assertEquals(outcome, decision.outcome());
        assertEquals(status, onlyCall(decision).status());
    }

    @Test
    void anExpiredCallBringsNoNewTimeToCureBeforeTheAccountIsRestored() {
        // Given
        ScriptedRules rules = closingOverdue();
        OpenCall open = callOpenedAtNoon();
        MarginCall expired = onlyCall(decide(withCash("900", DUE), rules, open));

        // When: a snapshot from before the closing was done, then one of the restored account
        Decision still = decide(withCash("900", DUE.plusSeconds(5)), rules, expired.asOpenCall());
        Decision restored = decide(
                withCash("5000", DUE.plusSeconds(9)), venue(), onlyCall(still).asOpenCall());

        // Then
        assertEquals(Outcome.LIQUIDATE, still.outcome());
        assertEquals(Status.EXPIRED, onlyCall(still).status());
        assertEquals(open.callId(), onlyCall(still).callId());
        assertEquals(Status.CURED, onlyCall(restored).status());
    }

    @Test
    void aDeadlineWithoutASnapshotExpiresTheCallOnTheLastOne() {
        // When
        Decision decision = decideAt(DUE, withCash("900"), closingOverdue(), callOpenedAtNoon());

        // Then
        assertAll(
                () -> assertEquals(Outcome.LIQUIDATE, decision.outcome()),
                () -> assertEquals(Status.EXPIRED, onlyCall(decision).status()),
                () -> assertEquals(Decision.Trigger.DEADLINE, decision.trigger()),
                () -> assertEquals(DUE, decision.evaluatedAt()),
                () -> assertEquals(NOON, decision.asOf()),
                () -> assertNotEquals(decide(withCash("900"), venue()).decisionId(), decision.decisionId()));
    }

    @ParameterizedTest
    @CsvSource({"-1, STANDING", "0, OVERDUE", "1, OVERDUE"})
    void whileTheDataIsHeldAnOpenCallIsLeftAsItIs(long nanos, Status status) {
        // Given
        OpenCall open = callOpenedAtNoon();
        ScriptedRules held = closingOverdue()
                .always("GRD-1", new Hold("mark is too old"))
                .always("THR-3", new ExtendCall(Duration.ofHours(5), "holiday"));

        // When
        Decision decision = decide(withCash("2000", DUE.plusNanos(nanos)), held, open);

        // Then
        assertEquals(Outcome.HOLD, decision.outcome());
        assertEquals(status, onlyCall(decision).status());
        assertEquals(open.callId(), onlyCall(decision).callId());
        assertEquals(open.dueBy(), onlyCall(decision).dueBy());
        assertEquals(open.amount(), onlyCall(decision).amount().amount());
    }

    @Test
    void noCallIsOpenedOnDataThatIsHeld() {
        assertEquals(
                List.of(),
                decide(withCash("900"), venue().always("GRD-1", new Hold("mark is too old")))
                        .marginCalls());
    }

    @Test
    void underReduceOnlyACallStandsBesideTheBlock() {
        // Given
        OpenCall open = callOpenedAtNoon();
        ScriptedRules blocking = venue().always("THR-3", new BlockNewRisk("called"));

        // When
        Decision decision = decide(withCash("900", NOON.plusSeconds(60)), blocking, open);

        // Then
        assertEquals(Outcome.REDUCE_ONLY, decision.outcome());
        assertEquals(Status.STANDING, onlyCall(decision).status());
        assertEquals(open.callId(), onlyCall(decision).callId());
    }

    @Test
    void underReduceOnlyAMetCallIsCured() {
        // When
        Decision decision = decide(
                withCash("1000", NOON.plusSeconds(60)),
                venue().always("THR-3", new BlockNewRisk("size")),
                callOpenedAtNoon());

        // Then
        assertEquals(Outcome.REDUCE_ONLY, decision.outcome());
        assertEquals(Status.CURED, onlyCall(decision).status());
    }

    @Test
    void aCallReopenedAfterItsCureIsAnotherCall() {
        // Given
        OpenCall first = callOpenedAtNoon();

        // When
        MarginCall second = onlyCall(decide(withCash("900", NOON.plusSeconds(120)), venue()));

        // Then
        assertEquals(Status.OPENED, second.status());
        assertNotEquals(first.callId(), second.callId());
        assertEquals(NOON.plusSeconds(120).plus(HALF_AN_HOUR), second.dueBy());
    }

    @Test
    void theCallOfAnIsolatedPositionThatIsGoneIsCured() {
        // Given
        OpenCall open = callOfIsolatedSol();

        // When
        MarginCall call = onlyCall(decide(account().sequence(2).cash("10"), venue(), open));

        // Then
        assertEquals(Status.CURED, call.status());
        assertEquals(open.callId(), call.callId());
        assertEquals(BigDecimal.ZERO, call.amount().amount());
    }

    @Test
    void theCallOfAnIsolatedPositionThatIsGoneFromDataNobodyTrustsIsLeftAsItIs() {
        // Given
        OpenCall open = callOfIsolatedSol();
        ScriptedRules held = venue().always("GRD-1", new Hold("feed is broken"));

        // When
        MarginCall call = onlyCall(decide(account().sequence(2).cash("10"), held, open));

        // Then
        assertEquals(Status.STANDING, call.status());
        assertEquals(open, call.asOpenCall());
    }

    @Test
    void anIsolatedPositionThatIsTurnedTakesItsCallAlong() {
        // Given: a long is called; later it is as large a short, still with too little margin
        OpenCall open = callOfIsolatedSol();
        SnapshotFixture turned = account()
                .sequence(2)
                .asOf(NOON.plusSeconds(600))
                .cash("10")
                .with(isolated("SOL", "-10", "10", "10", "7"));

        // When
        MarginCall call = onlyCall(decide(turned, venue(), open));

        // Then
        assertEquals(Status.STANDING, call.status());
        assertEquals(open.callId(), call.callId());
        assertEquals(open.dueBy(), call.dueBy());
        assertEquals("ISOLATED SOL SHORT", call.marginAccount().toString());
        assertEquals(decimal("3.00"), call.amount().amount());
    }

    @Test
    void aCallStaysWithItsOwnSideWhereBothAreHeld() {
        // Given
        OpenCall open = callOfIsolatedSol();
        SnapshotFixture both = account()
                .sequence(2)
                .asOf(NOON.plusSeconds(600))
                .cash("10")
                .with(isolated("SOL", "10", "10", "10", "8"), isolated("SOL", "-10", "10", "10", "7"));

        // When
        Map<String, Status> statuses = decide(both, venue(), open).marginCalls().stream()
                .collect(Collectors.toMap(call -> call.marginAccount().toString(), MarginCall::status));

        // Then
        assertEquals(Map.of("ISOLATED SOL LONG", Status.STANDING, "ISOLATED SOL SHORT", Status.OPENED), statuses);
    }

    @Test
    void eachMarginAccountHasItsOwnCall() {
        // Given: 900 against 1000, 8 against 10, and 20 against 10
        SnapshotFixture account =
                withCash("900").with(isolated("SOL", "10", "10", "10", "8"), isolated("ADA", "10", "10", "10", "20"));

        // When
        Decision decision = decide(account, venue());

        // Then
        Map<String, BigDecimal> amounts = decision.marginCalls().stream()
                .collect(Collectors.toMap(
                        call -> call.marginAccount().toString(),
                        call -> call.amount().amount()));
        assertEquals(Map.of("CROSS", decimal("100.00"), "ISOLATED SOL LONG", decimal("2.00")), amounts);
        assertEquals(decimal("100.00"), decision.marginCall().amount().amount());
    }

    @Test
    void oneMarginAccountsCallExpiresWhileAnothersStands() {
        // Given: SOL is called two hours before cross
        OpenCall sol = callOfIsolatedSol();
        SnapshotFixture later = withCash("900", DUE).with(isolated("SOL", "10", "10", "10", "8"));
        OpenCall crossCall =
                onlyCall(decide(withCash("900", NOON.plusSeconds(60)), venue())).asOpenCall();

        // When
        Decision decision = decide(later, closingOverdue(), sol, crossCall);

        // Then
        Map<String, Status> statuses = decision.marginCalls().stream()
                .collect(Collectors.toMap(call -> call.marginAccount().toString(), MarginCall::status));
        assertEquals(Map.of("CROSS", Status.STANDING, "ISOLATED SOL LONG", Status.EXPIRED), statuses);
        assertEquals(Status.STANDING, decision.marginCall().status(), "the open call matters more than the ended one");
    }

    @Test
    void anIsolatedPositionIsToppedUpInTheSettlementCurrencyAlone() {
        // Given
        ScriptedRules rules =
                venue().always("COL-3", new Accept("USDT", decimal("0.01")), new Accept("ETH", decimal("0.001")));

        // When
        Decision decision = decide(
                account().cash("900").holding("ETH", "1", "0.01").with(isolated("SOL", "10", "10", "10", "8")), rules);

        // Then
        assertEquals(
                List.of(new Acceptable("USDT", decimal("2"))),
                onlyCall(decision).acceptable());
    }

    @ParameterizedTest
    @CsvSource({
        "0.001, 0.106, 0.10526 rounded up to a thousandth",
        "0.01, 0.11, to a hundredth",
        "1, 1, to a whole one",
        "5, 5, a step larger than needed"
    })
    void whatWouldMeetACallIsRoundedUpToTheStep(String step, String quantity, String why) {
        // Given: 200 are missing, ETH counts 95 % of 2000
        ScriptedRules rules = figures()
                .without("COL-1")
                .always("COL-2", new Haircut("USDT", BigDecimal.ZERO), new Haircut("ETH", decimal("0.05")))
                .always("COL-3", new Accept("ETH", decimal(step)))
                .always("THR-3", new CallToRatio(decimal("1.5"), HALF_AN_HOUR));

        // When
        Decision decision = decide(withCash("550").holding("ETH", "0", "2000"), rules);

        // Then
        assertEquals(
                List.of(new Acceptable("ETH", decimal(quantity))),
                onlyCall(decision).acceptable(),
                why);
    }

    @Test
    void anAccountAtTheEdgeDoesNotFlapBetweenTwoStates() {
        // Given: rules that call below initial margin and let go of a call only from 110 % of it on
        ScriptedRules hysteresis = figures().rule(Stage.THRESHOLD, "THR-3", view -> {
            BigDecimal initial = ScriptedRules.account(view).initialMargin();
            BigDecimal release = view.openCall() == null ? initial : initial.multiply(decimal("1.1"));
            return when(
                    ScriptedRules.account(view).equity().compareTo(release) < 0,
                    new ThresholdProposal.CallToEquity(release, HALF_AN_HOUR));
        });
        OpenCall open = onlyCall(decide(withCash("999.99"), hysteresis)).asOpenCall();

        // Then
        assertEquals(List.of(), decide(withCash("1000"), hysteresis).marginCalls());
        assertEquals(
                Status.STANDING,
                onlyCall(decide(withCash("1000"), hysteresis, open)).status());
        assertEquals(
                Status.STANDING,
                onlyCall(decide(withCash("1099.99"), hysteresis, open)).status());
        assertEquals(
                Status.CURED,
                onlyCall(decide(withCash("1100"), hysteresis, open)).status());
    }

    private static OpenCall callOfIsolatedSol() {
        return onlyCall(decide(account().with(isolated("SOL", "10", "10", "10", "8")), venue()))
                .asOpenCall();
    }
}
