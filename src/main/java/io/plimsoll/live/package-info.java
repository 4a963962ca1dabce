/** Accounts kept in memory, decided again when a mark or the time may have changed what is due. No broker, no database. */
@NullMarked
package io.plimsoll.live;

import org.jspecify.annotations.NullMarked;
