/** Tests of who bears fees and losses. */
@NullMarked
package io.plimsoll.waterfall;

import org.jspecify.annotations.NullMarked;
