package io.plimsoll.stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.audit.DecisionFeed.FeedEntry;
import io.plimsoll.bench.Evaluations;
import io.plimsoll.bench.Ladder;
import io.plimsoll.decision.AtMark;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.OutcomeAlone;
import io.plimsoll.decision.Policy;
import io.plimsoll.live.LiveAccounts;
import io.plimsoll.live.LiveMarks;
import io.plimsoll.policy.bounds.OutcomeBounds;
import io.plimsoll.wire.DecisionJson;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotJson;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What an instance does after a restart or a rebalance until it knows all bounds again, without the rest of the service: reads where its accounts stand
 * from a real broker, decides each once at its marks and finds its bounds. The log is not asked; the service does that in groups.
 *
 * <p>The argument is the number of accounts.
 */
public final class RecoveryBenchmark {

    private static final int PARTITIONS = 24;
    private static final int AT_ONCE = 10_000;
    private static final double MILLION = 1e6;
    private static final com.sun.management.OperatingSystemMXBean PROCESS =
            (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Ladder ladder;
    private final Evaluations evaluations = new Evaluations();
    private final KafkaConfig config = config();
    private final Instant begin = Instant.now();
    private final LongAdder boundsNanos = new LongAdder();

    private RecoveryBenchmark(int accounts) throws Exception {
        ladder = new Ladder(accounts);
    }

    public static void main(String... arguments) throws Exception {
        new RecoveryBenchmark(Integer.parseInt(arguments[0])).run();
        System.exit(0);
    }

    private static KafkaConfig config() {
        Map<String, String> settings = Map.of(
                "plimsoll.kafka.bootstrap-servers",
                TestKafka.bootstrapServers(),
                "plimsoll.kafka.partitions",
                Integer.toString(PARTITIONS));
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "bench", 100))
                .withMapping(KafkaConfig.class)
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(KafkaConfig.class);
    }

    private void run() throws Exception {
        var settings = new KafkaSettings(config);
        try (Admin admin = Admin.create(settings.common("bench"))) {
            Topics.prepare(admin, config);
        }
        publish();
        LiveAccounts live = new LiveAccounts(new LiveMarks(), new Deciding());
        var reader = new AccountsReader(
                settings.consumer("accounts"),
                config.topics().accounts(),
                live,
                new LiveMetrics(new SimpleMeterRegistry()),
                () -> {});
        Took reading = new Took();
        reader.assigned(IntStream.range(0, PARTITIONS).boxed().collect(Collectors.toSet()));
        reader.start();
        while (live.size() < ladder.accounts()) {
            Thread.sleep(5);
        }
        reading.print("until all accounts are read", ladder.accounts());
        Took bounding = new Took();
        bound(live);
        bounding.print("until each is decided at its marks and has its bounds", ladder.accounts());
        System.out.printf(
                "of that, microseconds of processor for the bounds of an account: %.0f; accounts without bounds: %d%n",
                boundsNanos.sum() / 1e3 / ladder.accounts(), live.countWithoutBounds());
    }

    /** As the service would after a decision of each. */
    private void publish() throws Exception {
        var records = new PublishedRecords(config.topics(), config.group());
        Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", TestKafka.bootstrapServers()));
        settings.put("linger.ms", 20);
        long bytes = 0;
        var serializer = new ByteArraySerializer();
        try (var producer = new KafkaProducer<>(settings, serializer, serializer)) {
            for (int number = 0; number < ladder.accounts(); number++) {
                AccountSnapshot snapshot = ladder.account(number, begin);
                Case given = Evaluations.atMarks(snapshot, begin);
                Decision decision = evaluations.decide(given);
                FeedEntry entry = new FeedEntry(
                        number + 1L,
                        1,
                        decision.decisionId(),
                        decision.accountId(),
                        begin,
                        decision.policy().pack(),
                        decision.policy().version(),
                        decision.outcome().name(),
                        given.snapshotDigest(),
                        Json.text(SnapshotJson.write(snapshot)),
                        Json.text(DecisionJson.write(decision)),
                        null);
                for (ProducerRecord<byte[], byte[]> record : records.of(entry, List.of())) {
                    if (record.topic().equals(config.topics().accounts())) {
                        bytes += record.value().length;
                        var unused = producer.send(record);
                    }
                }
            }
        }
        System.out.printf("%,d accounts, %d bytes each in the topic%n", ladder.accounts(), bytes / ladder.accounts());
    }

    private void bound(LiveAccounts live) throws InterruptedException {
        int processors = Runtime.getRuntime().availableProcessors();
        try (ExecutorService threads = Executors.newFixedThreadPool(processors)) {
            for (List<String> some = live.unlooked(AT_ONCE); !some.isEmpty(); some = live.unlooked(AT_ONCE)) {
                threads.invokeAll(some.stream()
                        .map(account -> Executors.callable(() -> decide(live, account)))
                        .toList());
            }
        }
    }

    private void decide(LiveAccounts live, String account) {
        try {
            live.decide(account, begin);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Deciding implements LiveAccounts.Deciding {

        @Override
        public AtMark decide(AccountSnapshot snapshot, boolean held, Instant takenAt) {
            Case given = Evaluations.atMarks(snapshot, takenAt);
            return new AtMark.Same(given, evaluations.outcome(given), evaluations.policy(), 1);
        }

        @Override
        public OutcomeBounds bounds(Case given, OutcomeAlone due, Policy policy) {
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            OutcomeBounds bounds = evaluations.bounds(given, due);
            boundsNanos.add(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
            return bounds;
        }
    }

    /** Time by the clock and of all processors from here on. */
    private static final class Took {
        private final long startedAtNanos = System.nanoTime();
        private final long processorAtNanos = PROCESS.getProcessCpuTime();

        void print(String what, int accounts) {
            double seconds = (System.nanoTime() - startedAtNanos) / 1e9;
            double processor = (PROCESS.getProcessCpuTime() - processorAtNanos) / 1e9;
            System.out.printf(
                    "%-55s %8.1f s by the clock, %8.1f s of processor; for a million %6.0f s and %6.0f s%n",
                    what, seconds, processor, seconds * MILLION / accounts, processor * MILLION / accounts);
        }
    }
}
