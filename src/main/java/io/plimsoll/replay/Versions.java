package io.plimsoll.replay;

import io.plimsoll.decision.PolicyId;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.PackCheck;
import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.PolicyFiles;
import java.util.List;
import java.util.Optional;

/** Where versions of packs are found by their content. */
@FunctionalInterface
public interface Versions {

    /** Empty if there is no such content. */
    Optional<Candidate> find(PolicyId id);

    /** The version that some files are; empty if they are not the content of that hash, or no pack without errors. */
    static Optional<Candidate> of(List<PolicyFile> files, PolicyId id) {
        return PackCheck.of(PolicyFiles.of(files), id.pack())
                .candidate()
                .filter(candidate -> candidate.hash().equals(id.hash()));
    }
}
