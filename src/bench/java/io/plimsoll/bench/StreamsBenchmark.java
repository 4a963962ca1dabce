package io.plimsoll.bench;

import io.plimsoll.postgres.TestPostgres;
import io.plimsoll.stream.TestKafka;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What the packaged service does from topic to topic, with a broker and a database on the same machine, beside {@link StreamsFloor} in the
 * same run: snapshots a second, from a mark to the decisions of the accounts that it touches beside a full scan of all, memory of an account, time to come
 * back.
 *
 * <p>The argument is the number of accounts; {@code -Dplimsoll.bench.heap} the service's heap (4g).
 */
public final class StreamsBenchmark {

    private static final Set<String> NOT_WARNED = Set.of("HEALTHY", "HOLD");
    private static final double[] SHARES = {0.0001, 0.01, 0.1};
    private static final int DOCUMENTS_MAX = 20_000;
    private static final Duration REMINDER = Duration.ofSeconds(5);
    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final Duration STANDSTILL_MAX = Duration.ofMinutes(2);
    private static final Duration BOUNDING_WAIT_MAX = Duration.ofMinutes(60);

    private final Ladder ladder;
    private final ServiceProcess service;
    private final KafkaProducer<String, String> producer;
    private final Map<String, BigDecimal> prices = new ConcurrentHashMap<>(Ladder.PRICES);
    private final List<String> documents = new ArrayList<>(); // by the reading thread, then by this one
    private final AtomicInteger decidedSnapshots = new AtomicInteger();
    private final ConcurrentLinkedQueue<Long> decidedMarks = new ConcurrentLinkedQueue<>();
    private final Set<String> warned = new HashSet<>(); // by the reading thread
    private volatile boolean isOver;

    private StreamsBenchmark(int accounts) throws IOException {
        this.ladder = new Ladder(accounts);
        this.service = new ServiceProcess(
                1,
                Files.createTempDirectory("plimsoll-streams"),
                System.getProperty("plimsoll.bench.heap", "4g"),
                ServiceProcess.CLOSURES_STAND);
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestKafka.bootstrapServers(), "linger.ms", 5),
                new StringSerializer(),
                new StringSerializer());
    }

    public static void main(String... arguments) throws Exception {
        TestPostgres.jdbcUrl();
        new StreamsBenchmark(Integer.parseInt(arguments[0])).run();
        System.exit(0);
    }

    private void run() throws Exception {
        service.start();
        try {
            service.awaitReady();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestKafka.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic("floor", Optional.of(8), Optional.empty())))
                        .all()
                        .get();
            }
            long heapBefore = heapBytes();
            try (var topic = new DecisionsTopic(this::take)) {
                Thread reminder = Thread.ofPlatform().daemon().start(this::remind);
                double rate = snapshotsPerSecond();
                double bounding = secondsUntilBounded();
                long each = (heapBytes() - heapBefore) / ladder.accounts();
                double floor = StreamsFloor.perSecond(documents);
                double scan = new Evaluations().fullScanPerSecond(ladder, ladder.priceFor(1));
                row("accounts, with three positions each", "%,d", ladder.accounts());
                row("snapshots a second, topic to durable decision to topic", "%.0f", rate);
                row("the floor: consume, COPY, produce the same bytes", "%.0f", floor);
                row("ratio", "%.1f", floor / rate);
                row("decisions a second of a full scan in memory", "%.0f", scan);
                row("seconds from the last decision until all bounds are found", "%.0f", bounding);
                row("bytes of memory an account, bounds and index included", "%d", each);
                System.out.printf(
                        "%n%9s %9s %9s %9s %9s %9s %9s %11s %9s%n",
                        "touched",
                        "expected",
                        "decided",
                        "evaluated",
                        "p50 ms",
                        "p99 ms",
                        "all s",
                        "full scan s",
                        "ratio");
                int count = 0;
                for (double share : SHARES) {
                    int more = (int) Math.max(1, Math.round(share * ladder.accounts()));
                    count += more;
                    tick(share, more, ladder.priceFor(count), ladder.accounts() / scan);
                }
                System.out.println();
                recover();
                isOver = true;
                reminder.join();
            }
        } finally {
            service.kill();
        }
    }

    private void take(DecisionsTopic.Read decision) {
        if (decision.isOfMark()) {
            // further falls say worse of those that were warned before; on a busy machine marks may grow old on their
            // way
            if (!NOT_WARNED.contains(decision.outcome()) && warned.add(decision.accountId())) {
                decidedMarks.add(decision.readAtNanos());
            }
        } else {
            if (documents.size() < DOCUMENTS_MAX) {
                documents.add(decision.decision());
            }
            decidedSnapshots.incrementAndGet();
        }
    }

    /** The first tenth warms up and does not count. */
    private double snapshotsPerSecond() throws InterruptedException {
        int warm = ladder.accounts() / 10;
        send(0, warm);
        awaitSnapshots(warm);
        long startedAtNanos = System.nanoTime();
        send(warm, ladder.accounts());
        awaitSnapshots(ladder.accounts());
        return (ladder.accounts() - warm) * 1e9 / (System.nanoTime() - startedAtNanos);
    }

    private void send(int from, int to) {
        for (int number = from; number < to; number++) {
            var unused = producer.send(new ProducerRecord<>(
                    "account-snapshots",
                    Ladder.accountId(number),
                    Json.text(SnapshotJson.write(ladder.account(number, Instant.now())))));
        }
    }

    private void awaitSnapshots(int count) throws InterruptedException {
        int before = -1;
        Instant end = Instant.now();
        while (decidedSnapshots.get() < count) {
            Thread.sleep(2);
            if (decidedSnapshots.get() != before) {
                before = decidedSnapshots.get();
                end = Instant.now().plus(STANDSTILL_MAX);
            } else if (Instant.now().isAfter(end)) {
                throw new IllegalStateException("%d snapshots of %d are decided, dead letters: %.0f"
                        .formatted(before, count, service.metric("plimsoll_dead_letters_total")));
            }
        }
    }

    /** Until the service looks after all accounts and has none left to look at. */
    private double secondsUntilBounded() throws InterruptedException {
        long startedAtNanos = System.nanoTime();
        long lastAtNanos = startedAtNanos;
        double evaluated = -1;
        Instant end = Instant.now().plus(BOUNDING_WAIT_MAX);
        while (Duration.ofNanos(System.nanoTime() - lastAtNanos).compareTo(QUIET) < 0) {
            Thread.sleep(200);
            failAfter(end, "bounds are missing");
            double now = service.metric("plimsoll_live_evaluated_total");
            if (now != evaluated || service.metric("plimsoll_live_accounts") < ladder.accounts()) {
                evaluated = now;
                lastAtNanos = System.nanoTime();
            }
        }
        return (lastAtNanos - startedAtNanos) / 1e9;
    }

    private static void failAfter(Instant end, String what) {
        if (Instant.now().isAfter(end)) {
            throw new IllegalStateException(what + " after " + BOUNDING_WAIT_MAX);
        }
    }

    private void tick(double share, int expected, BigDecimal price, double scanSeconds) throws InterruptedException {
        double evaluatedBefore = service.metric("plimsoll_live_evaluated_total");
        decidedMarks.clear();
        prices.put(Ladder.FALLING, price);
        long sentAtNanos = System.nanoTime();
        mark(Ladder.FALLING);
        Instant end = Instant.now().plus(STANDSTILL_MAX.multipliedBy(5));
        while (decidedMarks.size() < expected && Instant.now().isBefore(end)) {
            Thread.sleep(1);
        }
        double evaluated = service.metric("plimsoll_live_evaluated_total") - evaluatedBefore;
        secondsUntilBounded();
        long[] took = decidedMarks.stream()
                .mapToLong(readAtNanos -> readAtNanos - sentAtNanos)
                .sorted()
                .toArray();
        if (took.length != expected) {
            throw new IllegalStateException("a mark decided " + took.length + " accounts, not " + expected);
        }
        double seconds = took[took.length - 1] / 1e9;
        System.out.printf(
                "%8.2f%% %9d %9d %9.0f %9.0f %9.0f %9.2f %11.1f %9.1f%n",
                share * 100,
                expected,
                took.length,
                evaluated,
                took[took.length / 2] / 1e6,
                took[took.length * 99 / 100] / 1e6,
                seconds,
                scanSeconds,
                scanSeconds / seconds);
    }

    private void recover() throws Exception {
        service.kill();
        long startedAtNanos = System.nanoTime();
        service.start();
        service.awaitReady();
        double ready = (System.nanoTime() - startedAtNanos) / 1e9;
        Instant end = Instant.now().plus(BOUNDING_WAIT_MAX);
        while (service.metric("plimsoll_live_accounts") < ladder.accounts()) {
            Thread.sleep(100);
            failAfter(end, "accounts are missing");
        }
        double read = (System.nanoTime() - startedAtNanos) / 1e9;
        double bounded = read + secondsUntilBounded();
        row("seconds from a kill -9 to ready", "%.1f", ready);
        row("until all accounts are read", "%.1f", read);
        row("until all bounds are found again", "%.1f", bounded);
        row("for a million accounts: seconds to read them", "%.0f", (read - ready) * 1e6 / ladder.accounts());
        row("for a million accounts: seconds to bound them", "%.0f", (bounded - read) * 1e6 / ladder.accounts());
    }

    private static void row(String what, String format, Object value) {
        System.out.printf("%-60s " + format + "%n", what, value);
    }

    private void mark(String instrument) {
        String value = Json.text(Json.object()
                .put("instrument", instrument)
                .put("price", prices.get(instrument).toPlainString())
                .put("time", Instant.now().toString()));
        var unused = producer.send(new ProducerRecord<>("marks", instrument, value));
    }

    /** Marks that are too old would hold every decision. */
    private void remind() {
        try {
            while (!isOver) {
                prices.keySet().forEach(this::mark);
                Thread.sleep(REMINDER);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    private long heapBytes() throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        new ProcessBuilder(jcmd.toString(), Long.toString(service.pid()), "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        return (long) service.metric("jvm_memory_used_bytes", "area=\"heap\"");
    }
}
