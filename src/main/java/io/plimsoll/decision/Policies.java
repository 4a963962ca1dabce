package io.plimsoll.decision;

import io.plimsoll.account.AccountSnapshot;
import org.jspecify.annotations.Nullable;

/** Finds the policy version in force for a snapshot. */
public interface Policies {

    /**
     * The active version of the named pack, or of the one pack whose {@code applies-to} fits the snapshot.
     *
     * @param pack name of a pack; null to let the snapshot choose
     * @throws NoPolicyFits if the named pack is unknown or not active, or if none or more than one fits
     */
    Policy choose(AccountSnapshot snapshot, @Nullable String pack) throws NoPolicyFits;

    /** No single policy fits; the message says which were looked at. */
    final class NoPolicyFits extends Exception {
        private static final long serialVersionUID = 1;

        public NoPolicyFits(String message) {
            super(message);
        }
    }
}
