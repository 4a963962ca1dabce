package io.plimsoll.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.audit.ClosureArchive;
import io.plimsoll.audit.DecisionArchive;
import io.plimsoll.audit.DecisionFeed;
import io.plimsoll.audit.FillHandler;
import io.plimsoll.audit.FilledAccounts;
import io.plimsoll.audit.LogTail;
import io.plimsoll.decision.DecisionLog;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Policies;
import io.plimsoll.live.LiveMarks;
import io.plimsoll.policy.PolicyEngine;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Topics and a consumer group that no other test uses, and instances of the service's streams on them. */
final class StreamFixture implements AutoCloseable {

    private static final List<String> TOPICS = List.of(
            "account-snapshots",
            "decisions",
            "margin-calls",
            "closures",
            "accounts",
            "fills",
            "marks",
            "dead-letters",
            "tape-public",
            "tape-internal",
            "tape-regulator",
            "log-heads",
            "publisher-position");

    private static final OwnershipListener NOBODY = new OwnershipListener() {
        @Override
        public void assigned(Set<Integer> partitions) {}

        @Override
        public void revoked(Set<Integer> partitions) {}
    };

    private final DecisionLog log;
    private final Policies policies;
    private final DecisionArchive archive;
    private final DecisionFeed feed;
    private final ClosureArchive closures;
    private final LogTail tail;
    private final KafkaConfig config;
    private final Admin admin;

    /** @param settings of {@code plimsoll.kafka}, beside names and places */
    StreamFixture(
            DecisionLog log,
            Policies policies,
            DecisionArchive archive,
            DecisionFeed feed,
            ClosureArchive closures,
            LogTail tail,
            Map<String, String> settings)
            throws LogUnavailable {
        this.log = log;
        this.policies = policies;
        this.archive = archive;
        this.feed = feed;
        this.closures = closures;
        this.tail = tail;
        this.config = config(settings);
        this.admin = Admin.create(new KafkaSettings(config).common("test"));
        Topics.prepare(admin, config);
        beginAt(tail.head());
    }

    /** What other tests have logged is not published: it would only take time. */
    private void beginAt(long logPosition) {
        var serializer = new ByteArraySerializer();
        Map<String, Object> settings = Map.of("bootstrap.servers", TestKafka.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, serializer, serializer)) {
            var unused = producer.send(
                    new PublisherPosition(config.topics().publisherPosition(), "decision-log").record(logPosition));
        }
    }

    private static KafkaConfig config(Map<String, String> settings) {
        String prefix = "t" + UUID.randomUUID().toString().substring(0, 8);
        Map<String, String> all = new HashMap<>();
        all.put("plimsoll.kafka.bootstrap-servers", TestKafka.bootstrapServers());
        all.put("plimsoll.kafka.group", prefix);
        all.put("plimsoll.kafka.partitions", "4");
        TOPICS.forEach(topic -> all.put("plimsoll.kafka.topics." + topic, prefix + "-" + topic));
        settings.forEach((name, value) -> all.put("plimsoll.kafka." + name, value));
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(all, "test", 100))
                .withMapping(KafkaConfig.class)
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(KafkaConfig.class);
    }

    KafkaConfig config() {
        return config;
    }

    KafkaConfig.TopicNames topics() {
        return config.topics();
    }

    Admin admin() {
        return admin;
    }

    Intake intake(String name) {
        return intake(name, Duration.ZERO);
    }

    /**
     * An intake that decides for itself; others learn of its decisions by the log alone.
     *
     * @param clockAhead how much its clock is ahead of the others'
     */
    Intake intake(String name, Duration clockAhead) {
        DecisionService service = new DecisionService(
                policies, log, new Sha256SnapshotDigest(), () -> Instant.now().plus(clockAhead));
        IntakeMetrics metrics = new IntakeMetrics(new SimpleMeterRegistry(), "snapshots");
        RecordDecider decider = new RecordDecider(
                service,
                archive,
                new Sha256SnapshotDigest(),
                () -> true,
                config.intake().retryInterval(),
                metrics);
        Intake intake = new Intake(config, IntakeSource.snapshots(config), decider, NOBODY, metrics, () -> {}, name);
        intake.start();
        return intake;
    }

    /** An instance that looks after the accounts of its partitions and decides them at marks; it dies of the preparation once that throws. */
    LiveInstance live(PolicyEngine engine, FilledAccounts filled, String name, Runnable preparation) {
        LiveMarks marks = new LiveMarks();
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        DecisionService service =
                new DecisionService(policies, log, new Sha256SnapshotDigest(), marks, InstantSource.system());
        LiveStream live =
                new LiveStream(config, service, engine, filled, marks, InstantSource.system(), registry, preparation);
        IntakeMetrics metrics = new IntakeMetrics(registry, "snapshots");
        RecordDecider decider = new RecordDecider(
                service,
                archive,
                new Sha256SnapshotDigest(),
                () -> true,
                config.intake().retryInterval(),
                metrics);
        Intake intake = new Intake(
                config, IntakeSource.snapshots(config), decider, live, metrics, preparation, name + "-intake");
        live.start();
        intake.start();
        return new LiveInstance(live, intake, registry);
    }

    /** An instance and what it counts. */
    record LiveInstance(LiveStream live, Intake intake, MeterRegistry registry) implements AutoCloseable {

        /** How many accounts it looks after. */
        int accounts() {
            return (int) registry.get("plimsoll.live.accounts").gauge().value();
        }

        @Override
        public void close() {
            live.close();
            intake.close();
        }
    }

    Intake fills(FillHandler handler, String name) {
        IntakeMetrics metrics = new IntakeMetrics(new SimpleMeterRegistry(), "fills");
        FillTaker taker = new FillTaker(handler, config.intake().retryInterval(), metrics);
        Intake intake = new Intake(config, IntakeSource.fills(config), taker, NOBODY, metrics, () -> {}, name);
        intake.start();
        return intake;
    }

    Publisher publisher(String name) {
        Publisher publisher = new Publisher(
                config,
                new PublishedDecisions(config, feed, closures, tail),
                InstantSource.system(),
                new PublisherMetrics(new SimpleMeterRegistry()),
                () -> {},
                name);
        publisher.start();
        return publisher;
    }

    @Override
    public void close() {
        admin.close();
    }
}
