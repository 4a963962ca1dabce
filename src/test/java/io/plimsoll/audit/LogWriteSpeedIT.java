package io.plimsoll.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.api.Snapshots;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionLog;
import io.plimsoll.decision.DecisionLog.Standing;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Policy;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** How many decisions a second become durable; asked for by {@code -Dplimsoll.write-rows=20000}, the rows of each of its rounds. */
@QuarkusTest
class LogWriteSpeedIT {

    private static final int ROUNDS = 7;
    private static final int CALLERS = 512;

    @Inject
    DecisionLog log;

    @Test
    void writesSoMany() throws Exception {
        int rows = Integer.getInteger("plimsoll.write-rows", 0);
        assumeTrue(rows > 0, "asked for by -Dplimsoll.write-rows=20000");
        double[] rates = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            List<Callable<Boolean>> appends = appends(rows);
            long startedAtNanos = System.nanoTime();
            int written = 0;
            try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
                for (Future<Boolean> appended : callers.invokeAll(appends)) {
                    written += appended.get() ? 1 : 0;
                }
            }
            rates[round] = written / ((System.nanoTime() - startedAtNanos) / 1e9);
            assertEquals(rows, written);
        }
        System.out.printf(
                "decisions written a second, in %d rounds of %d: %s%n",
                ROUNDS,
                rows,
                Arrays.toString(Arrays.stream(rates).mapToLong(Math::round).toArray()));
        Arrays.sort(rates);
        System.out.printf("median %.0f%n", rates[ROUNDS / 2]);
    }

    private List<Callable<Boolean>> appends(int rows) throws Exception {
        Policy policy = new PlainPolicies()
                .choose(Snapshots.read(Snapshots.json("A", 1, Snapshots.HEALTHY)), null, Instant.EPOCH);
        String prefix = Snapshots.newAccount("speed");
        List<Callable<Boolean>> appends = new ArrayList<>(rows);
        for (int row = 0; row < rows; row++) {
            AccountSnapshot snapshot = Snapshots.read(Snapshots.json(prefix + "-" + row, 1, "20000.10"));
            String digest = new Sha256SnapshotDigest().of(snapshot);
            Decision decision =
                    DecisionService.evaluate(Case.ofSnapshot(snapshot, digest, List.of()), policy, Instant.now());
            appends.add(() -> {
                log.append(snapshot, digest, decision, Standing.NEW);
                return true;
            });
        }
        return appends;
    }
}
