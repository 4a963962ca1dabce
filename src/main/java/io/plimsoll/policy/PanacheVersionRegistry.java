package io.plimsoll.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.policy.Attempt.State;
import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.wire.Json;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** The registry in PostgreSQL, shared by all instances: the same content has the same number everywhere. */
@ApplicationScoped
public class PanacheVersionRegistry implements VersionRegistry {
    /** Activations that are looked at for a version to restore. */
    private static final int HISTORY_MAX = 20;

    private static final String INSTANCE = ProcessHandle.current().pid() + "@"
            + Optional.ofNullable(System.getenv("HOSTNAME")).orElse("localhost");

    @Override
    public int numberOf(String pack, String hash, List<PolicyFile> files) throws RegistryUnavailable {
        return inTransaction(() -> {
            Optional<PolicyVersion> known = find(pack, hash);
            if (known.isPresent()) {
                return known.get().version;
            }
            // Two instances that see the same change at the same time must not take the same number.
            EntityManager entities = PolicyVersion.getEntityManager();
            entities.createNativeQuery("select pg_advisory_xact_lock(hashtext(:lock))")
                    .setParameter("lock", "policy_version " + pack)
                    .getSingleResult();
            return find(pack, hash).map(version -> version.version).orElseGet(() -> add(pack, hash, files, entities));
        });
    }

    @Override
    public List<List<PolicyFile>> lastInForce(String pack) throws RegistryUnavailable {
        return inTransaction(() -> {
            List<PolicyActivation> told = PolicyActivation.find(
                            "pack = ?1 and state in (?2, ?3, ?4) order by id desc",
                            pack,
                            State.ACTIVE,
                            State.SCHEDULED,
                            State.REMOVED)
                    .range(0, HISTORY_MAX - 1)
                    .list();
            return told.stream()
                    .takeWhile(attempt -> attempt.state != State.REMOVED)
                    .map(attempt -> attempt.hash)
                    .distinct()
                    .flatMap(hash -> find(pack, String.valueOf(hash)).stream())
                    .map(PanacheVersionRegistry::content)
                    .toList();
        });
    }

    @Override
    public void record(Attempt attempt) throws RegistryUnavailable {
        inTransaction(() -> {
            PolicyActivation.of(attempt, INSTANCE).persist();
            return true;
        });
    }

    private static Optional<PolicyVersion> find(String pack, String hash) {
        return PolicyVersion.find("pack = ?1 and hash = ?2", pack, hash).firstResultOptional();
    }

    static List<PolicyFile> content(PolicyVersion version) {
        Set<String> hashes = new HashSet<>();
        Map<String, String> hashByPath = version.hashByPath();
        hashes.addAll(hashByPath.values());
        Map<String, String> contents = new HashMap<>();
        List<?> rows = PolicyVersion.getEntityManager()
                .createNativeQuery("select sha256, content from policy_file where sha256 in (:hashes)")
                .setParameter("hashes", hashes)
                .getResultList();
        rows.forEach(row -> contents.put((String) ((Object[]) row)[0], (String) ((Object[]) row)[1]));
        return hashByPath.entrySet().stream()
                .map(entry -> PolicyFile.of(
                        entry.getKey(), Objects.requireNonNull(contents.get(entry.getValue()), entry.getKey())))
                .toList();
    }

    private static int add(String pack, String hash, List<PolicyFile> files, EntityManager entities) {
        ObjectNode hashes = Json.object();
        for (PolicyFile file :
                files.stream().sorted(Comparator.comparing(PolicyFile::path)).toList()) {
            hashes.put(file.path(), file.sha256());
            entities.createNativeQuery(
                            "insert into policy_file (sha256, content) values (:sha256, :content) on conflict do nothing")
                    .setParameter("sha256", file.sha256())
                    .setParameter("content", file.text())
                    .executeUpdate();
        }
        PolicyVersion version = new PolicyVersion();
        version.pack = pack;
        version.version = 1 + (int) PolicyVersion.count("pack", pack);
        version.hash = hash;
        version.files = Json.text(hashes);
        version.activatedAt = InstantSource.system().instant();
        version.persist();
        return version.version;
    }

    private static <T> T inTransaction(Callable<T> work) throws RegistryUnavailable {
        try {
            return QuarkusTransaction.requiringNew().call(work);
        } catch (RuntimeException e) {
            throw new RegistryUnavailable(e);
        }
    }
}
