/** How far prices may move, marks age and time pass before an account could be decided otherwise. */
@NullMarked
package io.plimsoll.policy.bounds;

import org.jspecify.annotations.NullMarked;
