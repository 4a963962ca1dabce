package io.plimsoll.bench;

import io.plimsoll.ShippedPacks;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Position;
import io.plimsoll.decision.AtMark;
import io.plimsoll.decision.Decided;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.Policy;
import io.plimsoll.fixtures.InMemoryDecisionLog;
import io.plimsoll.market.Mark;
import io.plimsoll.policy.Candidate;
import io.plimsoll.rules.RuleCompiler;
import io.plimsoll.wire.Sha256SnapshotDigest;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the service should decide: every account that holds an instrument decided at every mark of it, with no bounds, index or broker. */
final class FullScan {

    private static final String PACK = "perpetuals";

    private final InMemoryDecisionLog log = new InMemoryDecisionLog();
    private final DecisionService service;
    private final Map<String, AccountSnapshot> snapshots = new TreeMap<>();
    private final Map<String, Boolean> held = new HashMap<>();
    private final Map<String, List<String>> outcomes = new TreeMap<>();
    private long evaluations;

    FullScan() throws Exception {
        Candidate pack = ShippedPacks.candidate(PACK);
        Policy policy = pack.policy(RuleCompiler.compile(pack.rules()), 1);
        service = new DecisionService(
                (snapshot, name, at) -> policy, log, new Sha256SnapshotDigest(), InstantSource.system());
    }

    void snapshot(AccountSnapshot snapshot) throws Exception {
        if (service.decide(snapshot, PACK) instanceof Decided.Fresh fresh) {
            take(fresh.decision());
        }
        snapshots.put(snapshot.accountId(), snapshot);
        settle(snapshot);
    }

    void mark(String instrument, BigDecimal price, Instant time) throws Exception {
        for (AccountSnapshot marked : marked(instrument, price, time)) {
            settle(marked);
        }
    }

    /** A mark at the price that it had, which changes nothing but its age. */
    void renew(String instrument, BigDecimal price, Instant time) {
        var unused = marked(instrument, price, time);
    }

    private List<AccountSnapshot> marked(String instrument, BigDecimal price, Instant time) {
        List<AccountSnapshot> marked = new ArrayList<>();
        for (AccountSnapshot snapshot : List.copyOf(snapshots.values())) {
            if (snapshot.positions().stream().map(Position::instrument).anyMatch(instrument::equals)) {
                AccountSnapshot now = snapshot.withMark(instrument, new Mark(price, null, time));
                snapshots.put(now.accountId(), now);
                marked.add(now);
            }
        }
        return marked;
    }

    /** Decides an account until there is nothing new to say of it: rules may look back on the decision before. */
    private void settle(AccountSnapshot snapshot) throws Exception {
        String accountId = snapshot.accountId();
        boolean isNews = true;
        while (isNews) {
            evaluations++;
            AtMark at = service.redecisions().atMark(snapshot, held.getOrDefault(accountId, false), Instant.now());
            isNews = at instanceof AtMark.Logged;
            if (at instanceof AtMark.Logged logged) {
                take(logged.decision());
            }
        }
    }

    private synchronized void take(Decision decision) {
        held.put(decision.accountId(), decision.outcome() == Outcome.HOLD);
        outcomes.computeIfAbsent(decision.accountId(), account -> new ArrayList<>())
                .add(decision.outcome().name());
    }

    long evaluations() {
        return evaluations;
    }

    synchronized long decisions() {
        return outcomes.values().stream().mapToLong(List::size).sum();
    }

    /** The outcomes of an account one after the other, as if it had never been held: without holds, and without the same again after one. */
    static List<String> withoutHolds(List<String> outcomes) {
        List<String> others = new ArrayList<>();
        for (String outcome : outcomes) {
            if (!outcome.equals(Outcome.HOLD.name())
                    && (others.isEmpty() || !others.getLast().equals(outcome))) {
                others.add(outcome);
            }
        }
        return others;
    }

    /** The outcomes of each account's decisions in their order. */
    synchronized Map<String, List<String>> outcomes() {
        Map<String, List<String>> copy = new TreeMap<>();
        outcomes.forEach((account, its) -> copy.put(account, List.copyOf(its)));
        return copy;
    }
}
