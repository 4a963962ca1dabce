package io.plimsoll.bench;

import io.plimsoll.api.Snapshots;
import io.plimsoll.postgres.TestPostgres;
import io.plimsoll.stream.TestKafka;
import io.plimsoll.wire.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Streams snapshots through several processes of the packaged service, with a broker and a database of their own, while they are killed,
 * frozen and cut off at random; then counts what came of each snapshot, prints the counts, and ends with 1 unless they reconcile exactly.
 *
 * <p>The argument is the number of minutes. {@code -Dplimsoll.soak.seed} repeats a run's choices, though not its timing;
 * {@code -Dplimsoll.soak.rate} is snapshots a second (200),
 * {@code -Dplimsoll.soak.pause} the greatest number of seconds from a fault to the next (12), {@code -Dplimsoll.soak.instances} the number of processes.
 */
public final class Soak {

    private static final int ACCOUNTS = 400;
    private static final long SEED =
            Long.getLong("plimsoll.soak.seed", Instant.now().getEpochSecond());
    private static final int RATE = Integer.getInteger("plimsoll.soak.rate", 200);
    private static final int INSTANCES = Integer.getInteger("plimsoll.soak.instances", 2);
    /** One mark to so many tenths of a second. */
    private static final int MARK_EVERY = 50;

    private static final int PAUSE_MAX_SECONDS = Integer.getInteger("plimsoll.soak.pause", 12);
    private static final Duration STANDSTILL_MAX = Duration.ofMinutes(5);
    /** A broker that was killed may take minutes to come back on a busy machine, and the producer is not what is tried. */
    private static final int SEND_WAIT_MAX_MS = 600_000;

    private static final String POISON = "{\"broken\":";

    private final Random random = new Random(SEED);
    private final String prefix = "soak";
    private final Path folder = Files.createTempDirectory("plimsoll-soak");
    private final List<ServiceProcess> instances = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Integer> faults = new TreeMap<>();
    private final AtomicBoolean isSending = new AtomicBoolean(true);
    private final long[] lastSequence = new long[ACCOUNTS];
    private final String[] lastSnapshot = new String[ACCOUNTS];
    private final AtomicLong failedSends = new AtomicLong();
    private long duplicates;
    private long poison;

    private Soak() throws Exception {}

    public static void main(String... arguments) throws Exception {
        Duration time = Duration.ofSeconds(Math.round(60 * Double.parseDouble(arguments[0])));
        System.exit(new Soak().run(time) ? 0 : 1);
    }

    private boolean run(Duration time) throws Exception {
        TestKafka.bootstrapServers();
        TestPostgres.jdbcUrl();
        try {
            for (int number = 1; number <= INSTANCES; number++) {
                instances.add(new ServiceProcess(number, folder));
            }
            for (ServiceProcess instance : instances) {
                instance.start();
            }
            for (ServiceProcess instance : instances) {
                instance.awaitReady();
            }
            System.out.printf("seed %d: %d instances are ready%n", SEED, INSTANCES);
            Thread sender = Thread.ofPlatform().daemon().start(this::send);
            breakThings(Instant.now().plus(time));
            isSending.set(false);
            sender.join();
            return reconcile();
        } finally {
            instances.forEach(ServiceProcess::kill);
        }
    }

    /** A plain producer; some snapshots are sent twice, some records are no snapshots, and some clocks are an hour off. */
    private void send() {
        Random choice = new Random(SEED + 1);
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                TestKafka.bootstrapServers(),
                "delivery.timeout.ms",
                SEND_WAIT_MAX_MS,
                "max.block.ms",
                SEND_WAIT_MAX_MS,
                "acks",
                "all");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (long count = 0; isSending.get(); count++) {
                if (count % MARK_EVERY == 0) {
                    sendMark(choice, producer);
                }
                for (int i = 0; i < RATE / 10; i++) {
                    sendOne(choice, producer);
                }
                sleep(Duration.ofMillis(100));
            }
        }
    }

    /** Around what the snapshots are valued at, so that some of the accounts change sides. */
    private static void sendMark(Random choice, KafkaProducer<String, String> producer) {
        String value = Json.text(Json.object()
                .put("instrument", "BTCUSDT")
                .put("price", Integer.toString(choice.nextInt(98_000, 102_000)))
                .put("time", Instant.now().toString()));
        var unused = producer.send(new ProducerRecord<>("marks", "BTCUSDT", value));
    }

    private void sendOne(Random choice, KafkaProducer<String, String> producer) {
        int account = choice.nextInt(ACCOUNTS);
        String accountId = prefix + "-" + account;
        int kind = choice.nextInt(100);
        String value;
        if (kind < 2) {
            value = POISON + poison++;
        } else if (kind < 10 && lastSequence[account] > 0) {
            value = lastSnapshot[account];
            duplicates++;
        } else {
            Instant asOf = Instant.now().plusSeconds(choice.nextInt(10) == 0 ? choice.nextInt(-3_600, 3_600) : 0);
            String balance = List.of(Snapshots.HEALTHY, Snapshots.HEALTHY, Snapshots.CALLED, Snapshots.LIQUIDATED)
                    .get(choice.nextInt(4));
            value = Snapshots.json(accountId, ++lastSequence[account], balance, asOf.toString());
            lastSnapshot[account] = value;
        }
        var unused = producer.send(new ProducerRecord<>("account-snapshots", accountId, value), (written, failure) -> {
            if (failure != null) {
                failedSends.incrementAndGet();
            }
        });
    }

    private void breakThings(Instant end) throws Exception {
        while (Instant.now().isBefore(end)) {
            sleep(Duration.ofMillis(random.nextInt(4_000, 4_001 + 1_000 * PAUSE_MAX_SECONDS)));
            if (Instant.now().isBefore(end)) {
                breakOneThing();
            }
        }
    }

    private void breakOneThing() throws Exception {
        ServiceProcess victim = instances.get(random.nextInt(instances.size()));
        switch (random.nextInt(5)) {
            case 0 -> {
                note("broker killed");
                TestKafka.kill();
                sleep(Duration.ofMillis(random.nextInt(6_000)));
                TestKafka.startBroker();
            }
            case 1, 2 -> {
                note("instance killed");
                victim.kill();
                victim.start();
            }
            case 3 -> {
                note("instance frozen past its session");
                victim.signal("STOP");
                sleep(Duration.ofMillis(random.nextInt(11_000, 20_000)));
                victim.signal("CONT");
            }
            default -> {
                note("database away");
                allowConnections(false);
                sleep(Duration.ofMillis(random.nextInt(1_000, 20_000)));
                allowConnections(true);
            }
        }
    }

    private void note(String fault) {
        faults.merge(fault, 1, Integer::sum);
        System.out.printf("%s %s%n", Instant.now(), fault);
    }

    private boolean reconcile() throws Exception {
        long sent = 0;
        for (long sequence : lastSequence) {
            sent += sequence;
        }
        System.out.printf("%s sent, waiting for the last decision%n", Instant.now());
        awaitRows(sent);
        Logged log = readLog();
        Map<String, List<String>> published = new HashMap<>();
        AtomicLong changed = new AtomicLong();
        readTopic("decisions", log.last(), log.decisions(), record -> {
            String decisionId = header(record, "decisionId");
            if (!digest(record.value()).equals(log.digests().get(decisionId))) {
                changed.incrementAndGet();
            }
            published.computeIfAbsent(record.key(), key -> new ArrayList<>()).add(decisionId);
        });
        AtomicLong closuresPublished = new AtomicLong();
        readTopic("closures", log.last(), log.closures(), record -> {
            if (header(record, "ce_type").equals("io.plimsoll.closure-intent")) {
                closuresPublished.incrementAndGet();
            }
        });
        Set<String> letters = new HashSet<>();
        AtomicLong lettersRead = new AtomicLong();
        AtomicLong otherLetters = new AtomicLong();
        readTopic("dead-letters", Long.MAX_VALUE, poison, record -> {
            lettersRead.incrementAndGet();
            letters.add(record.value());
            if (!record.value().startsWith(POISON)) {
                otherLetters.incrementAndGet();
            }
        });
        System.out.printf("faults: %s%n", faults);
        System.out.printf(
                "sent: snapshots=%d again=%d broken=%d failedSends=%d%n", sent, duplicates, poison, failedSends.get());
        boolean isLogWhole = compareWithSent(sent, log.sequences());
        System.out.printf("decisions without a snapshot of their own: %s%n", log.otherTriggers());
        boolean isTopicWhole = compareWithLog(log.ids(), published);
        System.out.printf("decisions whose bytes differ from the log: %d%n", changed.get());
        System.out.printf("closures: log=%d topic=%d%n", log.closures(), closuresPublished.get());
        System.out.printf(
                "dead letters: expected=%d read=%d distinct=%d unexpected=%d%n",
                poison, lettersRead.get(), letters.size(), otherLetters.get());
        boolean isReconciled = isLogWhole
                && isTopicWhole
                && changed.get() == 0
                && failedSends.get() == 0
                && log.closures() == closuresPublished.get()
                && lettersRead.get() == poison
                && letters.size() == poison
                && otherLetters.get() == 0;
        System.out.println(isReconciled ? "RECONCILES EXACTLY" : "DOES NOT RECONCILE");
        return isReconciled;
    }

    /** Each snapshot that was sent is one decision of its own, in the order of its account. */
    private boolean compareWithSent(long sent, Map<String, List<Long>> sequences) {
        long read = 0;
        long lost = 0;
        long doubled = 0;
        long outOfOrder = 0;
        for (int account = 0; account < ACCOUNTS; account++) {
            List<Long> its = sequences.getOrDefault(prefix + "-" + account, List.of());
            Set<Long> distinct = new HashSet<>(its);
            read += its.size();
            doubled += its.size() - distinct.size();
            lost += lastSequence[account] - distinct.size();
            for (int i = 1; i < its.size(); i++) {
                outOfOrder += its.get(i) < its.get(i - 1) ? 1 : 0;
            }
        }
        System.out.printf(
                "decision log: snapshots decided=%d lost=%d doubled=%d outOfOrder=%d%n",
                read, lost, doubled, outOfOrder);
        return read == sent && lost == 0 && doubled == 0 && outOfOrder == 0;
    }

    /** Each decision of the log, whatever its occasion, is one record, in the order of its account. */
    private static boolean compareWithLog(Map<String, List<String>> logged, Map<String, List<String>> published) {
        long read = 0;
        long lost = 0;
        long doubled = 0;
        long accountsOutOfOrder = 0;
        for (Map.Entry<String, List<String>> account : logged.entrySet()) {
            List<String> its = published.getOrDefault(account.getKey(), List.of());
            Set<String> distinct = new LinkedHashSet<>(its);
            read += its.size();
            doubled += its.size() - distinct.size();
            lost += account.getValue().stream()
                    .filter(id -> !distinct.contains(id))
                    .count();
            accountsOutOfOrder += List.copyOf(distinct).equals(account.getValue()) ? 0 : 1;
        }
        System.out.printf(
                "topic decisions: decisions=%d lost=%d doubled=%d accountsOutOfOrder=%d%n",
                read, lost, doubled, accountsOutOfOrder);
        return lost == 0
                && doubled == 0
                && accountsOutOfOrder == 0
                && logged.keySet().equals(published.keySet());
    }

    /** For as long as more and more are decided. */
    private void awaitRows(long rows) throws Exception {
        Instant end = Instant.now().plus(STANDSTILL_MAX);
        long before = 0;
        for (long now = decided(); now < rows && Instant.now().isBefore(end); now = decided()) {
            if (now > before) {
                before = now;
                end = Instant.now().plus(STANDSTILL_MAX);
            }
            sleep(Duration.ofSeconds(2));
        }
    }

    private long decided() throws SQLException {
        try (Connection connection = DriverManager.getConnection(TestPostgres.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet counted =
                        statement.executeQuery("select count(*) from (select distinct account_id, snapshot_sequence"
                                + " from decision where account_id like '" + prefix + "-%') decided")) {
            counted.next();
            return counted.getLong(1);
        }
    }

    /**
     * What the log holds.
     *
     * @param sequences of the snapshots that each account was decided on because they came
     * @param ids of all decisions of each account
     * @param digests of the documents by the decisions' ids
     * @param otherTriggers how many decisions have another occasion than a snapshot
     * @param closures how many decisions close anything
     * @param last position of the last decision; there may be more by now, because marks grow old
     */
    private record Logged(
            Map<String, List<Long>> sequences,
            Map<String, List<String>> ids,
            Map<String, String> digests,
            Map<String, Integer> otherTriggers,
            long closures,
            long last) {

        long decisions() {
            return digests.size();
        }
    }

    private static Logged readLog() throws SQLException {
        Map<String, List<Long>> sequences = new HashMap<>();
        Map<String, List<String>> ids = new HashMap<>();
        Map<String, String> digests = new HashMap<>();
        Map<String, Integer> otherTriggers = new TreeMap<>();
        long closures = 0;
        long last = 0;
        try (Connection connection = DriverManager.getConnection(TestPostgres.jdbcUrl());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.setFetchSize(500); // without it all documents are in memory at once
            ResultSet rows = statement.executeQuery("""
                    select account_id, snapshot_sequence, decision_id, document, log_position,
                           document::json ->> 'trigger' as trigger,
                           json_typeof(document::json -> 'closure') = 'object' as closes
                    from decision where account_id like 'soak-%' order by log_position""");
            while (rows.next()) {
                String account = rows.getString("account_id");
                String decisionId = rows.getString("decision_id");
                String trigger = rows.getString("trigger");
                if (trigger.equals("SNAPSHOT")) {
                    sequences.computeIfAbsent(account, key -> new ArrayList<>()).add(rows.getLong("snapshot_sequence"));
                } else {
                    otherTriggers.merge(trigger, 1, Integer::sum);
                }
                ids.computeIfAbsent(account, key -> new ArrayList<>()).add(decisionId);
                digests.put(decisionId, digest(rows.getString("document")));
                closures += rows.getBoolean("closes") ? 1 : 0;
                last = rows.getLong("log_position");
            }
        }
        return new Logged(sequences, ids, digests, otherTriggers, closures, last);
    }

    private static String digest(String document) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(document.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Reads what is committed up to a position of the log, until there are so many records and for a while after, lest there be more. */
    private void readTopic(String topic, long last, long expected, Consumer<ConsumerRecord<String, String>> reader) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", TestKafka.bootstrapServers(), "isolation.level", "read_committed");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            AtomicLong read = new AtomicLong();
            Instant quiet = Instant.now().plusSeconds(10);
            Instant end = Instant.now().plus(STANDSTILL_MAX);
            while (Instant.now().isBefore(quiet)
                    || (read.get() < expected && Instant.now().isBefore(end))) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (record.key().startsWith(prefix)
                            && (last == Long.MAX_VALUE || Long.parseLong(header(record, "logPosition")) <= last)) {
                        read.incrementAndGet();
                        reader.accept(record);
                    }
                });
            }
        }
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static void allowConnections(boolean areAllowed) throws SQLException {
        String url = TestPostgres.jdbcUrl().replace("/postgres", "/template1");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("alter database postgres allow_connections " + areAllowed);
            if (!areAllowed) {
                statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where datname = 'postgres' and pid <> pg_backend_pid()");
            }
        }
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }
}
