package io.plimsoll.stream;

import io.plimsoll.stream.KafkaConfig.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jboss.logging.Logger;

/** The topics of the service: creates those that are missing and refuses those that would break a guarantee. */
final class Topics {

    private static final Logger LOG = Logger.getLogger(Topics.class);

    private static final Map<String, String> EVENTS = Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_DELETE,
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            Integer.toString(KafkaSettings.RECORD_BYTES_MAX));

    private static final Map<String, String> LATEST = Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_COMPACT,
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            Integer.toString(KafkaSettings.RECORD_BYTES_MAX));

    /** One key, one short record each transaction: small segments, so that little is left to read after compaction. */
    private static final Map<String, String> POSITION = Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_COMPACT,
            TopicConfig.SEGMENT_BYTES_CONFIG,
            Integer.toString(4 * 1024 * 1024));

    /** Whoever kept no copy of a head must find it here, however old it is. */
    private static final Map<String, String> KEPT = Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_DELETE,
            TopicConfig.RETENTION_MS_CONFIG,
            "-1",
            TopicConfig.RETENTION_BYTES_CONFIG,
            "-1");

    private static final Duration LEADERS_WAIT_MAX = Duration.ofSeconds(30);
    private static final Duration LEADERS_PAUSE = Duration.ofMillis(100);

    private Topics() {}

    /**
     * Creates what is missing, if the configuration says so.
     *
     * @throws IllegalStateException if a topic is missing that may not be created, or has a shape that would break a guarantee
     */
    static void prepare(Admin admin, KafkaConfig config) {
        Map<String, TopicDescription> existing = describe(admin, names(config.topics()));
        List<NewTopic> missing = wanted(config, existing).stream()
                .filter(topic -> !existing.containsKey(topic.name()))
                .toList();
        if (!missing.isEmpty() && !config.createTopics()) {
            throw new IllegalStateException(
                    "topics are missing and plimsoll.kafka.create-topics is false: " + names(missing));
        }
        if (!missing.isEmpty()) {
            create(admin, missing);
            LOG.infof("topics created: %s", names(missing));
        }
        check(existing, config.topics());
        Map<String, Integer> partitions = new HashMap<>();
        existing.forEach(
                (name, topic) -> partitions.put(name, topic.partitions().size()));
        missing.forEach(topic -> partitions.put(topic.name(), topic.numPartitions()));
        awaitLeaders(admin, partitions);
    }

    private static List<NewTopic> wanted(KafkaConfig config, Map<String, TopicDescription> existing) {
        TopicNames names = config.topics();
        List<NewTopic> topics = new ArrayList<>();
        for (String name : List.of(
                names.decisions(),
                names.marginCalls(),
                names.closures(),
                names.fills(),
                names.deadLetters(),
                names.tapePublic(),
                names.tapeInternal(),
                names.tapeRegulator())) {
            topics.add(topic(name, config.partitions(), config).configs(EVENTS));
        }
        int accounts = partitionsOfAccounts(config, existing);
        topics.add(topic(names.accountSnapshots(), accounts, config).configs(EVENTS));
        topics.add(topic(names.accounts(), accounts, config).configs(LATEST));
        topics.add(topic(names.marks(), config.partitions(), config).configs(LATEST));
        topics.add(topic(names.logHeads(), 1, config).configs(KEPT));
        topics.add(topic(names.publisherPosition(), 1, config).configs(POSITION));
        return topics;
    }

    /** Those of whichever of the two topics exists already. */
    private static int partitionsOfAccounts(KafkaConfig config, Map<String, TopicDescription> existing) {
        return Stream.of(config.topics().accountSnapshots(), config.topics().accounts())
                .flatMap(name -> Optional.ofNullable(existing.get(name)).stream())
                .map(topic -> topic.partitions().size())
                .findFirst()
                .orElse(config.partitions());
    }

    private static NewTopic topic(String name, int partitions, KafkaConfig config) {
        return new NewTopic(name, Optional.of(partitions), config.replicationFactor());
    }

    private static Set<String> names(TopicNames names) {
        Set<String> distinct = new HashSet<>();
        for (String name : List.of(
                names.accountSnapshots(),
                names.decisions(),
                names.marginCalls(),
                names.closures(),
                names.accounts(),
                names.fills(),
                names.marks(),
                names.deadLetters(),
                names.tapePublic(),
                names.tapeInternal(),
                names.tapeRegulator(),
                names.logHeads(),
                names.publisherPosition())) {
            if (!distinct.add(name)) {
                throw new IllegalStateException("two of plimsoll.kafka.topics have the name " + name);
            }
        }
        return distinct;
    }

    private static Map<String, TopicDescription> describe(Admin admin, Set<String> names) {
        return admin.describeTopics(names).topicNameValues().entrySet().stream()
                .flatMap(answer -> found(answer.getValue()).stream())
                .collect(Collectors.toMap(TopicDescription::name, topic -> topic));
    }

    private static Optional<TopicDescription> found(KafkaFuture<TopicDescription> answer) {
        try {
            return Optional.of(Waiting.on(answer));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw new IllegalStateException("topics cannot be described: " + e.getCause(), e);
        }
    }

    private static void create(Admin admin, List<NewTopic> missing) {
        admin.createTopics(missing).values().forEach((name, answer) -> {
            try {
                Waiting.on(answer);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) { // another instance was quicker
                    throw new IllegalStateException("topic " + name + " cannot be created: " + e.getCause(), e);
                }
            }
        });
    }

    /**
     * Returns when every partition can be written. A producer that is quicker may have its second batch taken and its first refused, which it can
     * then never bring in.
     */
    private static void awaitLeaders(Admin admin, Map<String, Integer> topics) {
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        topics.forEach((name, count) -> IntStream.range(0, count)
                .forEach(partition -> partitions.put(new TopicPartition(name, partition), OffsetSpec.latest())));
        long startedAtNanos = System.nanoTime();
        while (!areLed(admin, partitions)) {
            if (System.nanoTime() - startedAtNanos > LEADERS_WAIT_MAX.toNanos()) {
                throw new IllegalStateException("topics have partitions without a leader: " + topics.keySet());
            }
            Waiting.pause(LEADERS_PAUSE);
        }
    }

    /** Asks the leader of each partition, which answers only once it is one. */
    private static boolean areLed(Admin admin, Map<TopicPartition, OffsetSpec> partitions) {
        try {
            Waiting.on(admin.listOffsets(partitions).all());
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                return false;
            }
            throw new IllegalStateException("topics cannot be used: " + e.getCause(), e);
        }
    }

    /** Who owns partition p of the snapshots owns the accounts of partition p, so both topics must spread accounts in the same way. */
    private static void check(Map<String, TopicDescription> existing, TopicNames names) {
        TopicDescription snapshots = existing.get(names.accountSnapshots());
        TopicDescription accounts = existing.get(names.accounts());
        if (snapshots != null
                && accounts != null
                && snapshots.partitions().size() != accounts.partitions().size()) {
            throw new IllegalStateException("topics " + snapshots.name() + " and " + accounts.name()
                    + " must have the same number of partitions, and have "
                    + snapshots.partitions().size() + " and "
                    + accounts.partitions().size());
        }
        for (String inOneOrder : List.of(names.publisherPosition(), names.logHeads())) {
            TopicDescription topic = existing.get(inOneOrder);
            if (topic != null && topic.partitions().size() != 1) {
                throw new IllegalStateException("topic " + inOneOrder + " must have one partition, and has "
                        + topic.partitions().size());
            }
        }
    }

    private static String names(List<NewTopic> topics) {
        return topics.stream().map(NewTopic::name).collect(Collectors.joining(", "));
    }
}
