package io.plimsoll.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.policy.DraftCheck;
import io.plimsoll.policy.PolicyEngine;
import io.plimsoll.policy.PolicyJson;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Problem;
import io.plimsoll.wire.SnapshotFaults;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Checks drafts of rules and packs; puts nothing in force. */
@Path("/v1/policies/check")
@Produces(MediaType.APPLICATION_JSON)
@Singleton
@RunOnVirtualThread
public class PolicyChecksResource {
    private static final int FINDINGS_MAX = 500;

    /** A check keeps one processor busy, and decisions come first: one at a time, and who waits longer is told to come back. */
    private static final Duration WAIT_MAX = Duration.ofSeconds(2);

    private final Semaphore oneAtATime = new Semaphore(1, true);
    private final PolicyEngine engine;

    @Inject
    PolicyChecksResource(PolicyEngine engine) {
        this.engine = engine;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public String check(InputStream body, @Context UriInfo uri)
            throws IOException, SnapshotFaults, InterruptedException {
        Query.of(uri);
        Draft draft = Draft.read(RequestBody.read(body));
        if (!oneAtATime.tryAcquire(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new Refused(Problem.busy("another draft is being checked"));
        }
        try {
            PolicyFiles installed = draft.alone() ? PolicyFiles.of(List.of()) : engine.installed();
            return Json.text(json(DraftCheck.of(installed, draft.changes())));
        } finally {
            oneAtATime.release();
        }
    }

    private static ObjectNode json(DraftCheck check) {
        List<Finding> findings = check.findings();
        long errors = findings.stream().filter(Finding::isError).count();
        ObjectNode answer = Json.object().put("ok", errors == 0);
        ArrayNode packs = answer.putArray("packs");
        check.packs().forEach(packs::add);
        answer.put("errors", errors).put("warnings", findings.size() - errors);
        answer.put("truncated", findings.size() > FINDINGS_MAX);
        answer.set("findings", PolicyJson.findings(findings.subList(0, Math.min(FINDINGS_MAX, findings.size()))));
        return answer;
    }
}
