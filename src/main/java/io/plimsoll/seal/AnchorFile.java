package io.plimsoll.seal;

import io.plimsoll.proof.LogHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A file with every signed head of the log, one JWS a line: where it is kept out of reach, nobody can sign another log for the past. */
final class AnchorFile {

    /** A head is shorter than this. */
    private static final int TAIL_BYTES_MAX = 64 * 1024;

    private static final String SELECT_SIGNED = "select signed from sealed_batch where batch = ?";
    private static final String SELECT_AFTER =
            "select signed from sealed_batch where batch > ? order by batch limit 1000";

    private final Path file;

    AnchorFile(Path file) {
        this.file = file;
    }

    /**
     * Appends the heads that follow the last one of the file, and returns once they are on the disk.
     *
     * @throws OtherLog if the last one of the file is not what the database has
     */
    void append(Connection connection) throws SQLException, IOException, OtherLog {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            String last = lastLine(channel);
            long batch = last.isEmpty() ? 0 : batchOf(last);
            if (batch > 0 && !last.equals(signed(connection, batch))) {
                throw new OtherLog("batch " + batch + " of the database is not the one of " + file);
            }
            String heads = headsAfter(connection, batch);
            while (!heads.isEmpty()) {
                channel.write(ByteBuffer.wrap(heads.getBytes(StandardCharsets.UTF_8)));
                channel.force(true);
                batch = batchOf(heads.substring(heads.lastIndexOf('\n', heads.length() - 2) + 1)
                        .strip());
                heads = headsAfter(connection, batch);
            }
        }
    }

    /** Number of the last batch whose head is in the file; 0 if there is none. */
    long lastBatch() throws IOException, OtherLog {
        if (!Files.exists(file)) {
            return 0;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            String last = lastLine(channel);
            return last.isEmpty() ? 0 : batchOf(last);
        }
    }

    private long batchOf(String line) throws OtherLog {
        try {
            return LogHead.readUnverified(line).batch();
        } catch (IllegalArgumentException e) {
            throw new OtherLog("the last line of " + file + " is no head");
        }
    }

    /** The last whole line, after which the channel then stands: half a line is of a write that was cut off. */
    private static String lastLine(FileChannel channel) throws IOException {
        long from = Math.max(0, channel.size() - TAIL_BYTES_MAX);
        ByteBuffer tail = ByteBuffer.allocate((int) (channel.size() - from));
        channel.read(tail, from);
        String text = new String(tail.array(), StandardCharsets.US_ASCII);
        int end = text.lastIndexOf('\n');
        channel.truncate(from + end + 1);
        channel.position(from + end + 1);
        return end < 0 ? "" : text.substring(text.lastIndexOf('\n', end - 1) + 1, end);
    }

    private static String signed(Connection connection, long batch) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT_SIGNED)) {
            select.setLong(1, batch);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        }
    }

    /** Lines of a thousand heads at most; empty if there are none. */
    private static String headsAfter(Connection connection, long batch) throws SQLException {
        StringBuilder lines = new StringBuilder();
        try (PreparedStatement select = connection.prepareStatement(SELECT_AFTER)) {
            select.setLong(1, batch);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    lines.append(rows.getString(1)).append('\n');
                }
            }
        }
        return lines.toString();
    }

    /** What was anchored is not what the database has; the message says which batch. */
    static final class OtherLog extends Exception {
        private static final long serialVersionUID = 1;

        OtherLog(String message) {
            super(message);
        }
    }
}
