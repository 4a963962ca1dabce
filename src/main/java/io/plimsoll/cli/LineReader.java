package io.plimsoll.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Reads lines of any length and keeps no more of each than a limit. */
final class LineReader implements Closeable {

    private final Reader reader;
    private final int charsMax;
    private final char[] buffer = new char[1 << 16];
    private int next;
    private int end;

    LineReader(Reader reader, int charsMax) {
        this.reader = reader;
        this.charsMax = charsMax;
    }

    /** The next line, of which what is beyond the limit is left out; null at the end. */
    @Nullable
    String line() throws IOException {
        if (!fill()) {
            return null;
        }
        StringBuilder line = new StringBuilder();
        while (fill()) {
            int from = next;
            while (next < end && buffer[next] != '\n') {
                next++;
            }
            line.append(buffer, from, Math.min(next - from, charsMax - line.length()));
            if (next < end) {
                next++;
                return line.toString();
            }
        }
        return line.toString();
    }

    /** False if whoever writes the lines would have to be waited for. */
    boolean isReady() throws IOException {
        return next < end || reader.ready();
    }

    /** False at the end. */
    private boolean fill() throws IOException {
        while (next == end) {
            next = 0;
            end = Math.max(0, reader.read(buffer));
            if (end == 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
