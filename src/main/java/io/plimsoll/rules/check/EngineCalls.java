package io.plimsoll.rules.check;

import io.plimsoll.rules.facts.FactModel;
import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Test;
import io.plimsoll.rules.model.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Calculations as calls of Java methods, since the engine's own operators round at 34 digits or go through binary floating point. */
final class EngineCalls {

    private static final String QUOTIENT = "Decimals.quotientRoundedDown";
    private static final String ROOT = "Decimals.rootRoundedDown";

    private EngineCalls() {}

    /** @param operator as rule files write it */
    static String of(String operator, String left, String right) {
        return switch (operator) {
            case "+" -> left + ".add(" + right + ")";
            case "-" -> left + ".subtract(" + right + ")";
            case "*" -> left + ".multiply(" + right + ")";
            case "/" -> QUOTIENT + "(" + left + ", " + right + ")";
            default -> throw new IllegalArgumentException("no arithmetic is written `" + operator + "`");
        };
    }

    static String of(Value.Function function, List<String> to) {
        String first = to.getFirst();
        return switch (function) {
            case MAX, MIN ->
                first
                        + to.stream()
                                .skip(1)
                                .map(other -> "." + function.word() + "(" + other + ")")
                                .collect(Collectors.joining());
            case ABS -> first + ".abs()";
            case SQRT -> ROOT + "(" + first + ")";
        };
    }

    /** A comparison of numbers as a consequence asks it, where every fact and variable of the rule is bound. */
    static String of(Test.Comparison comparison, Vocabulary vocabulary) {
        return decimal(comparison.left(), vocabulary) + ".compareTo(" + decimal(comparison.right(), vocabulary) + ") "
                + comparison.relation().sign() + " 0";
    }

    private static String decimal(Value value, Vocabulary vocabulary) {
        return switch (value) {
            case Value.Literal literal ->
                "new BigDecimal(\"" + number(literal.value()).toPlainString() + "\")";
            case Value.Read read -> decimal(read.fact() + "." + accessor(read, vocabulary), read.kind());
            case Value.Bound bound -> decimal(bound.variable(), bound.kind());
            case Value.Minus minus -> decimal(minus.of(), vocabulary) + ".negate()";
            case Value.Arithmetic it ->
                of(it.operator().sign(), decimal(it.left(), vocabulary), decimal(it.right(), vocabulary));
            case Value.Applied it ->
                of(
                        it.function(),
                        it.to().stream().map(of -> decimal(of, vocabulary)).toList());
        };
    }

    private static String decimal(String engine, Optional<FieldKind> kind) {
        return kind.equals(Optional.of(FieldKind.INTEGER)) ? "BigDecimal.valueOf(" + engine + ")" : engine;
    }

    private static BigDecimal number(Object value) {
        return value instanceof Integer integer ? BigDecimal.valueOf(integer) : (BigDecimal) value;
    }

    private static String accessor(Value.Read read, Vocabulary vocabulary) {
        return vocabulary
                .type(read.type())
                .map(type -> accessor(type, read.field(), vocabulary))
                .orElse(read.field());
    }

    /** How Java reads a field: rows of tables are beans, facts are records. */
    static String accessor(FactModel.Type type, String field, Vocabulary vocabulary) {
        return vocabulary.isTable(type)
                ? "get" + Character.toUpperCase(field.charAt(0)) + field.substring(1) + "()"
                : field + "()";
    }
}
