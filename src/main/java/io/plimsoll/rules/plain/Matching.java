package io.plimsoll.rules.plain;

import io.plimsoll.money.Decimals;
import io.plimsoll.rules.model.Condition;
import io.plimsoll.rules.model.Constraint;
import io.plimsoll.rules.model.Relation;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.Test;
import io.plimsoll.rules.model.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds every way in which one rule's conditions hold for some facts, by trying them all in the order in which they are written. */
final class Matching {

    private final Rule rule;
    private final Map<String, List<Object>> facts;
    private final Observer observer;
    private final BooleanSupplier exhausted;
    private final List<Test.Comparison> last;

    /**
     * @param facts by the name of their type
     * @param exhausted true once nothing more is to be tried; asked for every fact that is
     */
    Matching(Rule rule, Map<String, List<Object>> facts, Observer observer, BooleanSupplier exhausted) {
        this.rule = rule;
        this.facts = facts;
        this.observer = observer;
        this.exhausted = exhausted;
        this.last = rule.askedLast();
    }

    /** @param then told of each way but for what is asked last; returns true if it wants no more */
    void each(Predicate<Match> then) {
        all(rule.when(), 0, Match.NOTHING, then);
    }

    /**
     * Whether what is asked last holds.
     *
     * @throws ArithmeticException if it cannot be calculated
     */
    boolean holdsAtLast(Match match) {
        return last.stream().allMatch(test -> holds(test, match));
    }

    private boolean all(List<Condition> conditions, int from, Match match, Predicate<Match> then) {
        return from == conditions.size()
                ? then.test(match)
                : each(conditions.get(from), match, next -> all(conditions, from + 1, next, then));
    }

    private boolean each(Condition condition, Match match, Predicate<Match> then) {
        return switch (condition) {
            case Condition.Pattern pattern -> pattern(pattern, match, then);
            case Condition.All all -> all(all.parts(), 0, match, then);
            case Condition.Any any ->
                any.branches().stream()
                        .anyMatch(branch -> each(branch, match, next -> asked(branch, true) && then.test(next)));
            case Condition.Absence absence -> asked(absence, !occurs(absence.of(), match)) && then.test(match);
            case Condition.Existence existence -> asked(existence, occurs(existence.of(), match)) && then.test(match);
            case Condition.Fold fold -> fold(fold, match, then);
        };
    }

    private boolean asked(Condition condition, boolean holds) {
        observer.asked(rule, condition, holds);
        return holds;
    }

    private boolean occurs(Condition condition, Match match) {
        return each(condition, match, next -> true);
    }

    private boolean pattern(Condition.Pattern pattern, Match match, Predicate<Match> then) {
        for (Object fact : facts.getOrDefault(pattern.type(), List.of())) {
            if (exhausted.getAsBoolean()) {
                return true;
            }
            observer.trying(rule, pattern, fact);
            Match next = satisfied(pattern, match.with(pattern.variable(), fact));
            if (next != null) {
                observer.matched(rule, pattern, fact);
                if (then.test(next)) {
                    return true;
                }
            }
        }
        return false;
    }

    private @Nullable Match satisfied(Condition.Pattern pattern, Match match) {
        Match next = match;
        for (Constraint constraint : pattern.constraints()) {
            switch (constraint) {
                case Constraint.Binding binding ->
                    next = next.with(binding.variable(), Values.of(binding.read(pattern), next));
                case Test test -> {
                    if (!isAskedLast(test) && !holds(test, next)) {
                        return null;
                    }
                }
            }
        }
        return next;
    }

    private boolean fold(Condition.Fold fold, Match match, Predicate<Match> then) {
        List<Match> matches = new ArrayList<>();
        each(fold.of(), match, next -> {
            matches.add(next);
            return false;
        });
        Match next = match;
        for (Condition.Result result : fold.results()) {
            Optional<Object> value = folded(result, matches);
            if (value.isEmpty()) {
                return asked(fold, false);
            }
            next = next.with(result.variable(), value.get());
        }
        for (Test test : fold.tests()) {
            if (!isAskedLast(test) && !holds(test, next)) {
                return asked(fold, false);
            }
        }
        return asked(fold, true) && then.test(next);
    }

    /** Empty where nothing has no such value. */
    private static Optional<Object> folded(Condition.Result result, List<Match> matches) {
        if (result.function() == Condition.Function.COUNT) {
            return Optional.of(matches.size());
        }
        List<BigDecimal> values = matches.stream()
                .map(match -> Values.decimal(Values.of(result.of().orElseThrow(), match)))
                .toList();
        BigDecimal sum = values.stream().reduce(Decimals.ZERO, BigDecimal::add);
        return switch (result.function()) {
            case SUM -> Optional.of(sum);
            case MIN -> values.stream().min(BigDecimal::compareTo).map(Object.class::cast);
            case MAX -> values.stream().max(BigDecimal::compareTo).map(Object.class::cast);
            default ->
                values.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Decimals.quotientRoundedDown(sum, BigDecimal.valueOf(values.size())));
        };
    }

    @SuppressWarnings("ReferenceEquality")
    private boolean isAskedLast(Test test) {
        return last.stream().anyMatch(other -> other == test);
    }

    private boolean holds(Test test, Match match) {
        boolean holds = switch (test) {
            case Test.Comparison comparison -> compared(comparison, match);
            case Test.Presence presence -> (read(test, presence.of(), match) != null) == presence.wanted();
            case Test.OneOf oneOf -> isOneOf(oneOf, match) == oneOf.wanted();
            case Test.Both both -> holds(both.left(), match) && holds(both.right(), match);
            case Test.Either either -> holds(either.left(), match) || holds(either.right(), match);
            case Test.Opposite opposite -> !holds(opposite.of(), match);
        };
        observer.tested(rule, test, holds);
        return holds;
    }

    private boolean compared(Test.Comparison comparison, Match match) {
        Object left = Values.of(comparison.left(), match);
        Object right = Values.of(comparison.right(), match);
        observer.compared(rule, comparison, left, right);
        return Values.holds(left, comparison.relation(), right);
    }

    private @Nullable Object read(Test test, Value of, Match match) {
        Object value = Values.of(of, match);
        observer.read(rule, test, value);
        return value;
    }

    private boolean isOneOf(Test.OneOf oneOf, Match match) {
        Object value = read(oneOf, oneOf.of(), match);
        return oneOf.values().stream().anyMatch(one -> Values.holds(value, Relation.EQUAL, Values.of(one, match)));
    }
}
