package io.plimsoll.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The count at the end of a test: of each account, the sequences that were decided, in the order in which they were read. */
record Reconciliation(Map<String, List<Long>> sequences) {

    static Reconciliation of(List<ConsumerRecord<String, String>> decisions) {
        Map<String, List<Long>> sequences = new LinkedHashMap<>();
        try {
            for (ConsumerRecord<String, String> decision : decisions) {
                sequences
                        .computeIfAbsent(decision.key(), key -> new ArrayList<>())
                        .add(Json.parse(decision.value())
                                .path("snapshotSequence")
                                .asLong());
            }
        } catch (SnapshotFaults e) {
            throw new AssertionError(e);
        }
        return new Reconciliation(sequences);
    }

    /** Nothing lost, nothing doubled, nothing out of order. */
    void assertEach(String prefix, int accounts, int sequencesEach) {
        assertEquals(accounts, sequences.size());
        List<Long> expected = LongStream.rangeClosed(1, sequencesEach).boxed().toList();
        for (int account = 0; account < accounts; account++) {
            String accountId = prefix + "-" + account;
            assertEquals(expected, sequences.get(accountId), accountId);
        }
    }
}
