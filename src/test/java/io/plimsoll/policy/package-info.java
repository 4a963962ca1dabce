/** Tests of packs, their watching and their activation. */
@NullMarked
package io.plimsoll.policy;

import org.jspecify.annotations.NullMarked;
