package io.plimsoll.speed;

import io.plimsoll.ShippedPacks;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.Policy;
import io.plimsoll.decision.RuleBook;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.pack.TableRow;
import io.plimsoll.rules.straight.StraightRules;
import io.plimsoll.wire.Sha256SnapshotDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shipped pack on generated books: what each stage is asked on the way to each account's decision. */
final class Perpetuals {

    static final List<String> INSTRUMENTS =
            List.of("BTCUSDT", "ETHUSDT", "SOLUSDT", "XRPUSDT", "BNBUSDT", "DOGEUSDT", "ADAUSDT", "LINKUSDT");

    private static final int ACCOUNTS = 400;
    private static final int[] POSITIONS = {1, 2, 5, 5, 5, 10, 32};

    private Perpetuals() {}

    static Workload workload() throws Exception {
        Candidate pack = ShippedPacks.candidate("perpetuals");
        Map<String, List<Map<String, Object>>> rows = new HashMap<>();
        pack.tables().forEach((type, of) -> rows.put(type, TableRow.values(of)));
        Policy policy = pack.policy(StraightRules.of(pack.rules()), 1);
        List<List<Workload.Question>> accounts = new ArrayList<>();
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        Books books = new Books(20_261_123, INSTRUMENTS);
        for (int i = 0; i < ACCOUNTS; i++) {
            AccountSnapshot snapshot = books.account(i, POSITIONS[i % POSITIONS.length]);
            List<Workload.Question> asked = new ArrayList<>();
            RuleBook recording = policy.rules().askedBy((stage, view) -> {
                asked.add(new Workload.Question(stage, view));
                return policy.rules().propose(stage, view);
            });
            Case given = Case.ofSnapshot(snapshot, new Sha256SnapshotDigest().of(snapshot), List.of());
            outcomes.merge(
                    DecisionService.evaluate(given, policy.withRules(recording), Books.AS_OF)
                            .outcome(),
                    1,
                    Integer::sum);
            accounts.add(asked);
        }
        System.out.println("perpetuals: " + accounts.size() + " accounts, outcomes " + outcomes + ", questions "
                + accounts.stream().mapToInt(List::size).sum());
        return new Workload("perpetuals", pack.rules(), rows, accounts, new PerpetualsByHand(rows), List.of());
    }
}
