package io.plimsoll.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.HoldReason;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.Policy;
import io.plimsoll.decision.PolicyId;
import io.plimsoll.decision.Proposals;
import io.plimsoll.decision.RuleBook;
import io.plimsoll.policy.Attempt.Cause;
import io.plimsoll.policy.Attempt.State;
import io.plimsoll.policy.DecisionSample.Result;
import io.plimsoll.policy.EvaluatorFault.Kind;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.rules.EvaluationLimits;
import io.plimsoll.rules.RunnableRules;
import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.compile.CompileLimits;
import io.plimsoll.rules.straight.StraightRules;
import io.plimsoll.wire.SnapshotReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pack {@code small} on the straight evaluator and on others that fail or lie; what the background has to do is done when the test says so. */
class EvaluatorFallbackTest {

    private static final Duration WAIT_MAX = Duration.ofSeconds(60);

    /** Rules that see no reason to do anything. */
    private static final RuleBook SILENT = (stage, view) -> new Proposals(List.of(), List.of());

    private static final RuleBook BROKEN = (stage, view) -> {
        throw new ClassCastException("wrong code");
    };

    private final ActivePolicies active = new ActivePolicies();
    private final Queue<Runnable> background = new ArrayDeque<>();
    private final BlockingQueue<EvaluatorFault> faults = new LinkedBlockingQueue<>();
    private final BlockingQueue<Result> compared = new LinkedBlockingQueue<>();
    private final DecisionSample sample =
            new DecisionSample(active, 1, WAIT_MAX, this::fault, (pack, result) -> compared.add(result));

    @AfterEach
    void close() {
        sample.close();
        active.packs().keySet().forEach(active::stop);
    }

    @Test
    void aPackServesBeforeTheEngineHasCompiledIt() throws Exception {
        // When
        Attempt attempt = activate(StraightRules::of);

        // Then
        assertEquals(State.ACTIVE, attempt.state());
        assertEquals("PENDING", version().referenceState());
        assertEquals(Outcome.WARNING, decide().outcome());

        // When
        compileInBackground();

        // Then
        assertEquals("READY", version().referenceState());
        assertEquals(Evaluator.STRAIGHT, version().evaluator());
        assertTrue(faults.isEmpty());
    }

    @Test
    void aSampledDecisionWaitsForTheEngineAndIsTheSame() throws Exception {
        // Given
        activate(StraightRules::of);

        // When
        decide();
        assertTrue(compared.isEmpty());
        compileInBackground();

        // Then
        assertEquals(Result.SAME, compared.poll(WAIT_MAX.toSeconds(), TimeUnit.SECONDS));
        assertEquals(Evaluator.STRAIGHT, version().evaluator());
    }

    @Test
    void whereTheTwoDifferTheEngineTakesOver() throws Exception {
        // Given
        activate(checked -> only(checked, SILENT));
        compileInBackground();

        // When
        Decision lie = decide();

        // Then
        EvaluatorFault fault = faults.poll(WAIT_MAX.toSeconds(), TimeUnit.SECONDS);
        assertEquals(Result.DIFFERENT, compared.poll());
        assertEquals(Kind.DIFFERENCE, fault.kind());
        assertTrue(fault.detail().contains(lie.decisionId()), fault.detail());
        assertEquals(Outcome.HOLD, lie.outcome());
        assertEquals(Outcome.WARNING, decide().outcome());
        assertEquals(Evaluator.ENGINE, version().evaluator());
        assertEquals(fault.detail(), version().why());
    }

    @Test
    void whereTheStraightEvaluatorFailsTheEngineAnswersTheSameQuestion() throws Exception {
        // Given
        activate(checked -> only(checked, BROKEN));
        compileInBackground();

        // When
        Decision decision = decide();

        // Then
        assertEquals(Outcome.WARNING, decision.outcome());
        assertEquals(Kind.FAILURE, faults.poll().kind());
        assertEquals(Evaluator.ENGINE, version().evaluator());
    }

    @Test
    void whereItFailsBeforeTheEngineIsCompiledTheDecisionIsHeld() throws Exception {
        // Given
        activate(checked -> only(checked, BROKEN));

        // When
        Decision decision = decide();

        // Then
        assertEquals(Outcome.HOLD, decision.outcome());
        assertEquals(
                HoldReason.Code.RULE_FAILED, decision.holdReasons().getFirst().code());
        assertEquals(Kind.FAILURE, faults.poll().kind());

        // When
        compileInBackground();

        // Then
        assertEquals(Outcome.WARNING, decide().outcome());
    }

    @Test
    void whereItFailsInTheScenariosTheEngineServesFromTheStart() throws Exception {
        // When
        Attempt attempt = activate(checked -> (rows, limits) -> BROKEN);

        // Then
        assertEquals(State.ACTIVE, attempt.state());
        assertEquals(Kind.FAILURE, faults.poll().kind());
        assertEquals(Evaluator.ENGINE, version().evaluator());
        assertEquals(Outcome.WARNING, decide().outcome());
    }

    @Test
    void whatTheEngineDoesNotCompileIsAlarmed() throws Exception {
        // Given
        CompileLimits none = new CompileLimits(Duration.ofNanos(1), CompileLimits.DEFAULT.bytesMax());
        PolicyFiles neverCompiled = TestPacks.smallWith(
                "rules/threshold/twins.drl", "Right( number == $left )", "Right( number >= $left, number <= $left )");

        // When
        Attempt attempt = activator(StraightRules::of, none).attempt(neverCompiled, "small", Cause.START);
        compileInBackground();

        // Then
        assertEquals(State.ACTIVE, attempt.state());
        assertEquals(Kind.REFERENCE, faults.poll().kind());
        assertEquals("REFUSED", version().referenceState());
        assertEquals(Evaluator.STRAIGHT, version().evaluator());
        assertEquals(Outcome.WARNING, decide().outcome());
        assertEquals(Result.LEFT_OUT, compared.poll(WAIT_MAX.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    void aChangeOfNumbersDoesNotBringBackWhatFailed() throws Exception {
        // Given
        Activator activator = activator(checked -> only(checked, BROKEN), CompileLimits.DEFAULT);
        activator.attempt(TestPacks.small(), "small", Cause.START);
        compileInBackground();
        decide();

        // When
        Attempt second = activator.attempt(
                TestPacks.smallWith("policies/small/tables/bracket.csv", "BBB,0,1000000,0.1,", "BBB,0,1000000,0.2,"),
                "small",
                Cause.CHANGE);
        compileInBackground();

        // Then
        assertEquals(State.ACTIVE, second.state());
        assertEquals(2, second.version());
        assertEquals(Evaluator.ENGINE, version().evaluator());
    }

    @Test
    void aFaultOfAnotherVersionChangesNothing() throws Exception {
        // Given
        activate(StraightRules::of);
        Policy before = active.choose(snapshot(), null);

        // When
        active.fallBack(new EvaluatorFault("small", "sha256:another", Kind.DIFFERENCE, "of old"));

        // Then
        assertSame(before, active.choose(snapshot(), null));
    }

    /** Rules that pass their scenarios, which have limits of their own, and then run as {@code live}. */
    private static RunnableRules only(CheckedRules checked, RuleBook live) {
        StraightRules sound = StraightRules.of(checked);
        return (Map<String, List<Map<String, Object>>> rows, EvaluationLimits limits) ->
                limits.budget().compareTo(Duration.ofSeconds(1)) > 0 ? sound.with(rows, limits) : live;
    }

    private Attempt activate(Function<CheckedRules, RunnableRules> straight) throws Exception {
        return activator(straight, CompileLimits.DEFAULT).attempt(TestPacks.small(), "small", Cause.START);
    }

    private Activator activator(Function<CheckedRules, RunnableRules> straight, CompileLimits limits) {
        return new Activator(
                active,
                new MemoryRegistry(),
                InstantSource.system(),
                limits,
                new Evaluating(Evaluator.STRAIGHT, straight, background::add, this::fault));
    }

    private void fault(EvaluatorFault fault) {
        active.fallBack(fault);
        faults.add(fault);
    }

    private void compileInBackground() {
        while (!background.isEmpty()) {
            background.remove().run();
        }
    }

    private VersionPolicy version() {
        PolicyId id = active.packs().get("small").versions().getFirst().id();
        return active.version(id).orElseThrow();
    }

    /** Decides a snapshot as the service does, sample and all. */
    private Decision decide() throws Exception {
        AccountSnapshot snapshot = snapshot();
        Policy policy = active.choose(snapshot, null);
        Case given = Case.ofSnapshot(snapshot, "sha256:test", List.of());
        Decision decision = DecisionService.evaluateInFull(given, policy, Instant.EPOCH);
        sample.made(given, decision);
        return decision;
    }

    private static AccountSnapshot snapshot() throws Exception {
        return SnapshotReader.read("""
                {"accountId": "A-1", "sequence": 1, "asOf": "2026-03-01T12:00:00Z", "segment": "PRO", "settlementCurrency": "USDT",
                 "collateral": [{"asset": "USDT", "quantity": "9000", "price": "1"}],
                 "positions": [{"instrument": "AAA", "contract": "LINEAR", "mode": "CROSS", "quantity": "10",
                                "entryPrice": "100", "markPrice": "100", "markTime": "2026-03-01T12:00:00Z"}],
                 "attributes": {"venue": "TEST"}}""");
    }
}
