package io.plimsoll.rules;

import java.time.Duration;

/**
 * What the evaluation of one stage may cost; beyond it the decision is HOLD.
 *
 * @param firingsMax most rule firings, and most proposals, inclusive, at least 1
 * @param budget most elapsed time, positive
 */
public record EvaluationLimits(int firingsMax, Duration budget) {
    public EvaluationLimits {
        if (firingsMax < 1 || budget.isNegative() || budget.isZero()) {
            throw new IllegalArgumentException(
                    "firings and budget must be positive, were " + firingsMax + " and " + budget);
        }
    }
}
