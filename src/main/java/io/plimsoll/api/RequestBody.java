package io.plimsoll.api;

import io.plimsoll.wire.Problem;
import io.plimsoll.wire.SnapshotReader;
import java.io.IOException;
import java.io.InputStream;

/** The body of a request that is one document. */
final class RequestBody {

    static final int BYTES_MAX = SnapshotReader.BYTES_MAX;

    /** What is thrown away of a body that is too large, so that its sender gets to read why. */
    private static final int SKIPPED_MAX = 64 * 1024 * 1024;

    private RequestBody() {}

    /** @throws Refused if the body is larger than {@link #BYTES_MAX} bytes */
    static byte[] read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(BYTES_MAX);
        if (bytes.length == BYTES_MAX && body.read() >= 0) {
            skip(body);
            throw new Refused(Problem.tooLarge(BYTES_MAX));
        }
        return bytes;
    }

    private static void skip(InputStream body) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        int skipped = 0;
        for (int read = 0; read >= 0 && skipped < SKIPPED_MAX; read = body.read(buffer)) {
            skipped += read;
        }
    }
}
