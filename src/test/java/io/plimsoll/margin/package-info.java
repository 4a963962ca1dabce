/** The kernel against worked vectors, and against a slow and obvious implementation on random books. */
@NullMarked
package io.plimsoll.margin;

import org.jspecify.annotations.NullMarked;
