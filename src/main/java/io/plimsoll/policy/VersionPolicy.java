package io.plimsoll.policy;

import io.plimsoll.decision.Policy;
import io.plimsoll.decision.PolicyId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The policy of a version, by each evaluator.
 *
 * @param straight null where the engine alone can run the rules
 * @param engine not done until it is compiled; failed if its compiler refuses the rules
 * @param why why the engine is to run the rules; null while the straight evaluator does
 */
record VersionPolicy(
        PolicyId id,
        @Nullable Policy straight,
        CompletableFuture<Policy> engine,
        @Nullable String why) {

    /** What decides. Where the engine should and has nothing compiled, each question that the straight evaluator cannot answer is HOLD. */
    Policy policy() {
        return straight == null || isByEngine() ? engine.join() : straight;
    }

    Evaluator evaluator() {
        return straight == null || isByEngine() ? Evaluator.ENGINE : Evaluator.STRAIGHT;
    }

    private boolean isByEngine() {
        return why != null && reference().isPresent();
    }

    boolean hasFallenBack() {
        return straight != null && why != null;
    }

    /** The policy by the engine, if it is compiled. */
    Optional<Policy> reference() {
        return ready(engine);
    }

    static Optional<Policy> ready(CompletableFuture<Policy> engine) {
        return engine.state() == CompletableFuture.State.SUCCESS ? Optional.of(engine.join()) : Optional.empty();
    }

    /** {@code READY}, {@code PENDING} or {@code REFUSED}. */
    String referenceState() {
        return switch (engine.state()) {
            case RUNNING -> "PENDING";
            case SUCCESS -> "READY";
            case FAILED, CANCELLED -> "REFUSED";
        };
    }

    /** The same, run by the engine; the first reason is kept. */
    VersionPolicy byEngine(String reason) {
        return why != null ? this : new VersionPolicy(id, straight, engine, reason);
    }
}
