package io.plimsoll.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.HoldReason;
import io.plimsoll.decision.PolicyId;
import io.plimsoll.policy.scenario.DecidedCase;
import io.plimsoll.wire.DecisionJson;
import io.plimsoll.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes decisions of the log again and compares them byte for byte. Rules are evaluated plainly and not by the engine that decided, so that a fault of the
 * engine shows too. For any number of threads.
 */
public final class Replayer {

    private final Versions versions;
    private final Map<PolicyId, KnownVersion> found = new ConcurrentHashMap<>();

    public Replayer(Versions versions) {
        this.versions = versions;
    }

    /** Makes the decision of a row again. */
    public Replay of(JsonNode decision, JsonNode snapshot, JsonNode openCalls) {
        try {
            return of(LoggedCase.of(decision, snapshot, openCalls));
        } catch (IllegalArgumentException e) {
            return new Replay.NotReplayed(String.valueOf(e.getMessage()));
        }
    }

    public Replay of(LoggedCase logged) {
        Optional<KnownVersion> version = version(logged.policy());
        if (version.isEmpty()) {
            return new Replay.NotReplayed("there is no content "
                    + logged.policy().hash() + " of pack `" + logged.policy().pack() + "`");
        }
        ObjectNode now = DecisionJson.write(
                DecisionService.evaluateInFull(logged.given(), version.get().policy(), logged.decidedAt()));
        if (Json.text(now).equals(Json.text(logged.decision()))) {
            return new Replay.Same();
        }
        if (ranOutOfTime(logged.decision())) {
            return new Replay.NotReplayed(
                    "it was held because the evaluation reached a limit, which may be one of time");
        }
        return new Replay.Differs(differences(logged.decision(), now), now);
    }

    private static List<String> differences(JsonNode logged, ObjectNode now) {
        List<String> differences =
                new DecidedCase(logged, Json.object(), Json.object().arrayNode()).differences(now);
        return differences.isEmpty() ? List.of("ids, instants or the order of members") : differences;
    }

    /** How far an evaluation came in its time is nothing that can be had again. */
    private static boolean ranOutOfTime(JsonNode decision) {
        for (JsonNode reason : decision.path("holdReasons")) {
            if (reason.path("code").asText().equals(HoldReason.Code.LIMIT_REACHED.name())) {
                return true;
            }
        }
        return false;
    }

    /** The version that decided; empty if its content is not at hand. Only what was found is kept: an export may name any number of others. */
    public Optional<KnownVersion> version(PolicyId id) {
        KnownVersion known = found.get(id);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<KnownVersion> version = versions.find(id).map(candidate -> KnownVersion.of(candidate, id));
        version.ifPresent(it -> found.put(id, it));
        return version;
    }
}
