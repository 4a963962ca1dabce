/** What straight code is made of. */
@NullMarked
package io.plimsoll.rules.straight;

import org.jspecify.annotations.NullMarked;
