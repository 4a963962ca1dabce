package io.plimsoll.seal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.audit.Conditions;
import io.plimsoll.audit.DecisionArchive.Search;
import io.plimsoll.audit.LogSpan;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.proof.ExportSink;
import io.plimsoll.proof.ExportWriter;
import io.plimsoll.proof.NdjsonSink;
import io.plimsoll.proof.TableSink;
import io.plimsoll.wire.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes the sealed log, or what of it meets a search, so that {@code plimsoll verify} can check it. It reads page by page, each by a query of its own, and
 * holds one page and one batch at a time.
 */
@ApplicationScoped
public class LogExport {

    private static final int PAGE_ROWS = 200;

    private final SealedLogArchive archive;
    private final LogSealer sealer;
    private final InstantSource clock;

    @Inject
    LogExport(SealedLogArchive archive, LogSealer sealer, InstantSource clock) {
        this.archive = archive;
        this.sealer = sealer;
        this.clock = clock;
    }

    /** Seals what is in the log now, so that all of it can be exported. */
    public void prepare() throws LogUnavailable {
        sealer.seal();
    }

    /**
     * Writes an export.
     *
     * @param search what rows are wanted; its {@code before} is not looked at
     * @param masked fields that are withheld
     */
    public void write(Search search, Predicate<String> masked, ExportFormat format, OutputStream output)
            throws IOException, LogUnavailable {
        write(search, filter(search), 0, archive.reading(LogExport::lastPosition), masked, format, output);
    }

    /** Writes what stands between two positions, both included, as an export that can be verified. */
    void write(long first, long last, OutputStream output) throws IOException, LogUnavailable {
        ObjectNode filter = Json.object().put("firstPosition", first).put("lastPosition", last);
        Search all = new Search(null, null, null, null, null, null, null, null);
        write(all, filter, first - 1, last, field -> false, ExportFormat.NDJSON, output);
    }

    private void write(
            Search search,
            ObjectNode filter,
            long begin,
            long last,
            Predicate<String> masked,
            ExportFormat format,
            OutputStream output)
            throws IOException, LogUnavailable {
        List<String> removals = archive.reading(RemovalStore::signed);
        ExportWriter writer = writer(filter, removals, format, output);
        Place place = new Place(filter.isEmpty());
        for (LogSpan span : archive.reading(LogSpan::ofPartitions)) {
            long to = Math.min(last, span.end() - 1);
            long after = Math.max(begin, span.first() - 1);
            while (after < to) {
                List<ObjectNode> lines = new ArrayList<>();
                long from = after;
                after = archive.reading(connection -> page(connection, search, masked, from, to, place, lines));
                for (ObjectNode line : lines) {
                    write(line, writer);
                }
            }
        }
        if (filter.isEmpty()) {
            for (Optional<SealedBatch> next = place.next(archive, last);
                    next.isPresent();
                    next = place.next(archive, last)) {
                writer.batch(next.get().head().batch(), next.get().signed());
            }
        }
        if (archive.reading(RemovalStore::count) > removals.size()) {
            throw new IOException("the export is cut off: retention has removed rows meanwhile");
        }
        writer.end();
    }

    private ExportWriter writer(ObjectNode filter, List<String> removals, ExportFormat format, OutputStream output)
            throws IOException, LogUnavailable {
        ExportSink sink = switch (format) {
            case NDJSON -> new NdjsonSink(output);
            case CSV -> TableSink.csv(output);
            case PARQUET -> TableSink.parquet(output);
        };
        ExportWriter writer = new ExportWriter(
                sealer.key(),
                sink,
                UUID.randomUUID().toString(),
                archive.reading(LogExport::logId),
                filter,
                clock.instant());
        for (String removal : removals) {
            writer.removal(removal);
        }
        return writer;
    }

    private static void write(ObjectNode line, ExportWriter writer) throws IOException {
        if (line.has("head")) {
            writer.batch(line.path("batch").asLong(), line.path("head").asText());
        } else if (line.path("leaf").asInt() >= 0) {
            writer.row(line);
        } else {
            writer.strayRow(line);
        }
    }

    /** Answers the position up to which rows were read. */
    private static long page(
            Connection connection,
            Search search,
            Predicate<String> masked,
            long after,
            long last,
            Place place,
            List<ObjectNode> lines)
            throws SQLException {
        Conditions conditions = search.conditions();
        conditions.add("log_position > ?", after);
        conditions.add("log_position <= ?", last);
        String sql =
                "select " + LogRows.COLUMNS + " from decision" + conditions.where() + " order by log_position limit ?";
        long read = last;
        int count = 0;
        try (PreparedStatement select = Conditions.prepare(connection, sql)) {
            select.setInt(conditions.bind(select), PAGE_ROWS);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    long position = row.getLong("log_position");
                    SealedBatch batch = place.moveTo(connection, position, lines);
                    lines.add(SealedLogArchive.proven(row, batch, masked));
                    read = position;
                    count++;
                }
            }
        }
        return count < PAGE_ROWS ? last : read;
    }

    private static long lastPosition(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement("select coalesce(max(last_position), 0) from sealed_batch");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static String logId(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select log_id from sealed_log");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }

    private static ObjectNode filter(Search search) {
        ObjectNode filter = Json.object();
        put(filter, "account", search.accountId());
        put(filter, "outcome", search.outcome());
        put(filter, "rule", search.rule());
        put(filter, "pack", search.pack());
        put(filter, "version", search.version());
        put(filter, "from", search.fromInclusive());
        put(filter, "to", search.toExclusive());
        return filter;
    }

    private static void put(ObjectNode filter, String name, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case Integer number -> filter.put(name, number);
            case Instant instant -> filter.put(name, instant.toString());
            default -> filter.put(name, value.toString());
        }
    }

    /** The batch that the export has come to. */
    private static final class Place {
        private final boolean isOfTheWholeLog;
        private @Nullable SealedBatch batch;

        Place(boolean isOfTheWholeLog) {
            this.isOfTheWholeLog = isOfTheWholeLog;
        }

        /** The batch of a position; heads that come before its rows are added to the lines, of the whole log all of them. */
        SealedBatch moveTo(Connection connection, long position, List<ObjectNode> lines) throws SQLException {
            SealedBatch now = batch;
            while (now == null || now.head().lastPosition() < position) {
                long number = now == null ? 1 : now.head().batch() + 1;
                now = following(connection, number, position);
                lines.add(Json.object().put("batch", now.head().batch()).put("head", now.signed()));
            }
            batch = now;
            return now;
        }

        /** The batch after it, of which no row is left in the log; empty after the last. */
        Optional<SealedBatch> next(SealedLogArchive archive, long last) throws LogUnavailable {
            SealedBatch now = batch;
            if (now != null && now.head().lastPosition() >= last) {
                return Optional.empty();
            }
            long after = now == null ? 0 : now.head().lastPosition();
            Optional<SealedBatch> next = archive.reading(connection -> SealedLogArchive.batchOf(connection, after + 1));
            next.ifPresent(found -> batch = found);
            return next;
        }

        /** Where somebody has removed a batch, the one that holds the position comes next. */
        private SealedBatch following(Connection connection, long number, long position) throws SQLException {
            Optional<SealedBatch> next =
                    isOfTheWholeLog ? SealedLogArchive.batchNumber(connection, number) : Optional.empty();
            if (next.isEmpty()) {
                next = SealedLogArchive.batchOf(connection, position);
            }
            return next.orElseThrow(() -> new SQLException("no batch has position " + position));
        }
    }
}
