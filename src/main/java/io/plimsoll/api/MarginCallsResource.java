package io.plimsoll.api;

import io.plimsoll.audit.MarginCallArchive;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.MarginCall.Status;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/** Margin calls as they stand. */
@Path("/v1/margin-calls")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class MarginCallsResource {

    private final MarginCallArchive archive;

    @Inject
    MarginCallsResource(MarginCallArchive archive) {
        this.archive = archive;
    }

    @GET
    public String marginCalls(@Context UriInfo uri) throws LogUnavailable {
        Query query = Query.of(uri, "account", "status", "limit", "cursor");
        Boolean isOpen = isOpen(query.text("status"));
        Status status = isOpen == null ? query.word("status", Status.class) : null;
        return ListJson.marginCalls(archive.find(query.text("account"), isOpen, status, query.before(), query.limit()));
    }

    /** The words {@code open} and {@code ended} each stand for several states. */
    private static @Nullable Boolean isOpen(@Nullable String status) {
        if ("open".equalsIgnoreCase(status)) {
            return true;
        }
        return "ended".equalsIgnoreCase(status) ? false : null;
    }
}
