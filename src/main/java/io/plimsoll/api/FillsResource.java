package io.plimsoll.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.audit.FillConflict;
import io.plimsoll.audit.FillHandler;
import io.plimsoll.audit.FillHandler.HandledFill;
import io.plimsoll.audit.RecordedFill;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.money.Decimals;
import io.plimsoll.wire.FillJson;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Problem;
import io.plimsoll.wire.SnapshotFaults;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;

/** What executors report of closure intents. */
@Path("/v1/fills")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class FillsResource {

    private final FillHandler fills;

    @Inject
    FillsResource(FillHandler fills) {
        this.fills = fills;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public String fill(InputStream body, @Context UriInfo uri) throws IOException, LogUnavailable {
        Query.of(uri);
        try {
            return Json.text(written(fills.handle(FillJson.read(RequestBody.read(body)))));
        } catch (SnapshotFaults e) {
            throw new Refused(Problem.of(e, "fill-faults", "The fill cannot be taken"));
        } catch (FillConflict e) {
            throw new Refused(e.problem());
        }
    }

    private static ObjectNode written(HandledFill handled) {
        RecordedFill fill = handled.fill();
        ObjectNode node = Json.object();
        node.put("fillId", fill.report().fillId());
        node.put("intentId", fill.report().intentId());
        node.put("accountId", fill.accountId());
        node.put("step", fill.step());
        node.put("status", fill.status().name());
        node.put("late", fill.isLate());
        node.put("duplicate", fill.isDuplicate());
        node.put("excess", Decimals.plain(fill.excess()));
        node.put("surplus", fill.surplus() == null ? null : Decimals.plain(fill.surplus()));
        node.put("surplusTo", fill.surplusTo() == null ? null : fill.surplusTo().name());
        node.put("decisionId", handled.decisionId());
        return node;
    }
}
