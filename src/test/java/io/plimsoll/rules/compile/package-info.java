/** Tests of how rules are compiled. */
@NullMarked
package io.plimsoll.rules.compile;

import org.jspecify.annotations.NullMarked;
