package io.plimsoll.rules;

import io.plimsoll.decision.Proposal;
import io.plimsoll.decision.Proposed;
import io.plimsoll.money.Decimals;
import io.plimsoll.rules.check.EngineText.Reading;
import io.plimsoll.rules.model.RuleInfo;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.kie.api.runtime.rule.Match;

/** Explains a firing: which rule it is, what the rule says, and which values it looked at. */
final class Because {

    /** What an absent value is called in an explanation. */
    private static final String ABSENT = "absent";

    private final Map<String, RuleInfo> rules;
    private final Map<String, List<Reading>> readings;
    private final Map<Class<?>, Map<String, Method>> accessors = new ConcurrentHashMap<>();

    /** Both by rule id, which is the only name the engine has for a rule. */
    Because(Map<String, RuleInfo> rules, Map<String, List<Reading>> readings) {
        this.rules = Map.copyOf(rules);
        this.readings = Map.copyOf(readings);
    }

    Proposed proposed(Match match, Proposal proposal) {
        String id = match.getRule().getName();
        RuleInfo rule = rules.get(id);
        return new Proposed(id, rule == null ? "" : rule.says(), facts(match), proposal);
    }

    /**
     * The values by what they are called; of an {@code or}, only those of the branch that matched. Fields of one name that hold the same
     * value, as the two sides of a join do, are told once and by that name alone.
     */
    Map<String, String> facts(Match match) {
        Map<Reading, String> values = values(match);
        Map<String, Set<String>> byField = new HashMap<>();
        values.forEach((reading, value) -> byField.computeIfAbsent(reading.field(), field -> new HashSet<>())
                .add(value));
        Map<String, String> facts = new HashMap<>();
        values.forEach((reading, value) -> {
            boolean alone = !reading.field().isEmpty()
                    && byField.getOrDefault(reading.field(), Set.of()).size() == 1;
            facts.put(alone ? reading.field() : reading.label(), value);
        });
        return facts;
    }

    private Map<Reading, String> values(Match match) {
        Map<Reading, String> values = new HashMap<>();
        List<String> bound = match.getDeclarationIds();
        String rule = match.getRule().getName();
        for (Reading reading : readings.getOrDefault(rule, List.of())) {
            if (bound.contains(reading.variable())) {
                Object value = match.getDeclarationValue(reading.variable());
                values.put(
                        reading,
                        plain(reading.field().isEmpty() || value == null ? value : valueOf(value, reading.field())));
            }
        }
        return values;
    }

    /** The value of a fact's field; null where it is absent. */
    @Nullable
    Object valueOf(Object fact, String field) {
        try {
            return accessors
                    .computeIfAbsent(fact.getClass(), type -> new ConcurrentHashMap<>())
                    .computeIfAbsent(field, name -> accessor(fact.getClass(), name))
                    .invoke(fact);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read `" + field + "` of " + fact, e);
        }
    }

    /** Facts are records, rows of tables have getters. */
    private static Method accessor(Class<?> type, String field) {
        String name = type.isRecord() ? field : "get" + Character.toUpperCase(field.charAt(0)) + field.substring(1);
        try {
            return type.getMethod(name);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("no field `" + field + "` in " + type, e);
        }
    }

    private static String plain(@Nullable Object value) {
        return switch (value) {
            case null -> ABSENT;
            case BigDecimal decimal -> Decimals.plain(decimal);
            default -> value.toString();
        };
    }
}
