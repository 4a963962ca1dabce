package io.plimsoll.rules.facts;

import io.plimsoll.decision.Stage;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What rules may match: every fact with its fields, read from the records of this package. */
public final class FactModel {

    private static final List<Type> TYPES = List.of(
            typeOf(Account.class),
            typeOf(Attribute.class),
            typeOf(Calendar.class),
            typeOf(Position.class),
            typeOf(Collateral.class),
            typeOf(OpenOrder.class),
            typeOf(Accrual.class),
            typeOf(Market.class),
            typeOf(Quote.class),
            typeOf(MarginAccount.class),
            typeOf(Underlying.class),
            typeOf(MarginCall.class),
            typeOf(LastDecision.class));

    private FactModel() {}

    /** A fact that rules may match. */
    public record Type(String name, Stage from, String about, List<Field> fields) {
        public Optional<Field> field(String wanted) {
            return fields.stream().filter(field -> field.name().equals(wanted)).findFirst();
        }
    }

    /**
     * A field of a fact.
     *
     * @param nullable true if the field may be absent, so that a rule must test its presence first
     * @param values the only values a text may have; empty if it may have any
     * @param from first stage whose rules see it
     * @param about one line with unit and sign
     */
    public record Field(String name, FieldKind kind, boolean nullable, List<String> values, Stage from, String about) {}

    /** Every fact, in the order of the vocabulary page. */
    public static List<Type> types() {
        return TYPES;
    }

    /** The fact of a name; empty for any other name. */
    public static Optional<Type> type(String name) {
        return TYPES.stream().filter(type -> type.name().equals(name)).findFirst();
    }

    /** The values a text is limited to by {@link OneOf}; empty without one. */
    public static List<String> valuesOf(Optional<OneOf> limit) {
        return limit.map(oneOf -> Arrays.stream(oneOf.value().getEnumConstants())
                        .map(Enum::name)
                        .toList())
                .orElse(List.of());
    }

    private static Type typeOf(Class<? extends Record> fact) {
        About about = fact.getAnnotation(About.class);
        List<Field> fields = Arrays.stream(fact.getRecordComponents())
                .filter(component -> component.isAnnotationPresent(About.class))
                .map(component -> fieldOf(component, about.from()))
                .toList();
        return new Type(fact.getSimpleName(), about.from(), about.value(), fields);
    }

    private static Field fieldOf(RecordComponent component, Stage factFrom) {
        About about = component.getAnnotation(About.class);
        FieldKind kind = FieldKind.of(component.getType())
                .orElseThrow(() -> new IllegalStateException("rules cannot see a field of type " + component));
        Stage from = about.from().compareTo(factFrom) > 0 ? about.from() : factFrom;
        return new Field(
                component.getName(),
                kind,
                about.mayBeAbsent(),
                valuesOf(Optional.ofNullable(component.getAnnotation(OneOf.class))),
                from,
                about.value());
    }
}
