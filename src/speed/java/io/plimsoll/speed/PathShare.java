package io.plimsoll.speed;

import com.sun.management.ThreadMXBean;
import io.plimsoll.ShippedPacks;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Policy;
import io.plimsoll.policy.Candidate;
import io.plimsoll.rules.straight.StraightRules;
import io.plimsoll.wire.DecisionJson;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.plimsoll.wire.SnapshotJson;
import io.plimsoll.wire.SnapshotReader;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What of a decision of the shipped pack is JSON in, the digest, the decision itself and JSON out; accounts of five positions, processor time of one thread. */
public final class PathShare {

    private static final int ACCOUNTS = 2_000;
    private static final long WARMUP_MS = Integer.getInteger("plimsoll.speed.warmup-ms", 3_000);
    private static final long TURN_MS = 5L * Integer.getInteger("plimsoll.speed.turn-ms", 400);
    private static final ThreadMXBean MEASURED = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static Object result = "";

    private PathShare() {}

    /** A part of the path, for the account of a number. */
    @FunctionalInterface
    private interface Part {
        Object of(int account) throws Exception;
    }

    public static void main(String... args) throws Exception {
        Candidate pack = ShippedPacks.candidate("perpetuals");
        Policy policy = pack.policy(StraightRules.of(pack.rules()), 1);
        Sha256SnapshotDigest digest = new Sha256SnapshotDigest();
        Books books = new Books(7, Perpetuals.INSTRUMENTS);
        List<String> texts = new ArrayList<>();
        List<Case> cases = new ArrayList<>();
        List<Decision> decisions = new ArrayList<>();
        long read = 0;
        long written = 0;
        for (int i = 0; i < ACCOUNTS; i++) {
            AccountSnapshot snapshot = books.account(i, 5);
            texts.add(SnapshotJson.canonical(snapshot));
            cases.add(Case.ofSnapshot(snapshot, digest.of(snapshot), List.of()));
            decisions.add(DecisionService.evaluateInFull(cases.get(i), policy, Books.AS_OF));
            read += texts.get(i).length();
            written += Json.text(DecisionJson.write(decisions.get(i))).length();
        }
        Map<String, Part> parts = new LinkedHashMap<>();
        parts.put("read the snapshot", i -> SnapshotReader.read(texts.get(i)));
        parts.put("digest", i -> digest.of(cases.get(i).snapshot()));
        parts.put("decide", i -> DecisionService.evaluateInFull(cases.get(i), policy, Books.AS_OF));
        parts.put("write the decision", i -> Json.text(DecisionJson.write(decisions.get(i))));
        parts.values().forEach(part -> run(part, WARMUP_MS));
        Map<String, double[]> taken = new LinkedHashMap<>();
        parts.forEach((name, part) -> taken.put(name, run(part, TURN_MS)));
        double all = taken.values().stream().mapToDouble(of -> of[0]).sum();
        System.out.printf(
                Locale.ROOT, "snapshots of %d, decisions of %d characters%n", read / ACCOUNTS, written / ACCOUNTS);
        taken.forEach((name, of) -> System.out.printf(
                Locale.ROOT, "%-20s %8.1f us %5.1f %% %,10.0f bytes%n", name, of[0], 100 * of[0] / all, of[1]));
    }

    /** Microseconds and bytes an account. */
    private static double[] run(Part part, long forMs) {
        try {
            long bytes = MEASURED.getCurrentThreadAllocatedBytes();
            long began = MEASURED.getCurrentThreadCpuTime();
            long now = began;
            int accounts = 0;
            while (now - began < forMs * 1_000_000) {
                for (int i = 0; i < 50; i++) {
                    result = part.of(accounts++ % ACCOUNTS);
                }
                now = MEASURED.getCurrentThreadCpuTime();
            }
            double allocated = MEASURED.getCurrentThreadAllocatedBytes() - bytes;
            return new double[] {(now - began) / 1e3 / accounts, allocated / accounts};
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
