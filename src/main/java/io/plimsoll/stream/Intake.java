package io.plimsoll.stream;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/**
 * Reads a topic as a member of a consumer group and has every record handled: accounts side by side, the records of one
 * account one after the other. One thread reads, and never waits for what is done with a record; offsets follow the first record that is not settled. What is in
 * flight is bounded: beyond it partitions are paused, while polling goes on, so that the group keeps this member.
 *
 * <p>A record that is read again, after a crash or by the next owner of a partition, meets what was already done for it.
 */
final class Intake extends StreamThread {

    private static final Logger LOG = Logger.getLogger(Intake.class);

    private static final Duration POLL_WAIT = Duration.ofMillis(100);
    private static final Duration POLL_WAIT_IN_FLIGHT = Duration.ofMillis(10);
    private static final Duration RETRY_WAIT = Duration.ofSeconds(1);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

    private final KafkaConfig config;
    private final IntakeSource source;
    private final KafkaSettings settings;
    private final OwnershipListener owners;
    private final IntakeMetrics metrics;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AccountQueues queues;
    private final Map<TopicPartition, PartitionProgress> progress = new HashMap<>();

    /**
     * @param preparation called before the first reading and after each failure; throws where reading cannot begin yet
     * @param name of the reading thread
     */
    Intake(
            KafkaConfig config,
            IntakeSource source,
            RecordHandler handler,
            OwnershipListener owners,
            IntakeMetrics metrics,
            Runnable preparation,
            String name) {
        super(preparation, RETRY_WAIT, source.what() + " are not read", name);
        this.config = config;
        this.source = source;
        this.settings = new KafkaSettings(config);
        this.queues = new AccountQueues(threads, handler::settle);
        this.owners = owners;
        this.metrics = metrics;
    }

    /** Settles what is being decided, commits it and leaves the group. */
    @Override
    public void close() {
        super.close();
        threads.shutdownNow();
    }

    @Override
    Duration closeWaitMax() {
        return config.intake().handOverWaitMax().plus(CLOSE_WAIT.multipliedBy(2));
    }

    @Override
    void work() {
        var deserializer = new ByteArrayDeserializer();
        Map<String, Object> member = settings.member(
                "intake-" + source.what(), source.group(), config.intake().sessionTimeout());
        try (var reading = new KafkaConsumer<>(member, deserializer, deserializer);
                var commits = new OffsetCommits(
                        reading, settings, config.group(), config.topics().deadLetters(), metrics)) {
            reading.subscribe(Set.of(source.topic()), new Ownership(commits));
            try {
                loop(reading, commits);
            } finally {
                progress.values().forEach(PartitionProgress::abandon);
                progress.clear();
            }
        }
    }

    private void loop(KafkaConsumer<byte[], byte[]> reading, OffsetCommits commits) {
        long committedAtNanos = System.nanoTime();
        while (!isStopping()) {
            boolean isPaused = pauseIfFull(reading);
            boolean isIdle = progress.values().stream().allMatch(PartitionProgress::isIdle);
            for (ConsumerRecord<byte[], byte[]> record : reading.poll(isIdle ? POLL_WAIT : POLL_WAIT_IN_FLIGHT)) {
                begin(record);
            }
            works();
            progress.values().forEach(PartitionProgress::advance);
            if (System.nanoTime() - committedAtNanos
                    >= config.intake().commitInterval().toNanos()) {
                commits.commit(progress);
                committedAtNanos = System.nanoTime();
                measure(reading, isPaused);
            }
        }
        settle(progress.keySet(), commits);
    }

    private boolean pauseIfFull(KafkaConsumer<byte[], byte[]> reading) {
        boolean isFull = records() >= config.intake().recordsMax()
                || bytes() >= config.intake().bytesMax();
        if (isFull) {
            reading.pause(reading.assignment());
        } else {
            reading.resume(reading.paused());
        }
        return isFull;
    }

    private void begin(ConsumerRecord<byte[], byte[]> record) {
        PartitionProgress its = progress.get(new TopicPartition(record.topic(), record.partition()));
        if (its == null) {
            throw new IllegalStateException("a record of partition " + record.partition() + ", which is not owned");
        }
        queues.add(RecordDocuments.key(record), its.add(record));
    }

    /** Waits for what is being decided in the partitions, as long as that may take, and commits as far as it got. */
    private void settle(Collection<TopicPartition> partitions, OffsetCommits commits) {
        Map<TopicPartition, PartitionProgress> theirs = new HashMap<>(progress);
        theirs.keySet().retainAll(partitions);
        long startedAtNanos = System.nanoTime();
        long waitMaxNanos = config.intake().handOverWaitMax().toNanos();
        theirs.values().forEach(PartitionProgress::advance);
        while (!theirs.values().stream().allMatch(PartitionProgress::isIdle)
                && System.nanoTime() - startedAtNanos < waitMaxNanos) {
            pause(Duration.ofMillis(2));
            theirs.values().forEach(PartitionProgress::advance);
        }
        theirs.values().forEach(PartitionProgress::abandon);
        theirs.values().forEach(PartitionProgress::advance);
        commits.commit(theirs);
    }

    private void measure(KafkaConsumer<byte[], byte[]> reading, boolean isPaused) {
        long unread = reading.assignment().stream()
                .mapToLong(partition -> reading.currentLag(partition).orElse(0))
                .sum();
        long inFlight = records();
        metrics.at(unread + inFlight, inFlight, progress.size(), isPaused);
    }

    private long records() {
        return progress.values().stream().mapToLong(PartitionProgress::records).sum();
    }

    private long bytes() {
        return progress.values().stream().mapToLong(PartitionProgress::bytes).sum();
    }

    private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).collect(Collectors.toUnmodifiableSet());
    }

    /** Called by the consumer within {@code poll} and {@code close}, on the reading thread. */
    private final class Ownership implements ConsumerRebalanceListener {

        private final OffsetCommits commits;

        Ownership(OffsetCommits commits) {
            this.commits = commits;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            assigned.forEach(partition -> progress.put(partition, new PartitionProgress()));
            if (!assigned.isEmpty()) {
                LOG.infof("partitions assigned: reads=%s %s", source.what(), numbers(assigned));
                owners.assigned(numbers(assigned));
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            if (!revoked.isEmpty()) {
                settle(revoked, commits);
                drop(revoked);
            }
        }

        /** They are another's already, so that nothing of them can be committed. */
        @Override
        public void onPartitionsLost(Collection<TopicPartition> lost) {
            drop(lost);
        }

        private void drop(Collection<TopicPartition> gone) {
            for (TopicPartition partition : gone) {
                PartitionProgress its = progress.remove(partition);
                if (its != null) {
                    its.abandon();
                }
            }
            LOG.infof("partitions given away: reads=%s %s", source.what(), numbers(gone));
            owners.revoked(numbers(gone));
        }
    }
}
