package io.plimsoll.speed;

import com.sun.management.ThreadMXBean;
import io.plimsoll.speed.Contender.Evaluator;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Contenders on workloads in one run of one process, in turns, so that whatever else the machine does falls on all of them. Time is that of the
 * evaluating thread on a processor, without collections of garbage; of loading and of the first account it is that of the clock.
 */
public final class SpeedTable {

    private static final Duration WARMUP = Duration.ofMillis(Integer.getInteger("plimsoll.speed.warmup-ms", 3_000));
    private static final Duration TURN = Duration.ofMillis(Integer.getInteger("plimsoll.speed.turn-ms", 400));
    private static final int TURNS = Integer.getInteger("plimsoll.speed.turns", 5);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static Object result = "";

    private SpeedTable() {}

    /**
     * @param args workloads, separated by commas, such as {@code synthetic-1000:straight,plain}; without contenders all of them, without
     *     workloads the shipped pack and up to 1,000 rules
     */
    public static void main(String... args) throws Exception {
        String[] wanted = args.length == 0 || args[0].equals(".*")
                ? new String[] {"perpetuals", "synthetic-20", "synthetic-200", "synthetic-1000"}
                : args;
        System.out.println("workload        contender  us/account  straight/it      p50 us     p99 us   p99.9 us"
                + "  bytes/account   load ms  first ms");
        for (String one : wanted) {
            String[] parts = one.split(":");
            run(
                    Workload.of(parts[0]),
                    parts.length == 1
                            ? Contender.ALL
                            : Arrays.stream(parts[1].split(","))
                                    .map(Contender::named)
                                    .toList());
        }
    }

    private static void run(Workload load, List<Contender> contenders) throws Exception {
        List<Racer> racers = new ArrayList<>();
        for (Contender contender : contenders) {
            if (contender.takes(load)) {
                racers.add(new Racer(contender, load));
            }
        }
        racers.forEach(racer -> racer.warmUp(load));
        for (int turn = 0; turn < TURNS; turn++) {
            racers.forEach(racer -> racer.turn(load));
        }
        racers.forEach(racer -> System.out.println(racer.row(load, racers.getFirst())));
        SameAnswers.require(load);
    }

    /** One contender, and what it has taken so far. */
    private static final class Racer {
        private final String name;
        private final Evaluator evaluator;
        private final double loadMs;
        private final double firstMs;
        private final List<Long> samples = new ArrayList<>();
        private long nanos;
        private long bytes;
        private long accounts;
        private int next;

        Racer(Contender contender, Workload load) throws Exception {
            long began = System.nanoTime();
            this.name = contender.name();
            this.evaluator = contender.load(load);
            long loaded = System.nanoTime();
            one(load);
            this.loadMs = (loaded - began) / 1e6;
            this.firstMs = (System.nanoTime() - loaded) / 1e6;
        }

        void warmUp(Workload load) {
            long end = THREADS.getCurrentThreadCpuTime() + WARMUP.toNanos();
            while (THREADS.getCurrentThreadCpuTime() < end) {
                one(load);
            }
        }

        void turn(Workload load) {
            long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
            long began = THREADS.getCurrentThreadCpuTime();
            long end = began + TURN.toNanos();
            long now = began;
            while (now < end) {
                for (int i = 0; i < load.accounts().size() / 8 || i == 0; i++) {
                    one(load);
                    accounts++;
                }
                now = THREADS.getCurrentThreadCpuTime();
            }
            nanos += now - began;
            bytes += THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
            for (int i = 0; i < load.accounts().size(); i++) {
                long before = THREADS.getCurrentThreadCpuTime();
                one(load);
                now = THREADS.getCurrentThreadCpuTime();
                samples.add(now - before);
                if (now > end + TURN.toNanos()) {
                    break;
                }
            }
        }

        private void one(Workload load) {
            result = evaluator.evaluate(load.accounts().get(next));
            next = next + 1 < load.accounts().size() ? next + 1 : 0;
        }

        private double each() {
            return nanos / 1e3 / accounts;
        }

        private double percentile(double share) {
            List<Long> sorted = samples.stream().sorted().toList();
            return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * sorted.size()))) / 1e3;
        }

        String row(Workload load, Racer straight) {
            return String.format(
                    Locale.ROOT,
                    "%-15s %-10s %,10.2f %11.2fx  %,10.1f %,10.1f %,10.1f %,14d %,9.0f %9.1f",
                    load.name(),
                    name,
                    each(),
                    each() / straight.each(),
                    percentile(0.5),
                    percentile(0.99),
                    percentile(0.999),
                    bytes / accounts,
                    loadMs,
                    firstMs);
        }
    }
}
