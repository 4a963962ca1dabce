/**
 * Proofs about the decision log for somebody who does not trust its keeper: what of a decision is committed to, Merkle trees of batches, their signed and
 * chained heads, and the verifier of an export. {@code docs/audit-format.md} has the format byte for byte; nothing here knows a database.
 */
@NullMarked
package io.plimsoll.proof;

import org.jspecify.annotations.NullMarked;
