package io.plimsoll.policy;

import io.plimsoll.policy.pack.PolicyFile;
import java.util.List;

/** Gives each content of a pack its number, once and for all, and keeps what happened to it. */
public interface VersionRegistry {

    /**
     * The number of a content: the one it was given when it was first seen, or else the pack's next, counting from 1.
     *
     * @param hash of the files, as {@link io.plimsoll.policy.pack.PolicyFiles#hashOf} makes it
     */
    int numberOf(String pack, String hash, List<PolicyFile> files) throws RegistryUnavailable;

    /** The last contents of a pack that came into force, newest first, each once; none if the pack was stopped since. */
    List<List<PolicyFile>> lastInForce(String pack) throws RegistryUnavailable;

    /** Keeps an attempt, whatever came of it. */
    void record(Attempt attempt) throws RegistryUnavailable;

    /** The registry cannot be reached now. */
    final class RegistryUnavailable extends Exception {
        private static final long serialVersionUID = 1;

        public RegistryUnavailable(Throwable cause) {
            super("the registry of versions cannot be reached: " + cause.getMessage(), cause);
        }
    }
}
