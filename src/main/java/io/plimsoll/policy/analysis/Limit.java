package io.plimsoll.policy.analysis;

/**
 * One comparison of numbers or times as it was asked of one combination of facts: the same at every point of a sweep.
 *
 * @param comparison its number in {@link Probes}
 * @param occurrence how many times it had been asked before, in one evaluation
 */
record Limit(int comparison, int occurrence) {}
