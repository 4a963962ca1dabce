package io.plimsoll.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.cli.AnsweredLines.Answer;
import io.plimsoll.decision.Decided;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Policies;
import io.plimsoll.decision.Policies.NoPolicyFits;
import io.plimsoll.decision.SequenceRefused;
import io.plimsoll.wire.DecisionJson;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Sha256SnapshotDigest;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers with whole decisions, which look back on those that went before. */
final class WholeDecisions implements AnsweredLines.Answering {

    /** Decisions that are kept for a line that comes again; a book of a million accounts does not fit in memory. */
    static final int KEPT_MAX = 10_000;

    private final DecisionService service;
    private final @Nullable String pack;

    /** By account, the one decided longest ago first. */
    private final Map<String, Decision> kept = new LinkedHashMap<>();

    WholeDecisions(Policies policies, @Nullable String pack) {
        this.service =
                new DecisionService(policies, new MemoryLog(), new Sha256SnapshotDigest(), InstantSource.system());
        this.pack = pack;
    }

    @Override
    public Answer answer(long number, AccountSnapshot snapshot) throws SequenceRefused, NoPolicyFits {
        try {
            return switch (service.decide(snapshot, pack)) {
                case Decided.Fresh fresh -> {
                    keep(snapshot.accountId(), fresh.decision());
                    yield decided(number, fresh.decision());
                }
                case Decided.Repeated repeated -> repeated(number, snapshot, repeated.decisionId());
            };
        } catch (LogUnavailable e) {
            throw new IllegalStateException("a log in memory is always there", e);
        }
    }

    private void keep(String accountId, Decision decision) {
        synchronized (kept) {
            kept.remove(accountId);
            kept.put(accountId, decision);
            if (kept.size() > KEPT_MAX) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
    }

    /** The decision made before, or only its id where so many others were made since that it is kept no more. */
    private Answer repeated(long number, AccountSnapshot snapshot, String decisionId) {
        Decision decision;
        synchronized (kept) {
            decision = kept.get(snapshot.accountId());
        }
        return decision != null
                ? decided(number, decision)
                : Answer.of(number, () -> answer(number).put("repeats", decisionId), nothing -> {});
    }

    private static Answer decided(long number, Decision decision) {
        return Answer.of(
                number,
                () -> answer(number).set("decision", DecisionJson.write(decision)),
                tally -> tally.take(decision));
    }

    private static ObjectNode answer(long number) {
        return Json.object().put("line", number).put("status", 200);
    }
}
