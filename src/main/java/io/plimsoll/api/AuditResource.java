package io.plimsoll.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.audit.DecisionArchive.Search;
import io.plimsoll.audit.Page;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.policy.VersionArchive;
import io.plimsoll.policy.VersionArchive.Content;
import io.plimsoll.policy.VersionRegistry.RegistryUnavailable;
import io.plimsoll.replay.LoggedReplays;
import io.plimsoll.replay.Replay;
import io.plimsoll.seal.ExportFormat;
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
import jakarta.ws.rs.POST;
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
    private final LoggedReplays replays;
    private final VersionArchive versions;

    @Inject
    AuditResource(SealedLogArchive archive, LogExport export, LoggedReplays replays, VersionArchive versions) {
        this.replays = replays;
        this.versions = versions;
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

    /** Makes a decision of the log again by the version that made it; nothing is logged. */
    @POST
    @Path("decisions/{decisionId}/replay")
    public String replay(@PathParam("decisionId") String decisionId, @Context UriInfo uri) throws LogUnavailable {
        Query.of(uri);
        Replay replay = replays.of(Query.id(decisionId))
                .orElseThrow(() -> new Refused(Problem.notFound("no decision has this id")));
        ObjectNode node = Json.object().put("decisionId", decisionId);
        switch (replay) {
            case Replay.Same ignored -> node.put("result", "SAME");
            case Replay.Differs differs -> {
                ArrayNode differences = node.put("result", "DIFFERENT").putArray("differences");
                differs.differences().forEach(differences::add);
                node.set("now", differs.now());
            }
            case Replay.NotReplayed not -> node.put("result", "NOT_REPLAYED").put("reason", not.reason());
        }
        return Json.text(node);
    }

    /** The files of a version, by which whoever has them decides as it did. */
    @GET
    @Path("policies/{pack}/versions/{version}")
    public String version(@PathParam("pack") String pack, @PathParam("version") String version, @Context UriInfo uri)
            throws LogUnavailable {
        Query.of(uri);
        try {
            Content content = versions.version(Query.id(pack), Query.whole("version", version, Integer.MAX_VALUE))
                    .orElseThrow(() -> new Refused(Problem.notFound("the pack has no such version")));
            ObjectNode node = Json.object()
                    .put("pack", content.id().pack())
                    .put("version", content.id().version())
                    .put("hash", content.id().hash())
                    .put("activatedAt", content.activatedAt().toString());
            ObjectNode files = node.putObject("files");
            content.files().forEach(file -> files.put(file.path(), file.text()));
            return Json.text(node);
        } catch (RegistryUnavailable e) {
            throw new LogUnavailable("the registry of versions cannot be read", e);
        }
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

    /** The whole log, or what meets a search, as {@code plimsoll verify} checks it, or as a table. */
    @GET
    @Path("audit/export")
    @Produces(MediaType.WILDCARD)
    public Response export(@Context UriInfo uri) throws LogUnavailable {
        Query query = Query.of(uri, "account", "outcome", "rule", "pack", "version", "from", "to", "mask", "format");
        Search search = query.search();
        Predicate<String> masked = Masks.of(query.text("mask"));
        ExportFormat asked = query.word("format", ExportFormat.class);
        ExportFormat format = asked == null ? ExportFormat.NDJSON : asked;
        export.prepare();
        StreamingOutput rows = output -> {
            try {
                export.write(search, masked, format, output);
            } catch (LogUnavailable e) {
                throw new IOException(
                        "the export is cut off: " + e.getMessage(), e); // its reader misses the signed end
            }
        };
        return Response.ok(rows, format.mediaType()).build();
    }
}
