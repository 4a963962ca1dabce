package io.plimsoll.api;

import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.Policies.NoPolicyFits;
import io.plimsoll.decision.SequenceRefused;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers every failure with a problem document. */
@ApplicationScoped
class ProblemResponses {

    private static final Logger LOG = Logger.getLogger(ProblemResponses.class);

    @ServerExceptionMapper
    Response refused(Refused refused) {
        return refused.problem().response();
    }

    @ServerExceptionMapper
    Response faults(SnapshotFaults faults) {
        return Problem.of(faults).response();
    }

    @ServerExceptionMapper
    Response sequence(SequenceRefused refused) {
        return Problem.of(refused).response();
    }

    @ServerExceptionMapper
    Response noPolicy(NoPolicyFits refused) {
        return Problem.of(refused).response();
    }

    @ServerExceptionMapper
    Response unavailable(LogUnavailable unavailable) {
        return Problem.of(unavailable).response();
    }

    /** What the framework refuses: paths, methods, media types. */
    @ServerExceptionMapper
    Response framework(WebApplicationException refused) {
        Response answer = Problem.of(refused).response();
        Object allowed = refused.getResponse().getHeaders().getFirst(HttpHeaders.ALLOW);
        return allowed == null
                ? answer
                : Response.fromResponse(answer)
                        .header(HttpHeaders.ALLOW, allowed)
                        .build();
    }

    /** The only input and output of a request is its connection: whoever sent it is gone, or sent less than announced. */
    @ServerExceptionMapper
    Response brokenOff(IOException failure) {
        LOG.debugf("request broke off: failure=%s", failure.getClass().getSimpleName());
        return Problem.of(400, "broken-off", "The body broke off", "send the request again")
                .response();
    }

    /** What the server itself refuses, before a resource is looked for. */
    void answerMalformedRequests(@Observes Router router) {
        router.errorHandler(
                400,
                context -> context.response()
                        .setStatusCode(400)
                        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                        .end(Json.text(Problem.of(
                                        400,
                                        "bad-request",
                                        "The request cannot be understood",
                                        "its path or header is malformed")
                                .body())));
    }

    @ServerExceptionMapper
    Response internal(Throwable failure) {
        return internalProblem(failure).response();
    }

    /** Logs the failure under a reference, and answers no more than the reference. */
    static Problem internalProblem(Throwable failure) {
        String reference = UUID.randomUUID().toString();
        LOG.errorf(failure, "request failed: reference=%s", reference);
        return Problem.internal(reference);
    }
}
