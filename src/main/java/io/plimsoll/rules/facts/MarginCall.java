package io.plimsoll.rules.facts;

import io.plimsoll.decision.Stage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/** The margin account's open call; absent while there is none. */
@About(
        value = "The margin account's open call; at most one, none while no call is open.",
        from = Stage.THRESHOLD,
        mayBeAbsent = true)
public record MarginCall(
        @About("Instant of the snapshot that opened the call.")
        Instant openedAt,

        @About("Instant by which the call must be cured.") Instant dueBy,

        @About("What was asked for when the call was opened, settlement currency, positive.")
        BigDecimal originalAmount,

        @About(
                "What is still asked for, settlement currency, positive; above originalAmount where the account got worse.")
        BigDecimal amount,

        @About("Fraction of originalAmount that is no longer asked for, 0 to 1, rounded down at 34 digits.")
        BigDecimal curedShare,

        @About("Time since the call was opened.") Duration age,

        @About(
                "age as a fraction of the whole time to cure, rounded down at 34 digits: 1 at the deadline, more after it.")
        BigDecimal elapsedShare,

        @About("True from the deadline on.") Boolean overdue) {}
