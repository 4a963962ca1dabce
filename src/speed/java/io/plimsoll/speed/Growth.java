package io.plimsoll.speed;

import com.sun.management.ThreadMXBean;
import io.plimsoll.rules.straight.StraightRules;
import io.plimsoll.speed.SyntheticRules.Size;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * How the cost of the straight evaluator grows with rules, positions, table rows, accounts and threads: microseconds of processor, and the slope of their
 * logarithm by that of what grows, 1 for linear. With a path as argument it draws them as SVG there.
 */
public final class Growth {

    private static final long WARMUP_MS = Integer.getInteger("plimsoll.speed.warmup-ms", 3_000);
    private static final long TURN_MS = Integer.getInteger("plimsoll.speed.turn-ms", 400);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final Size USUAL = Size.of(200);

    private static Object result = "";

    private Growth() {}

    public static void main(String... args) throws Exception {
        Map<String, List<double[]>> series = new LinkedHashMap<>();
        add(series, "rules, all on 40 instruments", Size::of, 20, 50, 100, 200, 500, 1_000, 2_000);
        add(series, "rules, as many a position", Size::spread, 200, 500, 1_000, 2_000, 5_000);
        add(series, "positions", n -> new Size(200, Math.max(40, n), 10, 400, n), 1, 2, 5, 10, 20, 50);
        add(series, "table rows", n -> new Size(200, 40, 10, n, 5), 400, 1_000, 4_000, 10_000, 40_000);
        series.put("accounts", accounts(200, 2_000, 20_000));
        series.put("threads, each account", threads(1, 2));
        series.forEach(Growth::print);
        if (args.length > 0 && args[0].endsWith(".svg")) {
            Files.writeString(Path.of(args[0]), GrowthPlot.of(series));
        }
    }

    private static void add(Map<String, List<double[]>> series, String name, IntFunction<Size> size, int... numbers) {
        List<double[]> points = new ArrayList<>();
        for (int number : numbers) {
            Workload load = SyntheticRules.workload(size.apply(number), 200);
            points.add(new double[] {number, timed(evaluator(load), load)});
        }
        series.put(name, points);
    }

    /** Microseconds for all of them together. */
    private static List<double[]> accounts(int... numbers) throws Exception {
        List<double[]> points = new ArrayList<>();
        for (int number : numbers) {
            Workload load = SyntheticRules.workload(USUAL, number);
            Contender.Evaluator evaluator = evaluator(load);
            timed(evaluator, load);
            long began = THREADS.getCurrentThreadCpuTime();
            for (List<Workload.Question> account : load.accounts()) {
                result = evaluator.evaluate(account);
            }
            points.add(new double[] {number, (THREADS.getCurrentThreadCpuTime() - began) / 1e3});
        }
        return points;
    }

    /** Microseconds of processor an account while so many threads evaluate with the same rules. */
    private static List<double[]> threads(int... numbers) throws Exception {
        Workload load = SyntheticRules.workload(USUAL, 200);
        Contender.Evaluator evaluator = evaluator(load);
        List<double[]> points = new ArrayList<>();
        for (int number : numbers) {
            try (ExecutorService threads = Executors.newFixedThreadPool(number)) {
                List<Callable<Double>> tasks = new ArrayList<>();
                for (int thread = 0; thread < number; thread++) {
                    tasks.add(() -> timed(evaluator, load));
                }
                double sum = 0;
                for (Future<Double> each : threads.invokeAll(tasks)) {
                    sum += each.get();
                }
                points.add(new double[] {number, sum / number});
            }
        }
        return points;
    }

    private static Contender.Evaluator evaluator(Workload load) {
        var book = StraightRules.of(load.rules()).with(load.rows(), Contender.LIMITS);
        return account ->
                book.propose(account.getFirst().stage(), account.getFirst().view());
    }

    private static double timed(Contender.Evaluator evaluator, Workload load) {
        run(evaluator, load, WARMUP_MS);
        return run(evaluator, load, TURN_MS);
    }

    private static double run(Contender.Evaluator evaluator, Workload load, long forMs) {
        long began = THREADS.getCurrentThreadCpuTime();
        long now = began;
        int accounts = 0;
        while (now - began < forMs * 1_000_000) {
            for (int i = 0; i < 20; i++) {
                result = evaluator.evaluate(
                        load.accounts().get(accounts++ % load.accounts().size()));
            }
            now = THREADS.getCurrentThreadCpuTime();
        }
        return (now - began) / 1e3 / accounts;
    }

    private static void print(String name, List<double[]> points) {
        StringBuilder line = new StringBuilder("%-30s slope %5.2f ".formatted(name, slope(points)));
        points.forEach(point -> line.append(String.format(Locale.ROOT, "  %,.0f: %,.2f", point[0], point[1])));
        System.out.println(line);
    }

    /** Of the straight line that fits the logarithms best. */
    static double slope(List<double[]> points) {
        double x = points.stream()
                .mapToDouble(point -> Math.log(point[0]))
                .average()
                .orElseThrow();
        double y = points.stream()
                .mapToDouble(point -> Math.log(point[1]))
                .average()
                .orElseThrow();
        double products = 0;
        double squares = 0;
        for (double[] point : points) {
            products += (Math.log(point[0]) - x) * (Math.log(point[1]) - y);
            squares += (Math.log(point[0]) - x) * (Math.log(point[0]) - x);
        }
        return products / squares;
    }
}
