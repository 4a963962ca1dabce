package io.plimsoll.speed;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The least that an answer over HTTP with a durable row could cost: the server that the service stands on, without anything above it, which reads
 * nothing of what it gets, decides nothing, and answers with a document that the service made before. {@code /nothing} writes no row, {@code /insert} one a
 * request in a commit of its own, {@code /gathered} those that wait together in one commit, as the service's log does.
 */
public final class HttpFloor {

    private static final int GATHERED_MAX = 256;
    private static final int CONNECTIONS = 20;
    private static final String INSERT = "insert into floor (snapshot, document) values (?, ?)";

    private final List<String> documents;
    private final AgroalDataSource database;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<Row> waiting = new ArrayBlockingQueue<>(4_096);
    private final AtomicInteger next = new AtomicInteger();

    private HttpFloor(List<String> documents, AgroalDataSource database) {
        this.documents = documents;
        this.database = database;
    }

    /** A row on its way. */
    private record Row(String snapshot, String document, CompletableFuture<Void> durable) {}

    /** @param args port, URL of the database, file of documents, one a line */
    public static void main(String... args) throws Exception {
        AgroalDataSource database = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(CONNECTIONS)
                        .connectionFactoryConfiguration(
                                connection -> connection.jdbcUrl(args[1] + "&reWriteBatchedInserts=true"))));
        HttpFloor floor = new HttpFloor(Files.readAllLines(Path.of(args[2])), database);
        Thread.ofPlatform().daemon().name("floor-writer").start(floor::writeGathered);
        var unused = Vertx.vertx()
                .createHttpServer(new HttpServerOptions().setPort(Integer.parseInt(args[0])))
                .requestHandler(floor::handle)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        System.out.println("ready");
    }

    private void handle(HttpServerRequest request) {
        request.body()
                .onSuccess(body -> threads.execute(() -> {
                    String document = documents.get(Math.floorMod(next.getAndIncrement(), documents.size()));
                    try {
                        String snapshot = body.toString(StandardCharsets.UTF_8);
                        switch (request.path()) {
                            case "/insert" -> write(List.of(new Row(snapshot, document, new CompletableFuture<>())));
                            case "/gathered" -> {
                                Row row = new Row(snapshot, document, new CompletableFuture<>());
                                waiting.put(row);
                                row.durable().get();
                            }
                            default -> {}
                        }
                        request.response()
                                .putHeader("Content-Type", "application/json")
                                .end(document);
                    } catch (Exception e) {
                        request.response().setStatusCode(500).end(e.toString());
                    }
                }));
    }

    private void writeGathered() {
        List<Row> batch = new ArrayList<>();
        while (true) {
            try {
                batch.add(waiting.take());
                waiting.drainTo(batch, GATHERED_MAX - 1);
                write(batch);
                batch.forEach(row -> row.durable().complete(null));
            } catch (Exception e) {
                batch.forEach(row -> row.durable().completeExceptionally(e));
            }
            batch.clear();
        }
    }

    private void write(List<Row> batch) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                for (Row row : batch) {
                    insert.setString(1, row.snapshot());
                    insert.setString(2, row.document());
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            connection.commit();
        }
    }
}
