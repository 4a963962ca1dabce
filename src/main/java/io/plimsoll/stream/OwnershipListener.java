package io.plimsoll.stream;

import java.util.Set;

/** Is told which partitions of {@code account-snapshots}, and with them of {@code accounts}, this instance owns. */
public interface OwnershipListener {

    /** Called by the thread that reads, which waits for the return. */
    void assigned(Set<Integer> partitions);

    /** The partitions belong, or will soon belong, to another instance. */
    void revoked(Set<Integer> partitions);
}
