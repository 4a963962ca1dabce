package io.plimsoll.policy;

import io.plimsoll.decision.PolicyId;
import io.plimsoll.policy.VersionRegistry.RegistryUnavailable;
import io.plimsoll.policy.pack.PolicyFile;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads the contents of packs that were ever in force. */
@ApplicationScoped
public class VersionArchive {

    /**
     * A content of a pack.
     *
     * @param activatedAt when it was first in force
     * @param files everything it consists of
     */
    public record Content(PolicyId id, Instant activatedAt, List<PolicyFile> files) {
        public Content {
            files = List.copyOf(files);
        }
    }

    /** Empty if the pack has no such version. */
    public Optional<Content> version(String pack, int version) throws RegistryUnavailable {
        return find("pack = ?1 and version = ?2", pack, version);
    }

    /** Empty if the pack never had this content. */
    public Optional<Content> content(String pack, String hash) throws RegistryUnavailable {
        return find("pack = ?1 and hash = ?2", pack, hash);
    }

    private static Optional<Content> find(String query, Object... parameters) throws RegistryUnavailable {
        try {
            return QuarkusTransaction.requiringNew()
                    .call(() -> PolicyVersion.<PolicyVersion>find(query, parameters)
                            .<PolicyVersion>firstResultOptional()
                            .map(it -> new Content(
                                    new PolicyId(it.pack, it.version, it.hash),
                                    it.activatedAt,
                                    PanacheVersionRegistry.content(it))));
        } catch (RuntimeException e) {
            throw new RegistryUnavailable(e);
        }
    }
}
