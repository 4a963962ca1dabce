package io.plimsoll.policy.coverage;

import io.plimsoll.rules.model.Range;
import io.plimsoll.rules.model.RuleInfo;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a pack's scenarios reach.
 *
 * @param cases how many were run
 * @param rules in the order of their files
 * @param tables one for each declared type with rows of its own
 */
public record PackCoverage(String pack, int cases, List<RuleCoverage> rules, List<TableCoverage> tables) {
    public PackCoverage {
        rules = List.copyOf(rules);
        tables = List.copyOf(tables);
    }

    /**
     * One rule.
     *
     * @param file its path from the home folder
     * @param lines of its file, from the one that its name stands in
     * @param evaluated an account was held against it
     * @param matched one of its patterns found a fact
     * @param fired it proposed something
     * @param won a proposal of it shaped a decision
     * @param parts what can be seen of its conditions
     */
    public record RuleCoverage(
            RuleInfo info,
            String file,
            List<String> lines,
            boolean evaluated,
            boolean matched,
            boolean fired,
            boolean won,
            List<Part> parts) {
        public RuleCoverage {
            lines = List.copyOf(lines);
            parts = List.copyOf(parts);
        }
    }

    /** What a part of a rule is. */
    public enum Kind {
        /** A comparison with an order: should be seen below, at and above, and so both hold and fail. */
        LIMIT,
        /** Any other constraint: should be seen to hold and to fail. */
        CONSTRAINT,
        /** A {@code not}, an {@code exists} or a fold: should be seen to hold and to fail. */
        CONDITION,
        /** A branch of an {@code or}: should be seen to hold. */
        BRANCH
    }

    /**
     * A constraint or condition.
     *
     * @param text as its author wrote it
     */
    public record Part(Kind kind, Range range, String text, List<Goal> goals) {
        public Part {
            goals = List.copyOf(goals);
        }

        /** Names of the goals that were not seen. */
        public List<String> missing() {
            return goals.stream().filter(goal -> !goal.seen()).map(Goal::name).toList();
        }
    }

    /**
     * Something a scenario should show.
     *
     * @param name {@code holds}, {@code fails}, {@code below}, {@code at} or {@code above}
     */
    public record Goal(String name, boolean seen) {}

    /**
     * The rows of one type that the pack brings; rows that suites bring take their place and are not counted.
     *
     * @param file where they stand
     */
    public record TableCoverage(String type, String file, List<RowCoverage> rows) {
        public TableCoverage {
            rows = List.copyOf(rows);
        }
    }

    /**
     * One row.
     *
     * @param text its values in short
     * @param hit a rule found it
     */
    public record RowCoverage(int line, String text, boolean hit) {}

    /** How much was reached of how much there is. */
    public record Share(int reached, int all) {
        static Share of(Stream<Boolean> seen) {
            List<Boolean> list = seen.toList();
            return new Share((int) list.stream().filter(reached -> reached).count(), list.size());
        }

        /** Whole percent, rounded down; 100 where there is nothing to reach. */
        public int percent() {
            return all == 0 ? 100 : (int) (100L * reached / all);
        }
    }

    public Share fired() {
        return Share.of(rules.stream().map(RuleCoverage::fired));
    }

    public Share won() {
        return Share.of(rules.stream().map(RuleCoverage::won));
    }

    /** Results, {@code holds} and {@code fails}, of constraints and conditions. */
    public Share constraints() {
        return Share.of(goals().filter(goal -> isResult(goal.name())).map(Goal::seen));
    }

    /** Sides of limits: below, at, above. */
    public Share limits() {
        return Share.of(goals().filter(goal -> !isResult(goal.name())).map(Goal::seen));
    }

    public Share rows() {
        return Share.of(tables.stream().flatMap(table -> table.rows().stream()).map(RowCoverage::hit));
    }

    private Stream<Goal> goals() {
        return rules.stream().flatMap(rule -> rule.parts().stream()).flatMap(part -> part.goals().stream());
    }

    private static boolean isResult(String goal) {
        return goal.equals("holds") || goal.equals("fails");
    }
}
