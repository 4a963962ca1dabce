package io.plimsoll.rules.facts;

import io.plimsoll.decision.Stage;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the margin account's positions on one underlying do together; none where it has no option, or one whose greeks are unknown. */
@About(
        value =
                "What the margin account's positions on one underlying do together; one for each underlying with options,"
                        + " if all of them bring greeks.",
        from = Stage.THRESHOLD)
public record Underlying(
        @About("The underlying, as the venue names it.") String name,

        @About("Change of equity for a rise of the underlying by 1, settlement currency, futures included.")
        BigDecimal delta,

        @About("Change of delta for a rise of the underlying by 1.")
        BigDecimal gamma,

        @About("Change of equity for each day that passes, settlement currency; negative where time takes value away.")
        BigDecimal theta,

        @About(
                value =
                        "Rise of the underlying, price units, at which equity falls to today's maintenance margin by delta"
                                + " and gamma; 0 where it has, absent where no rise does.",
                mayBeAbsent = true)
        @Nullable
        BigDecimal breachAbove,

        @About(
                value = "Fall of the underlying that does so, price units, positive or 0; absent where no fall does.",
                mayBeAbsent = true)
        @Nullable
        BigDecimal breachBelow,

        @About(value = "The smaller of breachAbove and breachBelow; absent without either.", mayBeAbsent = true)
        @Nullable
        BigDecimal nearestBreach,

        @About(
                value =
                        "How long theta takes to use up what lies between equity and maintenance margin; absent where it never does.",
                mayBeAbsent = true)
        @Nullable
        Duration timeToBreach) {}
