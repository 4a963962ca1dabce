package io.plimsoll.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.wire.Fault;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Problem;
import io.plimsoll.wire.SnapshotFaults;
import io.plimsoll.wire.SnapshotReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads the document of a record: the JSON that REST takes, by itself or as the data of a CloudEvent 1.0, in either of its two
 * forms for Kafka. CloudEvents' own library is not used, because it would read decimals as binary floating point.
 */
final class RecordDocuments {

    static final String CONTENT_TYPE = "content-type";
    static final String STRUCTURED = "application/cloudevents+json";

    private static final String ATTRIBUTE_PREFIX = "ce_";
    private static final List<String> ATTRIBUTES = List.of("specversion", "id", "source", "type");

    private RecordDocuments() {}

    /** Makes something of a document. */
    @FunctionalInterface
    interface DocumentReader<T> {
        /** @throws SnapshotFaults naming every fault by its JSON pointer */
        T read(JsonNode document) throws SnapshotFaults;
    }

    /** What the record is keyed by; empty without a key. */
    static String key(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    }

    /**
     * Reads what is in a record.
     *
     * @param kind what it should be, for people
     * @throws Undecidable if it is not in it
     */
    static <T> T read(ConsumerRecord<byte[], byte[]> record, String kind, DocumentReader<T> reader) throws Undecidable {
        try {
            return document(record, reader);
        } catch (SnapshotFaults faults) {
            throw new Undecidable(Problem.of(faults, kind + "-faults", "The " + kind + " cannot be taken"));
        }
    }

    /** The refusal of a record that is not keyed by its account: its order would be chance. */
    static Undecidable keyMismatch(ConsumerRecord<byte[], byte[]> record, String accountOf) {
        return new Undecidable(Problem.of(
                422,
                "key-mismatch",
                "The record's key is not its account",
                record.key() == null
                        ? "the record has no key; an account's records stay in order only if each has the accountId as its key"
                        : "the key must be the accountId of " + accountOf + ", as UTF-8 without quotes"));
    }

    private static <T> T document(ConsumerRecord<byte[], byte[]> record, DocumentReader<T> reader)
            throws SnapshotFaults, Undecidable {
        byte[] value = record.value();
        if (value == null) {
            throw fault("", Fault.Code.MALFORMED_JSON, "the record has no value");
        }
        if (value.length > SnapshotReader.BYTES_MAX) {
            throw new Undecidable(Problem.tooLarge(SnapshotReader.BYTES_MAX));
        }
        String mediaType = mediaType(record.headers());
        if (mediaType.equals(STRUCTURED)) {
            return structured(Json.parse(value), reader);
        }
        if (!mediaType.isEmpty() && !mediaType.endsWith("/json") && !mediaType.endsWith("+json")) {
            throw new Undecidable(Problem.of(
                    415,
                    "unsupported-media-type",
                    "The record's media type is not taken",
                    "the header content-type must be application/json, " + STRUCTURED + ", or absent"));
        }
        if (header(record.headers(), ATTRIBUTE_PREFIX + "specversion") != null) {
            checkAttributes(record.headers());
        }
        return reader.read(Json.parse(value));
    }

    /** In lower case, without parameters; empty if the record does not say. */
    private static String mediaType(Headers headers) {
        String contentType = header(headers, CONTENT_TYPE);
        return contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static void checkAttributes(Headers headers) throws SnapshotFaults {
        for (String attribute : ATTRIBUTES) {
            checkAttribute(
                    "header " + ATTRIBUTE_PREFIX + attribute,
                    "",
                    attribute,
                    header(headers, ATTRIBUTE_PREFIX + attribute));
        }
    }

    private static <T> T structured(JsonNode event, DocumentReader<T> reader) throws SnapshotFaults {
        if (!event.isObject()) {
            throw fault("", Fault.Code.WRONG_TYPE, "a CloudEvent is a JSON object");
        }
        for (String attribute : ATTRIBUTES) {
            JsonNode value = event.path(attribute);
            checkAttribute(
                    "`" + attribute + "` of the CloudEvent",
                    "/" + attribute,
                    attribute,
                    value.isTextual() ? value.textValue() : null);
        }
        if (event.hasNonNull("data_base64")) {
            return base64(event.path("data_base64"), reader);
        }
        if (!event.hasNonNull("data")) {
            throw fault("/data", Fault.Code.MISSING, "the CloudEvent has no data");
        }
        try {
            return reader.read(event.path("data"));
        } catch (SnapshotFaults faults) {
            List<Fault> inEvent = new ArrayList<>();
            faults.faults()
                    .forEach(fault -> inEvent.add(new Fault("/data" + fault.pointer(), fault.code(), fault.detail())));
            throw new SnapshotFaults(inEvent);
        }
    }

    private static <T> T base64(JsonNode data, DocumentReader<T> reader) throws SnapshotFaults {
        try {
            return reader.read(Json.parse(Base64.getDecoder().decode(data.asText())));
        } catch (IllegalArgumentException e) {
            throw fault("/data_base64", Fault.Code.WRONG_TYPE, "the data is not Base64");
        }
    }

    private static void checkAttribute(String place, String pointer, String attribute, @Nullable String value)
            throws SnapshotFaults {
        if (value == null || value.isEmpty()) {
            throw fault(pointer, Fault.Code.MISSING, place + " is required and is missing, empty or no string");
        }
        if (attribute.equals("specversion") && !value.equals("1.0")) {
            throw fault(pointer, Fault.Code.UNKNOWN_VALUE, place + " must be `1.0`");
        }
    }

    private static SnapshotFaults fault(String pointer, Fault.Code code, String detail) {
        return new SnapshotFaults(List.of(new Fault(pointer, code, detail)));
    }

    private static @Nullable String header(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** A record of which no decision can be made, however often it is read. */
    static final class Undecidable extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Problem problem;

        Undecidable(Problem problem) {
            super(problem.body().path("detail").asText());
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }
}
