package io.plimsoll.policy;

import io.plimsoll.decision.Proposals;
import io.plimsoll.decision.RuleBook;
import io.plimsoll.decision.Stage;
import io.plimsoll.decision.View;
import io.plimsoll.rules.CompiledRules;
import io.plimsoll.rules.RunnableRules;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The rules of a pack, to be run by either evaluator; versions that differ in numbers alone share them. */
final class PackRules implements AutoCloseable {

    private final @Nullable RunnableRules straight;
    private final CompletableFuture<CompiledRules> engine;
    private final AtomicReference<@Nullable String> why;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicBoolean isAskedFor = new AtomicBoolean();

    private PackRules(@Nullable RunnableRules straight, CompletableFuture<CompiledRules> engine, @Nullable String why) {
        this.straight = straight == null ? null : watched(straight);
        this.engine = engine;
        this.why = new AtomicReference<>(why);
    }

    /** Rules that the engine does not have compiled yet. */
    static PackRules straight(RunnableRules straight) {
        return new PackRules(straight, new CompletableFuture<>(), null);
    }

    /** Rules that the engine alone runs. */
    static PackRules byEngine(CompiledRules compiled, String why) {
        return new PackRules(null, CompletableFuture.completedFuture(compiled), why);
    }

    @Nullable
    RunnableRules straight() {
        return straight;
    }

    /** Not done until it is compiled; failed if its compiler refuses the rules, or if nobody wants them any more. */
    CompletableFuture<CompiledRules> engine() {
        return engine;
    }

    /** What runs the scenarios. */
    RunnableRules runnable() {
        return straight != null ? straight : engine.join();
    }

    /** Why the engine is to run the rules; null while it need not. */
    @Nullable
    String why() {
        return why.get();
    }

    /** The engine is to run them, in this version and in others of the same rules; the first reason is kept. */
    void leaveToEngine(String reason) {
        why.compareAndSet(null, reason);
    }

    /** The first time that the straight evaluator failed; null if it has not. */
    @Nullable
    Throwable failure() {
        return failure.get();
    }

    /** True for the first who asks: who is to compile for the engine. */
    boolean isToCompile() {
        return straight != null && !isAskedFor.getAndSet(true);
    }

    /** Lets go of the engine's idle sessions, or of the wish to compile for it. */
    @Override
    public void close() {
        engine.cancel(false);
        if (engine.state() == CompletableFuture.State.SUCCESS) {
            engine.join().close();
        }
    }

    private RunnableRules watched(RunnableRules rules) {
        return (rows, limits) -> {
            RuleBook book = rules.with(rows, limits);
            return book.askedBy((stage, view) -> watched(book, stage, view));
        };
    }

    private Proposals watched(RuleBook book, Stage stage, View view) {
        try {
            return book.propose(stage, view);
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            failure.compareAndSet(null, e);
            throw e;
        }
    }
}
