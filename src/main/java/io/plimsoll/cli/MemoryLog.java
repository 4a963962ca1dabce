package io.plimsoll.cli;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.DecisionLog;
import io.plimsoll.decision.MarginCall;
import io.plimsoll.decision.OpenCall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where accounts stand during one run of a command; nothing outlives it. For one thread. */
final class MemoryLog implements DecisionLog {
    private final Map<String, Standing> standings = new HashMap<>();
    private final Map<String, AccountSnapshot> snapshots = new HashMap<>();

    @Override
    public Standing standing(String accountId) {
        return standings.getOrDefault(accountId, Standing.NEW);
    }

    @Override
    public Optional<AccountSnapshot> lastJudged(String accountId) {
        return Optional.ofNullable(snapshots.get(accountId));
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
        snapshots.put(snapshot.accountId(), snapshot);
    }
}
