package io.plimsoll.bench;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.AtMark;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionLog;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.LastDecision;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.OutcomeAlone;
import io.plimsoll.decision.Policies.NoPolicyFits;
import io.plimsoll.decision.Policy;
import io.plimsoll.decision.Redecisions;
import io.plimsoll.live.LiveAccounts;
import io.plimsoll.live.LiveMarks;
import io.plimsoll.live.MarkTick;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.policy.bounds.OutcomeBounds;
import io.plimsoll.wire.Sha256SnapshotDigest;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * From a mark to the decisions of the accounts that it touches, in memory: trigger index and rules, no broker and no log, beside a full scan
 * in the same run. {@link StreamsBenchmark} has the whole way.
 *
 * <p>The argument is the number of accounts. Before the first mark their bounds are not searched for but set where the pack warns, because a million
 * searches take half an hour; a mark that decides other accounts than it should ends this with 1. After it bounds are found as the service does.
 */
public final class TickBenchmark {

    private static final int AT_ONCE = 1_000;
    private static final double[] SHARES = {0.0001, 0.01, 0.1};

    private final Ladder ladder;
    private final Evaluations evaluations = new Evaluations();
    private final LiveAccounts live = new LiveAccounts(new LiveMarks(), new Deciding());
    private final Instant begin = Instant.now();
    private final List<LastDecision> healthy =
            List.of(new LastDecision(MarginAccountId.CROSS, Outcome.HEALTHY, begin, null));
    private final Map<String, List<LastDecision>> warned = new ConcurrentHashMap<>();
    private final Queue<Long> decidedAtNanos = new ConcurrentLinkedQueue<>();
    private OutcomeAlone standing; // of all accounts until they are warned
    private Instant now = begin;

    private TickBenchmark(int accounts) throws Exception {
        ladder = new Ladder(accounts);
    }

    public static void main(String... arguments) throws Exception {
        System.exit(new TickBenchmark(Integer.parseInt(arguments[0])).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        double scanPerSecond = evaluations.fullScanPerSecond(ladder, ladder.priceFor(ladder.accounts() / 100));
        long before = usedBytes();
        load();
        System.out.printf(
                "%,d accounts with three positions: %d bytes each, bounds and index included; a full scan decides %.0f a second%n",
                live.size(), (usedBytes() - before) / ladder.accounts(), scanPerSecond);
        System.out.printf(
                "%9s %9s %9s %9s %9s %9s %11s %9s %9s %9s%n",
                "touched",
                "expected",
                "decided",
                "p50 ms",
                "p99 ms",
                "all s",
                "full scan s",
                "ratio",
                "bounds ms",
                "unbounded");
        boolean isRight = true;
        int count = 0;
        try (ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            for (double share : SHARES) {
                int more = (int) Math.max(1, Math.round(share * ladder.accounts()));
                count += more;
                isRight &= tick(share, more, ladder.priceFor(count), threads, ladder.accounts() / scanPerSecond);
            }
        }
        return isRight;
    }

    private void load() throws Exception {
        AccountSnapshot first = ladder.account(0, begin);
        standing = evaluations.outcome(Evaluations.atMarks(first, begin));
        for (int number = 0; number < ladder.accounts(); number++) {
            live.put(ladder.account(number, begin), 1, false);
        }
        while (live.isMoreDue()) {
            for (String account : live.unlooked(AT_ONCE)) {
                live.decide(account, begin);
            }
        }
    }

    private boolean tick(double share, int expected, BigDecimal price, ExecutorService threads, double scanSeconds)
            throws Exception {
        decidedAtNanos.clear();
        now = now.plusSeconds(1);
        long tickAtNanos = System.nanoTime();
        live.tick(new MarkTick(Ladder.FALLING, price, null, now));
        decide(live.touched(now), threads);
        long[] took = decidedAtNanos.stream()
                .mapToLong(atNanos -> atNanos - tickAtNanos)
                .sorted()
                .toArray();
        double seconds = took.length == 0 ? Double.NaN : took[took.length - 1] / 1e9;
        double boundsMs = boundsMs(threads);
        System.out.printf(
                "%8.2f%% %9d %9d %9.1f %9.1f %9.2f %11.1f %9.1f %9.2f %9d%n",
                share * 100,
                expected,
                took.length,
                took.length == 0 ? Double.NaN : took[took.length / 2] / 1e6,
                took.length == 0 ? Double.NaN : took[took.length * 99 / 100] / 1e6,
                seconds,
                scanSeconds,
                scanSeconds / seconds,
                boundsMs,
                live.countWithoutBounds());
        return took.length == expected;
    }

    /** Looks for the bounds of those that were decided, as the service does behind the decisions; milliseconds by the clock for each. */
    private double boundsMs(ExecutorService threads) throws Exception {
        int count = 0;
        long startedAtNanos = System.nanoTime();
        for (List<String> some = live.unlooked(AT_ONCE); !some.isEmpty(); some = live.unlooked(AT_ONCE)) {
            decide(some, threads);
            count += some.size();
        }
        return (System.nanoTime() - startedAtNanos) / 1e6 / count;
    }

    private void decide(List<String> due, ExecutorService threads) throws Exception {
        List<Future<?>> all = new ArrayList<>();
        for (String account : due) {
            all.add(threads.submit(() -> {
                if (live.decide(account, now).isPresent()) {
                    decidedAtNanos.add(System.nanoTime());
                }
                return null;
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }
    }

    /** As the service decides at marks, with its own part left out where a log would be. */
    private final class Deciding implements LiveAccounts.Deciding {
        private final Redecisions redecisions = new DecisionService(
                        (snapshot, pack, at) -> evaluations.policy(),
                        new NoLog(),
                        new Sha256SnapshotDigest(),
                        InstantSource.system())
                .redecisions();

        @Override
        public AtMark decide(AccountSnapshot snapshot, boolean held, Instant takenAt)
                throws NoPolicyFits, LogUnavailable {
            if (takenAt.equals(begin)) {
                Case given = new Case(snapshot, "", List.of(), List.of(), List.of(), Decision.Trigger.MARK, takenAt);
                return new AtMark.Same(given, standing, evaluations.policy(), 1);
            }
            return redecisions.atMark(snapshot, held, takenAt);
        }

        @Override
        public OutcomeBounds bounds(Case given, OutcomeAlone due, Policy policy) {
            return given.evaluatedAt().equals(begin) ? whereWarned(given) : evaluations.bounds(given, due);
        }
    }

    /** Every account was found healthy once; what is decided of it since is kept and goes nowhere. */
    private final class NoLog implements DecisionLog {

        @Override
        public Standing standing(String accountId) {
            List<LastDecision> last = warned.get(accountId);
            return new Standing(
                    last == null ? 1 : 2,
                    Ladder.SEQUENCE,
                    "",
                    "d-1",
                    evaluations.policy().id().pack(),
                    begin,
                    List.of(),
                    last == null ? healthy : last,
                    null,
                    List.of());
        }

        @Override
        public Optional<AccountSnapshot> lastJudged(String accountId) {
            return Optional.empty();
        }

        @Override
        public void append(AccountSnapshot snapshot, String snapshotDigest, Decision decision, Standing from) {
            warned.put(snapshot.accountId(), decision.leaves());
        }
    }

    private OutcomeBounds whereWarned(Case given) {
        double low = ladder.warnedAt(Ladder.number(given.snapshot().accountId()));
        List<OutcomeBounds.Instrument> instruments = Ladder.PRICES.keySet().stream()
                .map(name -> new OutcomeBounds.Instrument(
                        name,
                        name.equals(Ladder.FALLING) ? low : 0,
                        Double.MAX_VALUE,
                        0,
                        Double.MAX_VALUE,
                        Long.MAX_VALUE))
                .toList();
        return new OutcomeBounds(instruments, Long.MIN_VALUE, Long.MAX_VALUE, null, 1);
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
