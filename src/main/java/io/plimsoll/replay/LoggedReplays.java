package io.plimsoll.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.plimsoll.audit.DecisionArchive;
import io.plimsoll.audit.DecisionArchive.ArchivedCase;
import io.plimsoll.decision.DecisionLog.LogUnavailable;
import io.plimsoll.decision.PolicyId;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.VersionArchive;
import io.plimsoll.policy.VersionRegistry.RegistryUnavailable;
import io.plimsoll.wire.Json;
import io.plimsoll.wire.SnapshotFaults;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** Makes decisions of this service's own log again, by the contents that it keeps of its packs. */
@ApplicationScoped
public class LoggedReplays {

    private final DecisionArchive archive;
    private final VersionArchive versions;
    private final Replayer replayer;

    @Inject
    LoggedReplays(DecisionArchive archive, VersionArchive versions) {
        this.archive = archive;
        this.versions = versions;
        this.replayer = new Replayer(this::candidate);
    }

    /**
     * A decision of the log with what it came from; empty if there is no such decision.
     *
     * @throws IllegalArgumentException if somebody has altered it so that it cannot be read
     */
    public Optional<LoggedCase> logged(String decisionId) throws LogUnavailable {
        return archive.caseOf(decisionId)
                .map(found -> LoggedCase.of(parsed(found.decision()), parsed(found.snapshot()), openCalls(found)));
    }

    /** Makes a decision of the log again; empty if there is no such decision. */
    public Optional<Replay> of(String decisionId) throws LogUnavailable {
        Optional<ArchivedCase> archived = archive.caseOf(decisionId);
        try {
            return archived.map(found -> {
                JsonNode openCalls = openCalls(found);
                return replayer.of(parsed(found.decision()), parsed(found.snapshot()), openCalls);
            });
        } catch (RegistryAway e) {
            throw new LogUnavailable("the registry of versions cannot be read", e);
        }
    }

    /** The version that decided; empty if this service never had it. */
    public Optional<KnownVersion> version(PolicyId id) throws LogUnavailable {
        try {
            return replayer.version(id);
        } catch (RegistryAway e) {
            throw new LogUnavailable("the registry of versions cannot be read", e);
        }
    }

    /** The margin calls that a decision of the log found open. */
    public static JsonNode openCalls(ArchivedCase archived) {
        String written = archived.openCalls();
        String before = archived.before();
        return written == null ? LoggedCase.openCallsAfter(before == null ? null : parsed(before)) : parsed(written);
    }

    private Optional<Candidate> candidate(PolicyId id) {
        try {
            return versions.content(id.pack(), id.hash()).flatMap(content -> Versions.of(content.files(), id));
        } catch (RegistryUnavailable e) {
            throw new RegistryAway(e);
        }
    }

    private static JsonNode parsed(String text) {
        try {
            return Json.parse(text);
        } catch (SnapshotFaults e) { // somebody has altered it: nothing can be made again from it
            return Json.object();
        }
    }

    /** Carries what is wrong with the registry through a search for versions. */
    private static final class RegistryAway extends RuntimeException {
        private static final long serialVersionUID = 1;

        RegistryAway(RegistryUnavailable cause) {
            super(cause);
        }
    }
}
