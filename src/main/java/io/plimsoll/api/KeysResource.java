package io.plimsoll.api;

import io.plimsoll.audit.ClosureArchive;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;

/** The public keys that closure intents are checked with, where others look for such. */
@Path("/.well-known/jwks.json")
@Produces("application/jwk-set+json")
@RunOnVirtualThread
public class KeysResource {

    private final ClosureArchive archive;

    @Inject
    KeysResource(ClosureArchive archive) {
        this.archive = archive;
    }

    @GET
    public String keys(@Context UriInfo uri) throws LogUnavailable {
        Query.of(uri);
        return archive.jwks();
    }
}
