package io.plimsoll.speed;

import com.sun.management.ThreadMXBean;
import io.plimsoll.policy.Activator;
import io.plimsoll.policy.ActivePolicies;
import io.plimsoll.policy.Attempt;
import io.plimsoll.policy.Evaluating;
import io.plimsoll.policy.Evaluator;
import io.plimsoll.policy.PolicyWatch;
import io.plimsoll.policy.UnregisteredVersions;
import io.plimsoll.policy.WatchLoop;
import io.plimsoll.policy.pack.FolderEvents;
import io.plimsoll.policy.pack.PolicyFolders;
import io.plimsoll.policy.pack.ReadLimits;
import io.plimsoll.rules.check.RuleSource;
import io.plimsoll.rules.compile.CompileLimits;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One edit after another of one rule among so many that are added to the shipped pack: from the moved file to the version in force, its scenarios
 * decided, as the service does it, by the clock and on the watching thread's processor. Without a registry's database and without Drools in the background.
 */
public final class EditToForce {

    private static final int EDITS = Integer.getInteger("plimsoll.speed.edits", 40);
    private static final Duration SETTLE = Duration.ofMillis(Integer.getInteger("plimsoll.speed.settle-ms", 50));
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private EditToForce() {}

    /** @param args how many rules are added, by default 1,000 */
    public static void main(String... args) throws Exception {
        int rules = args.length == 0 || args[0].equals(".*") ? 1_000 : Integer.parseInt(args[0]);
        Path home = Files.createTempDirectory("edit-to-force");
        try {
            run(home, rules);
        } finally {
            try (Stream<Path> files = Files.walk(home)) {
                for (Path file :
                        files.sorted((one, other) -> other.compareTo(one)).toList()) {
                    Files.delete(file);
                }
            }
        }
        System.exit(0);
    }

    private static void run(Path home, int rules) throws Exception {
        List<SyntheticRules.Spec> specs = new ArrayList<>(
                IntStream.range(0, rules).mapToObj(SyntheticRules.Spec::of).toList());
        writePack(home, specs);
        BlockingQueue<Attempt> attempts = new LinkedBlockingQueue<>();
        ActivePolicies active = new ActivePolicies();
        Activator activator = new Activator(
                active,
                new UnregisteredVersions(),
                InstantSource.system(),
                CompileLimits.DEFAULT,
                Evaluating.of(Evaluator.STRAIGHT, task -> {}, fault -> {
                    throw new IllegalStateException(fault.toString());
                }));
        PolicyFolders folders = new PolicyFolders(home.resolve("rules"), home.resolve("policies"), ReadLimits.DEFAULT);
        PolicyWatch watch =
                new PolicyWatch(folders, activator, active, attempts::add, InstantSource.system(), Duration.ZERO);
        watch.start();
        requireActive(attempts.poll());
        Thread thread = Thread.ofPlatform()
                .daemon()
                .start(new WatchLoop(
                        watch,
                        new FolderEvents(home.resolve("rules"), home.resolve("policies")),
                        Duration.ofMillis(250),
                        SETTLE,
                        () -> {}));
        List<Long> clock = new ArrayList<>();
        List<Long> processor = new ArrayList<>();
        int cases = 0;
        for (int edit = 0; edit < EDITS; edit++) {
            int place = 3 * (edit % (rules / 3));
            specs.set(place, specs.get(place).limitedTo(BigDecimal.valueOf(500 + edit)));
            RuleSource file = SyntheticRules.files(specs).get(place / 200);
            Path aside = Files.writeString(home.resolve("aside"), file.text());
            long processorBefore = THREADS.getThreadCpuTime(thread.threadId());
            long began = System.nanoTime();
            Files.move(
                    aside,
                    home.resolve("rules").resolve(file.path()),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
            Attempt attempt = attempts.poll(60, TimeUnit.SECONDS);
            clock.add(System.nanoTime() - began);
            processor.add(THREADS.getThreadCpuTime(thread.threadId()) - processorBefore);
            cases = requireActive(attempt);
        }
        thread.interrupt();
        System.out.println(String.format(
                Locale.ROOT,
                "%,d rules and the shipped pack, one changed, %d scenarios, %d ms to stand still; median of the last %d of %d edits: %.0f ms by the clock,"
                        + " of that %.0f ms on the watch's processor; the first edit %.0f and %.0f ms",
                rules,
                cases,
                SETTLE.toMillis(),
                EDITS / 2,
                EDITS,
                median(clock),
                median(processor),
                clock.getFirst() / 1e6,
                processor.getFirst() / 1e6));
    }

    /** The number of scenarios that it passed. */
    private static int requireActive(Attempt attempt) {
        if (attempt == null || attempt.state() != Attempt.State.ACTIVE) {
            throw new IllegalStateException("not in force: " + attempt);
        }
        return attempt.cases();
    }

    private static double median(List<Long> nanos) {
        List<Long> warm = nanos.subList(EDITS / 2, EDITS).stream().sorted().toList();
        return warm.get(warm.size() / 2) / 1e6;
    }

    private static void writePack(Path home, List<SyntheticRules.Spec> specs) throws IOException {
        copy(Path.of("rules"), home.resolve("rules"));
        Path pack = home.resolve("policies/perpetuals");
        copy(Path.of("policies/perpetuals"), pack);
        List<RuleSource> files = SyntheticRules.files(specs);
        for (RuleSource file : files) {
            Files.writeString(home.resolve("rules").resolve(file.path()), file.text());
        }
        String manifest = Files.readString(pack.resolve("pack.yaml"));
        String names =
                files.stream().map(file -> "  - rules/" + file.path() + "\n").collect(Collectors.joining());
        Files.writeString(
                pack.resolve("pack.yaml"),
                manifest.replace("\nrules:\n", "\nrules:\n" + names)
                        .replace("\ntables:\n", "\ntables:\n  Limit: tables/limit.csv\n"));
        String rows = SyntheticRules.workload(specs.size()).rows().get("Limit").stream()
                .map(row -> Stream.of("instrument", "kind", "above", "rate")
                        .map(column -> String.valueOf(row.get(column)))
                        .collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n", "instrument,kind,above,rate\n", "\n"));
        Files.writeString(pack.resolve("tables/limit.csv"), rows);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
