package io.plimsoll.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.HoldReason;
import io.plimsoll.decision.Policy;
import io.plimsoll.decision.PolicyId;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.scenario.DecidedCase;
import io.plimsoll.rules.plain.Observer;
import io.plimsoll.rules.plain.PlainRules;
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
    private final Map<PolicyId, Policy> found = new ConcurrentHashMap<>();

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
        Optional<Policy> policy = policy(logged.policy());
        if (policy.isEmpty()) {
            return new Replay.NotReplayed("there is no content "
                    + logged.policy().hash() + " of pack `" + logged.policy().pack() + "`");
        }
        ObjectNode now =
                DecisionJson.write(DecisionService.evaluateInFull(logged.given(), policy.get(), logged.decidedAt()));
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

    /** Only what was found is kept: an export may name any number of versions that nobody has. */
    private Optional<Policy> policy(PolicyId id) {
        Policy known = found.get(id);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Policy> policy = versions.find(id).map(candidate -> policy(candidate, id));
        policy.ifPresent(it -> found.put(id, it));
        return policy;
    }

    /** With time enough: what was decided under load must not be held because the verifier's machine is slow. */
    private static Policy policy(Candidate candidate, PolicyId id) {
        Policy patient = candidate.scenarioPolicy(
                PlainRules.of(candidate.rules()).observedBy(Observer.NONE), candidate.tables());
        return new Policy(
                id, patient.rounding(), patient.maintenanceConvention(), patient.calendars(), patient.rules());
    }
}
