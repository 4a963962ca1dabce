package io.plimsoll.speed;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The rules of one account after another, by one contender on one workload. {@link SpeedTable} runs all of them and prints the ratios. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class EvaluatorBenchmark {

    @Param({"perpetuals", "synthetic-20", "synthetic-200", "synthetic-1000", "synthetic-5000"})
    public String workload = "";

    @Param({"straight", "drools", "plain", "by-hand"})
    public String contender = "";

    private Workload load;
    private Contender.Evaluator evaluator;
    private int next;

    @Setup
    public void load() throws Exception {
        load = Workload.of(workload);
        evaluator = Contender.named(contender).load(load);
    }

    @Benchmark
    public Object account() {
        next = next + 1 < load.accounts().size() ? next + 1 : 0;
        return evaluator.evaluate(load.accounts().get(next));
    }
}
