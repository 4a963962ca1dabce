package io.plimsoll.rules;

import io.plimsoll.rules.check.EngineText.Join;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * Bounds how many combinations of facts rules could make the engine try. The engine tries them all before the first rule fires, where no
 * limit on firings and no clock reaches it, so a rule that joins a large account's positions with one another without a common field would
 * take memory and processor from everybody. The bound is never below what the engine keeps.
 */
public final class Combinations {

    /** Of one rule: tried in about a second; a thousand positions each against each are half of it. */
    public static final long MAX = 2_000_000;

    /** Of all rules of a stage: no clock is looked at between rules that do not fire, so many that are each just allowed would take minutes. */
    public static final long MAX_OF_STAGE = 5 * MAX;

    private final SortedMap<String, List<Join>> joins;

    /** How many rules join facts and rows of the same types; a stage of thousands of rules has a few. */
    private final Map<List<String>, Integer> shapes = new HashMap<>();

    /** @param joins of each rule, by its id */
    public Combinations(Map<String, List<Join>> joins) {
        this.joins = new TreeMap<>(joins);
        joins.values()
                .forEach(rule ->
                        shapes.merge(rule.stream().map(Join::type).sorted().toList(), 1, Integer::sum));
    }

    /**
     * True if nothing can be excessive where there are at most so many facts and rows of each type; false if {@link #excessive} has to be
     * asked.
     */
    public boolean areFew(ToIntFunction<String> atMost) {
        long total = 0;
        for (Map.Entry<List<String>, Integer> shape : shapes.entrySet()) {
            long product = 1;
            for (String type : shape.getKey()) {
                product = Math.min(product * Math.max(atMost.applyAsInt(type), 1), MAX + 1);
            }
            total += product * shape.getValue();
        }
        return total <= MAX;
    }

    /** What could try too many combinations of these facts, in words; empty if nothing could. */
    public Optional<String> excessive(List<Object> facts) {
        Map<String, Integer> counts = new HashMap<>();
        facts.forEach(fact -> counts.merge(FieldValues.typeOf(fact), 1, Integer::sum));
        if (total(join -> counts.getOrDefault(join.type(), 0)) <= MAX) {
            return Optional.empty();
        }
        Map<Join, Integer> groups = new HashMap<>();
        ToIntFunction<Join> largest = join -> groups.computeIfAbsent(join, any -> largestGroup(any, facts));
        Optional<String> rule = joins.entrySet().stream()
                .filter(entry -> product(entry.getValue(), largest) > MAX)
                .findFirst()
                .map(entry -> "rule `" + entry.getKey() + "` could try more than " + MAX);
        return rule.isPresent() || total(largest) <= MAX_OF_STAGE
                ? rule
                : Optional.of("the rules of the stage together could try more than " + MAX_OF_STAGE);
    }

    private long total(ToIntFunction<Join> size) {
        return joins.values().stream().mapToLong(rule -> product(rule, size)).sum();
    }

    private static long product(List<Join> joins, ToIntFunction<Join> size) {
        long product = 1;
        for (Join join : joins) {
            product = Math.min(product * Math.max(size.applyAsInt(join), 1), MAX + 1);
        }
        return product;
    }

    /** Most facts of a pattern's type that share a value of the field it joins by; all of them where it joins by none. */
    private static int largestGroup(Join join, List<Object> facts) {
        Map<Object, Integer> groups = new HashMap<>();
        for (Object fact : facts) {
            if (FieldValues.typeOf(fact).equals(join.type())) {
                Object value = join.field().isEmpty() ? "" : FieldValues.of(fact, join.field());
                groups.merge(value == null ? "" : value, 1, Integer::sum);
            }
        }
        return groups.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }
}
