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

    /** Each stands for several states. */
    private static final String OPEN = "open";

    private static final String ENDED = "ended";

    private final MarginCallArchive archive;

    @Inject
    MarginCallsResource(MarginCallArchive archive) {
        this.archive = archive;
    }

    @GET
    public String marginCalls(@Context UriInfo uri) throws LogUnavailable {
        Query query = Query.of(uri, "account", "status", "limit", "cursor");
        Boolean isOpen = isOpen(query.text("status"));
        Status status = isOpen == null ? query.word("status", Status.class, OPEN, ENDED) : null;
        return ListJson.marginCalls(archive.find(query.text("account"), isOpen, status, query.before(), query.limit()));
    }

    private static @Nullable Boolean isOpen(@Nullable String status) {
        if (OPEN.equalsIgnoreCase(status)) {
            return true;
        }
        return ENDED.equalsIgnoreCase(status) ? false : null;
    }
}
