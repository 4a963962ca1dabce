package io.plimsoll.decision;

import io.plimsoll.account.AccountSnapshot;

/** A digest of a snapshot's content: equal for equal content however its decimals were written, different for any other content. */
@FunctionalInterface
public interface SnapshotDigest {

    /** {@code sha256:} and 64 hexadecimal digits. */
    String of(AccountSnapshot snapshot);
}
