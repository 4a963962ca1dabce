package io.plimsoll.policy.analysis;

import io.plimsoll.rules.model.Condition;
import io.plimsoll.rules.model.Constraint;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.Test;
import io.plimsoll.rules.model.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a rule bounds from both sides: only of such bands one alone is meant to match. A rule that asks {@code above < $notional} alone leaves
 * it to the stage to choose among all rows that match.
 *
 * @param values what is bounded, such as {@code Position.notional}
 * @param tables types of which two columns bound the same value from both sides
 */
record Bands(Set<String> values, Set<String> tables) {
    private static final String ROW = "row ";

    /** One side of a band: the value is above, or below, another. */
    private record Bound(String value, boolean above, String other) {}

    static Bands of(Rule rule) {
        Map<String, String> names = new HashMap<>();
        List<Bound> bounds = new ArrayList<>();
        rule.when().forEach(condition -> collect(condition, names, bounds));
        Set<String> values = new TreeSet<>();
        Set<String> tables = new TreeSet<>();
        for (Bound low : bounds) {
            for (Bound high : bounds) {
                boolean band = low.above() && !high.above() && low.value().equals(high.value());
                if (band && !low.value().startsWith(ROW) && !low.other().equals(high.other())) {
                    values.add(low.value());
                    String table = table(low.other());
                    if (!table.isEmpty() && table.equals(table(high.other()))) {
                        tables.add(table);
                    }
                }
            }
        }
        return new Bands(values, tables);
    }

    private static String table(String value) {
        return value.startsWith(ROW) ? value.substring(ROW.length(), value.indexOf('.')) : "";
    }

    private static void collect(Condition condition, Map<String, String> names, List<Bound> bounds) {
        switch (condition) {
            case Condition.Pattern pattern -> {
                for (Constraint constraint : pattern.constraints()) {
                    switch (constraint) {
                        case Constraint.Binding binding ->
                            names.put(
                                    binding.variable(),
                                    (pattern.table() ? ROW : "") + pattern.type() + "." + binding.field());
                        case Test test -> collect(test, pattern, names, bounds);
                    }
                }
            }
            case Condition.Absence absence -> {}
            case Condition.Existence existence -> collect(existence.of(), names, bounds);
            case Condition.All all -> all.parts().forEach(part -> collect(part, names, bounds));
            case Condition.Any any -> {}
            case Condition.Fold fold -> {}
        }
    }

    private static void collect(Test test, Condition.Pattern pattern, Map<String, String> names, List<Bound> bounds) {
        switch (test) {
            case Test.Comparison comparison
            when comparison.relation().isOrder() -> {
                String left = text(comparison.left(), pattern, names);
                String right = text(comparison.right(), pattern, names);
                boolean above = comparison.relation().holds(1);
                bounds.add(new Bound(left, above, right));
                bounds.add(new Bound(right, !above, left));
            }
            case Test.Both both -> {
                collect(both.left(), pattern, names, bounds);
                collect(both.right(), pattern, names, bounds);
            }
            default -> {}
        }
    }

    private static String text(Value value, Condition.Pattern pattern, Map<String, String> names) {
        return switch (value) {
            case Value.Literal literal -> literal.value().toString();
            case Value.Read read ->
                (pattern.table() && read.fact().equals(pattern.variable()) ? ROW : "") + read.type() + "."
                        + read.field();
            case Value.Bound bound -> names.getOrDefault(bound.variable(), bound.variable());
            case Value.Minus minus -> "-" + text(minus.of(), pattern, names);
            case Value.Applied applied ->
                applied.function().word()
                        + applied.to().stream()
                                .map(of -> text(of, pattern, names))
                                .collect(Collectors.joining(",", "(", ")"));
            case Value.Arithmetic arithmetic ->
                "(" + text(arithmetic.left(), pattern, names)
                        + arithmetic.operator().sign() + text(arithmetic.right(), pattern, names) + ")";
        };
    }
}
