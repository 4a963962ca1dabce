package io.plimsoll.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.ShippedPacks;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.api.Snapshots;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Policy;
import io.plimsoll.policy.Candidate;
import io.plimsoll.proof.Hash;
import io.plimsoll.proof.LogHead;
import io.plimsoll.proof.LogRow;
import io.plimsoll.proof.MerkleTree;
import io.plimsoll.rules.plain.Observer;
import io.plimsoll.rules.plain.PlainRules;
import io.plimsoll.signing.SignedKind;
import io.plimsoll.signing.SigningKey;
import io.plimsoll.wire.DecisionJson;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.plimsoll.wire.SnapshotJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What sealing costs a decision: the commitments of its fields, its part of the tree and of the signature, on one thread and without the
 * database. Nobody waits for any of it. The argument is the number of rows of a batch.
 */
public final class SealCost {

    private static final int ROUNDS = 20;
    private static final Hash SALT = Hash.ofText("the salt of a batch");

    private SealCost() {}

    public static void main(String... arguments) throws Exception {
        int size = Integer.parseInt(arguments[0]);
        String snapshot = Snapshots.json("A-7", 1, Snapshots.CALLED);
        String decision = decided(Snapshots.read(snapshot));
        String canonical = SnapshotJson.canonical(Snapshots.read(snapshot));
        SigningKey key = SigningKey.generated();
        long leavesNanos = Long.MAX_VALUE;
        long treeNanos = Long.MAX_VALUE;
        long signatureNanos = Long.MAX_VALUE;
        int signedBytes = 0;
        for (int round = 0; round < ROUNDS; round++) { // the first ones are not compiled yet; the best counts
            long start = System.nanoTime();
            List<Hash> leaves = leaves(size, canonical, decision);
            long committed = System.nanoTime();
            Hash root = MerkleTree.of(leaves).root();
            long treed = System.nanoTime();
            LogHead head = new LogHead("log", 1, 1, size, size, 0, root, Hash.NONE, Instant.EPOCH);
            signedBytes = key.sign(SignedKind.LOG_HEAD, head.payload()).length();
            leavesNanos = Math.min(leavesNanos, committed - start);
            treeNanos = Math.min(treeNanos, treed - committed);
            signatureNanos = Math.min(signatureNanos, System.nanoTime() - treed);
        }
        System.out.printf(
                "a decision of %d bytes on a snapshot of %d bytes, batches of %d rows%n",
                decision.length(), canonical.length(), size);
        System.out.printf("parsing and commitments  %8.2f us a decision%n", leavesNanos / 1e3 / size);
        System.out.printf("tree                     %8.2f us a decision%n", treeNanos / 1e3 / size);
        System.out.printf(
                "signature                %8.2f us a decision, %.2f ms a batch%n",
                signatureNanos / 1e3 / size, signatureNanos / 1e6);
        System.out.printf(
                "stored                   %8.2f bytes a decision%n",
                Long.BYTES + Long.BYTES + Hash.BYTES + (signedBytes + (double) Hash.BYTES) / size);
    }

    private static String decided(AccountSnapshot snapshot) throws Exception {
        Candidate pack = ShippedPacks.candidate("perpetuals");
        Policy policy = pack.policy(PlainRules.of(pack.rules()).observedBy(Observer.NONE), pack.tables());
        Case given = Case.ofSnapshot(snapshot, new Sha256SnapshotDigest().of(snapshot), List.of());
        return Json.text(DecisionJson.write(DecisionService.evaluateInFull(given, policy, snapshot.asOf())));
    }

    private static List<Hash> leaves(int size, String snapshot, String decision) throws Exception {
        List<Hash> leaves = new ArrayList<>(size);
        JsonNode revision = Json.object().numberNode(1);
        for (int position = 1; position <= size; position++) {
            LogRow row = LogRow.of(
                    position,
                    0,
                    revision,
                    Json.object().putArray("openCalls"),
                    Json.parse(snapshot),
                    Json.parse(decision));
            leaves.add(row.leaf(SALT.keyed(Integer.toString(position))));
        }
        return leaves;
    }
}
