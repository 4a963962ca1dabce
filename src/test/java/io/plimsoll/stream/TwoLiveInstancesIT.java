package io.plimsoll.stream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.api.Snapshots;
import io.plimsoll.audit.ClosureArchive;
import io.plimsoll.audit.DecisionArchive;
import io.plimsoll.audit.DecisionArchive.Search;
import io.plimsoll.audit.DecisionFeed;
import io.plimsoll.audit.DecisionSummary;
import io.plimsoll.audit.FilledAccounts;
import io.plimsoll.audit.LogTail;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.DecisionLog;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.Policies;
import io.plimsoll.market.Mark;
import io.plimsoll.policy.PolicyEngine;
import io.plimsoll.stream.StreamFixture.LiveInstance;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two instances share the accounts while marks flow; one of them dies in the midst of a crash. Each account is decided by one of them. */
@QuarkusTest
@TestProfile(StreamServiceIT.OnePack.class)
class TwoLiveInstancesIT {

    private static final int ACCOUNTS = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @Inject
    DecisionLog log;

    @Inject
    Policies policies;

    @Inject
    PolicyEngine engine;

    @Inject
    FilledAccounts filled;

    @Inject
    DecisionArchive archive;

    @Inject
    DecisionFeed feed;

    @Inject
    ClosureArchive closures;

    @Inject
    LogTail tail;

    private final String prefix = Snapshots.newAccount("shared");
    private StreamFixture streams;
    private PlainClient client;
    private MarkFeed marks;

    @BeforeEach
    void start() throws Exception {
        streams =
                new StreamFixture(log, policies, archive, feed, closures, tail, Map.of("intake.session-timeout", "3S"));
        client = new PlainClient();
        marks = new MarkFeed(client, streams.topics().marks());
    }

    @AfterEach
    void stop() throws Exception {
        marks.close();
        client.close();
        streams.close();
    }

    @Test
    void eachAccountIsDecidedOnceAtEachTurnThoughAnInstanceDies() throws Exception {
        Death death = new Death();
        LiveInstance first = streams.live(engine, filled, "dying", death);
        try (LiveInstance second = streams.live(engine, filled, "staying", () -> {});
                Publisher publisher = streams.publisher("publisher")) {
            // Given accounts that both look after
            for (int account = 0; account < ACCOUNTS; account++) {
                client.send(streams.topics().accountSnapshots(), accountId(account), snapshot(account));
            }
            await().atMost(PATIENCE)
                    .until(() -> first.accounts() + second.accounts() == ACCOUNTS
                            && first.accounts() > 0
                            && second.accounts() > 0);

            // When prices fall so far that half of them are to be closed, and one instance is torn out of it
            marks.price = "85000";
            death.strike("dying");

            // Then the other looks after all of them, and each has the outcome that it should have
            await().atMost(PATIENCE).until(() -> second.accounts() == ACCOUNTS);
            Map<String, Outcome> expected = expectedAt("85000");
            assertTrue(expected.containsValue(Outcome.HEALTHY)
                    && expected.values().stream().anyMatch(Outcome::closesPositions));
            await().atMost(PATIENCE).untilAsserted(() -> assertEquals(expected, last()));

            // When prices move on a little
            marks.price = "84900";

            // Then that is so for good
            Map<String, Outcome> later = expectedAt("84900");
            await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> last().equals(later));
        } finally {
            first.close();
        }
        for (int account = 0; account < ACCOUNTS; account++) {
            List<DecisionSummary> decisions = decisions(accountId(account));
            assertEquals(Trigger.SNAPSHOT, decisions.getFirst().trigger());
            for (int index = 1; index < decisions.size(); index++) {
                DecisionSummary before = decisions.get(index - 1);
                DecisionSummary after = decisions.get(index);
                assertTrue(
                        after.trigger() == Trigger.EXPIRY || before.outcome() != after.outcome(),
                        () -> "said twice: " + before + " and " + after);
            }
            assertEquals(decisions.size(), log.standing(accountId(account)).revision());
        }
    }

    private String accountId(int account) {
        return prefix + "-" + account;
    }

    /** One bitcoin bought at 100,000; the first lose what they have sooner than the last. */
    private String snapshot(int account) {
        return Snapshots.json(
                accountId(account),
                1,
                Integer.toString(14_000 + account * 300),
                Instant.now().toString());
    }

    private Map<String, Outcome> expectedAt(String price) throws Exception {
        DecisionService asked = new DecisionService(policies, log, new Sha256SnapshotDigest(), InstantSource.system());
        Map<String, Outcome> expected = new TreeMap<>();
        for (int account = 0; account < ACCOUNTS; account++) {
            AccountSnapshot snapshot = Snapshots.read(snapshot(account));
            Mark mark = new Mark(new BigDecimal(price), null, snapshot.asOf());
            expected.put(
                    accountId(account),
                    asked.whatIf(snapshot.withMark("BTCUSDT", mark), null).outcome());
        }
        return expected;
    }

    private Map<String, Outcome> last() throws Exception {
        Map<String, Outcome> last = new TreeMap<>();
        for (int account = 0; account < ACCOUNTS; account++) {
            last.put(accountId(account), decisions(accountId(account)).getLast().outcome());
        }
        return last;
    }

    /** In the order of the log. */
    private List<DecisionSummary> decisions(String account) throws Exception {
        return archive.find(new Search(account, null, null, null, null, null, null, null), 100)
                .items()
                .reversed();
    }

    /** Its threads are torn out of whatever they are at and begin nothing again; nothing is handed over. */
    private static final class Death implements Runnable {
        private volatile boolean isDead;

        void strike(String name) {
            isDead = true;
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getName().equals(name + "-intake")) {
                    thread.interrupt();
                }
            }
        }

        @Override
        public void run() {
            if (isDead) {
                throw new IllegalStateException("this instance is dead");
            }
        }
    }

    /** Twenty marks a second, never the same price twice in a row. */
    private static final class MarkFeed implements AutoCloseable {
        volatile String price = "100000";
        private final PlainClient client;
        private final String topic;
        private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
        private int count; // by the one thread

        MarkFeed(PlainClient client, String topic) {
            this.client = client;
            this.topic = topic;
            var unused = pace.scheduleAtFixedRate(this::send, 0, 50, TimeUnit.MILLISECONDS);
        }

        private void send() {
            String next =
                    new BigDecimal(price).add(BigDecimal.valueOf(count % 2)).toString();
            count++;
            client.send(topic, "BTCUSDT", """
                    {"instrument":"BTCUSDT","price":"%s","time":"%s"}""".formatted(next, Instant.now()));
        }

        @Override
        public void close() throws InterruptedException {
            pace.shutdownNow();
            assertTrue(pace.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS), "the feed of marks ends");
        }
    }
}
