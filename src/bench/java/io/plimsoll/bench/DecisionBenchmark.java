package io.plimsoll.bench;

import io.plimsoll.ShippedPacks;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Policy;
import io.plimsoll.decision.Proposals;
import io.plimsoll.decision.RuleBook;
import io.plimsoll.decision.RuleTraits;
import io.plimsoll.decision.Stage;
import io.plimsoll.decision.View;
import io.plimsoll.policy.Candidate;
import io.plimsoll.rules.RuleCompiler;
import io.plimsoll.wire.DecisionJson;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.plimsoll.wire.SnapshotReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

/**
 * What one decision costs: the README's example under the shipped pack, the same with the rules' answers recorded, which leaves the kernel
 * and the combining alone, and the way from and to JSON.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 3)
public class DecisionBenchmark {

    private String text = "";
    private Case given;
    private Policy policy;
    private Policy recorded;
    private Recording recording;
    private Decision decision;

    @Setup
    public void compileThePack() throws Exception {
        text = Files.readString(Path.of("docs/example-snapshot.json"));
        AccountSnapshot snapshot = SnapshotReader.read(text);
        given = Case.ofSnapshot(snapshot, new Sha256SnapshotDigest().of(snapshot), List.of());
        Candidate pack = ShippedPacks.candidate("perpetuals");
        policy = pack.policy(RuleCompiler.compile(pack.rules()), 1);
        recording = new Recording(policy.rules());
        recorded = policy.withRules(recording);
        decision = DecisionService.evaluate(given, recorded, snapshot.asOf());
        recording.replay();
    }

    @Benchmark
    public Decision decideByTheRules() {
        return DecisionService.evaluate(given, policy, given.evaluatedAt());
    }

    @Benchmark
    public Decision decideByRecordedAnswers() {
        recording.replay();
        return DecisionService.evaluate(given, recorded, given.evaluatedAt());
    }

    @Benchmark
    public AccountSnapshot readTheSnapshot() throws Exception {
        return SnapshotReader.read(text);
    }

    @Benchmark
    public String writeTheDecision() {
        return Json.text(DecisionJson.write(decision));
    }

    /** Answers of a rule book in the order in which they were asked for; the same case asks in the same order. */
    private static final class Recording implements RuleBook {
        private final RuleBook rules;
        private final List<Proposals> answers = new ArrayList<>();
        private boolean isRecorded;
        private int next;

        private Recording(RuleBook rules) {
            this.rules = rules;
        }

        private void replay() {
            isRecorded = true;
            next = 0;
        }

        @Override
        public RuleTraits traits() {
            return rules.traits();
        }

        @Override
        public Proposals propose(Stage stage, View view) {
            if (isRecorded) {
                return answers.get(next++);
            }
            Proposals answer = rules.propose(stage, view);
            answers.add(answer);
            return answer;
        }
    }
}
