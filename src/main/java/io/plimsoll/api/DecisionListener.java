package io.plimsoll.api;

import io.micrometer.core.instrument.Counter;
import io.plimsoll.audit.LogTail;
import io.plimsoll.audit.LogTail.Selection;
import io.plimsoll.audit.LoggedDecision;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.wire.Json;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * One who listens. Reads a page of the log, sends it, and reads the next only when the connection has taken it: a slow listener costs a page
 * of memory, falls behind in the log and loses nothing. One that takes nothing for a while is dropped.
 */
final class DecisionListener {

    private static final Logger LOG = Logger.getLogger(DecisionListener.class);
    private static final Duration LOOK_UP = Duration.ofSeconds(1);
    private static final Duration FAREWELL_MAX = Duration.ofSeconds(10);

    private final HttpServerResponse response;
    private final LogTail tail;
    private final Selection selection;
    private final StreamConfig config;
    private final Counter dropped;
    private volatile boolean isClosed;
    private long heartbeatDueNanos;

    DecisionListener(
            HttpServerResponse response, LogTail tail, Selection selection, StreamConfig config, Counter dropped) {
        this.response = response;
        this.tail = tail;
        this.selection = selection;
        this.config = config;
        this.dropped = dropped;
    }

    /** Ends the stream at the next opportunity. */
    void close() {
        isClosed = true;
    }

    /** Sends what stands behind a position until the connection ends. */
    void follow(long positionExclusive) {
        response.closeHandler(gone -> close());
        response.exceptionHandler(failure -> close());
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, MediaType.SERVER_SENT_EVENTS)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Accel-Buffering", "no"); // a proxy that gathers events would delay them
        long position = positionExclusive;
        try {
            send(alive(position));
            while (!isClosed) {
                position = sendNext(position);
            }
            response.end();
        } catch (TimeoutException stalled) {
            drop(position);
        } catch (ExecutionException gone) {
            LOG.debugf("listener went: position=%d", position);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for news and sends them; answers how far the listener is now. */
    private long sendNext(long position) throws InterruptedException, ExecutionException, TimeoutException {
        long head = awaitBeyond(position);
        if (isClosed) {
            return position;
        }
        if (System.nanoTime() >= heartbeatDueNanos) {
            send(alive(position));
        }
        if (head == position) {
            return position;
        }
        try {
            List<LoggedDecision> page = tail.read(selection, position, head, config.pageMax());
            if (page.size() < config.pageMax()) {
                return sendPage(page, head);
            }
            return sendPage(page, page.getLast().position());
        } catch (LogUnavailable e) {
            send(": the decision log is away\n\n");
            Thread.sleep(LOOK_UP);
            return position;
        }
    }

    private long sendPage(List<LoggedDecision> page, long positionAfter)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (page.isEmpty()) {
            return positionAfter;
        }
        StringBuilder events = new StringBuilder();
        for (LoggedDecision decision : page) {
            events.append("id: ").append(decision.position()).append("\nevent: decision\ndata: ");
            events.append(decision.document()).append("\n\n");
        }
        send(events.toString());
        return positionAfter;
    }

    /** In short spells, so that a listener that went is noticed. */
    private long awaitBeyond(long position) throws InterruptedException {
        long head = position;
        while (head == position && !isClosed && System.nanoTime() < heartbeatDueNanos) {
            Duration left = Duration.ofNanos(Math.max(1, heartbeatDueNanos - System.nanoTime()));
            head = tail.awaitBeyond(position, left.compareTo(LOOK_UP) < 0 ? left : LOOK_UP);
        }
        return head;
    }

    /** An event without data only tells the position, from which the listener resumes although its filter let nothing through. */
    private static String alive(long position) {
        return ": alive\nid: " + position + "\n\n";
    }

    /** Returns once the connection has taken the text. */
    private void send(String text) throws InterruptedException, ExecutionException, TimeoutException {
        response.write(text)
                .toCompletionStage()
                .toCompletableFuture()
                .get(config.stalledMax().toMillis(), TimeUnit.MILLISECONDS);
        heartbeatDueNanos = System.nanoTime() + config.heartbeat().toNanos();
    }

    /** What was sent stands before the farewell; a listener that never takes that either is cut off. */
    private void drop(long position) {
        dropped.increment();
        LOG.infof(
                "listener dropped: position=%d stalledMs=%d",
                position, config.stalledMax().toMillis());
        String detail = Json.text(Json.object()
                .put("reason", "nothing was taken for " + config.stalledMax())
                .put("resume", "reconnect with Last-Event-ID"));
        try {
            response.end("event: dropped\ndata: " + detail + "\n\n")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(FAREWELL_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            response.reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            response.reset();
        }
    }
}
