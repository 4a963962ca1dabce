package io.plimsoll.rules.facts;

import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.Stage;
import java.time.Duration;
import java.time.Instant;

/** What was decided last about the margin account, held decisions passed over; absent for one never decided. */
@About(
        value = "What was decided last about the margin account, held decisions passed over; at most one, none for an"
                + " account never decided.",
        from = Stage.THRESHOLD,
        mayBeAbsent = true)
public record LastDecision(
        @About("The outcome of the last decision; never HOLD.") @OneOf(Outcome.class)
        String outcome,

        @About("Instant of the first of the decisions that had this outcome without a break.")
        Instant since,

        @About("Time since then; never negative.") Duration age) {}
