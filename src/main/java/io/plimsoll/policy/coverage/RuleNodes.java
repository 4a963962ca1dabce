package io.plimsoll.policy.coverage;

import io.plimsoll.rules.model.Condition;
import io.plimsoll.rules.model.Constraint;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.TableType;
import io.plimsoll.rules.model.Test;
import io.plimsoll.rules.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The parts of a rule, in the order in which they are written. */
public final class RuleNodes {
    private RuleNodes() {}

    /** Every condition of the rule, each before those within it. */
    public static List<Condition> conditions(Rule rule) {
        List<Condition> conditions = new ArrayList<>();
        rule.when().forEach(condition -> each(condition, conditions::add));
        return conditions;
    }

    /** Every test that has no test within it: what a person would call a constraint. */
    public static List<Test> tests(Rule rule) {
        List<Test> tests = new ArrayList<>();
        for (Condition condition : conditions(rule)) {
            switch (condition) {
                case Condition.Pattern pattern -> {
                    for (Constraint constraint : pattern.constraints()) {
                        if (constraint instanceof Test test) {
                            leaves(test, tests);
                        }
                    }
                }
                case Condition.Fold fold -> fold.tests().forEach(test -> leaves(test, tests));
                case Condition.Absence absence -> {}
                case Condition.Existence existence -> {}
                case Condition.All all -> {}
                case Condition.Any any -> {}
            }
        }
        return tests;
    }

    /** True if the left side of a comparison is its limit, a table's or a literal; otherwise the right side is. */
    public static boolean isLimitOnTheLeft(Test.Comparison comparison, List<TableType> tables) {
        return switch (comparison.left()) {
            case Value.Read read ->
                tables.stream().anyMatch(table -> table.name().equals(read.type()));
            case Value.Literal literal -> true;
            case Value.Bound bound -> false;
            case Value.Arithmetic arithmetic -> false;
            case Value.Minus minus -> false;
            case Value.Applied applied -> false;
        };
    }

    private static void each(Condition condition, Consumer<Condition> visitor) {
        visitor.accept(condition);
        switch (condition) {
            case Condition.Pattern pattern -> {}
            case Condition.Absence absence -> each(absence.of(), visitor);
            case Condition.Existence existence -> each(existence.of(), visitor);
            case Condition.All all -> all.parts().forEach(part -> each(part, visitor));
            case Condition.Any any -> any.branches().forEach(branch -> each(branch, visitor));
            case Condition.Fold fold -> each(fold.of(), visitor);
        }
    }

    private static void leaves(Test test, List<Test> into) {
        switch (test) {
            case Test.Both both -> {
                leaves(both.left(), into);
                leaves(both.right(), into);
            }
            case Test.Either either -> {
                leaves(either.left(), into);
                leaves(either.right(), into);
            }
            case Test.Opposite opposite -> leaves(opposite.of(), into);
            case Test.Comparison comparison -> into.add(comparison);
            case Test.Presence presence -> into.add(presence);
            case Test.OneOf oneOf -> into.add(oneOf);
        }
    }
}
