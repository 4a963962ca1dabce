package io.plimsoll.rules.check;

import io.plimsoll.rules.check.Variable.Place;
import io.plimsoll.rules.facts.FactModel;
import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Value;
import java.util.List;
import java.util.Optional;

/**
 * A value, as the check understands it and as the engine is told it.
 *
 * @param kind empty for a fact, for {@code null}, and where it could not be understood
 * @param values the only values a text may have; of a literal itself
 * @param absent the place to test for presence before use; empty if the value is always there
 * @param place the field it is read from; empty for anything else
 * @param value what it stands for; empty where that could not be understood, and for {@code null}
 * @param engine how the engine is told; decimals in calculations as calls, since the engine's own operators round at 34 digits
 */
record Term(
        Span span,
        Optional<FieldKind> kind,
        Optional<FactModel.Type> fact,
        List<String> values,
        Optional<Place> absent,
        Optional<Place> place,
        Form form,
        Optional<Value> value,
        String engine) {

    /** What the value is made of. */
    enum Form {
        LITERAL,
        NULL,
        READ,
        CALCULATED,
        UNKNOWN
    }

    static Term unknown(Span span) {
        return new Term(
                span,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Form.UNKNOWN,
                Optional.empty(),
                "");
    }

    static Term literal(Span span, FieldKind kind, List<String> values, Value value, String engine) {
        return new Term(
                span,
                Optional.of(kind),
                Optional.empty(),
                values,
                Optional.empty(),
                Optional.empty(),
                Form.LITERAL,
                Optional.of(value),
                engine);
    }

    static Term nothing(Span span) {
        return new Term(
                span,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Form.NULL,
                Optional.empty(),
                "null");
    }

    /** A decimal that is calculated. */
    static Term calculated(Span span, Value value, String engine) {
        return new Term(
                span,
                Optional.of(FieldKind.DECIMAL),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Form.CALCULATED,
                Optional.of(value),
                engine);
    }

    /** What it stands for; only where it was understood. */
    Value understood() {
        return value.orElseThrow();
    }

    boolean isUnknown() {
        return form == Form.UNKNOWN;
    }

    boolean isLiteral() {
        return form == Form.LITERAL;
    }

    boolean isNull() {
        return form == Form.NULL;
    }

    boolean isNumber() {
        return kind.map(FieldKind::isNumber).orElse(false);
    }

    boolean is(FieldKind wanted) {
        return kind.equals(Optional.of(wanted));
    }

    /** What it is, in words. */
    String inWords() {
        return fact.map(type -> "a `" + type.name() + "`")
                .orElseGet(() -> kind.map(FieldKind::inWords).orElse("nothing"));
    }

    /** A decimal object, for a call. */
    String asDecimal() {
        if (isLiteral()) {
            return "new BigDecimal(\"" + engine.replace("B", "") + "\")";
        }
        return is(FieldKind.INTEGER) ? "BigDecimal.valueOf(" + engine + ")" : engine;
    }
}
