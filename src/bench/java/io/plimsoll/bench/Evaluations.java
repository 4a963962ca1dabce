package io.plimsoll.bench;

import io.plimsoll.ShippedPacks;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.OutcomeAlone;
import io.plimsoll.decision.Policy;
import io.plimsoll.market.Mark;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.bounds.OutcomeBounds;
import io.plimsoll.rules.interval.VaryingRules;
import io.plimsoll.rules.straight.StraightRules;
import io.plimsoll.wire.Sha256SnapshotDigest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Decides accounts under the shipped pack {@code perpetuals} in this process, and logs nothing. */
public final class Evaluations {

    private static final int SAMPLE = 2_000;

    private final Policy policy;
    private final VaryingRules varying;

    public Evaluations() throws Exception {
        Candidate pack = ShippedPacks.candidate("perpetuals");
        policy = pack.policy(StraightRules.of(pack.rules()), 1);
        varying = pack.varying();
    }

    public Policy policy() {
        return policy;
    }

    public static Case atMarks(AccountSnapshot snapshot, Instant at) {
        return new Case(
                snapshot, new Sha256SnapshotDigest().of(snapshot), List.of(), List.of(), List.of(), Trigger.MARK, at);
    }

    public Decision decide(Case given) {
        return DecisionService.evaluate(given, policy, given.evaluatedAt());
    }

    public OutcomeAlone outcome(Case given) {
        return DecisionService.outcomeAlone(given, policy);
    }

    public OutcomeBounds bounds(Case given, OutcomeAlone due) {
        return OutcomeBounds.of(given, due, policy, varying);
    }

    /** How many accounts a second a full scan decides on all processors, by a sample of a ladder, after a round that warms up. */
    double fullScanPerSecond(Ladder ladder, BigDecimal price) throws Exception {
        int sample = Math.min(SAMPLE, ladder.accounts());
        Instant now = Instant.now();
        List<AccountSnapshot> accounts = new ArrayList<>();
        for (int i = 0; i < sample; i++) {
            int number = (int) ((long) i * ladder.accounts() / sample);
            accounts.add(ladder.account(number, now).withMark(Ladder.FALLING, new Mark(price, null, now)));
        }
        decideAll(accounts, now);
        long startedAtNanos = System.nanoTime();
        decideAll(accounts, now);
        return sample * 1e9 / (System.nanoTime() - startedAtNanos);
    }

    private void decideAll(List<AccountSnapshot> accounts, Instant at) throws Exception {
        try (ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<Future<Decision>> decisions = new ArrayList<>();
            accounts.forEach(account -> decisions.add(threads.submit(() -> decide(atMarks(account, at)))));
            for (Future<Decision> decision : decisions) {
                decision.get();
            }
        }
    }
}
