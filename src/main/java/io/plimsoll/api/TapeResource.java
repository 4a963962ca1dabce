package io.plimsoll.api;

import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.tape.LadderArchive;
import io.plimsoll.tape.TapeArchive;
import io.plimsoll.tape.TapeViewName;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** The liquidation tape. */
@Path("/v1/tape")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class TapeResource {

    private final TapeArchive archive;
    private final LadderArchive ladders;

    @Inject
    TapeResource(TapeArchive archive, LadderArchive ladders) {
        this.archive = archive;
        this.ladders = ladders;
    }

    /** An instrument's notional by liquidation price. */
    @GET
    @Path("ladder")
    public String ladder(@Context UriInfo uri) throws LogUnavailable {
        Query query = Query.of(uri, "instrument", "view");
        TapeViewName view = query.word("view", TapeViewName.class);
        return ladders.ladder(view == null ? TapeViewName.PUBLIC : view, query.required("instrument"))
                .orElseThrow(() -> new Refused(Problem.notFound("no account holds this instrument")));
    }

    /** An instrument's events from one on, as a view tells them. */
    @GET
    @Path("{view}")
    public String tape(@PathParam("view") String view, @Context UriInfo uri) throws LogUnavailable {
        Query query = Query.of(uri, "instrument", "from", "limit");
        return archive.page(name(view), query.required("instrument"), query.position("from", 1), query.limit());
    }

    private static TapeViewName name(String view) {
        return TapeViewName.of(view)
                .orElseThrow(() ->
                        new Refused(Problem.notFound("the views of the tape are public, internal and regulator")));
    }
}
