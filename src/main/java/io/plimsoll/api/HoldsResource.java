package io.plimsoll.api;

import io.plimsoll.audit.LegalHold;
import io.plimsoll.audit.LegalHold.Release;
import io.plimsoll.audit.LegalHolds;
import io.plimsoll.audit.LegalHolds.Released.Before;
import io.plimsoll.audit.LegalHolds.Released.Now;
import io.plimsoll.audit.LegalHolds.Released.Unknown;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.wire.HoldRequest;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Problem;
import io.plimsoll.wire.SnapshotFaults;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Legal holds: what retention must not remove. */
@Path("/v1/audit/holds")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class HoldsResource {

    private final LegalHolds holds;

    @Inject
    HoldsResource(LegalHolds holds) {
        this.holds = holds;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response place(InputStream body, @Context UriInfo uri) throws IOException, LogUnavailable {
        Query.of(uri);
        try {
            HoldRequest asked = HoldRequest.read(RequestBody.read(body));
            LegalHold placed =
                    holds.place(asked.accountId(), asked.pack(), asked.from(), asked.to(), asked.reason(), asked.by());
            return Response.status(Response.Status.CREATED)
                    .entity(Json.text(ListJson.hold(placed)))
                    .build();
        } catch (SnapshotFaults e) {
            throw new Refused(Problem.of(e, "hold-faults", "The hold cannot be placed"));
        }
    }

    /** All holds, those that were released too. */
    @GET
    public String holds(@Context UriInfo uri) throws LogUnavailable {
        Query query = Query.of(uri, "limit", "cursor");
        return ListJson.holds(holds.page(query.before(), query.limit()));
    }

    /** Writes down that a hold ends; the hold itself stays in the list. */
    @DELETE
    @Path("{holdId}")
    public String release(@PathParam("holdId") String holdId, @Context UriInfo uri) throws LogUnavailable {
        Query query = Query.of(uri, "reason", "by");
        return switch (holds.release(
                Query.position("holdId", holdId), query.required("reason"), query.required("by"))) {
            case Now now -> Json.text(ListJson.hold(now.hold()));
            case Before before ->
                throw new Refused(Problem.of(
                        409,
                        "released",
                        "The hold was released before",
                        "at " + released(before.hold()).releasedAt() + " by "
                                + released(before.hold()).releasedBy()));
            case Unknown ignored -> throw new Refused(Problem.notFound("no hold has this id"));
        };
    }

    private static Release released(LegalHold hold) {
        return Objects.requireNonNull(hold.release());
    }
}
