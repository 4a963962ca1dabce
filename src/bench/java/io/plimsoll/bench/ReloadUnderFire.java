package io.plimsoll.bench;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Policy;
import io.plimsoll.policy.Activator;
import io.plimsoll.policy.ActivePolicies;
import io.plimsoll.policy.Attempt;
import io.plimsoll.policy.PolicyWatch;
import io.plimsoll.policy.UnregisteredVersions;
import io.plimsoll.policy.WatchLoop;
import io.plimsoll.policy.pack.FolderEvents;
import io.plimsoll.policy.pack.PolicyFolders;
import io.plimsoll.policy.pack.ReadLimits;
import io.plimsoll.wire.DecisionJson;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.plimsoll.wire.SnapshotReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Edits a pack of 200 rules 200 times while decisions are made by it, and tells how long each edit took from its file being saved until it
 * decided, whether a decision failed or mixed two versions, and what became of the memory. The folders are watched as in the service; there
 * is no registry, which in the service costs one transaction more.
 */
public final class ReloadUnderFire {
    /** {@code -Dplimsoll.edits=N} makes fewer or more. */
    private static final int EDITS = Integer.getInteger("plimsoll.edits", 200);

    private static final Set<String> ACTIVATING = Set.of("policy-watch", "rule-compiler");
    private static final int DECIDING = 2;
    private static final int RULE_EDIT_EVERY = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ActivePolicies active = new ActivePolicies();
    private final BlockingQueue<Attempt> attempts = new LinkedBlockingQueue<>();
    private final Map<String, String> decisions = new ConcurrentHashMap<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicLong decided = new AtomicLong();
    private final AtomicBoolean done = new AtomicBoolean();

    private ReloadUnderFire() {}

    public static void main(String... ignored) throws Exception {
        Path home = Files.createTempDirectory("reload-under-fire");
        new ReloadUnderFire().run(home);
    }

    private void run(Path home) throws Exception {
        GeneratedPack pack = new GeneratedPack(home);
        Path rules = home.resolve("rules");
        Path policies = home.resolve("policies");
        PolicyWatch watch = new PolicyWatch(
                new PolicyFolders(rules, policies, ReadLimits.DEFAULT),
                new Activator(active, new UnregisteredVersions(), InstantSource.system()),
                active,
                attempts::add,
                InstantSource.system(),
                Duration.ofSeconds(5));
        long began = System.nanoTime();
        watch.start();
        Attempt first = taken();
        System.out.printf(
                "first activation, nothing compiled or warm: %d ms, %d scenarios%n", millisSince(began), first.cases());
        Thread watcher = Thread.ofPlatform()
                .name("policy-watch")
                .daemon()
                .start(new WatchLoop(
                        watch,
                        new FolderEvents(rules, policies),
                        Duration.ofMillis(250),
                        Duration.ofMillis(50),
                        () -> {}));
        List<Thread> deciding = new ArrayList<>();
        for (int i = 0; i < DECIDING; i++) {
            deciding.add(Thread.ofPlatform().start(this::decide));
        }
        edit(pack);
        done.set(true);
        for (Thread thread : deciding) {
            thread.join();
        }
        watcher.interrupt();
        System.out.printf(
                "%d decisions by %d versions: %d failed or mixed two versions%n",
                decided.get(), decisions.size(), wrong.size());
        wrong.stream().limit(5).forEach(System.out::println);
        if (!wrong.isEmpty()) {
            System.exit(1);
        }
    }

    private void edit(GeneratedPack pack) throws Exception {
        List<Long> cells = new ArrayList<>();
        List<Long> rules = new ArrayList<>();
        List<Long> compiling = new ArrayList<>();
        List<Long> cellWork = new ArrayList<>();
        List<Long> ruleWork = new ArrayList<>();
        printMemory(0);
        for (int i = 1; i <= EDITS; i++) {
            boolean ofRule = i % RULE_EDIT_EVERY == 0;
            long worked = work();
            long saved = System.nanoTime();
            if (ofRule) {
                pack.editRule();
            } else {
                pack.editCell();
            }
            Attempt attempt = taken();
            (ofRule ? rules : cells).add(millisSince(saved));
            (ofRule ? ruleWork : cellWork).add((work() - worked) / 1_000_000);
            if (attempt.compiledIn() != null) {
                compiling.add(attempt.compiledIn().toMillis());
            }
            if (i % 50 == 0 || i == EDITS) {
                printMemory(i);
            }
        }
        print("a cell of a table, from save to active", cells);
        print("  processor time of that", cellWork);
        print("one rule of 200, from save to active", rules);
        print("  processor time of that", ruleWork);
        print("  compiling", compiling);
        long saved = System.nanoTime();
        pack.editDeclaredType();
        taken();
        System.out.printf("a declared type that most rules read: %d ms%n", millisSince(saved));
    }

    /** Nanoseconds of processor time of the threads that activate: what an edit costs wherever the machine is busy with other things. */
    private static long work() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(Objects::nonNull)
                .filter(thread -> ACTIVATING.contains(thread.getThreadName()))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }

    private void decide() {
        try {
            AccountSnapshot snapshot = SnapshotReader.read(Files.readString(Path.of("docs/example-snapshot.json"))
                    .replace("BTCUSDT", GeneratedPack.INSTRUMENT));
            Case given = Case.ofSnapshot(snapshot, new Sha256SnapshotDigest().of(snapshot), List.of());
            while (!done.get()) {
                Policy policy = active.choose(snapshot, GeneratedPack.PACK);
                String decision =
                        Json.text(DecisionJson.write(DecisionService.evaluate(given, policy, given.evaluatedAt())));
                String before = decisions.putIfAbsent(policy.id().hash(), decision);
                if (before != null && !before.equals(decision) || decision.contains("\"HOLD\"")) {
                    wrong.add(decision);
                }
                decided.incrementAndGet();
                Thread.sleep(1);
            }
        } catch (Exception | Error e) {
            wrong.add(e.toString());
        }
    }

    private Attempt taken() throws InterruptedException {
        Attempt attempt = attempts.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (attempt == null || attempt.state() != Attempt.State.ACTIVE) {
            throw new IllegalStateException("not active: " + attempt);
        }
        return attempt;
    }

    private static void print(String what, List<Long> millis) {
        List<Long> sorted = millis.stream().sorted().toList();
        System.out.printf(
                "%s: median %d ms, p99 %d ms of %d%n",
                what,
                sorted.get(sorted.size() / 2),
                sorted.get(Math.min(sorted.size() - 1, sorted.size() * 99 / 100)),
                sorted.size());
    }

    private static void printMemory(int edits) {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        long metaspace = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Metaspace"))
                .mapToLong(ReloadUnderFire::used)
                .sum();
        System.out.printf(
                "after %d edits: heap %d MB, metaspace %d MB, %d classes%n",
                edits,
                heap >> 20,
                metaspace >> 20,
                ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
    }

    private static long used(MemoryPoolMXBean pool) {
        return pool.getUsage().getUsed();
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }
}
