package io.plimsoll.rules.check;

import io.plimsoll.rules.check.EngineText.Reading;
import io.plimsoll.rules.check.Tree.Applied;
import io.plimsoll.rules.check.Tree.Binary;
import io.plimsoll.rules.check.Tree.Expression;
import io.plimsoll.rules.check.Tree.In;
import io.plimsoll.rules.check.Tree.Minus;
import io.plimsoll.rules.check.Tree.Name;
import io.plimsoll.rules.check.Tree.Negated;
import io.plimsoll.rules.check.Tree.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Collects what a rule looks at, and finds the shortest name for each value that no other value of the rule has. */
final class Readings {

    private record Read(String variable, String field, String type) {
        String name() {
            return field.isEmpty() ? variable.substring(1) : field;
        }
    }

    private final Set<Read> reads = new LinkedHashSet<>();
    private final Map<String, String> typeOf = new HashMap<>();

    /** A fact that is there wherever the rule fires, and the variable it is bound to. */
    void fact(String variable, String type) {
        typeOf.put(variable, type);
    }

    void field(String variable, String field) {
        reads.add(new Read(variable, field, ""));
    }

    /** A value that is no field, such as a sum. */
    void value(String variable) {
        typeOf.put(variable, "");
        reads.add(new Read(variable, "", ""));
    }

    /** The fields that an expression reads; a field without a variable is one of the pattern's own fact. */
    void expression(Expression expression, String own) {
        switch (expression) {
            case Name name
            when !name.token().text().startsWith("$") -> field(own, name.token().text());
            case Property property ->
                field(property.variable().text(), property.field().text());
            case Binary binary -> {
                expression(binary.left(), own);
                expression(binary.right(), own);
            }
            case In in ->
                Stream.concat(Stream.of(in.left()), in.values().stream()).forEach(value -> expression(value, own));
            case Applied applied -> applied.to().forEach(value -> expression(value, own));
            case Minus minus -> expression(minus.inner(), own);
            case Negated negated -> expression(negated.inner(), own);
            default -> {
                // Literals and variables: a variable's field is read where it is bound.
            }
        }
    }

    /** What is bound only within {@code not}, {@code exists} or {@code accumulate} has no value when the rule fires. */
    List<Reading> all() {
        List<Read> known = reads.stream()
                .filter(read -> typeOf.containsKey(read.variable()))
                .map(read -> new Read(read.variable(), read.field(), typeOf.getOrDefault(read.variable(), "")))
                .toList();
        List<Reading> readings = new ArrayList<>();
        for (Read read : known) {
            readings.add(new Reading(read.variable(), read.field(), label(read, known)));
        }
        return readings;
    }

    private static String label(Read read, List<Read> all) {
        List<Read> sameName =
                all.stream().filter(other -> other.name().equals(read.name())).toList();
        if (sameName.size() == 1) {
            return read.name();
        }
        List<Read> sameType = sameName.stream()
                .filter(other -> other.type().equals(read.type()))
                .toList();
        String type = read.type().isEmpty() ? read.variable() : read.type() + "." + read.name();
        if (sameType.size() == 1) {
            return type;
        }
        boolean named = !read.variable().startsWith("$_");
        return named
                ? read.variable().substring(1) + "." + read.name()
                : type + " (" + (sameType.indexOf(read) + 1) + ")";
    }
}
