package io.plimsoll.stream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where Kafka is, what its topics are called, and limits; {@code plimsoll.kafka.*}. */
@ConfigMapping(prefix = "plimsoll.kafka")
public interface KafkaConfig {

    /** {@code host:port}, several separated by commas. Absent: the service neither reads nor writes any topic. */
    Optional<String> bootstrapServers();

    /** A file of Kafka client properties, as Kafka's own tools take with {@code --command-config}: security belongs there. */
    Optional<Path> propertiesFile();

    /** Consumer group of all instances; also the beginning of transactional ids. Two installations on one cluster need two. */
    @WithDefault("plimsoll")
    String group();

    TopicNames topics();

    /** Whether topics that are missing when the service starts are created. */
    @WithDefault("true")
    boolean createTopics();

    /** Partitions of a created topic: the most instances that can share the accounts. Not to be changed later, as it moves accounts. */
    @WithDefault("24")
    int partitions();

    /** Copies of a created topic's records; absent: the broker's own default. */
    Optional<Short> replicationFactor();

    Intake intake();

    Publish publish();

    Marks marks();

    /** Names of the topics; {@code plimsoll.kafka.topics.*}. */
    interface TopicNames {

        @WithDefault("account-snapshots")
        String accountSnapshots();

        @WithDefault("decisions")
        String decisions();

        @WithDefault("margin-calls")
        String marginCalls();

        @WithDefault("closures")
        String closures();

        @WithDefault("accounts")
        String accounts();

        @WithDefault("fills")
        String fills();

        @WithDefault("marks")
        String marks();

        @WithDefault("dead-letters")
        String deadLetters();

        @WithDefault("tape-public")
        String tapePublic();

        @WithDefault("tape-internal")
        String tapeInternal();

        @WithDefault("tape-regulator")
        String tapeRegulator();

        /** Signed heads of the sealed decision log. */
        @WithDefault("log-heads")
        String logHeads();

        /** How far the decision log and the tape are published; for the service itself. */
        @WithDefault("publisher-position")
        String publisherPosition();
    }

    /** Limits of the intake; {@code plimsoll.kafka.intake.*}. */
    interface Intake {

        /** False on an instance that is to answer REST alone. */
        @WithDefault("true")
        boolean enabled();

        /** Most records that are read and not yet committed; beyond it partitions are paused. */
        @WithDefault("4096")
        int recordsMax();

        /** Most bytes of them. */
        @WithDefault("67108864")
        int bytesMax();

        /** Shortest time between two commits of offsets. */
        @WithDefault("100MS")
        Duration commitInterval();

        /** How long a record waits between two attempts while the decision log is away. */
        @WithDefault("500MS")
        Duration retryInterval();

        /** Longest wait, when partitions are handed over or the service stops, for records that are being decided. */
        @WithDefault("5S")
        Duration handOverWaitMax();

        /** A consumer that is not heard of for so long is taken for dead, and its partitions go to others. */
        @WithDefault("10S")
        Duration sessionTimeout();
    }

    /** Accounts that are decided again at new marks; {@code plimsoll.kafka.marks.*}. */
    interface Marks {

        /** False where accounts are decided only when their snapshots come in. */
        @WithDefault("true")
        boolean enabled();

        /** Most accounts that are decided at once; so many share a commit of the log, and a snapshot waits for no more. */
        @WithDefault("64")
        int accountsAtOnceMax();
    }

    /** Limits of the publisher; {@code plimsoll.kafka.publish.*}. */
    interface Publish {

        /** False on an instance that is never to publish; one of the others does. */
        @WithDefault("true")
        boolean enabled();

        /** Whether the views of the liquidation tape are published too. */
        @WithDefault("true")
        boolean tape();

        /** Whether the signed heads of the sealed decision log are published too: anchors that whoever keeps the database cannot take back. */
        @WithDefault("true")
        boolean heads();

        /** How often the tape is looked at for what a view may tell. */
        @WithDefault("250MS")
        Duration tapePollInterval();

        /** Most decisions in one transaction. */
        @WithDefault("1000")
        int decisionsMax();

        /** Most bytes of documents and snapshots in one transaction, but at least one decision. */
        @WithDefault("16777216")
        int bytesMax();

        /** How often the log is looked at for decisions of other instances; this instance's own are seen at once. */
        @WithDefault("50MS")
        Duration pollInterval();

        /** Wait after a failure. */
        @WithDefault("500MS")
        Duration retryInterval();

        /** A publisher that is not heard of for so long is taken for dead, and another takes over. */
        @WithDefault("10S")
        Duration sessionTimeout();
    }
}
