package io.plimsoll.rules.model;

import java.util.List;

/** What a rule asks of values: true or false. Also a constraint of a pattern. */
public sealed interface Test extends Constraint {

    /** A comparison of two values of one kind. */
    record Comparison(Value left, Relation relation, Value right, Range relationRange) implements Test {
        /** True if a side divides or takes a root: such a comparison is asked last, when all else of the rule holds. */
        public boolean mayFail() {
            return left.mayFail() || right.mayFail();
        }

        @Override
        public Range range() {
            return left.range().to(right.range());
        }
    }

    /**
     * Whether a field that may be absent is there.
     *
     * @param wanted true if the test holds where the value is present
     */
    record Presence(Value of, boolean wanted, Range range) implements Test {}

    /**
     * Whether a value is one of several.
     *
     * @param wanted true if the test holds where it is
     */
    record OneOf(Value of, boolean wanted, List<Value> values, Range range) implements Test {
        public OneOf {
            values = List.copyOf(values);
        }
    }

    /** Holds where both do; the right side is not asked where the left does not hold. */
    record Both(Test left, Test right) implements Test {
        @Override
        public Range range() {
            return left.range().to(right.range());
        }
    }

    /** Holds where one does; the right side is not asked where the left holds. */
    record Either(Test left, Test right) implements Test {
        @Override
        public Range range() {
            return left.range().to(right.range());
        }
    }

    /** Holds where the other does not. */
    record Opposite(Test of, Range range) implements Test {}
}
