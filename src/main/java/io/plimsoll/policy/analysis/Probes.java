package io.plimsoll.policy.analysis;

import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Condition;
import io.plimsoll.rules.model.Constraint;
import io.plimsoll.rules.model.Relation;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.Test;
import io.plimsoll.rules.model.Value;
import io.plimsoll.rules.plain.PlainRules;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The rules with every comparison of numbers and times made to hold, and without proposals: run beside the rules they ask each comparison of
 * every combination of facts that is joined by name, so that no limit stays unseen behind a condition that does not hold.
 */
final class Probes {

    /** A comparison and the rule it stands in. */
    record Asked(Rule rule, Test.Comparison comparison) {}

    private final Map<Test.Comparison, Integer> numbers = new IdentityHashMap<>();
    private final List<Asked> asked = new ArrayList<>();
    private final PlainRules rules;

    Probes(PlainRules of) {
        this.rules = of.changed(rule -> List.of(probe(rule)));
    }

    PlainRules rules() {
        return rules;
    }

    /** The number of a comparison; empty for one that is of no number or time. */
    Optional<Integer> number(Test.Comparison comparison) {
        return Optional.ofNullable(numbers.get(comparison));
    }

    Asked asked(int number) {
        return asked.get(number);
    }

    private Rule probe(Rule rule) {
        List<Condition> first = new ArrayList<>();
        List<Condition> last = new ArrayList<>();
        for (Condition condition : rule.when()) {
            (isOfPresence(condition) ? last : first).add(open(condition, rule));
        }
        first.addAll(last);
        return new Rule(rule.info(), first, List.of());
    }

    private static boolean isOfPresence(Condition condition) {
        return condition instanceof Condition.Absence || condition instanceof Condition.Existence;
    }

    private Condition open(Condition condition, Rule rule) {
        return switch (condition) {
            case Condition.Pattern pattern ->
                new Condition.Pattern(
                        pattern.variable(),
                        pattern.type(),
                        pattern.table(),
                        open(pattern.constraints(), rule),
                        pattern.range());
            case Condition.Absence absence -> open(absence.of(), rule);
            case Condition.Existence existence -> open(existence.of(), rule);
            case Condition.All all ->
                new Condition.All(
                        all.parts().stream().map(part -> open(part, rule)).toList(), all.range());
            case Condition.Any any ->
                new Condition.Any(
                        any.branches().stream().map(part -> open(part, rule)).toList(), any.range());
            case Condition.Fold fold ->
                new Condition.Fold(
                        fold.of(),
                        fold.results(),
                        fold.tests().stream()
                                .flatMap(test -> open(test, rule).stream())
                                .toList(),
                        fold.range());
        };
    }

    private List<Constraint> open(List<Constraint> constraints, Rule rule) {
        List<Constraint> open = new ArrayList<>();
        for (Constraint constraint : constraints) {
            switch (constraint) {
                case Constraint.Binding binding -> open.add(binding);
                case Test.Presence presence -> open.add(presence);
                case Test test -> open.addAll(open(test, rule));
            }
        }
        return open;
    }

    private List<Test> open(Test test, Rule rule) {
        return switch (test) {
            case Test.Comparison comparison -> openComparison(comparison, rule);
            case Test.OneOf oneOf
            when isMeasured(oneOf.of()) ->
                oneOf.values().stream()
                        .flatMap(value ->
                                open(new Test.Comparison(oneOf.of(), Relation.EQUAL, value, oneOf.range()), rule)
                                        .stream())
                        .toList();
            case Test.OneOf oneOf -> List.of();
            case Test.Presence presence -> List.of();
            case Test.Opposite opposite -> open(opposite.of(), rule);
            case Test.Both both -> joined(open(both.left(), rule), open(both.right(), rule));
            case Test.Either either -> joined(open(either.left(), rule), open(either.right(), rule));
        };
    }

    private List<Test> openComparison(Test.Comparison comparison, Rule rule) {
        if (isMeasured(comparison.left()) && isMeasured(comparison.right())) {
            numbers.put(comparison, asked.size());
            asked.add(new Asked(rule, comparison));
            return List.of(new Test.Either(comparison, new Test.Opposite(comparison, comparison.range())));
        }
        boolean joins = comparison.relation() == Relation.EQUAL
                && !(comparison.left() instanceof Value.Literal)
                && !(comparison.right() instanceof Value.Literal);
        return joins ? List.of(comparison) : List.of();
    }

    private static List<Test> joined(List<Test> left, List<Test> right) {
        List<Test> all = new ArrayList<>(left);
        all.addAll(right);
        return all;
    }

    private static boolean isMeasured(Value value) {
        return value.kind().filter(FieldKind::isOrdered).isPresent();
    }

    /** The rule of a comparison, by its id. */
    String rule(Limit limit) {
        return Objects.requireNonNull(asked.get(limit.comparison())).rule().id();
    }
}
