/** What {@code accumulate} computes where the engine's own functions are not exact. */
@NullMarked
package io.plimsoll.rules.folds;

import org.jspecify.annotations.NullMarked;
