package io.plimsoll.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.audit.ClosureArchive;
import io.plimsoll.audit.DecisionArchive;
import io.plimsoll.audit.DecisionFeed;
import io.plimsoll.audit.FillHandler;
import io.plimsoll.audit.FilledAccounts;
import io.plimsoll.audit.LogFollower;
import io.plimsoll.audit.LogTail;
import io.plimsoll.audit.PostgresDecisionLog;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.live.LiveMarks;
import io.plimsoll.policy.PolicyEngine;
import io.plimsoll.seal.SealedLogArchive;
import io.plimsoll.tape.TapeFeed;
import io.plimsoll.tape.TapeViewName;
import io.plimsoll.wire.Sha256SnapshotDigest;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Starts intake and publisher if Kafka is configured, after policies and log, and stops them before those. */
@ApplicationScoped
public class Streams implements LogFollower {

    private static final int AFTER_ALL_ELSE = 10_000;
    private static final int BEFORE_ALL_ELSE = 1;
    private static final long ANSWER_WAIT_SECONDS = 2;

    private final KafkaConfig config;
    private final @Nullable Intake intake;
    private final @Nullable Intake fills;
    private final List<Publisher> publishers;
    private final @Nullable Publisher heads;
    private final @Nullable LiveStream live;
    private final @Nullable Admin admin;

    @Inject
    Streams(
            KafkaConfig config,
            DecisionService service,
            DecisionArchive archive,
            FillHandler fillHandler,
            DecisionFeed feed,
            ClosureArchive closures,
            LogTail tail,
            TapeFeed tape,
            SealedLogArchive sealed,
            PostgresDecisionLog log,
            PolicyEngine policies,
            FilledAccounts filled,
            LiveMarks marks,
            InstantSource clock,
            MeterRegistry registry) {
        this.config = config;
        if (config.bootstrapServers().isEmpty()) {
            admin = null;
            intake = null;
            fills = null;
            publishers = List.of();
            heads = null;
            live = null;
            return;
        }
        admin = Admin.create(new KafkaSettings(config).common("administration"));
        live = config.intake().enabled() && config.marks().enabled()
                ? new LiveStream(config, service, policies, filled, marks, clock, registry, this::prepareTopics)
                : null;
        intake = config.intake().enabled() ? intake(service, archive, policies, registry) : null;
        fills = config.intake().enabled() ? fills(fillHandler, registry) : null;
        boolean isPublishing = config.publish().enabled();
        heads = isPublishing && config.publish().heads() ? heads(sealed, clock, registry) : null;
        publishers = isPublishing ? publishers(feed, closures, tail, tape, heads, clock, registry) : List.of();
        publishers.stream().findFirst().ifPresent(decisions -> log.whenWritten(decisions::wake));
    }

    /** That of the decision log first. */
    private List<Publisher> publishers(
            DecisionFeed feed,
            ClosureArchive closures,
            LogTail tail,
            TapeFeed tape,
            @Nullable Publisher headPublisher,
            InstantSource clock,
            MeterRegistry registry) {
        List<Publisher> all = new ArrayList<>();
        all.add(new Publisher(
                config,
                new PublishedDecisions(config, feed, closures, tail),
                clock,
                new PublisherMetrics(registry),
                this::prepareTopics,
                "decision-publisher"));
        for (TapeViewName view : config.publish().tape() ? TapeViewName.values() : new TapeViewName[0]) {
            all.add(new Publisher(
                    config,
                    new PublishedTape(config, tape, view),
                    clock,
                    new PublisherMetrics(registry, view),
                    this::prepareTopics,
                    "tape-publisher-" + view.word()));
        }
        if (headPublisher != null) {
            all.add(headPublisher);
        }
        return List.copyOf(all);
    }

    private Publisher heads(SealedLogArchive sealed, InstantSource clock, MeterRegistry registry) {
        return new Publisher(
                config,
                new PublishedHeads(config, sealed),
                clock,
                PublisherMetrics.ofHeads(registry),
                this::prepareTopics,
                "head-publisher");
    }

    @Override
    public long takenUpTo() throws LogUnavailable {
        return publishedUpTo(publishers.isEmpty() ? null : publishers.getFirst());
    }

    @Override
    public long headsTakenUpTo() throws LogUnavailable {
        return publishedUpTo(heads);
    }

    private static long publishedUpTo(@Nullable Publisher publisher) throws LogUnavailable {
        try {
            return publisher == null ? Long.MAX_VALUE : publisher.publishedUpTo();
        } catch (KafkaException e) {
            throw new LogUnavailable("the broker does not say how far the log is published", e);
        }
    }

    private Intake intake(
            DecisionService service, DecisionArchive archive, PolicyEngine policies, MeterRegistry registry) {
        IntakeSource source = IntakeSource.snapshots(config);
        IntakeMetrics metrics = new IntakeMetrics(registry, source.what());
        RecordDecider decider = new RecordDecider(
                service,
                archive,
                new Sha256SnapshotDigest(),
                policies::isServing,
                config.intake().retryInterval(),
                metrics);
        return new Intake(
                config,
                source,
                decider,
                live == null ? new NoAccountsHeld() : live,
                metrics,
                this::prepareTopics,
                "snapshot-intake");
    }

    private Intake fills(FillHandler handler, MeterRegistry registry) {
        IntakeSource source = IntakeSource.fills(config);
        IntakeMetrics metrics = new IntakeMetrics(registry, source.what());
        FillTaker taker = new FillTaker(handler, config.intake().retryInterval(), metrics);
        return new Intake(config, source, taker, new NoAccountsHeld(), metrics, this::prepareTopics, "fill-intake");
    }

    private void prepareTopics() {
        if (admin != null) {
            Topics.prepare(admin, config);
        }
    }

    void start(@Observes @Priority(AFTER_ALL_ELSE) StartupEvent event) {
        if (intake != null) {
            intake.start();
        }
        if (fills != null) {
            fills.start();
        }
        publishers.forEach(Publisher::start);
        if (live != null) {
            live.start();
        }
    }

    void stop(@Observes @Priority(BEFORE_ALL_ELSE) ShutdownEvent event) {
        List<Runnable> readers = new ArrayList<>();
        if (live != null) {
            readers.add(live::close);
        }
        if (intake != null) {
            readers.add(intake::close);
        }
        if (fills != null) {
            readers.add(fills::close);
        }
        SideBySide.run(readers);
        SideBySide.run(
                publishers.stream().<Runnable>map(publisher -> publisher::close).toList());
        if (admin != null) {
            admin.close(Duration.ofSeconds(ANSWER_WAIT_SECONDS));
        }
    }

    boolean isConfigured() {
        return admin != null;
    }

    /** Why snapshots do not come in by Kafka, or decisions do not go out; empty if they do, or are not to. */
    Optional<String> failure() {
        if (admin == null) {
            return Optional.empty();
        }
        String ofIntake = intake == null ? null : intake.failure();
        String ofFills = fills == null ? null : fills.failure();
        String ofPublisher = publishers.stream()
                .map(Publisher::failure)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        String ofLive = live == null ? null : live.failure();
        if (ofIntake != null) {
            return Optional.of("intake: " + ofIntake);
        }
        if (ofFills != null) {
            return Optional.of("fills: " + ofFills);
        }
        if (ofPublisher != null) {
            return Optional.of("publisher: " + ofPublisher);
        }
        if (ofLive != null) {
            return Optional.of("marks: " + ofLive);
        }
        return isAnswering(admin) ? Optional.empty() : Optional.of("no broker answers");
    }

    /** How many of this instance's accounts every mark has decided again, by the reason. */
    Map<String, Integer> withoutBounds() {
        return live == null ? Map.of() : live.withoutBounds();
    }

    private static boolean isAnswering(Admin admin) {
        try {
            return !admin.describeCluster()
                    .nodes()
                    .get(ANSWER_WAIT_SECONDS, TimeUnit.SECONDS)
                    .isEmpty();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Nothing is kept of the accounts of a partition but what is in the log. */
    private static final class NoAccountsHeld implements OwnershipListener {
        @Override
        public void assigned(Set<Integer> partitions) {}

        @Override
        public void revoked(Set<Integer> partitions) {}
    }
}
