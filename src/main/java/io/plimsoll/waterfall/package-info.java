/** Who bears what a closing costs or leaves open: fees and their parts, the insurance fund, auto-deleveraging, the loss that all share. */
@NullMarked
package io.plimsoll.waterfall;

import org.jspecify.annotations.NullMarked;
