/**
 * The decision log under seal: batches with signed, chained heads made behind the log, exports that can be verified, and anchors outside of the
 * database. It reads the log and never writes it.
 */
@NullMarked
package io.plimsoll.seal;

import org.jspecify.annotations.NullMarked;
