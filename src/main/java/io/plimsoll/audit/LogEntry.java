package io.plimsoll.audit;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.DecisionLog.Overtaken;
import io.plimsoll.decision.DecisionLog.Standing;
import io.plimsoll.wire.DecisionJson;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.LastDecisionJson;
import io.plimsoll.wire.OpenCallJson;
import io.plimsoll.wire.SnapshotJson;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** A decision on its way into the log. Its texts are made by the caller's thread, so that the one writer only writes. */
final class LogEntry {

    private enum State {
        WAITING,
        TAKEN,
        WITHDRAWN
    }

    private final Decision decision;
    private final String snapshotDigest;
    private final String snapshot;
    private final String document;
    private final String lastDecisions;
    private final String openCalls;
    private final Standing from;
    private final SignedIntentChange intents;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final CompletableFuture<LogEntry> durable = new CompletableFuture<>();

    LogEntry(
            AccountSnapshot snapshot,
            String snapshotDigest,
            Decision decision,
            Standing from,
            SignedIntentChange intents) {
        this.decision = decision;
        this.snapshotDigest = snapshotDigest;
        this.snapshot = SnapshotJson.canonical(snapshot);
        this.document = Json.text(DecisionJson.write(decision));
        this.lastDecisions = Json.text(LastDecisionJson.write(decision.leaves()));
        this.openCalls = Json.text(OpenCallJson.write(from.openCalls()));
        this.from = from;
        this.intents = intents;
    }

    Decision decision() {
        return decision;
    }

    String accountId() {
        return decision.accountId();
    }

    String snapshotDigest() {
        return snapshotDigest;
    }

    /** Canonical JSON. */
    String snapshot() {
        return snapshot;
    }

    /** The decision as it is answered. */
    String document() {
        return document;
    }

    /** What the decision leaves of the margin accounts, as JSON. */
    String lastDecisions() {
        return lastDecisions;
    }

    /** The margin calls that were open when it was made, as JSON. */
    String openCalls() {
        return openCalls;
    }

    Standing from() {
        return from;
    }

    /** What the decision does to the account's closure intents. */
    SignedIntentChange intents() {
        return intents;
    }

    /** Of the account after the decision, see {@link Standing#revision}. */
    long revision() {
        return from.revision() + 1;
    }

    /** Claims the entry for writing; false if its caller has given up. */
    boolean take() {
        return state.compareAndSet(State.WAITING, State.TAKEN);
    }

    boolean isAnswered() {
        return durable.isDone();
    }

    void succeed() {
        durable.complete(this);
    }

    void overtaken() {
        durable.completeExceptionally(new Overtaken(accountId()));
    }

    void fail(Throwable cause) {
        durable.completeExceptionally(new LogUnavailable("the decision log cannot be written", cause));
    }

    /**
     * Waits until the entry is durable. A caller that gives up before the writer has claimed the entry withdraws it; after that it may
     * or may not become durable.
     */
    void await(Duration waitMax) throws Overtaken, LogUnavailable {
        try {
            durable.get(waitMax.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Overtaken overtaken -> throw overtaken;
                case LogUnavailable unavailable -> throw unavailable;
                case null, default -> throw new LogUnavailable("the decision log cannot be written", e);
            }
        } catch (TimeoutException e) {
            state.compareAndSet(State.WAITING, State.WITHDRAWN);
            throw new LogUnavailable("the decision is not durable after " + waitMax, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            state.compareAndSet(State.WAITING, State.WITHDRAWN);
            throw new LogUnavailable("interrupted while the decision was made durable", e);
        }
    }
}
