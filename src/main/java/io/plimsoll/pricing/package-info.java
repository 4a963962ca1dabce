/**
 * What an option is worth in a model, in decimals throughout: no binary floating point comes near a requirement. It stands left of
 * {@code margin} because it knows nothing of accounts; margin, guards and tests all ask it.
 */
@NullMarked
package io.plimsoll.pricing;

import org.jspecify.annotations.NullMarked;
