package io.plimsoll.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLetterTest {

    private static final byte[] VALUE = bytes("{\"accountId\":");
    private static final int MEBIBYTE = 1024 * 1024;

    @Test
    void aRecordThatWasADeadLetterBeforeHasTheLastDiagnosisAlone() throws Exception {
        // Given
        Headers headers = new RecordHeaders();
        headers.add("trace", bytes("7"));
        headers.add(DeadLetter.PROBLEM, bytes("{\"type\":\"urn:plimsoll:problem:stale\"}"));

        // When
        ProducerRecord<byte[], byte[]> letter = letter(headers, VALUE.length);

        // Then
        assertArrayEquals(VALUE, letter.value());
        assertArrayEquals(bytes("7"), letter.headers().lastHeader("trace").value());
        int diagnoses = 0;
        for (var unused : letter.headers().headers(DeadLetter.PROBLEM)) {
            diagnoses++;
        }
        assertEquals(1, diagnoses);
        assertEquals(
                "urn:plimsoll:problem:too-large", diagnosis(letter).path("type").asText());
        assertEquals(41, diagnosis(letter).at("/record/offset").asLong());
    }

    /** A mebibyte is left for the diagnosis and for what Kafka adds; the key counts. */
    @ParameterizedTest
    @CsvSource({"-1, true", "0, true", "1, false"})
    void aRecordThatCannotBeWrittenAgainIsNamedWithoutItsValue(int bytesAboveLimit, boolean isComplete)
            throws Exception {
        // When
        int limit = KafkaSettings.RECORD_BYTES_MAX - MEBIBYTE - "key".length();
        ProducerRecord<byte[], byte[]> letter = letter(new RecordHeaders(), limit + bytesAboveLimit);

        // Then
        assertEquals(isComplete, diagnosis(letter).at("/record/isComplete").asBoolean());
        if (isComplete) {
            assertArrayEquals(VALUE, letter.value());
        } else {
            assertNull(letter.value());
        }
        assertArrayEquals(bytes("key"), letter.key());
    }

    private static ProducerRecord<byte[], byte[]> letter(Headers headers, int valueBytes) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                "account-snapshots",
                3,
                41,
                1_795_423_782_000L,
                TimestampType.CREATE_TIME,
                "key".length(),
                valueBytes,
                bytes("key"),
                VALUE,
                headers,
                Optional.empty());
        return new DeadLetter(record, Problem.tooLarge(4 * MEBIBYTE)).to("dead-letters");
    }

    private static JsonNode diagnosis(ProducerRecord<byte[], byte[]> letter) throws Exception {
        return Json.parse(letter.headers().lastHeader(DeadLetter.PROBLEM).value());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
