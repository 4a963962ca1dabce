/** Tests of auctions. */
@NullMarked
package io.plimsoll.auction;

import org.jspecify.annotations.NullMarked;
