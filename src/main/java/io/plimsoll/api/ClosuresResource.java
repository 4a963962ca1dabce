package io.plimsoll.api;

import io.plimsoll.audit.ClosureArchive;
import io.plimsoll.audit.ClosureArchive.Search;
import io.plimsoll.audit.StoredIntent;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.IntentChange.End;
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
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Closure intents as they stand, for those who carry them out. */
@Path("/v1/closures")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ClosuresResource {

    private final ClosureArchive archive;
    private final InstantSource clock;

    @Inject
    ClosuresResource(ClosureArchive archive, InstantSource clock) {
        this.archive = archive;
        this.clock = clock;
    }

    @GET
    public String closures(@Context UriInfo uri) throws LogUnavailable {
        Query query = Query.of(uri, "account", "status", "limit", "cursor");
        Instant now = clock.instant();
        Boolean isOpen = isOpen(query.text("status"));
        Search search = new Search(
                query.text("account"),
                Boolean.TRUE.equals(isOpen) ? now : null,
                Boolean.FALSE.equals(isOpen) ? now : null,
                isOpen == null ? query.word("status", End.class) : null,
                query.before());
        return ClosureViewJson.page(archive.find(search, query.limit()), now);
    }

    @GET
    @Path("{intentId}")
    public String closure(@PathParam("intentId") String intentId, @Context UriInfo uri) throws LogUnavailable {
        Query.of(uri);
        StoredIntent intent = archive.intent(Query.id(intentId))
                .orElseThrow(() -> new Refused(Problem.notFound("no closure intent has this id")));
        return ClosureViewJson.text(intent, archive.fills(intent.intentId()), clock.instant());
    }

    /** The words {@code open} and {@code ended} each stand for several states. */
    private static @Nullable Boolean isOpen(@Nullable String status) {
        if ("open".equalsIgnoreCase(status)) {
            return true;
        }
        return "ended".equalsIgnoreCase(status) ? false : null;
    }
}
