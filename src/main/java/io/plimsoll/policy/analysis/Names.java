package io.plimsoll.policy.analysis;

import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.pack.TableRow;
import io.plimsoll.rules.facts.FactModel;
import io.plimsoll.rules.model.Condition;
import io.plimsoll.rules.model.Constraint;
import io.plimsoll.rules.model.Relation;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.Test;
import io.plimsoll.rules.model.Value;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which names the texts of facts are compared with: keys of tables, and texts in rules, by {@code Fact.field}. */
final class Names {
    private final Map<String, Map<String, Set<String>>> keys = new TreeMap<>();
    private final Map<String, Set<String>> texts = new TreeMap<>();
    private final Candidate candidate;

    private Names(Candidate candidate) {
        this.candidate = candidate;
    }

    static Names of(Candidate candidate) {
        return of(candidate, candidate.rules().model());
    }

    static Names of(Candidate candidate, List<Rule> rules) {
        Names names = new Names(candidate);
        rules.forEach(names::read);
        return names;
    }

    /** Of the tables that are looked up by the field, the names that most of them have; then, for each table with none of these, its own. */
    List<String> keys(String field) {
        List<Set<String>> tables =
                List.copyOf(keys.getOrDefault(field, Map.of()).values());
        Map<String, Integer> known = new LinkedHashMap<>();
        tables.forEach(names -> names.forEach(name -> known.merge(name, 1, Integer::sum)));
        Set<String> chosen = new LinkedHashSet<>(mostKnown(known, known.keySet()));
        for (Set<String> names : tables) {
            if (Collections.disjoint(chosen, names)) {
                chosen.addAll(mostKnown(known, names));
            }
        }
        return List.copyOf(chosen);
    }

    private static List<String> mostKnown(Map<String, Integer> known, Set<String> among) {
        int most = among.stream()
                .mapToInt(name -> known.getOrDefault(name, 0))
                .max()
                .orElse(0);
        return among.stream()
                .filter(name -> known.getOrDefault(name, 0) == most)
                .toList();
    }

    /** Texts that rules compare the field with. */
    Set<String> texts(String field) {
        return texts.getOrDefault(field, Set.of());
    }

    private void read(Rule rule) {
        Map<String, String> bound = new HashMap<>();
        rule.when().forEach(condition -> read(condition, bound));
    }

    private void read(Condition condition, Map<String, String> bound) {
        switch (condition) {
            case Condition.Pattern pattern -> {
                for (Constraint constraint : pattern.constraints()) {
                    if (constraint instanceof Constraint.Binding binding) {
                        bound.put(binding.variable(), pattern.type() + "." + binding.field());
                    }
                }
                pattern.constraints().forEach(constraint -> {
                    if (constraint instanceof Test test) {
                        read(test, bound);
                    }
                });
            }
            case Condition.Absence absence -> read(absence.of(), bound);
            case Condition.Existence existence -> read(existence.of(), bound);
            case Condition.All all -> all.parts().forEach(part -> read(part, bound));
            case Condition.Any any -> any.branches().forEach(part -> read(part, bound));
            case Condition.Fold fold -> read(fold.of(), bound);
        }
    }

    private void read(Test test, Map<String, String> bound) {
        switch (test) {
            case Test.Comparison comparison -> {
                if (comparison.relation() == Relation.EQUAL || comparison.relation() == Relation.NOT_EQUAL) {
                    join(field(comparison.left(), bound), comparison.right(), bound);
                    join(field(comparison.right(), bound), comparison.left(), bound);
                }
            }
            case Test.OneOf oneOf -> oneOf.values().forEach(value -> join(field(oneOf.of(), bound), value, bound));
            case Test.Presence presence -> {}
            case Test.Both both -> {
                read(both.left(), bound);
                read(both.right(), bound);
            }
            case Test.Either either -> {
                read(either.left(), bound);
                read(either.right(), bound);
            }
            case Test.Opposite opposite -> read(opposite.of(), bound);
        }
    }

    private void join(String field, Value other, Map<String, String> bound) {
        if (field.isEmpty()
                || FactModel.type(field.substring(0, field.indexOf('.'))).isEmpty()) {
            return;
        }
        if (other instanceof Value.Literal literal && literal.value() instanceof String text) {
            texts.computeIfAbsent(field, any -> new LinkedHashSet<>()).add(text);
            return;
        }
        String column = field(other, bound);
        if (!column.isEmpty()) {
            Set<String> found = names(column);
            if (!found.isEmpty()) {
                keys.computeIfAbsent(field, any -> new LinkedHashMap<>()).put(column, found);
            }
        }
    }

    private Set<String> names(String column) {
        int dot = column.indexOf('.');
        Set<String> found = new LinkedHashSet<>();
        for (TableRow row : candidate.tables().getOrDefault(column.substring(0, dot), List.of())) {
            if (row.values().get(column.substring(dot + 1)) instanceof String text) {
                found.add(text);
            }
        }
        return found;
    }

    private static String field(Value value, Map<String, String> bound) {
        return switch (value) {
            case Value.Read read -> read.type() + "." + read.field();
            case Value.Bound variable -> bound.getOrDefault(variable.variable(), "");
            default -> "";
        };
    }
}
