package io.plimsoll.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.audit.DecisionArchive.Search;
import io.plimsoll.audit.Page;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.Outcome;
import io.plimsoll.seal.LogExport;
import io.plimsoll.seal.SealedLogArchive;
import io.plimsoll.seal.SealedLogArchive.Proof.NotYet;
import io.plimsoll.seal.SealedLogArchive.Proof.Sealed;
import io.plimsoll.seal.SealedLogArchive.Proof.Unknown;
import io.plimsoll.seal.SealedLogArchive.SignedHead;
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
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.function.Predicate;

/** What somebody needs who does not trust the service: exports of the log, signed heads, proofs and public keys. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AuditResource {

    private final SealedLogArchive archive;
    private final LogExport export;

    @Inject
    AuditResource(SealedLogArchive archive, LogExport export) {
        this.archive = archive;
        this.export = export;
    }

    @GET
    @Path("decisions/{decisionId}/proof")
    public String proof(@PathParam("decisionId") String decisionId, @Context UriInfo uri) throws LogUnavailable {
        Query.of(uri);
        return switch (archive.proof(Query.id(decisionId))) {
            case Sealed sealed -> sealed.json();
            case NotYet ignored ->
                throw new Refused(Problem.notYet("the decision is in the log and will be sealed within seconds"));
            case Unknown ignored -> throw new Refused(Problem.notFound("no decision has this id"));
        };
    }

    /** What was signed of each batch, oldest first. */
    @GET
    @Path("audit/roots")
    public String roots(@Context UriInfo uri) throws LogUnavailable {
        Query query = Query.of(uri, "after", "limit");
        Page<SignedHead> page = archive.heads(query.position("after", 0), query.limit());
        ObjectNode node = Json.object();
        ArrayNode items = node.putArray("items");
        for (SignedHead signed : page.items()) {
            items.addObject()
                    .put("batch", signed.head().batch())
                    .put("firstPosition", signed.head().firstPosition())
                    .put("lastPosition", signed.head().lastPosition())
                    .put("size", signed.head().size())
                    .put("root", signed.head().root().toString())
                    .put("sealedAt", signed.head().sealedAt().toString())
                    .put("signed", signed.signed());
        }
        node.put("next", page.next());
        return Json.text(node);
    }

    @GET
    @Path("audit/keys")
    @Produces("application/jwk-set+json")
    public String keys(@Context UriInfo uri) throws LogUnavailable {
        Query.of(uri);
        return archive.jwks();
    }

    /** The whole log, or what meets a search, as {@code plimsoll verify} checks it. */
    @GET
    @Path("audit/export")
    @Produces(DecisionsResource.NDJSON)
    public Response export(@Context UriInfo uri) throws LogUnavailable {
        Query query = Query.of(uri, "account", "outcome", "rule", "pack", "version", "from", "to", "mask");
        Search search = new Search(
                query.text("account"),
                query.word("outcome", Outcome.class),
                query.text("rule"),
                query.text("pack"),
                query.version(),
                query.instant("from"),
                query.instant("to"),
                null);
        Predicate<String> masked = Masks.of(query.text("mask"));
        export.prepare();
        StreamingOutput rows = output -> {
            try {
                export.write(search, masked, output);
            } catch (LogUnavailable e) {
                throw new IOException(
                        "the export is cut off: " + e.getMessage(), e); // its reader misses the signed end
            }
        };
        return Response.ok(rows).build();
    }
}
