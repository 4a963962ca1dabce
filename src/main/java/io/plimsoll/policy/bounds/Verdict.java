package io.plimsoll.policy.bounds;

import io.plimsoll.decision.MarginCall;
import io.plimsoll.decision.OpenCall;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.ThresholdProposal;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.money.Decimals;
import io.plimsoll.rules.interval.Amount;
import io.plimsoll.rules.interval.Moment;
import io.plimsoll.rules.interval.Piece;
import io.plimsoll.rules.interval.Question;
import io.plimsoll.rules.interval.Reckoning;
import io.plimsoll.rules.interval.Sheet;
import io.plimsoll.rules.interval.Suggested;
import io.plimsoll.rules.interval.Suggestions;
import io.plimsoll.rules.interval.Truth;
import io.plimsoll.rules.model.Relation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is due for a margin account, in formulas.
 *
 * @param asked outcomes that rules ask for, calls aside
 * @param called whether a {@link MarginCall} is asked for
 * @param missing whether a target is not met, worth a call or not
 * @param untold whether a requirement is not known
 * @param breached whether equity is below the maintenance margin
 */
record Verdict(
        MarginAccountId account,
        List<Asked> asked,
        Question called,
        Question missing,
        Question untold,
        Question breached) {

    /** An outcome that is asked for, and where. */
    record Asked(Outcome outcome, Question when, String because) {}

    /** What of a verdict is known. */
    sealed interface Answer {

        /** The same everywhere. */
        record Known(Outcome outcome, boolean called, boolean breached, boolean held) implements Answer {}

        /** Not the same everywhere, or not known to be, because a question is not. */
        record Open(Question about, String because) implements Answer {}
    }

    static Verdict of(
            Margined margined,
            Suggestions suggestions,
            @Nullable OpenCall open,
            Variables variables,
            Sheet sheet,
            Holds holds)
            throws CannotBound {
        List<Asked> asked = new ArrayList<>();
        List<Piece> minimums = new ArrayList<>();
        for (Suggested suggested : suggestions.all()) {
            String because = "rule " + suggested.rule().id();
            switch (suggested.verb()) {
                case "warn" -> asked.add(new Asked(Outcome.WARNING, suggested.when(), because));
                case "reduceOnly" -> asked.add(new Asked(Outcome.REDUCE_ONLY, suggested.when(), because));
                case "reduce" -> asked.add(new Asked(Outcome.REDUCE, suggested.when(), because));
                case "liquidate" -> asked.add(new Asked(Outcome.LIQUIDATE, suggested.when(), because));
                case "takeOver" -> asked.add(new Asked(Outcome.TAKE_OVER, suggested.when(), because));
                case "callMinimum" ->
                    minimums.add(new Piece(suggested.when(), ranged(suggested, Relation.AT_LEAST, sheet, holds)));
                case "callStep" -> ranged(suggested, Relation.MORE, sheet, holds);
                case "marginCall", "marginCallBy", "marginCallToEquity", "marginCallToEquityBy" -> {}
                case "extendCall", "extendCallTo" -> {
                    if (suggested.proposal() == null) {
                        throw new CannotBound(because + " extends calls by what moves");
                    }
                }
                default ->
                    throw new CannotBound(because + " proposes by `" + suggested.verb() + "`, which is not followed");
            }
        }
        int places = margined.account().rounding().amountPlaces();
        List<Question> called = new ArrayList<>();
        List<Question> missing = new ArrayList<>();
        for (Suggested suggested : suggestions.all()) {
            Optional<Amount> target = target(suggested, margined, sheet, holds);
            if (target.isPresent()) {
                Amount lacking = sheet.difference(target.get(), margined.equity());
                Question isMissing = sheet.all(
                        List.of(suggested.when(), sheet.compare(margined.equity(), Relation.LESS, target.get())));
                missing.add(isMissing);
                Amount minimum = sheet.largestOf(minimums, sheet.given(Decimals.ZERO));
                Question isWorthIt = minimums.isEmpty()
                        ? sheet.yes()
                        : sheet.compare(sheet.roundedUp(lacking, places), Relation.AT_LEAST, minimum);
                Question isCalled = sheet.all(List.of(isMissing, isWorthIt));
                called.add(isCalled);
                if (open == null) {
                    holds.fail(
                            sheet.all(List.of(isCalled, dueAlready(suggested, variables, sheet))),
                            "the deadline that rule " + suggested.rule().id() + " calls by");
                }
            }
        }
        return new Verdict(
                margined.account().id(),
                List.copyOf(asked),
                sheet.any(called),
                sheet.any(missing),
                margined.untold(),
                margined.breached());
    }

    private static Optional<Amount> target(Suggested suggested, Margined margined, Sheet sheet, Holds holds) {
        return switch (suggested.verb()) {
            case "marginCall", "marginCallBy" ->
                Optional.of(
                        sheet.product(ranged(suggested, Relation.MORE, sheet, holds), margined.maintenanceMargin()));
            case "marginCallToEquity", "marginCallToEquityBy" -> Optional.of(decimal(suggested, sheet));
            default -> Optional.empty();
        };
    }

    private static Amount decimal(Suggested suggested, Sheet sheet) {
        return suggested.arguments().getFirst() instanceof BigDecimal exact
                ? sheet.given(exact)
                : (Amount) suggested.arguments().getFirst();
    }

    /** A decimal that varies must keep its relation to zero, or its rule fails. */
    private static Amount ranged(Suggested suggested, Relation relation, Sheet sheet, Holds holds) {
        Amount amount = decimal(suggested, sheet);
        holds.fail(
                sheet.all(List.of(
                        suggested.when(), sheet.not(sheet.compare(amount, relation, sheet.given(Decimals.ZERO))))),
                "rule " + suggested.rule().id() + " may fail");
        return amount;
    }

    /** A call that is opened must not be due yet; one with a time to cure never is. */
    private static Question dueAlready(Suggested suggested, Variables variables, Sheet sheet) {
        if (suggested.proposal() != null) {
            return switch ((ThresholdProposal) suggested.proposal()) {
                case ThresholdProposal.CallToEquityBy call -> isPast(call.dueBy(), variables, sheet);
                case ThresholdProposal.CallToRatioBy call -> isPast(call.dueBy(), variables, sheet);
                default -> sheet.no();
            };
        }
        return suggested.arguments().getLast() instanceof Instant dueBy
                ? isPast(dueBy, variables, sheet)
                : suggested.verb().endsWith("By") ? sheet.unknown() : cures(suggested, sheet);
    }

    private static Question isPast(Instant dueBy, Variables variables, Sheet sheet) {
        return sheet.compare(variables.now(), Relation.AT_LEAST, Moment.nanos(dueBy));
    }

    /** A call to an equity that varies has not been made, so its time to cure has not been looked at. */
    private static Question cures(Suggested suggested, Sheet sheet) {
        return suggested.arguments().getLast() instanceof Duration cure && !cure.isNegative() && !cure.isZero()
                ? sheet.no()
                : sheet.unknown();
    }

    Stream<Question> questions() {
        return Stream.concat(asked.stream().map(Asked::when), Stream.of(called, missing, untold, breached));
    }

    Answer answer(Reckoning reckoning) {
        return switch (reckoning.of(untold)) {
            case TRUE -> new Answer.Known(Outcome.HOLD, false, false, true);
            case UNKNOWN -> new Answer.Open(untold, "what the positions of " + account + " require");
            case FALSE -> whereAllIsTold(reckoning);
        };
    }

    private Answer whereAllIsTold(Reckoning reckoning) {
        Truth isCalled = reckoning.of(called);
        Outcome outcome = isCalled == Truth.TRUE ? Outcome.MARGIN_CALL : Outcome.HEALTHY;
        for (Asked one : asked) {
            if (reckoning.of(one.when()) == Truth.TRUE && one.outcome().isStricterThan(outcome)) {
                outcome = one.outcome();
            }
        }
        for (Asked one : asked) {
            if (reckoning.of(one.when()) == Truth.UNKNOWN && one.outcome().isStricterThan(outcome)) {
                return new Answer.Open(one.when(), one.because());
            }
        }
        if (isCalled == Truth.UNKNOWN && !outcome.closesPositions()) {
            return new Answer.Open(called, "a margin call of " + account);
        }
        Truth isBreached = reckoning.of(breached);
        if (isBreached == Truth.UNKNOWN) {
            return new Answer.Open(breached, "whether the maintenance margin of " + account + " is breached");
        }
        Truth isMissing = reckoning.of(missing);
        boolean mayHold = outcome == Outcome.HEALTHY && isMissing != Truth.TRUE && isBreached == Truth.TRUE;
        return mayHold && isMissing == Truth.UNKNOWN
                ? new Answer.Open(missing, "the maintenance margin of " + account)
                : new Answer.Known(outcome, isCalled == Truth.TRUE, isBreached == Truth.TRUE, mayHold);
    }
}
