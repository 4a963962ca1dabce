package io.plimsoll.stream;

import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.stream.PublishedLog.Entry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Follows a log and writes what it holds to the topics, each entry once and in the order of the log, whoever dies when: records
 * and the position reached are one transaction.
 *
 * <p>One instance publishes, the one to which the consumer group gives the position's only partition. Its transactional id keeps out a
 * predecessor that has not noticed: who starts a producer of that id ends the transactions of those before it, and reads the position after.
 */
final class Publisher extends StreamThread {

    private static final Logger LOG = Logger.getLogger(Publisher.class);

    private static final Duration POLL_WAIT = Duration.ofMillis(100);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

    private final KafkaConfig config;
    private final KafkaSettings settings;
    private final PublishedLog log;
    private final PublisherPosition storedPosition;
    private final InstantSource clock;
    private final PublisherMetrics metrics;
    private final Semaphore newDecisions = new Semaphore(0);

    private boolean isOwner; // by the publishing thread alone, as are the two below
    private @Nullable KafkaProducer<byte[], byte[]> producer;
    private long position;

    /**
     * @param preparation called before the first attempt and after each failure; throws where publishing cannot begin yet
     * @param name of the publishing thread
     */
    Publisher(
            KafkaConfig config,
            PublishedLog log,
            InstantSource clock,
            PublisherMetrics metrics,
            Runnable preparation,
            String name) {
        super(preparation, config.publish().retryInterval(), "decisions are not published", name);
        this.config = config;
        this.settings = new KafkaSettings(config);
        this.log = log;
        this.storedPosition = new PublisherPosition(config.topics().publisherPosition(), log.name());
        this.clock = clock;
        this.metrics = metrics;
    }

    /** There is something new in the log. May be called by any thread at any time, and returns at once. */
    @Override
    void wake() {
        if (newDecisions.availablePermits() == 0) {
            newDecisions.release();
        }
    }

    @Override
    Duration closeWaitMax() {
        return CLOSE_WAIT.multipliedBy(2);
    }

    @Override
    void work() {
        var deserializer = new ByteArrayDeserializer();
        Map<String, Object> member = settings.member(
                log.publisher(),
                config.group() + "-" + log.publisher(),
                config.publish().sessionTimeout());
        try (var consumer = new KafkaConsumer<>(member, deserializer, deserializer)) {
            consumer.subscribe(Set.of(config.topics().publisherPosition()), new Ownership(consumer));
            while (!isStopping()) {
                consumer.poll(isOwner ? Duration.ZERO : POLL_WAIT); // reads nothing: its partition is paused
                if (isOwner) {
                    publishOnce();
                } else {
                    works();
                }
            }
        } finally {
            disown();
        }
    }

    private void publishOnce() {
        try {
            KafkaProducer<byte[], byte[]> writing = producer == null ? takeOver() : producer;
            List<Entry> entries = log.after(position);
            if (entries.isEmpty()) {
                awaitDecisions(log.pollInterval());
            } else {
                publish(entries, writing);
            }
            works();
        } catch (LogUnavailable | RuntimeException e) {
            abandonProducer();
            failed(e);
        }
    }

    /** How far the log is published, by whichever instance; a position that somebody is just about to leave behind. */
    long publishedUpTo() {
        return storedPosition.read(settings.consumer(log.publisher() + "-follower"));
    }

    /** Keeps every predecessor out, then looks how far the last one got. */
    private KafkaProducer<byte[], byte[]> takeOver() throws LogUnavailable {
        var serializer = new ByteArraySerializer();
        Map<String, Object> transactional =
                settings.transactionalProducer(log.publisher(), config.group() + "-" + log.publisher());
        KafkaProducer<byte[], byte[]> starting = new KafkaProducer<>(transactional, serializer, serializer);
        producer = starting;
        starting.initTransactions();
        position = storedPosition.read(settings.consumer(log.publisher() + "-position"));
        long end = log.head();
        if (end < position) {
            throw new IllegalStateException(log.name() + " ends at position " + end + " and was published up to "
                    + position + ": it is not what these topics were written from");
        }
        metrics.at(position);
        metrics.isPublishing(true);
        LOG.infof("publishing: log=%s position=%d", log.name(), position);
        return starting;
    }

    private void publish(List<Entry> entries, KafkaProducer<byte[], byte[]> writing) {
        writing.beginTransaction();
        entries.forEach(entry -> entry.records().forEach(record -> {
            var unused = writing.send(record); // the commit fails if it does
        }));
        long reached = entries.getLast().position();
        var unused = writing.send(storedPosition.record(reached));
        writing.commitTransaction();
        position = reached;
        metrics.at(reached);
        entries.forEach(entry -> metrics.published(Duration.between(entry.at(), clock.instant())));
    }

    private void awaitDecisions(Duration waitMax) {
        try {
            if (newDecisions.tryAcquire(waitMax.toMillis(), TimeUnit.MILLISECONDS)) {
                newDecisions.drainPermits();
            }
        } catch (InterruptedException e) {
            LOG.debug("the publisher ends by close, not by interruption");
        }
    }

    @Override
    void failed(Exception e) {
        if (!isStopping()) {
            metrics.failed();
        }
        super.failed(e);
    }

    private void disown() {
        isOwner = false;
        abandonProducer();
    }

    /** What is in a transaction is taken back by the broker, at the latest when the next producer of this id starts. */
    private void abandonProducer() {
        metrics.isPublishing(false);
        KafkaProducer<byte[], byte[]> open = producer;
        producer = null;
        if (open != null) {
            open.close(Duration.ZERO);
        }
    }

    /** Called by the consumer within {@code poll} and {@code close}, on the publishing thread. */
    private final class Ownership implements ConsumerRebalanceListener {

        private final KafkaConsumer<byte[], byte[]> consumer;

        Ownership(KafkaConsumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            if (!assigned.isEmpty()) {
                consumer.pause(assigned);
                isOwner = true;
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            if (!revoked.isEmpty()) {
                disown();
            }
        }
    }
}
