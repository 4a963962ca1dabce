package io.plimsoll.bench;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.bench.PriceBars.Bar;
import io.plimsoll.decision.Outcome;
import io.plimsoll.postgres.TestPostgres;
import io.plimsoll.stream.TestKafka;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotJson;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Replays the fall of 2025-10-10 through the topics of the packaged service, with accounts made at random, and compares what it decides with
 * a {@link FullScan} of all of them at every mark. Ends with 1 unless both say the same, decision by decision.
 *
 * <p>The argument is the folder with the prices. Of {@code plimsoll.replay.*}: {@code accounts} (300); {@code instances} of the service that
 * share them (2); {@code every} so many seconds of the data a mark of each instrument (60); {@code faults}, how often an instance or the broker
 * is killed by turns (0); {@code pace}, so many times as fast as it was (0: each mark as soon as all decisions on the one before are read). At a
 * pace the service may leave out marks, so that only the last outcomes are compared. While the broker is away marks grow old and accounts are held,
 * which the full scan knows nothing of: with faults holds are left out of the comparison, and counted.
 */
public final class Replay {

    private static final int ACCOUNTS = Integer.getInteger("plimsoll.replay.accounts", 300);
    private static final int INSTANCES = Integer.getInteger("plimsoll.replay.instances", 2);
    private static final int EVERY = Integer.getInteger("plimsoll.replay.every", 60);
    private static final int FAULTS = Integer.getInteger("plimsoll.replay.faults", 0);
    private static final int PACE = Integer.getInteger("plimsoll.replay.pace", 0);
    private static final long SEED = Long.getLong("plimsoll.replay.seed", 1);
    private static final Duration DECISION_WAIT_MAX = Duration.ofMinutes(3);
    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final Duration MARK_AGE_MAX = Duration.ofSeconds(15);

    private final List<Bar> bars;
    private final FullScan scan = new FullScan();
    private final KafkaProducer<String, String> producer;
    private final List<ServiceProcess> instances = new ArrayList<>();
    private final Map<String, List<DecisionsTopic.Read>> read = new TreeMap<>(); // guarded by itself
    private final Map<String, BigDecimal> prices = new ConcurrentHashMap<>();
    private final Map<String, Instant> markedAt = new ConcurrentHashMap<>();
    private final List<Long> latenciesMs = new ArrayList<>(); // guarded by read
    private volatile long sentAtNanos;
    private long marks;
    private int faults;

    private Replay(Path folder) throws Exception {
        this.bars = PriceBars.every(EVERY, folder);
        bars.forEach(bar -> prices.putIfAbsent(bar.instrument(), bar.price()));
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestKafka.bootstrapServers(), "delivery.timeout.ms", 300_000),
                new StringSerializer(),
                new StringSerializer());
        Path logs = Files.createTempDirectory("plimsoll-replay");
        for (int number = 1; number <= INSTANCES; number++) {
            instances.add(new ServiceProcess(number, logs, "1g", ServiceProcess.CLOSURES_STAND));
        }
    }

    public static void main(String... arguments) throws Exception {
        TestPostgres.jdbcUrl();
        System.exit(new Replay(Path.of(arguments[0])).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        try {
            for (ServiceProcess instance : instances) {
                instance.start();
            }
            for (ServiceProcess instance : instances) {
                instance.awaitReady();
            }
            try (var topic = new DecisionsTopic(this::take)) {
                if (loadTheBook() && replay()) {
                    Thread.sleep(QUIET);
                }
            }
            return report();
        } finally {
            instances.forEach(ServiceProcess::kill);
        }
    }

    private void take(DecisionsTopic.Read decision) {
        synchronized (read) {
            read.computeIfAbsent(decision.accountId(), account -> new ArrayList<>())
                    .add(decision);
            if (decision.isOfMark()) {
                latenciesMs.add((decision.readAtNanos() - sentAtNanos) / 1_000_000);
            }
        }
    }

    /** @return false if not all decisions came in time */
    private boolean loadTheBook() throws Exception {
        Book book = new Book(SEED, prices);
        prices.keySet().forEach(this::mark);
        for (int number = 0; number < ACCOUNTS; number++) {
            AccountSnapshot snapshot = book.account(number, Instant.now());
            var sending = producer.send(new ProducerRecord<>(
                    "account-snapshots", snapshot.accountId(), Json.text(SnapshotJson.write(snapshot))));
            scan.snapshot(snapshot);
            remind();
        }
        boolean isLoaded = awaitDecisions();
        synchronized (read) {
            latenciesMs.clear();
        }
        System.out.printf("%d accounts are decided, %d marks follow%n", decisionsRead(), bars.size());
        return isLoaded;
    }

    /** @return false if not all decisions came in time */
    private boolean replay() throws Exception {
        int stretch = bars.size() / (FAULTS + 1);
        long startedAtNanos = System.nanoTime();
        long firstSecond = bars.getFirst().atSecond();
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            if (PACE > 0) {
                long due = startedAtNanos + (bar.atSecond() - firstSecond) * 1_000_000_000L / PACE;
                Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
            }
            prices.put(bar.instrument(), bar.price());
            mark(bar.instrument());
            marks++;
            if (i > 0 && i % stretch == 0 && faults < FAULTS) {
                breakSomething();
            }
            scan.mark(bar.instrument(), bar.price(), markedAt.get(bar.instrument()));
            if (PACE == 0 && !awaitDecisions()) {
                return false;
            }
            remind();
        }
        return awaitDecisions();
    }

    private void mark(String instrument) {
        Instant now = Instant.now();
        String value = Json.text(Json.object()
                .put("instrument", instrument)
                .put("price", prices.get(instrument).toPlainString())
                .put("time", now.toString()));
        sentAtNanos = System.nanoTime();
        markedAt.put(instrument, now);
        // in one partition: between several there is no order, and prices of different times may meet in an account
        var unused = producer.send(new ProducerRecord<>("marks", 0, instrument, value));
    }

    /** Says the price of an instrument again before its mark is too old to decide by. */
    private void remind() {
        Instant oldest = Instant.now().minus(MARK_AGE_MAX);
        markedAt.forEach((instrument, time) -> {
            if (time.isBefore(oldest)) {
                mark(instrument);
                scan.renew(instrument, prices.get(instrument), markedAt.get(instrument));
            }
        });
    }

    private void breakSomething() throws Exception {
        int fault = faults++;
        if (fault % (INSTANCES + 1) == INSTANCES) {
            System.out.printf("%s kill -9 of the broker%n", Instant.now());
            TestKafka.kill();
            TestKafka.startBroker();
        } else {
            System.out.printf("%s kill -9 of an instance%n", Instant.now());
            ServiceProcess instance = instances.get(fault % (INSTANCES + 1));
            instance.kill();
            instance.start();
        }
        remind();
    }

    /** @return false if not all of them came in time */
    private boolean awaitDecisions() throws InterruptedException {
        Instant end = Instant.now().plus(DECISION_WAIT_MAX);
        long expected = count(scan.outcomes());
        while (count(outcomesRead()) < expected) {
            if (Instant.now().isAfter(end)) {
                System.out.printf(
                        "decisions are missing after %d marks: %d of %d were read%n",
                        marks, count(outcomesRead()), expected);
                return false;
            }
            Thread.sleep(5);
            remind();
        }
        return true;
    }

    private static long count(Map<String, List<String>> outcomes) {
        return outcomes.values().stream().mapToLong(its -> compared(its).size()).sum();
    }

    private static List<String> compared(List<String> outcomes) {
        return FAULTS == 0 ? outcomes : FullScan.withoutHolds(outcomes);
    }

    private Map<String, List<String>> outcomesRead() {
        synchronized (read) {
            Map<String, List<String>> outcomes = new HashMap<>();
            read.forEach((account, its) -> outcomes.put(
                    account, its.stream().map(DecisionsTopic.Read::outcome).toList()));
            return outcomes;
        }
    }

    private long decisionsRead() {
        synchronized (read) {
            return read.values().stream().mapToLong(List::size).sum();
        }
    }

    private boolean report() throws SQLException {
        Map<String, List<String>> expected = scan.outcomes();
        Map<String, List<String>> found = outcomesRead();
        List<String> different = new ArrayList<>();
        long lost = 0;
        long unexpected = 0;
        long doubled = 0;
        long outOfOrder = 0;
        Set<Long> positions = new HashSet<>();
        for (Map.Entry<String, List<String>> account : expected.entrySet()) {
            List<String> wanted = compared(account.getValue());
            List<String> outcomes = compared(found.getOrDefault(account.getKey(), List.of()));
            boolean isSame = PACE == 0
                    ? outcomes.equals(wanted)
                    : !outcomes.isEmpty() && outcomes.getLast().equals(wanted.getLast());
            if (!isSame) {
                different.add("%s: full scan %s, service %s".formatted(account.getKey(), wanted, outcomes));
            }
            lost += Math.max(0, wanted.size() - outcomes.size());
            unexpected += Math.max(0, outcomes.size() - wanted.size());
            List<DecisionsTopic.Read> its = read.getOrDefault(account.getKey(), List.of());
            for (int i = 0; i < its.size(); i++) {
                doubled += positions.add(its.get(i).logPosition()) ? 0 : 1;
                outOfOrder += i > 0 && its.get(i).logPosition() < its.get(i - 1).logPosition() ? 1 : 0;
            }
        }
        long same = expected.size() - different.size();
        long logged = logged();
        Map<String, Integer> last = new TreeMap<>();
        expected.values().forEach(outcomes -> last.merge(outcomes.getLast(), 1, Integer::sum));
        System.out.printf(
                "accounts %d, instances %d, marks %d, kills %d; accounts at the end %s%n",
                ACCOUNTS, INSTANCES, marks, faults, last);
        System.out.printf("full scan: %d evaluations, %d decisions%n", scan.evaluations(), scan.decisions());
        System.out.printf(
                "service: %d decisions in the log, %d in the topic; lost %d, unexpected %d, doubled %d, out of order %d%n",
                logged, decisionsRead(), PACE == 0 ? lost : 0, unexpected, doubled, outOfOrder);
        if (FAULTS > 0) {
            System.out.printf(
                    "holds left out: %d of the full scan, %d of the service%n", holds(expected), holds(found));
        }
        System.out.printf(
                "accounts with %s: %d of %d%n",
                PACE == 0 ? "the same decisions in the same order" : "the same last outcome", same, ACCOUNTS);
        latenciesMs.sort(null);
        if (!latenciesMs.isEmpty()) {
            System.out.printf(
                    "from the last mark sent to the decision read: p50 %d ms, p99 %d ms, longest %d ms%n",
                    latenciesMs.get(latenciesMs.size() / 2),
                    latenciesMs.get(latenciesMs.size() * 99 / 100),
                    latenciesMs.getLast());
        }
        boolean isWhole = same == ACCOUNTS && doubled == 0 && outOfOrder == 0 && logged == positions.size();
        System.out.println(isWhole ? "NOTHING IS MISSING" : "DOES NOT RECONCILE");
        different.stream().limit(10).forEach(System.out::println);
        return isWhole;
    }

    private static long holds(Map<String, List<String>> outcomes) {
        return outcomes.values().stream()
                .flatMap(List::stream)
                .filter(Outcome.HOLD.name()::equals)
                .count();
    }

    private static long logged() throws SQLException {
        try (Connection connection = DriverManager.getConnection(TestPostgres.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet counted = statement.executeQuery("select count(*) from decision")) {
            counted.next();
            return counted.getLong(1);
        }
    }
}
