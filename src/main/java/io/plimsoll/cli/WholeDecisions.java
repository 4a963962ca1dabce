package io.plimsoll.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.cli.AnsweredLines.Answer;
import io.plimsoll.decision.Decided;
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
    private final Map<String, ObjectNode> kept = new LinkedHashMap<>();

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
                    ObjectNode decision = DecisionJson.write(fresh.decision());
                    keep(snapshot.accountId(), decision);
                    yield decided(number, decision);
                }
                case Decided.Repeated repeated -> repeated(number, snapshot, repeated.decisionId());
            };
        } catch (LogUnavailable e) {
            throw new IllegalStateException("a log in memory is always there", e);
        }
    }

    private void keep(String accountId, ObjectNode decision) {
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
        ObjectNode decision;
        synchronized (kept) {
            decision = kept.get(snapshot.accountId());
        }
        if (decision != null) {
            return decided(number, decision);
        }
        ObjectNode answer = Json.object().put("line", number).put("status", 200);
        return new Answer(number, Json.text(answer.put("repeats", decisionId)), null, false);
    }

    private static Answer decided(long number, ObjectNode decision) {
        return Answer.of(number, "decision", decision);
    }
}
