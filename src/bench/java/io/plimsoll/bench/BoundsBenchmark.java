package io.plimsoll.bench;

import io.plimsoll.ShippedPacks;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.OutcomeAlone;
import io.plimsoll.decision.Policy;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.bounds.OutcomeBounds;
import io.plimsoll.rules.RuleCompiler;
import io.plimsoll.rules.interval.VaryingRules;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.plimsoll.wire.SnapshotReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the bounds of one account cost beside its decision: the README's example under the shipped pack. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 3, time = 3)
public class BoundsBenchmark {

    private Case given;
    private Policy policy;
    private VaryingRules rules;
    private OutcomeAlone due;

    @Setup
    public void compileThePack() throws Exception {
        AccountSnapshot snapshot = SnapshotReader.read(Files.readString(Path.of("docs/example-snapshot.json")));
        given = Case.ofSnapshot(snapshot, new Sha256SnapshotDigest().of(snapshot), List.of());
        Candidate pack = ShippedPacks.candidate("perpetuals");
        policy = pack.policy(RuleCompiler.compile(pack.rules()), 1);
        rules = pack.varying();
        due = DecisionService.outcomeAlone(given, policy);
    }

    @Benchmark
    public Decision decide() {
        return DecisionService.evaluate(given, policy, given.evaluatedAt());
    }

    @Benchmark
    public OutcomeAlone decideTheOutcomeAlone() {
        return DecisionService.outcomeAlone(given, policy);
    }

    @Benchmark
    public OutcomeBounds bound() {
        return OutcomeBounds.of(given, due, policy, rules);
    }
}
