/**
 * Writes the cases that every limit wants: just below, at, and just above. {@link io.plimsoll.policy.boundary.BoundarySearch} starts from the
 * pack's own cases and moves one quantity of an account until the limit is hit; {@link io.plimsoll.policy.boundary.BoundarySuites} writes
 * what it found as suites.
 */
@NullMarked
package io.plimsoll.policy.boundary;

import org.jspecify.annotations.NullMarked;
