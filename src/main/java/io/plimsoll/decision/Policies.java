package io.plimsoll.decision;

import io.plimsoll.account.AccountSnapshot;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Finds the policy version in force for a snapshot. */
public interface Policies {

    /**
     * The active version of the named pack, or of the one pack whose {@code applies-to} fits the snapshot.
     *
     * @param pack name of a pack; null to let the snapshot choose
     * @param at the instant the account is judged at: the version in force then decides
     * @throws NoPolicyFits if the named pack is unknown or not active, or if none or more than one fits
     */
    Policy choose(AccountSnapshot snapshot, @Nullable String pack, Instant at) throws NoPolicyFits;

    /** The same for a snapshot that is judged at its own instant. */
    default Policy choose(AccountSnapshot snapshot, @Nullable String pack) throws NoPolicyFits {
        return choose(snapshot, pack, snapshot.asOf());
    }

    /** No single policy fits; the message says which were looked at. */
    final class NoPolicyFits extends Exception {
        private static final long serialVersionUID = 1;

        public NoPolicyFits(String message) {
            super(message);
        }
    }
}
