/** How events are logged: for people as one line, for machines with each key as a field of its own. */
@NullMarked
package io.plimsoll.logging;

import org.jspecify.annotations.NullMarked;
