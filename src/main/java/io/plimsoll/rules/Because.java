package io.plimsoll.rules;

import io.plimsoll.decision.Proposal;
import io.plimsoll.decision.Proposed;
import io.plimsoll.money.Decimals;
import io.plimsoll.rules.check.EngineText.Reading;
import io.plimsoll.rules.model.RuleInfo;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Explains a firing: which rule it is, what the rule says, and which values it looked at. */
public final class Because {

    /** What an absent value is called in an explanation. */
    private static final String ABSENT = "absent";

    private final Map<String, RuleInfo> rules;
    private final Map<String, List<Reading>> readings;

    /** Both by rule id, which is the only name the engine has for a rule. */
    public Because(Map<String, RuleInfo> rules, Map<String, List<Reading>> readings) {
        this.rules = Map.copyOf(rules);
        this.readings = Map.copyOf(readings);
    }

    public Proposed proposed(String id, Bindings bound, Proposal proposal) {
        OfRule rule = of(id);
        return new Proposed(id, rule.says(), () -> rule.facts(bound), proposal);
    }

    /** What explains the firings of one rule. */
    public OfRule of(String id) {
        RuleInfo rule = rules.get(id);
        return new OfRule(id, rule == null ? "" : rule.says(), readings.getOrDefault(id, List.of()));
    }

    /** The variables of a match, by name. */
    public interface Bindings {

        /** False for a variable of a branch that did not match. */
        boolean has(String variable);

        /** Null where the value is absent. */
        @Nullable
        Object value(String variable);
    }

    /**
     * A rule, and what it looks at.
     *
     * @param says the rule's name after its id
     */
    public record OfRule(String id, String says, List<Reading> readings) {

        /**
         * The values by what they are called; of an {@code or}, only those of the branch that matched. Fields of one name that hold the same
         * value, as the two sides of a join do, are told once and by that name alone.
         */
        public Map<String, String> facts(Bindings bound) {
            Map<Reading, String> values = values(bound);
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

        private Map<Reading, String> values(Bindings bound) {
            Map<Reading, String> values = new HashMap<>();
            for (Reading reading : readings) {
                if (bound.has(reading.variable())) {
                    Object value = bound.value(reading.variable());
                    values.put(
                            reading,
                            plain(
                                    reading.field().isEmpty() || value == null
                                            ? value
                                            : FieldValues.of(value, reading.field())));
                }
            }
            return values;
        }

        private static String plain(@Nullable Object value) {
            return switch (value) {
                case null -> ABSENT;
                case BigDecimal decimal -> Decimals.plain(decimal);
                default -> value.toString();
            };
        }
    }
}
