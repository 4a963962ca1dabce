package io.plimsoll.api;

import io.plimsoll.wire.DeleveragingJson;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.Problem;
import io.plimsoll.wire.SnapshotFaults;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;

/** Ranks those on the other side of a position that nobody takes, and says what each would give; closes nothing and keeps nothing. */
@Path("/v1/deleveraging")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class DeleveragingResource {

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public String allocate(InputStream body, @Context UriInfo uri) throws IOException {
        Query.of(uri);
        byte[] request = RequestBody.read(body);
        try {
            return Json.text(DeleveragingJson.write(DeleveragingJson.read(request)));
        } catch (SnapshotFaults faults) {
            throw new Refused(Problem.of(faults, "deleveraging-faults", "The deleveraging cannot be worked out"));
        }
    }
}
