package io.plimsoll.stream;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.stream.RecordDocuments.Undecidable;
import io.plimsoll.wire.SnapshotReader;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the snapshots of records. */
final class SnapshotRecords {

    private SnapshotRecords() {}

    /** @throws Undecidable if there is no snapshot in it, or the record's key is another account's */
    static AccountSnapshot read(ConsumerRecord<byte[], byte[]> record) throws Undecidable {
        AccountSnapshot snapshot = RecordDocuments.read(record, "snapshot", SnapshotReader::read);
        if (!snapshot.accountId().equals(RecordDocuments.key(record))) {
            throw RecordDocuments.keyMismatch(record, "the snapshot");
        }
        return snapshot;
    }
}
