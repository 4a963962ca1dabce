package io.plimsoll.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Splits a stream into lines without ever holding more of one than its limit. Lines end with LF or CR LF; the last may end with the stream. */
public final class LineReader {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream input;
    private final int bytesMax;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int end;
    private long linesRead;

    public LineReader(InputStream input, int bytesMax) {
        this.input = input;
        this.bytesMax = bytesMax;
    }

    public long linesRead() {
        return linesRead;
    }

    /** The next line; null at the end of the stream. */
    public @Nullable Line next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean isTooLong = false;
        boolean isStarted = false;
        while (position < end || fill()) {
            isStarted = true;
            int from = position;
            while (position < end && buffer[position] != '\n') {
                position++;
            }
            isTooLong |= line.size() + (position - from) > bytesMax;
            if (!isTooLong) {
                line.write(buffer, from, position - from);
            }
            if (position < end) {
                position++;
                break;
            }
        }
        if (!isStarted) {
            return null;
        }
        linesRead++;
        return new Line(linesRead, isTooLong ? new byte[0] : line.toByteArray(), isTooLong);
    }

    /** False if whoever writes the lines would have to be waited for. */
    public boolean isReady() throws IOException {
        return position < end || input.available() > 0;
    }

    private boolean fill() throws IOException {
        position = 0;
        end = Math.max(0, input.read(buffer, 0, buffer.length));
        return end > 0;
    }

    /**
     * A line.
     *
     * @param number counts from 1, blank lines included
     * @param bytes without the line's end; empty if it is too long
     */
    public record Line(long number, byte[] bytes, boolean isTooLong) {

        public boolean isBlank() {
            if (isTooLong) {
                return false;
            }
            for (byte character : bytes) {
                if (character != ' ' && character != '\t' && character != '\r') {
                    return false;
                }
            }
            return true;
        }
    }
}
