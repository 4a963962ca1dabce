package io.plimsoll;

import static io.plimsoll.fixtures.Positions.NOON;
import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.SnapshotFixture.account;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decided.Fresh;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.MarginCall;
import io.plimsoll.decision.MarginCall.Status;
import io.plimsoll.decision.Policy;
import io.plimsoll.fixtures.Decisions;
import io.plimsoll.fixtures.InMemoryDecisionLog;
import io.plimsoll.fixtures.SnapshotFixture;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.scenario.Suite;
import io.plimsoll.rules.plain.Observer;
import io.plimsoll.rules.plain.PlainRules;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one scenario cannot show of calls: a minute of snapshots, and amounts on random accounts. By the shipped rules of perpetuals. */
class MarginCallRequirementsTest {

    private static Policy policy;

    /** Maintenance and initial margin 5 %, calls below a ratio of 1.25 up to 1.5, BTC at a haircut of 5 %. */
    @BeforeAll
    static void readThePack() throws Exception {
        Candidate pack = ShippedPacks.candidate("perpetuals");
        Suite golden = pack.suites().stream()
                .filter(suite -> suite.name().contains("G7"))
                .findFirst()
                .orElseThrow();
        policy = pack.policy(PlainRules.of(pack.rules()).observedBy(Observer.NONE), pack.tablesWith(golden.tables()));
    }

    /** Long 100 at 100: a maintenance margin of 500. */
    private static SnapshotFixture withCash(String cash) {
        return account().cash(cash).with(cross("GOLDEN", "100", "100", "100"));
    }

    private static Decision decide(SnapshotFixture account) {
        AccountSnapshot snapshot = account.snapshot();
        return DecisionService.evaluate(
                Case.ofSnapshot(snapshot, Decisions.digest(snapshot), List.of()), policy, Decisions.DECIDED_AT);
    }

    @Test
    void mcl4ARatioThatOscillatesForAMinuteIsOneCallAndNot30() throws Exception {
        // Given
        var log = new InMemoryDecisionLog();
        var service =
                new DecisionService((snapshot, pack, at) -> policy, log, Decisions::digest, () -> Decisions.DECIDED_AT);
        List<MarginCall> calls = new ArrayList<>();

        // When: 1.26 and 1.24 in turn, a snapshot a second
        for (int second = 0; second < 60; second++) {
            Instant asOf = NOON.plusSeconds(second);
            SnapshotFixture account = account()
                    .sequence(second + 1)
                    .asOf(asOf)
                    .cash(second % 2 == 0 ? "630" : "620")
                    .with(cross("GOLDEN", "100", "100", "100"));
            Fresh decided = (Fresh) service.decide(account.snapshot(), null);
            calls.addAll(decided.decision().marginCalls());
        }

        // Then
        Set<String> ids = new HashSet<>();
        calls.forEach(call -> ids.add(call.callId()));
        assertEquals(1, ids.size());
        assertEquals(59, calls.size(), "from the second snapshot on");
        assertEquals(
                1, calls.stream().filter(call -> call.status() == Status.OPENED).count());
        assertEquals(
                Set.of(NOON.plusSeconds(1).plusSeconds(1800)),
                new HashSet<>(calls.stream().map(MarginCall::dueBy).toList()));
    }

    /** The oracle counts in cents and in hundred-millionths of a bitcoin. */
    @Test
    void amountsAreThoseOfTheFormulaOnRandomAccounts() {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            long cents = 50_000 + random.nextInt(30_000);
            long price = 20_000 + random.nextInt(80_000);
            SnapshotFixture account =
                    withCash(BigDecimal.valueOf(cents, 2).toPlainString()).holding("BTC", "0", Long.toString(price));
            MarginCall call = decide(account).marginCall();
            if (cents >= 62_500) {
                assertNull(call, cents + " cents are a ratio of 1.25 or more");
                continue;
            }
            long missing = 75_000 - cents;
            BigDecimal bitcoin = BigDecimal.valueOf(missing, 2)
                    .divide(new BigDecimal("0.95").multiply(BigDecimal.valueOf(price)), 8, RoundingMode.CEILING);
            assertEquals(
                    BigDecimal.valueOf(missing, 2),
                    Objects.requireNonNull(call).amount().amount());
            assertEquals(
                    0, bitcoin.compareTo(call.acceptable().get(1).quantity()), cents + " cents, bitcoin at " + price);
            assertEquals(0, call.acceptable().getFirst().quantity().compareTo(BigDecimal.valueOf(missing, 2)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7, 50})
    void anAccountSoManyTimesLargerIsCalledSoManyTimesMore(int times) {
        // Given
        String quantity = Integer.toString(100 * times);
        String cash =
                new BigDecimal("550.25").multiply(BigDecimal.valueOf(times)).toPlainString();

        // When
        Decision large = decide(account().cash(cash).with(cross("GOLDEN", quantity, "100", "100")));

        // Then
        assertEquals(
                Objects.requireNonNull(decide(withCash("550.25")).marginCall())
                        .amount()
                        .amount()
                        .multiply(BigDecimal.valueOf(times)),
                Objects.requireNonNull(large.marginCall()).amount().amount());
    }
}
