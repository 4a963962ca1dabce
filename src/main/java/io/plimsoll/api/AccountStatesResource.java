package io.plimsoll.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.audit.Page;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.seal.StateProofs;
import io.plimsoll.seal.StateProofs.Signed;
import io.plimsoll.wire.Json;
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

/** How all accounts stood, committed to and signed: what is published of it, and what each holder checks. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AccountStatesResource {

    private final StateProofs states;

    @Inject
    AccountStatesResource(StateProofs states) {
        this.states = states;
    }

    @GET
    @Path("audit/states")
    public String states(@Context UriInfo uri) throws LogUnavailable {
        Query query = Query.of(uri, "after", "limit");
        Page<Signed> page = states.signed(query.position("after", 0), query.limit());
        ObjectNode node = Json.object();
        ArrayNode items = node.putArray("items");
        for (Signed signed : page.items()) {
            items.addObject().put("number", signed.number()).put("signed", signed.signed());
        }
        node.put("next", page.next());
        return Json.text(node);
    }

    /** An account's id may contain a slash. */
    @GET
    @Path("accounts/{accountId:.+}/state-proof")
    public String proof(@PathParam("accountId") String accountId, @Context UriInfo uri) throws LogUnavailable {
        Query.of(uri);
        return states.proof(Query.id(accountId))
                .orElseThrow(() -> new Refused(Problem.notFound("no decision on the account is sealed")));
    }
}
