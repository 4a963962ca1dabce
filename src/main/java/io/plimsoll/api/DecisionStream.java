package io.plimsoll.api;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.audit.LogTail;
import io.plimsoll.audit.LogTail.Selection;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.Outcome;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Problem;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/stream/decisions}: decisions of all instances as server-sent events, as they become durable. An event's id is its position in
 * the log, so whoever reconnects with {@code Last-Event-ID} goes on behind what it has. A route of its own and no REST method, because a
 * listener that takes nothing must be noticed and dropped, which needs the connection.
 */
@ApplicationScoped
class DecisionStream {

    static final String PATH = "/v1/stream/decisions";
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final LogTail tail;
    private final StreamConfig config;
    private final Counter dropped;
    private final AtomicInteger listening = new AtomicInteger();
    private final Set<DecisionListener> listeners = ConcurrentHashMap.newKeySet();
    private volatile boolean isStopping;

    @Inject
    DecisionStream(LogTail tail, StreamConfig config, MeterRegistry registry) {
        this.tail = tail;
        this.config = config;
        Gauge.builder("plimsoll.stream.listeners", listening, AtomicInteger::get)
                .description("Who listens to the stream of decisions")
                .register(registry);
        this.dropped = Counter.builder("plimsoll.stream.dropped")
                .description("Listeners that were dropped because they took nothing")
                .register(registry);
    }

    void route(@Observes Router router) {
        router.get(PATH)
                .handler(context -> Thread.ofVirtual().name("decision-stream").start(() -> answer(context)));
    }

    /** Before the service waits for requests under way: a stream ends by nothing else, and whoever reconnects finds another instance. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        isStopping = true;
        listeners.forEach(DecisionListener::close);
    }

    private void answer(RoutingContext context) {
        try {
            Query query = Query.of(context.queryParams(), "account", "outcome", "pack", "from");
            Selection selection =
                    new Selection(query.text("account"), query.word("outcome", Outcome.class), query.text("pack"));
            String last = context.request().getHeader(LAST_EVENT_ID);
            long position = last == null || last.isEmpty()
                    ? position("from", query.text("from"), tail.head())
                    : position(LAST_EVENT_ID, last, tail.head());
            listen(context.response(), selection, position);
        } catch (Refused refused) {
            refuse(context, refused.problem());
        } catch (LogUnavailable unavailable) {
            refuse(context, Problem.of(unavailable));
        } catch (RuntimeException failure) {
            refuse(context, ProblemResponses.internalProblem(failure));
        }
    }

    private void listen(HttpServerResponse response, Selection selection, long position) {
        try {
            if (listening.incrementAndGet() > config.listenersMax()) {
                throw new Refused(Problem.busy("at most " + config.listenersMax() + " may listen at once"));
            }
            DecisionListener listener = new DecisionListener(response, tail, selection, config, dropped);
            listeners.add(listener);
            try {
                if (isStopping) {
                    throw new Refused(Problem.busy("this instance is stopping"));
                }
                listener.follow(position);
            } finally {
                listeners.remove(listener);
            }
        } finally {
            listening.decrementAndGet();
        }
    }

    /** Where to begin: behind a position, or with what is decided from now on. */
    private static long position(String name, @Nullable String text, long head) {
        if (text == null) {
            return head;
        }
        long position = Query.position(name, text);
        if (position > head) {
            throw new Refused(Problem.of(
                    409,
                    "ahead-of-log",
                    "The log has not come this far",
                    "`" + name + "` is " + position + ", the last decision stands at " + head));
        }
        return position;
    }

    private static void refuse(RoutingContext context, Problem problem) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(problem.status()).putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        if (problem.retryAfter() != null) {
            response.putHeader(
                    HttpHeaders.RETRY_AFTER, Long.toString(problem.retryAfter().toSeconds()));
        }
        response.end(Json.text(problem.body()));
    }
}
