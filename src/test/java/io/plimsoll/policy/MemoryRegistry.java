package io.plimsoll.policy;

import io.plimsoll.policy.pack.PolicyFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A registry that forgets, and that can be taken away. */
final class MemoryRegistry implements VersionRegistry {
    private final Map<String, List<String>> hashes = new HashMap<>();
    private final Map<String, List<List<PolicyFile>>> inForce = new HashMap<>();
    final List<Attempt> recorded = new ArrayList<>();
    boolean isAway;

    void forget() {
        hashes.clear();
        inForce.clear();
    }

    @Override
    public int numberOf(String pack, String hash, List<PolicyFile> files) throws RegistryUnavailable {
        if (isAway) {
            throw new RegistryUnavailable(new IllegalStateException("away"));
        }
        List<String> known = hashes.computeIfAbsent(pack, any -> new ArrayList<>());
        if (!known.contains(hash)) {
            known.add(hash);
            inForce.computeIfAbsent(pack, any -> new ArrayList<>()).addFirst(files);
        }
        return known.indexOf(hash) + 1;
    }

    @Override
    public List<List<PolicyFile>> lastInForce(String pack) {
        return inForce.getOrDefault(pack, List.of());
    }

    @Override
    public void record(Attempt attempt) throws RegistryUnavailable {
        if (isAway) {
            throw new RegistryUnavailable(new IllegalStateException("away"));
        }
        recorded.add(attempt);
    }
}
