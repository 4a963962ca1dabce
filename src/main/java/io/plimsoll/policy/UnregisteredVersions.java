package io.plimsoll.policy;

import io.plimsoll.policy.pack.PolicyFile;
import java.util.List;

/** Where there is no registry, as on the command line: every version has the number 0, and only its hash names it. */
public final class UnregisteredVersions implements VersionRegistry {

    @Override
    public int numberOf(String pack, String hash, List<PolicyFile> files) {
        return 0;
    }

    @Override
    public List<List<PolicyFile>> lastInForce(String pack) {
        return List.of();
    }

    @Override
    public void record(Attempt attempt) {
        // there is nobody to tell later
    }
}
