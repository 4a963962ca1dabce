package io.plimsoll.policy.mutation;

import io.plimsoll.policy.coverage.RuleNodes;
import io.plimsoll.rules.model.Condition;
import io.plimsoll.rules.model.Constraint;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.Test;
import io.plimsoll.rules.model.Value;
import java.util.HashSet;
import java.util.Set;

/** What the parts of a rule are to one another. */
final class Uses {
    private Uses() {}

    /** A field that may be absent must be asked for before it is looked at: without that the check refuses the rule (PLM-407). */
    static boolean isDemanded(Rule rule, Test test) {
        return test instanceof Test.Presence presence
                && presence.wanted()
                && RuleNodes.conditions(rule).stream()
                        .anyMatch(condition -> condition instanceof Condition.Pattern pattern
                                && pattern.constraints().contains(presence)
                                && pattern.constraints().stream()
                                        .anyMatch(other -> isLookAt(rule, other, presence.of())));
    }

    private static boolean isLookAt(Rule rule, Constraint constraint, Value value) {
        return switch (constraint) {
            case Constraint.Binding binding ->
                value instanceof Value.Read read
                        && read.field().equals(binding.field())
                        && isVariable(rule, binding.variable());
            case Test.Comparison comparison ->
                isSameField(comparison.left(), value) || isSameField(comparison.right(), value);
            case Test other -> false;
        };
    }

    private static boolean isSameField(Value one, Value other) {
        return one instanceof Value.Read left
                && other instanceof Value.Read right
                && left.fact().equals(right.fact())
                && left.field().equals(right.field());
    }

    /** True if the test is one of a pattern's own constraints, and not a part of one. */
    @SuppressWarnings("ReferenceEquality")
    static boolean isConstraint(Rule rule, Test test) {
        return RuleNodes.conditions(rule).stream()
                .anyMatch(condition -> condition instanceof Condition.Pattern pattern
                        && pattern.constraints().stream().anyMatch(constraint -> constraint == test));
    }

    /** True if a test or a proposal reads the variable. */
    static boolean isVariable(Rule rule, String variable) {
        Set<String> used = new HashSet<>();
        rule.then().forEach(call -> call.arguments().forEach(value -> variables(value, used)));
        for (Test test : RuleNodes.tests(rule)) {
            switch (test) {
                case Test.Comparison comparison -> {
                    variables(comparison.left(), used);
                    variables(comparison.right(), used);
                }
                case Test.OneOf oneOf -> variables(oneOf.of(), used);
                case Test.Presence presence -> variables(presence.of(), used);
                case Test.Both both -> {}
                case Test.Either either -> {}
                case Test.Opposite opposite -> {}
            }
        }
        return used.contains(variable);
    }

    /** Adds the variables that a value is made of. */
    private static void variables(Value value, Set<String> into) {
        switch (value) {
            case Value.Read read -> into.add(read.fact());
            case Value.Bound bound -> into.add(bound.variable());
            case Value.Minus minus -> variables(minus.of(), into);
            case Value.Arithmetic arithmetic -> {
                variables(arithmetic.left(), into);
                variables(arithmetic.right(), into);
            }
            case Value.Applied applied -> applied.to().forEach(of -> variables(of, into));
            case Value.Literal literal -> {}
        }
    }
}
