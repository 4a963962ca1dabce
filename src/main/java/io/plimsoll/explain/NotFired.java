package io.plimsoll.explain;

import io.plimsoll.rules.model.RuleInfo;
import org.jspecify.annotations.Nullable;

/**
 * A rule of a stage that ran, which did not fire.
 *
 * @param marginAccount that was judged; null before the threshold stage
 * @param lacked the first of its conditions that nothing met
 */
public record NotFired(RuleInfo rule, @Nullable String marginAccount, Lacked lacked) {

    /**
     * A condition that nothing met: what came before it in the rule was met.
     *
     * @param condition as the rule file writes it
     * @param kind why it was not met
     * @param test what failed of it, on the fact that came nearest; null where there was nothing to test
     */
    public record Lacked(
            String condition, Kind kind, @Nullable FailedTest test) {}

    /** Why a condition was not met. */
    public enum Kind {
        /** There is no fact or row of the type at all. */
        NOTHING_THERE,
        /** A test failed on each of them. */
        TEST_FAILED,
        /** Something is there that must not be. */
        MUST_NOT_BE_THERE,
        /** Nothing is there of which something must be. */
        MUST_BE_THERE
    }

    /**
     * A test that failed.
     *
     * @param test as the rule file writes it
     * @param of the fact it was asked of, such as {@code Position BTCUSDT}; null for a sum or count over several
     * @param actual value on its left side
     * @param relation that the actual value would have to have to the needed one
     * @param needed value on its right side
     * @param distance between the two, never negative; null where there is none, as between texts
     */
    public record FailedTest(
            String test,
            @Nullable String of,
            String actual,
            String relation,
            String needed,
            @Nullable String distance) {}
}
