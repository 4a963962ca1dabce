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

        @About("What is still asked for, settlement currency, positive.")
        BigDecimal amount,

        @About("Time since the call was opened.") Duration age,
        @About("True from the deadline on.") Boolean overdue) {}
