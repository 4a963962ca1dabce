/**
 * The liquidation tape: what was closed, called and borne, numbered without a gap for each instrument, with views for the public, the house
 * and its regulator. It is read off the decision log in the order of commit, after the decisions and never in their way:
 * {@link io.plimsoll.tape.TapeFollower} starts it, {@link io.plimsoll.tape.TapeEntries} says what a decision has to tell.
 */
@NullMarked
package io.plimsoll.tape;

import org.jspecify.annotations.NullMarked;
