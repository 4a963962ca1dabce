package io.plimsoll.rules.facts;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** What a field of a fact or a column of a table holds. */
public enum FieldKind {
    STRING(String.class),
    DECIMAL(BigDecimal.class),
    INTEGER(Integer.class),
    BOOLEAN(Boolean.class),
    DURATION(Duration.class),
    INSTANT(Instant.class);

    private final Class<?> javaType;

    FieldKind(Class<?> javaType) {
        this.javaType = javaType;
    }

    /** The class of a value of this kind. */
    public Class<?> javaType() {
        return javaType;
    }

    /** The name a rule file declares this kind by, such as {@code BigDecimal}. */
    public String declaredAs() {
        return javaType.getSimpleName();
    }

    /** The kind that a rule file declares by a name; empty for any other name. */
    public static Optional<FieldKind> declaredAs(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.declaredAs().equals(name))
                .findFirst();
    }

    /** The kind a Java class stands for; empty for any other class. */
    public static Optional<FieldKind> of(Class<?> type) {
        return Arrays.stream(values()).filter(kind -> kind.javaType == type).findFirst();
    }

    /** True for decimals and integers, which compare and calculate with one another. */
    public boolean isNumber() {
        return this == DECIMAL || this == INTEGER;
    }

    /** True if values of this kind have an order that {@code < <= > >=} may ask for. */
    public boolean isOrdered() {
        return isNumber() || this == DURATION || this == INSTANT;
    }

    /** The kind in words, for messages. */
    public String inWords() {
        return switch (this) {
            case STRING -> "text";
            case DECIMAL -> "a decimal";
            case INTEGER -> "an integer";
            case BOOLEAN -> "true or false";
            case DURATION -> "a duration";
            case INSTANT -> "an instant";
        };
    }
}
