package io.plimsoll.api;

import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.tape.LadderArchive;
import io.plimsoll.tape.TapeArchive;
import io.plimsoll.tape.TapeStatistics;
import io.plimsoll.tape.TapeViewName;
import io.plimsoll.wire.Problem;
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

    private final TapeStatistics statistics;

    @Inject
    TapeResource(TapeArchive archive, LadderArchive ladders, TapeStatistics statistics) {
        this.archive = archive;
        this.ladders = ladders;
        this.statistics = statistics;
    }

    /** An instrument's notional by liquidation price. */
    @GET
    @Path("ladder")
    public String ladder(@Context UriInfo uri) throws LogUnavailable {
        Query query = Query.of(uri, "instrument", "view");
        return ladders.ladder(view(query), query.required("instrument"))
                .orElseThrow(() -> new Refused(Problem.notFound("no account holds this instrument")));
    }

    /** What was closed of an instrument lately, what is usual, and spikes. */
    @GET
    @Path("statistics")
    public String statistics(@Context UriInfo uri) throws LogUnavailable {
        Query query = Query.of(uri, "instrument", "view");
        return statistics.statistics(view(query), query.required("instrument"));
    }

    /** An instrument's events from one on, as a view tells them. */
    @GET
    @Path("{view}")
    public String tape(@PathParam("view") String view, @Context UriInfo uri) throws LogUnavailable {
        Query query = Query.of(uri, "instrument", "from", "limit");
        return archive.page(name(view), query.required("instrument"), query.position("from", 1), query.limit());
    }

    /** The one that tells least, unless another is asked for. */
    private static TapeViewName view(Query query) {
        TapeViewName view = query.word("view", TapeViewName.class);
        return view == null ? TapeViewName.PUBLIC : view;
    }

    private static TapeViewName name(String view) {
        return TapeViewName.of(view)
                .orElseThrow(() ->
                        new Refused(Problem.notFound("the views of the tape are public, internal and regulator")));
    }
}
