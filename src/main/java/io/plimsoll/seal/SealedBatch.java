package io.plimsoll.seal;

import io.plimsoll.proof.Hash;
import io.plimsoll.proof.LogHead;
import io.plimsoll.proof.MerkleTree;
import java.util.Arrays;

/**
 * A batch as it was sealed, with what proves each of its rows. The rows themselves are in the log.
 *
 * @param signed the head as it was signed, a JWS
 * @param salt secret from which the salts of the rows come
 * @param positions of the rows, ascending
 * @param previous of each row the position of the account's decision before it; 0 for its first
 */
record SealedBatch(LogHead head, String signed, Hash salt, long[] positions, long[] previous, MerkleTree tree) {

    /** Of the row at a position, from 0; negative if no row of this position was sealed. */
    int indexOf(long position) {
        return Arrays.binarySearch(positions, position);
    }

    Hash rowSalt(long position) {
        return rowSalt(salt, position);
    }

    static Hash rowSalt(Hash batchSalt, long position) {
        return batchSalt.keyed(Long.toString(position));
    }
}
