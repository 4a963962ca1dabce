package io.plimsoll.stream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plimsoll.api.Snapshots;
import io.plimsoll.audit.ClosureArchive;
import io.plimsoll.audit.DecisionArchive;
import io.plimsoll.audit.DecisionArchive.Search;
import io.plimsoll.audit.DecisionFeed;
import io.plimsoll.audit.DecisionSummary;
import io.plimsoll.audit.LogTail;
import io.plimsoll.decision.DecisionLog;
import io.plimsoll.decision.Policies;
import io.plimsoll.postgres.TestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What breaks while snapshots stream through. Each test ends by counting what came of each snapshot, in the log and in the topic. */
@QuarkusTest
class StreamFaultsIT {

    private static final int ACCOUNTS = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Inject
    DecisionLog log;

    @Inject
    Policies policies;

    @Inject
    DecisionArchive archive;

    @Inject
    DecisionFeed feed;

    @Inject
    ClosureArchive closures;

    @Inject
    LogTail tail;

    private final List<AutoCloseable> running = new ArrayList<>();
    private StreamFixture streams;
    private PlainClient client;
    private String prefix;

    @BeforeEach
    void start() throws Exception {
        streams = new StreamFixture(
                log,
                policies,
                archive,
                feed,
                closures,
                tail,
                Map.of("intake.session-timeout", "3S", "publish.session-timeout", "3S"));
        client = new PlainClient();
        prefix = Snapshots.newAccount("faults");
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        for (AutoCloseable instance : running) {
            instance.close();
        }
        streams.close();
        TestPostgres.allowConnections(true);
    }

    @Test
    void theBrokerIsKilledAndComesBack() throws Exception {
        // Given
        run(streams.intake("intake"));
        run(streams.publisher("publisher"));
        send(1, 10);
        awaitDecisions(ACCOUNTS);

        // When
        TestKafka.kill();
        var sending =
                CompletableFuture.runAsync(() -> send(11, 20)); // a client that finds no broker at all waits for one
        TestKafka.startBroker();
        sending.get(2, TimeUnit.MINUTES);
        send(21, 30);

        // Then
        assertReconciles(30);
    }

    /** Every snapshot is sent twice, while instances come and go whose clocks are hours off. */
    @Test
    void partitionsMoveToAndFroWhileSnapshotsAreDeliveredTwice() throws Exception {
        // Given
        run(streams.publisher("publisher-1"));
        run(streams.publisher("publisher-2"));
        run(streams.intake("intake-1"));

        // When
        for (int round = 0; round < 4; round++) {
            Intake comesAndGoes = streams.intake("comes-and-goes-" + round, Duration.ofHours(round - 2));
            Publisher another = streams.publisher("publisher-comes-and-goes-" + round);
            send(round * 10 + 1, round * 10 + 10);
            send(round * 10 + 1, round * 10 + 10);
            letRun(Duration.ofMillis(700));
            comesAndGoes.close();
            another.close();
        }

        // Then
        assertReconciles(40);
    }

    @Test
    void theDatabaseIsAwayForAWhile() throws Exception {
        // Given
        run(streams.intake("intake"));
        run(streams.publisher("publisher"));
        send(1, 5);
        awaitDecisions(ACCOUNTS);

        // When
        TestPostgres.allowConnections(false);
        send(6, 15);
        letRun(Duration.ofMillis(4_000));
        TestPostgres.allowConnections(true);
        send(16, 20);

        // Then
        assertReconciles(20);
    }

    /**
     * The threads are torn out of whatever they are at, again and again, and nothing is committed between: all that was read is read again,
     * and each transaction that was begun is another's to end.
     */
    @Test
    void nothingIsLostOrDoubledWhereAnInstanceDiesBeforeItCommits() throws Exception {
        // Given
        streams.close();
        streams = new StreamFixture(
                log, policies, archive, feed, closures, tail, Map.of("intake.commit-interval", "300MS"));
        run(streams.intake("torn-intake"));
        run(streams.publisher("torn-publisher"));
        int poison = 0;

        // When
        for (int round = 0; round < 8; round++) {
            send(round * 5 + 1, round * 5 + 5);
            for (; poison < (round + 1) * 5; poison++) {
                client.send(streams.topics().accountSnapshots(), prefix, "{\"poison\":" + poison);
            }
            letRun(Duration.ofMillis(350));
            interrupt("torn-intake");
            interrupt("torn-publisher");
        }

        // Then
        assertReconciles(40, poison);
    }

    /** An instance stops in the midst of it, without a publisher; another goes on where it was. */
    @Test
    void anInstanceTakesOverFromOneThatStopped() throws Exception {
        // Given
        Intake first = streams.intake("first");
        Publisher firstPublisher = streams.publisher("first-publisher");
        send(1, 15);
        awaitDecisions(1);

        // When
        first.close();
        firstPublisher.close();
        send(16, 20);
        run(streams.intake("second"));
        run(streams.publisher("second-publisher"));

        // Then
        assertReconciles(20);
    }

    private static void interrupt(String thread) {
        Thread.getAllStackTraces().keySet().stream()
                .filter(running -> running.getName().equals(thread))
                .forEach(Thread::interrupt);
    }

    private void run(AutoCloseable instance) {
        running.add(instance);
    }

    private void send(int firstSequence, int lastSequence) {
        for (int sequence = firstSequence; sequence <= lastSequence; sequence++) {
            for (int account = 0; account < ACCOUNTS; account++) {
                String accountId = prefix + "-" + account;
                client.send(
                        streams.topics().accountSnapshots(),
                        accountId,
                        Snapshots.json(accountId, sequence, Snapshots.HEALTHY));
            }
        }
    }

    private void awaitDecisions(int least) {
        await("something is published")
                .atMost(PATIENCE)
                .until(() -> PlainClient.read(streams.topics().decisions(), 0, this::isOurs)
                                .size()
                        >= least);
    }

    /** Lets what is under way go on for a while before the next thing breaks. */
    private static void letRun(Duration time) {
        await().pollDelay(time).atMost(PATIENCE).until(() -> true);
    }

    private void assertReconciles(int sequences) throws Exception {
        assertReconciles(sequences, 0);
    }

    /** Nothing lost, doubled or out of order, and no dead letter but those of poison. */
    private void assertReconciles(int sequences, int poison) throws Exception {
        client.flush();
        List<ConsumerRecord<String, String>> decisions =
                PlainClient.read(streams.topics().decisions(), ACCOUNTS * sequences, this::isOurs);
        Reconciliation.of(decisions).assertEach(prefix, ACCOUNTS, sequences);
        List<Long> expected = LongStream.rangeClosed(1, sequences)
                .map(at -> sequences + 1 - at)
                .boxed()
                .toList();
        for (int account = 0; account < ACCOUNTS; account++) {
            Search search = new Search(prefix + "-" + account, null, null, null, null, null, null, null);
            assertEquals(
                    expected,
                    archive.find(search, 100).items().stream()
                            .map(DecisionSummary::snapshotSequence)
                            .toList());
        }
        assertEquals(
                LongStream.range(0, poison)
                        .mapToObj(number -> "{\"poison\":" + number)
                        .toList(),
                PlainClient.read(streams.topics().deadLetters(), poison, record -> true).stream()
                        .map(ConsumerRecord::value)
                        .toList());
    }

    private boolean isOurs(ConsumerRecord<String, String> record) {
        return record.key().startsWith(prefix);
    }
}
