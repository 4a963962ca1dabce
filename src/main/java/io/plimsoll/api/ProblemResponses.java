package io.plimsoll.api;

import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.Policies.NoPolicyFits;
import io.plimsoll.decision.SequenceRefused;
import io.plimsoll.wire.SnapshotFaults;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers every failure with a problem document. */
final class ProblemResponses {

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
