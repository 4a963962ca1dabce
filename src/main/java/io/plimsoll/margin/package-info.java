/**
 * The kernel: equity, requirements, ratios, liquidation and bankruptcy price, sizes of partial closings. Exact, pure, and the same for
 * every venue; what differs by venue comes in as terms that rules proposed.
 */
@NullMarked
package io.plimsoll.margin;

import org.jspecify.annotations.NullMarked;
