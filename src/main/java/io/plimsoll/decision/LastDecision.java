package io.plimsoll.decision;

import io.plimsoll.margin.MarginAccountId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the decisions so far left of a margin account, for rules that look back: persistence and hysteresis. A held decision leaves it as it
 * was, since what the data does not carry is no decision.
 *
 * @param outcome of the last decision that was not held
 * @param since instant of the first of the decisions that had this outcome without a break
 * @param breachedSince instant of the first of the decisions in which equity was below the maintenance margin without a break; null if it
 *     was not in the last one
 */
public record LastDecision(
        MarginAccountId marginAccount,
        Outcome outcome,
        Instant since,
        @Nullable Instant breachedSince) {

    public LastDecision {
        if (outcome == Outcome.HOLD) {
            throw new IllegalArgumentException("a held decision leaves the one before it, and is none itself");
        }
    }

    /** How long the outcome has been the same; zero if the clock has gone back. */
    public Duration ageAt(Instant instant) {
        return atLeastZero(Duration.between(since, instant));
    }

    /**
     * How long equity has been below the maintenance margin, where it is so now; zero at the first breach, or if the clock has gone back.
     *
     * @param last null if the margin account was never decided
     */
    public static Duration breachedFor(@Nullable LastDecision last, Instant instant) {
        return atLeastZero(Duration.between(breachedSince(last, instant), instant));
    }

    /**
     * What a decision leaves.
     *
     * @param last what was left before it; null if the margin account was never decided
     * @param isBreached true if equity is below the maintenance margin
     */
    public static LastDecision after(
            @Nullable LastDecision last,
            MarginAccountId account,
            Outcome outcome,
            boolean isBreached,
            Instant instant) {
        Instant since = last != null && last.outcome == outcome ? last.since : instant;
        return new LastDecision(account, outcome, since, isBreached ? breachedSince(last, instant) : null);
    }

    private static Instant breachedSince(@Nullable LastDecision last, Instant instant) {
        return last == null || last.breachedSince == null ? instant : last.breachedSince;
    }

    private static Duration atLeastZero(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
