package io.plimsoll.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.Policies.NoPolicyFits;
import io.plimsoll.decision.SequenceRefused;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An RFC 9457 problem document: why a snapshot or a request was refused and what to do about it.
 *
 * @param status HTTP status; also where it did not come by HTTP, so that the same fault has the same document
 * @param body the document; {@code type} is {@code urn:plimsoll:problem:} and a stable word
 * @param retryAfter when to try again; null where trying again does not help
 */
public record Problem(int status, ObjectNode body, @Nullable Duration retryAfter) {

    public static final String MEDIA_TYPE = "application/problem+json";

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final String TYPE_PREFIX = "urn:plimsoll:problem:";

    public static Problem of(int status, String type, String title, String detail) {
        ObjectNode body = Json.object();
        body.put("type", TYPE_PREFIX + type);
        body.put("title", title);
        body.put("status", status);
        body.put("detail", detail);
        return new Problem(status, body, null);
    }

    public static Problem of(SnapshotFaults faults) {
        return of(faults, "snapshot-faults", "The snapshot cannot be taken");
    }

    /**
     * @param type of a document that has faults
     * @param title the same for people
     */
    public static Problem of(SnapshotFaults faults, String type, String title) {
        String detail = String.valueOf(faults.getMessage());
        return faults.isMalformed()
                ? ofFaults(400, "malformed-json", "The body is not one JSON document", detail, faults.faults())
                : ofFaults(422, type, title, detail, faults.faults());
    }

    public static Problem ofFaults(int status, String type, String title, String detail, List<Fault> faults) {
        Problem problem = of(status, type, title, detail);
        ArrayNode errors = problem.body.putArray("errors");
        faults.forEach(fault -> errors.addObject()
                .put("pointer", fault.pointer())
                .put("code", fault.code().name())
                .put("detail", fault.detail()));
        return problem;
    }

    public static Problem of(SequenceRefused refused) {
        String detail = "the last snapshot decided has sequence " + refused.lastSequence();
        Problem problem = refused.isStale()
                ? of(409, "stale", "A later snapshot of the account was decided already", detail)
                : of(409, "conflict", "This sequence was decided already with other content", detail);
        problem.body.put("lastSequence", refused.lastSequence());
        return problem;
    }

    public static Problem of(NoPolicyFits refused) {
        return of(
                422,
                "no-policy",
                "No single policy is in force for the snapshot",
                String.valueOf(refused.getMessage()));
    }

    /** The cause stays inside: the driver's messages carry the values of rows. */
    public static Problem of(LogUnavailable unavailable) {
        String detail = unavailable.getMessage() + "; nothing was answered, so send it again: a decision that was"
                + " written after all is answered and not made twice";
        Problem problem = of(503, "log-unavailable", "The decision log cannot be used now", detail);
        return new Problem(problem.status, problem.body, RETRY_AFTER);
    }

    public static Problem busy(String detail) {
        Problem problem = of(503, "busy", "The service does this once at a time", detail + "; send it again");
        return new Problem(problem.status, problem.body, RETRY_AFTER);
    }

    /** Something that will be there soon. */
    public static Problem notYet(String what) {
        Problem problem = of(409, "not-yet", "It is not there yet", what);
        return new Problem(problem.status, problem.body, RETRY_AFTER);
    }

    /** Something that was there and was removed. */
    public static Problem gone(String what) {
        return of(410, "gone", "It was removed", what);
    }

    public static Problem notFound(String what) {
        return of(404, "not-found", "There is nothing here", what);
    }

    public static Problem tooLarge(int bytesMax) {
        return of(413, "too-large", "The body is too large", "at most " + bytesMax + " bytes are taken");
    }

    public static Problem badParameter(String name, String detail) {
        Problem problem =
                of(400, "bad-parameter", "A query parameter cannot be understood", "`" + name + "`: " + detail);
        problem.body.put("parameter", name);
        return problem;
    }

    /** @param reference found again in the service's log */
    public static Problem internal(String reference) {
        Problem problem = of(500, "internal", "The service failed", "the fault is logged under reference " + reference);
        problem.body.put("reference", reference);
        return problem;
    }
}
