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
    record CallToRatio(BigDecimal targetRatio, Duration cure) implements CallProposal {
        public CallToRatio {
            requirePositive("target ratio", targetRatio);
            requirePositive("cure", cure);
        }

        @Override
        public BigDecimal target(BigDecimal maintenanceMargin) {
            return targetRatio.multiply(maintenanceMargin);
        }

        @Override
        public Instant dueBy(Instant evaluatedAt) {
            return evaluatedAt.plus(cure);
        }
    }

    /** Call margin up to an equity within a time to cure. The larger amount and the earlier deadline win. */
    record CallToEquity(BigDecimal equity, Duration cure) implements CallProposal {
        public CallToEquity {
            requirePositive("cure", cure);
        }

        @Override
        public BigDecimal target(BigDecimal maintenanceMargin) {
            return equity;
        }

        @Override
        public Instant dueBy(Instant evaluatedAt) {
            return evaluatedAt.plus(cure);
        }
    }

    /** Call margin up to {@code targetRatio · maintenance margin} by an instant. The larger amount and the earlier deadline win. */
    record CallToRatioBy(BigDecimal targetRatio, Instant dueBy) implements CallProposal {
        public CallToRatioBy {
            requirePositive("target ratio", targetRatio);
            requireDate("dueBy", dueBy);
        }

        @Override
        public BigDecimal target(BigDecimal maintenanceMargin) {
            return targetRatio.multiply(maintenanceMargin);
        }

        @Override
        public Instant dueBy(Instant evaluatedAt) {
            return dueBy;
        }
    }

    /** Call margin up to an equity by an instant. The larger amount and the earlier deadline win. */
    record CallToEquityBy(BigDecimal equity, Instant dueBy) implements CallProposal {
        public CallToEquityBy {
            requireDate("dueBy", dueBy);
        }

        @Override
        public BigDecimal target(BigDecimal maintenanceMargin) {
            return equity;
        }

        @Override
        public Instant dueBy(Instant evaluatedAt) {
            return dueBy;
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
    record ExtendCall(Duration cure, String reason) implements ExtensionProposal {
        public ExtendCall {
            requirePositive("cure", cure);
        }

        @Override
        public Instant dueBy(Instant openedAt) {
            return openedAt.plus(cure);
        }
    }

    /** A call is due at this instant instead. The latest deadline wins; a call is never shortened. */
    record ExtendCallTo(Instant dueBy, String reason) implements ExtensionProposal {
        public ExtendCallTo {
            requireDate("dueBy", dueBy);
        }

        @Override
        public Instant dueBy(Instant openedAt) {
            return dueBy;
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

    /** A call for margin. */
    sealed interface CallProposal extends ThresholdProposal {

        /** The equity that is called for, settlement currency, where this much maintenance margin is required. */
        BigDecimal target(BigDecimal maintenanceMargin);

        /** When the call is due if the account is judged at this instant. */
        Instant dueBy(Instant evaluatedAt);

        @Override
        default Outcome outcome() {
            return Outcome.MARGIN_CALL;
        }
    }

    /** More time for a call; asks for no outcome. */
    sealed interface ExtensionProposal extends ThresholdProposal {

        /** When a call that was opened at this instant is due instead. */
        Instant dueBy(Instant openedAt);

        @Override
        default Outcome outcome() {
            return Outcome.HEALTHY;
        }
    }

    /** An instant far off could be written by no log, and no customer was ever given it. */
    private static void requireDate(String name, Instant value) {
        if (value.isBefore(Instant.EPOCH) || !value.isBefore(DATE_MAX)) {
            throw new IllegalArgumentException(name + " must lie between 1970 and 9999, was " + value);
        }
    }
}
