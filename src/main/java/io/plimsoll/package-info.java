/**
 * The way in: {@link io.plimsoll.Main} decides whether a call starts the service or runs one command and ends.
 * Everything else lives in a package named after the feature it serves.
 */
@NullMarked
package io.plimsoll;

import org.jspecify.annotations.NullMarked;
