package io.plimsoll.rules.model;

import io.plimsoll.rules.facts.FieldKind;
import java.util.List;
import java.util.Optional;

/** What an expression of a rule stands for, once every name in it is resolved. */
public sealed interface Value {

    /** Where it stands in its file. */
    Range range();

    /** Kind of the value; empty for a whole fact. */
    Optional<FieldKind> kind();

    /**
     * A value written in the rule.
     *
     * @param value a String, BigDecimal, Integer or Boolean, as its kind says
     */
    record Literal(Object value, FieldKind literalKind, Range range) implements Value {
        @Override
        public Optional<FieldKind> kind() {
            return Optional.of(literalKind);
        }
    }

    /**
     * A field of a fact or of a table's row.
     *
     * @param fact the variable that the fact is bound to: the author's, or one of the check where the author names none
     * @param type name of the fact or table
     */
    record Read(String fact, String type, String field, FieldKind fieldKind, Range range) implements Value {
        @Override
        public Optional<FieldKind> kind() {
            return Optional.of(fieldKind);
        }
    }

    /** What a variable is bound to: a field's value, the result of a fold, or a whole fact. */
    record Bound(String variable, Optional<FieldKind> kind, Range range) implements Value {}

    /** True if it divides or takes a root, which not all numbers allow. */
    default boolean mayFail() {
        return switch (this) {
            case Literal literal -> false;
            case Read read -> false;
            case Bound bound -> false;
            case Arithmetic it -> it.operator == Operator.DIVIDED || it.left.mayFail() || it.right.mayFail();
            case Minus minus -> minus.of.mayFail();
            case Applied it -> it.function == Function.SQRT || it.to.stream().anyMatch(Value::mayFail);
        };
    }

    /** Arithmetic on decimals, exact but for quotients; an integer beside a decimal counts as one. */
    record Arithmetic(Operator operator, Value left, Value right, Range operatorRange) implements Value {
        @Override
        public Range range() {
            return left.range().to(right.range());
        }

        @Override
        public Optional<FieldKind> kind() {
            return Optional.of(FieldKind.DECIMAL);
        }
    }

    /** A number with its sign turned. */
    record Minus(Value of, Range range) implements Value {
        @Override
        public Optional<FieldKind> kind() {
            return Optional.of(FieldKind.DECIMAL);
        }
    }

    /**
     * A function of decimals; an integer counts as one.
     *
     * @param to two values or more for {@code max} and {@code min}, one for the others
     */
    record Applied(Function function, List<Value> to, Range range) implements Value {
        public Applied {
            to = List.copyOf(to);
        }

        @Override
        public Optional<FieldKind> kind() {
            return Optional.of(FieldKind.DECIMAL);
        }
    }

    /** What a value is made of others by. */
    enum Function {
        MAX("max"),
        MIN("min"),
        ABS("abs"),
        /** Rounded down at 34 digits; a negative number has none. */
        SQRT("sqrt");

        private final String word;

        Function(String word) {
            this.word = word;
        }

        /** As rule files write it. */
        public String word() {
            return word;
        }

        /** True for the largest and the smallest of several, which need two values or more. */
        public boolean isOfSeveral() {
            return this == MAX || this == MIN;
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

    /** How two decimals make one. */
    enum Operator {
        PLUS("+"),
        MINUS("-"),
        TIMES("*"),
        /** Rounded towards negative infinity at 34 digits; nothing is divided by zero. */
        DIVIDED("/");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        /** As rule files write it. */
        public String sign() {
            return sign;
        }

        /** The operator that rule files write so. */
        public static Operator of(String sign) {
            for (Operator operator : values()) {
                if (operator.sign.equals(sign)) {
                    return operator;
                }
            }
            throw new IllegalArgumentException("no arithmetic is written `" + sign + "`");
        }
    }
}
