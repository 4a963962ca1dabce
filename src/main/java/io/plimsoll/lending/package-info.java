/** How loans are closed: what may be repaid and seized in one step, and which bonus makes that worth doing without making it toxic. */
@NullMarked
package io.plimsoll.lending;

import org.jspecify.annotations.NullMarked;
