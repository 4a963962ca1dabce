/** How a position or its collateral is sold to the one who pays most: pure functions of time and bids. */
@NullMarked
package io.plimsoll.auction;

import org.jspecify.annotations.NullMarked;
