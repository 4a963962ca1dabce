package io.plimsoll.decision;

import static io.plimsoll.decision.Bounds.requireNotNegative;
import static io.plimsoll.decision.Bounds.requirePositive;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/** What threshold rules may propose. */
public sealed interface ThresholdProposal extends Proposal {
    /** End of the dates that a call may be due at, exclusive. */
    Instant DATE_MAX = Instant.parse("9999-01-01T00:00:00Z");

    /** The outcome this asks for; {@link Outcome#HEALTHY} for a proposal that asks for none. */
    Outcome outcome();

    @Override
    default Stage stage() {
        return Stage.THRESHOLD;
    }

    /** The customer is warned. */
    record Warn(String reason) implements ThresholdProposal {
        @Override
        public Outcome outcome() {
            return Outcome.WARNING;
        }
    }

    /** Call margin up to {@code targetRatio · maintenance margin} within a time to cure. The larger amount and the earlier deadline win. */
    record CallToRatio(BigDecimal targetRatio, Duration cure) implements ThresholdProposal {
        public CallToRatio {
            requirePositive("target ratio", targetRatio);
            requirePositive("cure", cure);
        }

        @Override
        public Outcome outcome() {
            return Outcome.MARGIN_CALL;
        }
    }

    /** Call margin up to an equity within a time to cure. The larger amount and the earlier deadline win. */
    record CallToEquity(BigDecimal equity, Duration cure) implements ThresholdProposal {
        public CallToEquity {
            requirePositive("cure", cure);
        }

        @Override
        public Outcome outcome() {
            return Outcome.MARGIN_CALL;
        }
    }

    /** Call margin up to {@code targetRatio · maintenance margin} by an instant. The larger amount and the earlier deadline win. */
    record CallToRatioBy(BigDecimal targetRatio, Instant dueBy) implements ThresholdProposal {
        public CallToRatioBy {
            requirePositive("target ratio", targetRatio);
            requireDate("dueBy", dueBy);
        }

        @Override
        public Outcome outcome() {
            return Outcome.MARGIN_CALL;
        }
    }

    /** Call margin up to an equity by an instant. The larger amount and the earlier deadline win. */
    record CallToEquityBy(BigDecimal equity, Instant dueBy) implements ThresholdProposal {
        public CallToEquityBy {
            requireDate("dueBy", dueBy);
        }

        @Override
        public Outcome outcome() {
            return Outcome.MARGIN_CALL;
        }
    }

    /** What is missing is called only if it is at least this amount, settlement currency. The largest wins. */
    record CallMinimum(BigDecimal amount) implements ThresholdProposal {
        public CallMinimum {
            requireNotNegative("minimum", amount);
        }

        @Override
        public Outcome outcome() {
            return Outcome.HEALTHY;
        }
    }

    /** What is called is rounded up to a multiple of this amount, settlement currency. The largest wins. */
    record CallStep(BigDecimal step) implements ThresholdProposal {
        public CallStep {
            requirePositive("step", step);
        }

        @Override
        public Outcome outcome() {
            return Outcome.HEALTHY;
        }
    }

    /** The time to cure a call, counted from its opening, is this long instead. The longest wins; a call is never shortened. */
    record ExtendCall(Duration cure, String reason) implements ThresholdProposal {
        public ExtendCall {
            requirePositive("cure", cure);
        }

        @Override
        public Outcome outcome() {
            return Outcome.HEALTHY;
        }
    }

    /** A call is due at this instant instead. The latest deadline wins; a call is never shortened. */
    record ExtendCallTo(Instant dueBy, String reason) implements ThresholdProposal {
        public ExtendCallTo {
            requireDate("dueBy", dueBy);
        }

        @Override
        public Outcome outcome() {
            return Outcome.HEALTHY;
        }
    }

    record BlockNewRisk(String reason) implements ThresholdProposal {
        @Override
        public Outcome outcome() {
            return Outcome.REDUCE_ONLY;
        }
    }

    record Reduce(String reason) implements ThresholdProposal {
        @Override
        public Outcome outcome() {
            return Outcome.REDUCE;
        }
    }

    record Liquidate(String reason) implements ThresholdProposal {
        @Override
        public Outcome outcome() {
            return Outcome.LIQUIDATE;
        }
    }

    record TakeOver(String reason) implements ThresholdProposal {
        @Override
        public Outcome outcome() {
            return Outcome.TAKE_OVER;
        }
    }

    /** An instant far off could be written by no log, and no customer was ever given it. */
    private static void requireDate(String name, Instant value) {
        if (value.isBefore(Instant.EPOCH) || !value.isBefore(DATE_MAX)) {
            throw new IllegalArgumentException(name + " must lie between 1970 and 9999, was " + value);
        }
    }
}
