/** Decisions of the log made again from their rows and the packs: the same case under the same version is the same decision, byte for byte. */
@NullMarked
package io.plimsoll.replay;

import org.jspecify.annotations.NullMarked;
