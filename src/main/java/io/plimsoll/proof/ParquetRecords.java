package io.plimsoll.proof;

import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.HydratorSupplier;
import blue.strategic.parquet.ParquetReader;
import io.plimsoll.proof.ExportFinding.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The records of an Apache Parquet file. */
final class ParquetRecords implements TableLines.Records, AutoCloseable {

    private final Path file;
    private @Nullable Stream<Map<String, String>> stream;
    private @Nullable Iterator<Map<String, String>> records;
    private long read;

    ParquetRecords(Path file) {
        this.file = file;
    }

    @Override
    public @Nullable Map<String, String> next(Findings findings) throws IOException {
        try {
            Iterator<Map<String, String>> iterator = records;
            if (iterator == null) {
                stream = ParquetReader.streamContent(file.toFile(), HydratorSupplier.constantly(new Cells()));
                iterator = stream.iterator();
                records = iterator;
            }
            if (!iterator.hasNext()) {
                return null;
            }
            read++;
            findings.at(read);
            return iterator.next();
        } catch (IOException
                | RuntimeException
                | OutOfMemoryError e) { // whatever the library makes of bytes from outside
            findings.add(Kind.UNREADABLE, "not Parquet from row " + read + " on: " + e);
            records = Stream.<Map<String, String>>empty().iterator();
            return null;
        }
    }

    @Override
    public void close() {
        Stream<Map<String, String>> open = stream;
        if (open != null) {
            open.close();
        }
    }

    /** Cells as text, without those that are empty. */
    private static final class Cells implements Hydrator<Map<String, String>, Map<String, String>> {
        @Override
        public Map<String, String> start() {
            return new TreeMap<>();
        }

        @Override
        public Map<String, String> add(Map<String, String> row, String column, @Nullable Object value) {
            if (value != null && !value.toString().isEmpty() && row.put(column, value.toString()) != null) {
                throw new IllegalArgumentException("`" + column + "` is there twice");
            }
            return row;
        }

        @Override
        public Map<String, String> finish(Map<String, String> row) {
            return row;
        }
    }
}
