package io.plimsoll.speed;

import com.sun.management.ThreadMXBean;
import io.plimsoll.ShippedPacks;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.Policy;
import io.plimsoll.decision.RuleBook;
import io.plimsoll.policy.Candidate;
import io.plimsoll.rules.straight.StraightRules;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A million accounts of five positions decided by the shipped pack in one process: what is due alone, and as whole decisions; how much of
 * that is rules. Snapshots are read and digested before.
 */
public final class MillionAccounts {

    private static final int ACCOUNTS = Integer.getInteger("plimsoll.speed.accounts", 1_000_000);
    private static final int DISTINCT = 20_000;
    private static final int POSITIONS = 5;
    private static final int THREADS = Integer.getInteger("plimsoll.speed.threads", 2);
    private static final ThreadMXBean MEASURED = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private MillionAccounts() {}

    /** What one thread did; times in nanoseconds on a processor. */
    private record Share(long nanos, long rulesNanos, long bytes, Map<Outcome, Integer> outcomes) {}

    public static void main(String... args) throws Exception {
        Candidate pack = ShippedPacks.candidate("perpetuals");
        Policy policy = pack.policy(StraightRules.of(pack.rules()), 1);
        List<Case> cases = new ArrayList<>();
        Books books = new Books(7, Perpetuals.INSTRUMENTS);
        for (int i = 0; i < DISTINCT; i++) {
            AccountSnapshot snapshot = books.account(i, POSITIONS);
            cases.add(Case.ofSnapshot(snapshot, "sha256:" + i, List.of()));
        }
        for (boolean isWhole : new boolean[] {false, true}) {
            String what = isWhole ? "decided" : "outcomes alone";
            run("warm-up, " + what, ACCOUNTS / 4, cases, policy, isWhole, false);
            run(what, ACCOUNTS, cases, policy, isWhole, false);
            run(what + ", rules timed", ACCOUNTS / 4, cases, policy, isWhole, true);
        }
    }

    private static Outcome outcome(Case given, Policy policy, boolean isWhole) {
        return isWhole
                ? DecisionService.evaluate(given, policy, Books.AS_OF).outcome()
                : DecisionService.outcomeAlone(given, policy).outcome();
    }

    private static void run(
            String name, int accounts, List<Case> cases, Policy policy, boolean isWhole, boolean isTimed)
            throws Exception {
        long began = System.nanoTime();
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        long nanos = 0;
        long rulesNanos = 0;
        long bytes = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<Share>> tasks = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int first = thread;
                tasks.add(() -> share(first, accounts, cases, policy, isWhole, isTimed));
            }
            for (Future<Share> done : threads.invokeAll(tasks)) {
                Share share = done.get();
                nanos += share.nanos();
                rulesNanos += share.rulesNanos();
                bytes += share.bytes();
                share.outcomes().forEach((outcome, count) -> outcomes.merge(outcome, count, Integer::sum));
            }
        }
        System.out.println(String.format(
                Locale.ROOT,
                "%-28s %,d accounts, %d threads: %.1f s by the clock, %.1f s on processors, %.2f us and %,d bytes an account%s, %s",
                name,
                accounts,
                THREADS,
                (System.nanoTime() - began) / 1e9,
                nanos / 1e9,
                nanos / 1e3 / accounts,
                bytes / accounts,
                isTimed ? String.format(Locale.ROOT, ", of that rules %.2f us", rulesNanos / 1e3 / accounts) : "",
                outcomes));
    }

    private static Share share(
            int first, int accounts, List<Case> cases, Policy policy, boolean isWhole, boolean isTimed) {
        long[] rulesNanos = {0};
        RuleBook rules = policy.rules();
        Policy asked = !isTimed
                ? policy
                : policy.withRules(rules.askedBy((stage, view) -> {
                    long before = MEASURED.getCurrentThreadCpuTime();
                    var proposals = rules.propose(stage, view);
                    rulesNanos[0] += MEASURED.getCurrentThreadCpuTime() - before;
                    return proposals;
                }));
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        long bytes = MEASURED.getCurrentThreadAllocatedBytes();
        long began = MEASURED.getCurrentThreadCpuTime();
        for (int i = first; i < accounts; i += THREADS) {
            Outcome outcome = outcome(cases.get(i % DISTINCT), asked, isWhole);
            outcomes.merge(outcome, 1, Integer::sum);
        }
        return new Share(
                MEASURED.getCurrentThreadCpuTime() - began,
                rulesNanos[0],
                MEASURED.getCurrentThreadAllocatedBytes() - bytes,
                outcomes);
    }
}
