/** Prices as they came in, and which of them a position is valued at. */
@NullMarked
package io.plimsoll.market;

import org.jspecify.annotations.NullMarked;
