@NullMarked
package io.plimsoll.policy.bounds;

import org.jspecify.annotations.NullMarked;
