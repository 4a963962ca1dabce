package io.plimsoll.rules.model;

import java.util.List;
import java.util.Optional;

/** A condition of a rule's left side. */
public sealed interface Condition {

    /** Where it stands in its file. */
    Range range();

    /**
     * A fact, or a row of a table, of which all constraints hold.
     *
     * @param variable what the fact is bound to: the author's name, or one of the check that begins with {@code $_}
     * @param table true if the type is a declared table
     */
    record Pattern(String variable, String type, boolean table, List<Constraint> constraints, Range range)
            implements Condition {
        public Pattern {
            constraints = List.copyOf(constraints);
        }
    }

    /** Holds where nothing matches. */
    record Absence(Condition of, Range range) implements Condition {}

    /** Holds, once, where something matches. */
    record Existence(Condition of, Range range) implements Condition {}

    /** Holds for every way in which all parts match together. */
    record All(List<Condition> parts, Range range) implements Condition {
        public All {
            parts = List.copyOf(parts);
        }
    }

    /** Holds for every way in which a branch matches; a fact that fits two branches fires the rule twice. */
    record Any(List<Condition> branches, Range range) implements Condition {
        public Any {
            branches = List.copyOf(branches);
        }
    }

    /** Sums and counts over everything that matches, and what is asked of them. */
    record Fold(Condition of, List<Result> results, List<Test> tests, Range range) implements Condition {
        public Fold {
            results = List.copyOf(results);
            tests = List.copyOf(tests);
        }
    }

    /**
     * One value made of many.
     *
     * @param of the decimal that is folded; may be left out of a count
     */
    record Result(String variable, Function function, Optional<Value> of, Range range) {}

    /** Of nothing the sum and the count are zero, and the others have no value, so that the condition does not hold. */
    enum Function {
        SUM("sum"),
        MIN("min"),
        MAX("max"),
        AVERAGE("average"),
        COUNT("count");

        private final String word;

        Function(String word) {
            this.word = word;
        }

        /** As rule files write it. */
        public String word() {
            return word;
        }

        /** True for the functions that have a value where nothing matches: zero. */
        public boolean isOfNothing() {
            return this == SUM || this == COUNT;
        }

        /** The function that rule files write so; empty for any other word. */
        public static Optional<Function> of(String word) {
            for (Function function : values()) {
                if (function.word.equals(word)) {
                    return Optional.of(function);
                }
            }
            return Optional.empty();
        }
    }
}
