package io.plimsoll.api;

import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.explain.Explainer;
import io.plimsoll.explain.Explanation;
import io.plimsoll.explain.ExplanationJson;
import io.plimsoll.explain.Statement;
import io.plimsoll.replay.KnownVersion;
import io.plimsoll.replay.LoggedCase;
import io.plimsoll.replay.LoggedReplays;
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
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.core.Variant;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;

/** Why a decision came out as it did and not otherwise, under the version that made it, whichever is in force by now. */
@Path("/v1")
@RunOnVirtualThread
public class ExplanationsResource {

    private static final String PDF = "application/pdf";

    private final LoggedReplays replays;
    private final WouldChangeConfig config;
    private final InstantSource clock;

    @Inject
    ExplanationsResource(LoggedReplays replays, WouldChangeConfig config, InstantSource clock) {
        this.replays = replays;
        this.config = config;
        this.clock = clock;
    }

    @GET
    @Path("decisions/{decisionId}/explanation")
    @Produces(MediaType.APPLICATION_JSON)
    public String explanation(@PathParam("decisionId") String decisionId, @Context UriInfo uri) throws LogUnavailable {
        Query.of(uri);
        return Json.text(ExplanationJson.write(explained(decisionId)));
    }

    /** To be printed: HTML, or PDF with {@code format=pdf} or where the caller prefers it. */
    @GET
    @Path("decisions/{decisionId}/statement")
    @Produces({MediaType.TEXT_HTML, PDF, MediaType.APPLICATION_JSON})
    public Response statement(
            @PathParam("decisionId") String decisionId, @Context UriInfo uri, @Context Request request)
            throws LogUnavailable, IOException {
        Format asked = Query.of(uri, "format").word("format", Format.class);
        Format format = asked == null ? preferred(request) : asked;
        Explanation explanation = explained(decisionId);
        if (format == Format.HTML) {
            return Response.ok(Statement.html(explanation), MediaType.TEXT_HTML + ";charset=UTF-8")
                    .build();
        }
        ByteArrayOutputStream document = new ByteArrayOutputStream();
        Statement.pdf(explanation, document);
        return Response.ok(document.toByteArray(), PDF).build();
    }

    private static Format preferred(Request request) {
        Variant variant = request.selectVariant(Variant.mediaTypes(MediaType.TEXT_HTML_TYPE, MediaType.valueOf(PDF))
                .build());
        return variant != null && variant.getMediaType().equals(MediaType.valueOf(PDF)) ? Format.PDF : Format.HTML;
    }

    private Explanation explained(String decisionId) throws LogUnavailable {
        LoggedCase logged = logged(Query.id(decisionId));
        KnownVersion version = replays.version(logged.policy())
                .orElseThrow(() -> notExplained("the content of its version is not here: "
                        + logged.policy().hash()));
        Instant end = clock.instant().plus(config.timeMax());
        return Explainer.of(logged, version, () -> clock.instant().isAfter(end));
    }

    private LoggedCase logged(String decisionId) throws LogUnavailable {
        try {
            return replays.logged(decisionId)
                    .orElseThrow(() -> new Refused(Problem.notFound("no decision has this id")));
        } catch (IllegalArgumentException e) {
            throw notExplained(String.valueOf(e.getMessage()));
        }
    }

    private static Refused notExplained(String why) {
        return new Refused(Problem.of(409, "not-explained", "The decision cannot be made again", why));
    }

    /** What a statement is written as. */
    private enum Format {
        HTML,
        PDF
    }
}
