package io.plimsoll.stream;

import io.plimsoll.live.LiveAccounts;
import io.plimsoll.wire.SnapshotFaults;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Keeps this instance's accounts as {@code accounts} says they stand: of each partition that comes to it the topic from its beginning, and then
 * whatever is decided, by whomever. What a partition held is let go with it.
 */
final class AccountsReader extends TopicReader implements OwnershipListener {

    private static final Logger LOG = Logger.getLogger(AccountsReader.class);
    private static final Duration POLL_WAIT = Duration.ofMillis(20);

    private final String topic;
    private final LiveAccounts accounts;
    private final LiveMetrics metrics;
    private final Set<Integer> owned = new HashSet<>(); // guarded by itself
    private final Map<Integer, Set<String>> held = new HashMap<>(); // by the reading thread alone

    AccountsReader(
            Map<String, Object> settings,
            String topic,
            LiveAccounts accounts,
            LiveMetrics metrics,
            Runnable preparation) {
        super(settings, preparation, "where accounts stand is not read", "accounts-reader");
        this.topic = topic;
        this.accounts = accounts;
        this.metrics = metrics;
    }

    @Override
    public void assigned(Set<Integer> partitions) {
        synchronized (owned) {
            owned.addAll(partitions);
        }
    }

    @Override
    public void revoked(Set<Integer> partitions) {
        synchronized (owned) {
            owned.removeAll(partitions);
        }
    }

    @Override
    void begin(KafkaConsumer<byte[], byte[]> reading) {
        Set.copyOf(held.keySet()).forEach(this::letGo);
    }

    @Override
    void readOn(KafkaConsumer<byte[], byte[]> reading) {
        follow(reading);
        if (held.isEmpty()) {
            pause(POLL_WAIT);
            return;
        }
        for (ConsumerRecord<byte[], byte[]> record : reading.poll(POLL_WAIT)) {
            take(record);
        }
        metrics.accounts(accounts.size(), lag(reading));
    }

    /** Reads what this instance owns now, and no more what it owned. */
    private void follow(KafkaConsumer<byte[], byte[]> reading) {
        Set<Integer> now;
        synchronized (owned) {
            now = Set.copyOf(owned);
        }
        if (now.equals(held.keySet())) {
            return;
        }
        Set.copyOf(held.keySet()).stream()
                .filter(partition -> !now.contains(partition))
                .forEach(this::letGo);
        Set<TopicPartition> added = now.stream()
                .filter(partition -> !held.containsKey(partition))
                .map(partition -> new TopicPartition(topic, partition))
                .collect(Collectors.toSet());
        reading.assign(now.stream()
                .map(partition -> new TopicPartition(topic, partition))
                .toList());
        reading.seekToBeginning(added);
        added.forEach(partition -> held.put(partition.partition(), new HashSet<>()));
    }

    private void letGo(int partition) {
        Set<String> gone = held.remove(partition);
        if (gone != null) {
            gone.forEach(accounts::remove);
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        Set<String> ofPartition = held.get(record.partition());
        if (ofPartition == null) {
            return; // given away between reading and now
        }
        String accountId = new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            accounts.remove(accountId);
            ofPartition.remove(accountId);
            return;
        }
        try {
            AccountRecord account = AccountRecord.read(record.value());
            accounts.put(account.snapshot(), account.revision(), account.held());
            ofPartition.add(accountId);
        } catch (SnapshotFaults | RuntimeException e) {
            metrics.badAccount();
            LOG.errorf(
                    "where an account stands is not readable: topic=%s partition=%d offset=%d failure=%s",
                    record.topic(), record.partition(), record.offset(), e);
        }
    }

    private static long lag(KafkaConsumer<byte[], byte[]> reading) {
        return reading.assignment().stream()
                .mapToLong(partition -> reading.currentLag(partition).orElse(0))
                .sum();
    }
}
