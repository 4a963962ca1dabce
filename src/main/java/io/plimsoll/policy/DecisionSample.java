package io.plimsoll.policy;

import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.MadeDecisions;
import io.plimsoll.decision.Policy;
import io.plimsoll.policy.EvaluatorFault.Kind;
import io.plimsoll.rules.Failures;
import io.plimsoll.wire.DecisionJson;
import io.plimsoll.wire.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Makes a share of the decisions again by the engine, on a thread of its own, and compares the two byte for byte. Where the engine is not
 * compiled yet the sample waits for it. What the thread cannot keep up with is left out and counted.
 */
final class DecisionSample implements MadeDecisions, AutoCloseable {
    private static final Logger LOG = Logger.getLogger("io.plimsoll.policy");

    private static final int WAITING_MAX = 1_000;
    private static final int MILLION = 1_000_000;

    /** What came of a decision of the sample. */
    enum Result {
        SAME,
        DIFFERENT,
        /** An evaluation ran out of time, which says nothing of the other. */
        OUT_OF_TIME,
        /** More were waiting than may, or the engine has nothing compiled to compare with. */
        LEFT_OUT
    }

    private final ActivePolicies active;
    private final int perMillion;
    private final Duration engineWaitMax;
    private final Consumer<EvaluatorFault> faults;
    private final BiConsumer<String, Result> counted;
    private final ThreadPoolExecutor comparing;

    /**
     * @param share of the decisions, from 0 to 1
     * @param engineWaitMax longest a decision waits for the engine's compiler
     * @param counted told of the pack and what came of each decision of the sample
     */
    DecisionSample(
            ActivePolicies active,
            double share,
            Duration engineWaitMax,
            Consumer<EvaluatorFault> faults,
            BiConsumer<String, Result> counted) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "share of decisions that are compared must be from 0 to 1, was " + share);
        }
        this.active = active;
        this.perMillion = (int) Math.round(share * MILLION);
        this.engineWaitMax = engineWaitMax;
        this.faults = faults;
        this.counted = counted;
        this.comparing = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_MAX),
                Thread.ofPlatform()
                        .name("decision-sample")
                        .daemon()
                        .priority(Thread.MIN_PRIORITY)
                        .factory(),
                (task, pool) -> ((Comparison) task).leaveOut());
    }

    @Override
    public void made(Case given, Decision decision) {
        // An id is a digest, so its hash chooses without regard to what was decided.
        if (Math.floorMod(decision.decisionId().hashCode(), MILLION) < perMillion) {
            active.version(decision.policy())
                    .filter(version -> version.evaluator() == Evaluator.STRAIGHT)
                    .ifPresent(version -> comparing.execute(new Comparison(given, decision, version)));
        }
    }

    @Override
    public void close() {
        comparing.shutdownNow();
    }

    /** One decision of the sample. */
    private final class Comparison implements Runnable {
        private final Case given;
        private final Decision decision;
        private final VersionPolicy version;

        Comparison(Case given, Decision decision, VersionPolicy version) {
            this.given = given;
            this.decision = decision;
            this.version = version;
        }

        @Override
        public void run() {
            try {
                Result result = reference().map(this::result).orElse(Result.LEFT_OUT);
                counted.accept(version.id().pack(), result);
                if (result == Result.DIFFERENT) {
                    faults.accept(new EvaluatorFault(
                            version.id().pack(),
                            version.id().hash(),
                            Kind.DIFFERENCE,
                            "the engine decides `" + decision.decisionId() + "` otherwise"));
                }
            } catch (RuntimeException e) {
                LOG.errorf(e, "sampled decision could not be made again: decisionId=%s", decision.decisionId());
                leaveOut();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void leaveOut() {
            counted.accept(version.id().pack(), Result.LEFT_OUT);
        }

        private Optional<Policy> reference() throws InterruptedException {
            try {
                return Optional.of(version.engine().get(engineWaitMax.toMillis(), TimeUnit.MILLISECONDS));
            } catch (TimeoutException | ExecutionException | CancellationException e) {
                return Optional.empty(); // a refusal by the compiler is a fault of its own
            }
        }

        private Result result(Policy engine) {
            Decision again = DecisionService.evaluateInFull(given, engine, decision.decidedAt());
            if (text(again).equals(text(decision))) {
                return Result.SAME;
            }
            return ranOutOfTime(again) || ranOutOfTime(decision) ? Result.OUT_OF_TIME : Result.DIFFERENT;
        }
    }

    private static String text(Decision decision) {
        return Json.text(DecisionJson.write(decision));
    }

    private static boolean ranOutOfTime(Decision decision) {
        return decision.holdReasons().stream().anyMatch(Failures::isOutOfTime);
    }
}
