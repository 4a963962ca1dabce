package io.plimsoll.api;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.wire.Json;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BatchIT {

    @TestHTTPResource("/v1/decisions/batch")
    URL batch;

    @Test
    void answersEveryLineInItsPlace() throws Exception {
        // Given
        String account = Snapshots.newAccount("lines");
        String tooLong = "{\"accountId\":\"" + "x".repeat(RequestBody.BYTES_MAX) + "\"}";
        String body = String.join(
                "\n",
                Snapshots.json(account, 1, Snapshots.HEALTHY),
                "",
                "this is no JSON",
                Snapshots.json(account, 2, Snapshots.CALLED) + "\r",
                Snapshots.json(account, 1, Snapshots.HEALTHY),
                tooLong,
                Snapshots.json(account, 2, Snapshots.CALLED + ".0"),
                Snapshots.json(account, 2, "1"),
                Snapshots.json(account, 3, "none"),
                "   ",
                Snapshots.json(account, 3, Snapshots.HEALTHY)
                        .replace("\"settlementCurrency\":\"USDT\"", "\"settlementCurrency\":\"XYZ\""),
                Snapshots.json(account, 4, Snapshots.LIQUIDATED));

        // When
        List<JsonNode> answers = send(body);

        // Then
        assertEquals(
                List.of(
                        "1 200 HEALTHY",
                        "3 400 malformed-json",
                        "4 200 MARGIN_CALL",
                        "5 409 stale",
                        "6 413 too-large",
                        "7 200 MARGIN_CALL",
                        "8 409 conflict",
                        "9 422 snapshot-faults",
                        "11 422 no-policy",
                        "12 200 LIQUIDATE"),
                answers.stream().map(BatchIT::summary).toList());
        assertEquals(answers.get(2).get("decision"), answers.get(5).get("decision"));
        assertEquals(
                "/collateral/0/quantity",
                answers.get(7).at("/problem/errors/0/pointer").textValue());
    }

    @Test
    void tenThousandLinesKeepTheirOrder() throws Exception {
        // Given
        String prefix = Snapshots.newAccount("order");
        StringBuilder body = new StringBuilder();
        for (int line = 0; line < 10_000; line++) {
            body.append(
                            line % 100 == 99
                                    ? "{\"broken\":" + line + "}"
                                    : Snapshots.json(prefix + "-" + line % 700, line / 700, Snapshots.HEALTHY))
                    .append('\n');
        }

        // When
        long startedAt = System.nanoTime();
        List<JsonNode> answers = send(body.toString());
        System.out.printf("10,000 lines in %d ms%n", (System.nanoTime() - startedAt) / 1_000_000);

        // Then
        assertEquals(10_000, answers.size());
        for (int line = 0; line < 10_000; line++) {
            JsonNode answer = answers.get(line);
            assertEquals(line + 1, answer.get("line").longValue());
            assertEquals(line % 100 == 99 ? 422 : 200, answer.get("status").intValue(), answer::toString);
            if (line % 100 != 99) {
                assertEquals(
                        prefix + "-" + line % 700,
                        answer.at("/decision/accountId").textValue());
                assertEquals(line / 700, answer.at("/decision/snapshotSequence").longValue());
            }
        }
    }

    /** A stream is answered while it is being sent: one line goes, its answer comes, then the next goes. */
    @Test
    void aClientThatWaitsForEachAnswerGetsIt() throws Exception {
        // Given
        String account = Snapshots.newAccount("ping-pong");
        try (Socket socket = new Socket(batch.getHost(), batch.getPort())) {
            socket.setSoTimeout(20_000);
            OutputStream output = socket.getOutputStream();
            BufferedReader input =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            output.write(("POST /v1/decisions/batch HTTP/1.1\r\nHost: localhost\r\n"
                            + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));

            for (int sequence = 1; sequence <= 5; sequence++) {
                // When
                byte[] line =
                        (Snapshots.json(account, sequence, Snapshots.HEALTHY) + "\n").getBytes(StandardCharsets.UTF_8);
                output.write((Integer.toHexString(line.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                output.write(line);
                output.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                output.flush();

                // Then
                String answer = input.readLine();
                while (!answer.startsWith("{")) {
                    answer = input.readLine();
                }
                assertTrue(answer.startsWith("{\"line\":" + sequence + ",\"status\":200,"), answer);
            }
            output.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            output.flush();
        }
    }

    private static String summary(JsonNode answer) {
        String type = answer.at("/problem/type").asText().replace("urn:plimsoll:problem:", "");
        return answer.get("line") + " " + answer.get("status") + " "
                + (type.isEmpty() ? answer.at("/decision/outcome").asText() : type);
    }

    private static List<JsonNode> send(String body) throws Exception {
        String answer = given().config(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .encodeContentTypeAs(DecisionsResource.NDJSON, ContentType.TEXT)))
                .contentType(DecisionsResource.NDJSON)
                .body(body)
                .post("/v1/decisions/batch")
                .then()
                .statusCode(200)
                .contentType(DecisionsResource.NDJSON)
                .extract()
                .asString();
        List<JsonNode> answers = new ArrayList<>();
        for (String line : answer.split("\n")) {
            answers.add(Json.parse(line));
        }
        return answers;
    }
}
