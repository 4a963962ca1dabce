package io.plimsoll.api;

import io.plimsoll.audit.DecisionArchive;
import io.plimsoll.audit.DecisionArchive.Search;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.Policies.NoPolicyFits;
import io.plimsoll.decision.SequenceRefused;
import io.plimsoll.wire.Problem;
import io.plimsoll.wire.SnapshotFaults;
import io.plimsoll.wire.SnapshotReader;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
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
import java.io.InputStream;

/** Snapshots in, decisions out, and the decisions of the past. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class DecisionsResource {

    static final String NDJSON = "application/x-ndjson";

    private final Deciding deciding;
    private final DecisionArchive archive;

    @Inject
    DecisionsResource(Deciding deciding, DecisionArchive archive) {
        this.deciding = deciding;
        this.archive = archive;
    }

    @POST
    @Path("decisions")
    @Consumes(MediaType.APPLICATION_JSON)
    public String decide(InputStream body, @Context UriInfo uri)
            throws IOException, SnapshotFaults, SequenceRefused, NoPolicyFits, LogUnavailable {
        String pack = Query.of(uri, "pack").text("pack");
        return deciding.decide(SnapshotReader.read(RequestBody.read(body)), pack);
    }

    @POST
    @Path("what-if")
    @Consumes(MediaType.APPLICATION_JSON)
    public String whatIf(InputStream body, @Context UriInfo uri)
            throws IOException, SnapshotFaults, NoPolicyFits, LogUnavailable {
        String pack = Query.of(uri, "pack").text("pack");
        return deciding.whatIf(SnapshotReader.read(RequestBody.read(body)), pack);
    }

    /** What would spare the account the decision that what-if answers. */
    @POST
    @Path("would-change")
    @Consumes(MediaType.APPLICATION_JSON)
    public String wouldChange(InputStream body, @Context UriInfo uri)
            throws IOException, SnapshotFaults, NoPolicyFits, LogUnavailable {
        String pack = Query.of(uri, "pack").text("pack");
        return deciding.wouldChange(SnapshotReader.read(RequestBody.read(body)), pack);
    }

    @POST
    @Path("decisions/batch")
    @Consumes({NDJSON, "application/ndjson", "application/jsonl"})
    @Produces(NDJSON)
    public Response decideBatch(InputStream body, @Context UriInfo uri) {
        String pack = Query.of(uri, "pack").text("pack");
        StreamingOutput answers = output -> {
            try (Batch batch = new Batch(deciding, pack, body)) {
                batch.answer(output);
            }
        };
        return Response.ok(answers).build();
    }

    @GET
    @Path("decisions/{decisionId}")
    public String decision(@PathParam("decisionId") String decisionId, @Context UriInfo uri) throws LogUnavailable {
        Query.of(uri);
        return deciding.document(Query.id(decisionId))
                .orElseThrow(() -> new Refused(Problem.notFound("no decision has this id")));
    }

    /** Everything that a decision came from besides the policy, to decide it again or to make a scenario of it. */
    @GET
    @Path("decisions/{decisionId}/case")
    public String decisionCase(@PathParam("decisionId") String decisionId, @Context UriInfo uri) throws LogUnavailable {
        Query.of(uri);
        return archive.caseOf(Query.id(decisionId))
                .map(CaseJson::text)
                .orElseThrow(() -> new Refused(Problem.notFound("no decision has this id")));
    }

    /** The least deposit and reduction and the nearest price that would have made the decision milder. */
    @GET
    @Path("decisions/{decisionId}/would-change")
    public String wouldHaveChanged(@PathParam("decisionId") String decisionId, @Context UriInfo uri)
            throws NoPolicyFits, LogUnavailable {
        Query.of(uri);
        return deciding.wouldHaveChanged(Query.id(decisionId));
    }

    @GET
    @Path("decisions")
    public String decisions(@Context UriInfo uri) throws LogUnavailable {
        Query query = Query.of(uri, "account", "outcome", "rule", "pack", "version", "from", "to", "limit", "cursor");
        return ListJson.decisions(archive.find(query.search(), query.limit()));
    }

    /** An account's id may contain a slash. */
    @GET
    @Path("accounts/{accountId:.+}/decisions")
    public String decisionsOfAccount(@PathParam("accountId") String accountId, @Context UriInfo uri)
            throws LogUnavailable {
        Query query = Query.of(uri, "limit", "cursor");
        Search search = new Search(Query.id(accountId), null, null, null, null, null, null, query.before());
        return ListJson.decisions(archive.find(search, query.limit()));
    }
}
