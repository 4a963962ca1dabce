/**
 * The JSON contract: snapshots in, decisions out. Reads trees rather than binding objects, so that every fault of a hostile or broken
 * snapshot is found at once and named by its JSON pointer, and no decimal ever passes through a {@code double}.
 */
@NullMarked
package io.plimsoll.wire;

import org.jspecify.annotations.NullMarked;
