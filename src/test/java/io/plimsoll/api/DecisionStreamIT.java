package io.plimsoll.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.api.EventReader.Event;
import io.plimsoll.audit.LogTail;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@Timeout(120)
class DecisionStreamIT {

    @TestHTTPResource("/")
    URI service;

    @Inject
    LogTail tail;

    @Inject
    StreamConfig config;

    @Test
    void sendsADecisionAsItWasAnsweredOnceItIsDurable() throws Exception {
        // Given
        String account = Snapshots.newAccount("stream");
        try (EventReader events = listen("?account=" + account, null)) {

            // When
            String first = decide(Snapshots.json(account, 1, Snapshots.HEALTHY));
            String second = decide(Snapshots.json(account, 2, Snapshots.LIQUIDATED));

            // Then
            Event one = events.next();
            Event other = events.next();
            assertNotNull(one);
            assertNotNull(other);
            assertEquals("decision", one.name());
            assertEquals(first, one.data());
            assertEquals(second, other.data());
            assertTrue(Long.parseLong(one.id()) < Long.parseLong(other.id()));
        }
    }

    @Test
    void sendsOnlyWhatTheListenerAskedForAndTellsHowFarTheLogIs() throws Exception {
        // Given
        String account = Snapshots.newAccount("filter");
        String other = Snapshots.newAccount("filter");
        long before = tail.head();
        try (EventReader events = listen("?outcome=liquidate&pack=perpetuals&from=" + before, null)) {

            // When
            decide(Snapshots.json(other, 1, Snapshots.HEALTHY));
            String liquidated = decide(Snapshots.json(account, 1, Snapshots.LIQUIDATED));
            decide(Snapshots.json(other, 2, Snapshots.HEALTHY));
            long after = tail.head();

            // Then
            Event event = events.next();
            assertNotNull(event);
            assertEquals(liquidated, event.data());
            assertTrue(events.isAtWithoutData(after), "a heartbeat tells the position behind what was not asked for");
            String next = decide(Snapshots.json(account, 2, Snapshots.LIQUIDATED));
            Event last = events.next();
            assertNotNull(last);
            assertEquals(next, last.data());
            assertTrue(Long.parseLong(last.id()) > after);
        }
    }

    @Test
    void aHeartbeatTellsThePositionToResumeFrom() throws Exception {
        // Given
        long head = tail.head();

        // When
        HttpResponse<InputStream> answer = get("?account=nobody", null);
        byte[] begin = answer.body().readNBytes((": alive\nid: " + head + "\n\n").length());
        byte[] next = answer.body().readNBytes(": alive\nid: ".length());
        answer.body().close();

        // Then
        assertEquals(": alive\nid: " + head + "\n\n", new String(begin, StandardCharsets.UTF_8));
        assertEquals(": alive\nid: ", new String(next, StandardCharsets.UTF_8));
    }

    @Test
    void whoReconnectsAgainAndAgainGetsEachDecisionOnceAndInOrder() throws Exception {
        // Given
        String prefix = Snapshots.newAccount("again");
        int decisions = 240;
        String resume = Long.toString(tail.head());
        CompletableFuture<Void> deciding = CompletableFuture.runAsync(() -> {
            for (int index = 0; index < decisions; index++) {
                decide(Snapshots.json(prefix + "-" + index % 40, 1 + index / 40, Snapshots.HEALTHY));
            }
        });

        // When: the connection is cut off after a few events each time
        List<String> seen = new ArrayList<>();
        while (seen.size() < decisions) {
            try (EventReader events = listen("", resume)) {
                for (int event = 0; event < 17 && seen.size() < decisions; event++) {
                    Event next = events.next();
                    assertNotNull(next);
                    if (accountOf(next).startsWith(prefix)) {
                        seen.add(accountOf(next) + " " + Json.parse(next.data()).get("snapshotSequence"));
                    }
                    resume = events.lastEventId();
                }
            }
        }
        deciding.get();

        // Then
        List<String> sent = new ArrayList<>();
        for (int index = 0; index < decisions; index++) {
            sent.add(prefix + "-" + index % 40 + " " + (1 + index / 40));
        }
        assertEquals(sent, seen);
    }

    @Test
    void whoTakesNothingIsDroppedAndResumesWithoutLoss() throws Exception {
        // Given: more decisions than the buffers of a connection hold
        String prefix = Snapshots.newAccount("slow");
        long before = tail.head();
        int decisions = 1_500;
        StringBuilder lines = new StringBuilder();
        for (int index = 0; index < decisions; index++) {
            lines.append(Snapshots.json(prefix + "-" + index, 1, Snapshots.CALLED))
                    .append('\n');
        }
        HttpRequest batch = HttpRequest.newBuilder(service.resolve("v1/decisions/batch"))
                .header("Content-Type", DecisionsResource.NDJSON)
                .POST(BodyPublishers.ofString(lines.toString()))
                .build();
        String answers =
                HttpClient.newHttpClient().send(batch, BodyHandlers.ofString()).body();
        assertEquals(decisions, answers.split("\"status\":200", -1).length - 1);

        // When
        double droppedBefore = metric("plimsoll_stream_dropped_total");
        Set<String> accounts = new HashSet<>();
        String resume;
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(8_192);
            socket.connect(new InetSocketAddress(service.getHost(), service.getPort()));
            socket.getOutputStream()
                    .write(("GET /v1/stream/decisions?from=" + before + " HTTP/1.0\r\nHost: plimsoll\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            await().atMost(Duration.ofSeconds(60)).until(() -> metric("plimsoll_stream_dropped_total") > droppedBefore);

            // Then: what was on its way is whole, and the last event says what became of the stream
            Event last = null;
            try (EventReader events = new EventReader(socket.getInputStream())) {
                for (Event event = events.next(); event != null; event = events.next()) {
                    last = event;
                    if (event.name().equals("decision")) {
                        assertTrue(accounts.add(accountOf(event)));
                    }
                }
                resume = events.lastEventId();
            }
            assertNotNull(last);
            assertEquals("dropped", last.name());
            assertTrue(last.data().contains("Last-Event-ID"), last.data());
        }
        assertTrue(accounts.size() < decisions, "nothing was held back");
        try (EventReader events = listen("", resume)) {
            while (accounts.size() < decisions) {
                Event event = events.next();
                assertNotNull(event);
                assertTrue(!accountOf(event).startsWith(prefix) || accounts.add(accountOf(event)));
            }
        }
    }

    /** The service waits for requests under way when it stops, and a stream never ends by itself. */
    @Test
    void endsWhenTheServiceIsAboutToStop() throws Exception {
        // Given: the stream of a service of its own, because the one of the tests is to go on
        DecisionStream stream = new DecisionStream(tail, config, new SimpleMeterRegistry());
        Vertx vertx = Vertx.vertx();
        Router router = Router.router(vertx);
        stream.route(router);
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        URI uri = URI.create("http://127.0.0.1:" + server.actualPort() + DecisionStream.PATH);
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        InputStream open = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofInputStream())
                .body();
        assertEquals(':', open.read());

        // When
        stream.stop(new ShutdownDelayInitiatedEvent());

        // Then
        assertTimeoutPreemptively(Duration.ofSeconds(5), open::readAllBytes);
        assertEquals(
                503,
                HttpClient.newHttpClient()
                        .send(request, BodyHandlers.discarding())
                        .statusCode());
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @ParameterizedTest
    @CsvSource({
        "?from=-1, , 400, from",
        "?from=x, , 400, from",
        "?outcome=fine, , 400, outcome",
        "?accuont=A-7, , 400, accuont",
        "?account=a&account=b, , 400, account",
        "'', 'x12', 400, Last-Event-ID",
        "'', 9000000000000, 409, Last-Event-ID",
    })
    void refusesWhatItCannotFollow(String query, String lastEventId, int status, String named) throws Exception {
        // When
        HttpResponse<InputStream> answer = get(query, lastEventId);

        // Then
        assertEquals(status, answer.statusCode());
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElseThrow());
        String problem = new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(Json.parse(problem).get("detail").asText().contains(named), problem);
    }

    private EventReader listen(String query, String lastEventId) throws Exception {
        HttpResponse<InputStream> answer = get(query, lastEventId);
        assertEquals(200, answer.statusCode());
        assertEquals(
                "text/event-stream", answer.headers().firstValue("Content-Type").orElseThrow());
        return new EventReader(answer.body());
    }

    private HttpResponse<InputStream> get(String query, String lastEventId) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve("v1/stream/decisions" + query))
                .timeout(Duration.ofSeconds(30));
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream());
    }

    private static String decide(String snapshot) {
        return given().contentType(ContentType.JSON)
                .body(snapshot)
                .post("/v1/decisions")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static String accountOf(Event event) throws SnapshotFaults {
        return Json.parse(event.data()).path("accountId").asText();
    }

    private static double metric(String name) {
        String line = given().get("/q/metrics")
                .asString()
                .lines()
                .filter(text -> text.startsWith(name + " "))
                .findFirst()
                .orElseThrow();
        return Double.parseDouble(line.substring(name.length() + 1));
    }
}
