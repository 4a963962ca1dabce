package io.plimsoll.api;

import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.Policies.NoPolicyFits;
import io.plimsoll.decision.SequenceRefused;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Problem;
import io.plimsoll.wire.SnapshotFaults;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers every failure with a problem document. */
@ApplicationScoped
class ProblemResponses {

    private static final Logger LOG = Logger.getLogger(ProblemResponses.class);

    @ServerExceptionMapper
    Response refused(Refused refused) {
        return response(refused.problem());
    }

    @ServerExceptionMapper
    Response faults(SnapshotFaults faults) {
        return response(Problem.of(faults));
    }

    @ServerExceptionMapper
    Response sequence(SequenceRefused refused) {
        return response(Problem.of(refused));
    }

    @ServerExceptionMapper
    Response noPolicy(NoPolicyFits refused) {
        return response(Problem.of(refused));
    }

    @ServerExceptionMapper
    Response unavailable(LogUnavailable unavailable) {
        return response(Problem.of(unavailable));
    }

    /** What the framework refuses: paths, methods, media types. */
    @ServerExceptionMapper
    Response framework(WebApplicationException refused) {
        Response answer = response(frameworkProblem(refused));
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
        return response(Problem.of(400, "broken-off", "The body broke off", "send the request again"));
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
        return response(internalProblem(failure));
    }

    /** Logs the failure under a reference, and answers no more than the reference. */
    static Problem internalProblem(Throwable failure) {
        String reference = UUID.randomUUID().toString();
        LOG.errorf(failure, "request failed: reference=%s", reference);
        return Problem.internal(reference);
    }

    private static Problem frameworkProblem(WebApplicationException refused) {
        int status = refused.getResponse().getStatus();
        return switch (status) {
            case 400 ->
                Problem.of(
                        status,
                        "bad-request",
                        "The request cannot be understood",
                        "see the OpenAPI document at /q/openapi");
            case 404 ->
                Problem.of(status, "not-found", "There is nothing here", "see the OpenAPI document at /q/openapi");
            case 405 ->
                Problem.of(
                        status,
                        "method-not-allowed",
                        "The method is not offered here",
                        "see the OpenAPI document at /q/openapi");
            case 406 ->
                Problem.of(
                        status, "not-acceptable", "The media type asked for is not offered", "check the Accept header");
            case 413 ->
                Problem.of(status, "too-large", "The body is too large", "see the limits in the OpenAPI document");
            case 415 ->
                Problem.of(
                        status,
                        "unsupported-media-type",
                        "The body's media type is not taken",
                        "send application/json, or application/x-ndjson for a batch");
            default ->
                Problem.of(
                        status,
                        "http-" + status,
                        String.valueOf(refused.getResponse().getStatusInfo().getReasonPhrase()),
                        "");
        };
    }

    private static Response response(Problem problem) {
        Response.ResponseBuilder response =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(Json.text(problem.body()));
        Duration retryAfter = problem.retryAfter();
        if (retryAfter != null) {
            response.header(HttpHeaders.RETRY_AFTER, retryAfter.toSeconds());
        }
        return response.build();
    }
}
