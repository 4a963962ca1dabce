package io.plimsoll.policy;

import java.time.Instant;

/**
 * An attempt to bring a pack into force that is under way.
 *
 * @param since when it began
 * @param step what it is at
 */
record Pending(String pack, Instant since, Attempt.Cause cause, Step step) {

    /** The steps of an attempt, in their order; one whose rules serve already compiles nothing. */
    enum Step {
        CHECK,
        COMPILE,
        SCENARIOS,
        REGISTER
    }
}
