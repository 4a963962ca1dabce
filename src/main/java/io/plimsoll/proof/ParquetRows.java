package io.plimsoll.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.proof.TableRow.Column;
import io.plimsoll.proof.TableRow.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** An export as Apache Parquet, written as it is read: no more than a row group is in memory. */
final class ParquetRows implements TableSink.Table {

    private static final long ROW_GROUP_BYTES = 16 << 20;
    private static final int ROW_GROUP_ROWS = 20_000;

    private static final MessageType SCHEMA = new MessageType(
            "decision", TableRow.COLUMNS.stream().map(ParquetRows::type).toList());

    private final ParquetWriter<JsonNode> writer;

    ParquetRows(OutputStream output) throws IOException {
        writer = new Builder(new Streamed(output))
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .withRowGroupRowCountLimit(ROW_GROUP_ROWS)
                .build();
    }

    private static Type type(Column column) {
        return switch (column.kind()) {
            case WHOLE -> Types.optional(PrimitiveTypeName.INT64).named(column.name());
            case TEXT, WORDS -> text(LogicalTypeAnnotation.stringType(), column);
            case JSON -> text(LogicalTypeAnnotation.jsonType(), column);
        };
    }

    private static Type text(LogicalTypeAnnotation annotation, Column column) {
        return Types.optional(PrimitiveTypeName.BINARY).as(annotation).named(column.name());
    }

    @Override
    public void write(ObjectNode row) throws IOException {
        writer.write(row);
    }

    @Override
    public void end() throws IOException {
        writer.close();
    }

    /** The library knows files by their names; here is none, and nothing but appending. */
    private record Streamed(OutputStream output) implements OutputFile {
        @Override
        public PositionOutputStream create(long blockSizeHint) {
            return new Counted(output);
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            return create(blockSizeHint);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }

    private static final class Counted extends PositionOutputStream {
        private final OutputStream output;
        private long written;

        Counted(OutputStream output) {
            this.output = output;
        }

        @Override
        public long getPos() {
            return written;
        }

        @Override
        public void write(int one) throws IOException {
            output.write(one);
            written++;
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            output.write(bytes, from, count);
            written += count;
        }

        @Override
        public void flush() throws IOException {
            output.flush();
        }
    }

    private static final class Builder extends ParquetWriter.Builder<JsonNode, Builder> {
        Builder(OutputFile file) {
            super(file);
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<JsonNode> getWriteSupport(Configuration configuration) {
            return new RowSupport();
        }
    }

    /** Writes one row, column by column. */
    private static final class RowSupport extends WriteSupport<JsonNode> {
        private @Nullable RecordConsumer consumer;

        @Override
        public WriteContext init(Configuration configuration) {
            return new WriteContext(SCHEMA, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer recordConsumer) {
            consumer = recordConsumer;
        }

        @Override
        public void write(JsonNode row) {
            RecordConsumer to = Objects.requireNonNull(consumer);
            to.startMessage();
            for (int i = 0; i < TableRow.COLUMNS.size(); i++) {
                Column column = TableRow.COLUMNS.get(i);
                String value = column.text(row);
                if (value != null) {
                    to.startField(column.name(), i);
                    if (column.kind() == Kind.WHOLE) {
                        to.addLong(Long.parseLong(value));
                    } else {
                        to.addBinary(Binary.fromString(value));
                    }
                    to.endField(column.name(), i);
                }
            }
            to.endMessage();
        }
    }
}
