package io.plimsoll.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import io.plimsoll.wire.SnapshotJson;
import io.plimsoll.wire.SnapshotReader;

/** A snapshot as the bytes of its JSON: a million of them are kept, and few are read at a time. */
final class PackedSnapshot {

    private final byte[] bytes;

    private PackedSnapshot(byte[] bytes) {
        this.bytes = bytes;
    }

    static PackedSnapshot of(AccountSnapshot snapshot) {
        return new PackedSnapshot(Json.text(SnapshotJson.write(snapshot)).getBytes(UTF_8));
    }

    AccountSnapshot unpacked() {
        try {
            return SnapshotReader.read(new String(bytes, UTF_8));
        } catch (SnapshotFaults e) {
            throw new IllegalStateException("a snapshot that was written is not readable", e);
        }
    }
}
