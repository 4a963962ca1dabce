package io.plimsoll.cli;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.DecisionLog;
import io.plimsoll.decision.MarginCall;
import io.plimsoll.decision.OpenCall;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Where accounts stand during one run of a command; nothing outlives it. For any number of threads. */
final class MemoryLog implements DecisionLog {
    private final Map<String, Standing> standings = new ConcurrentHashMap<>();

    @Override
    public Standing standing(String accountId) {
        return standings.getOrDefault(accountId, Standing.NEW);
    }

    /** Nothing is decided again without a new line, so that no snapshot has to be kept. */
    @Override
    public Optional<AccountSnapshot> lastJudged(String accountId) {
        return Optional.empty();
    }

    @Override
    public void append(AccountSnapshot snapshot, String snapshotDigest, Decision decision, Standing from) {
        List<OpenCall> open = decision.marginCalls().stream()
                .filter(call -> call.status().isOpen())
                .map(MarginCall::asOpenCall)
                .toList();
        boolean bySnapshot = decision.trigger() == Trigger.SNAPSHOT;
        standings.put(
                snapshot.accountId(),
                new Standing(
                        from.revision() + 1,
                        snapshot.sequence(),
                        snapshotDigest,
                        bySnapshot ? decision.decisionId() : from.decisionId(),
                        decision.policy().pack(),
                        decision.evaluatedAt(),
                        open,
                        decision.leaves(),
                        null,
                        List.of()));
    }
}
