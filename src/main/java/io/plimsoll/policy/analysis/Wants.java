package io.plimsoll.policy.analysis;

import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Condition;
import io.plimsoll.rules.model.Constraint;
import io.plimsoll.rules.model.Relation;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.Test;
import io.plimsoll.rules.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What an account must have for a rule to look at it: the facts of its patterns with the texts and truths it asks of them. Limits are left
 * out; those are found by moving the account.
 *
 * @param facts in the order of the rule
 */
record Wants(List<Fact> facts) {
    Wants {
        facts = List.copyOf(facts);
    }

    /**
     * A fact that a pattern looks for.
     *
     * @param fields texts and truths as text, by field; of a number or time that is compared, or must be there, only that it is looked at
     */
    record Fact(String type, Map<String, String> fields) {
        Optional<String> field(String name) {
            return Optional.ofNullable(fields.get(name));
        }
    }

    /** True if a pattern of a type looks at one of some fields. */
    boolean lookAt(String type, String... fields) {
        return facts.stream()
                .anyMatch(fact -> fact.type().equals(type) && Stream.of(fields).anyMatch(fact.fields()::containsKey));
    }

    static Wants of(Rule rule) {
        List<Fact> facts = new ArrayList<>();
        rule.when().forEach(condition -> collect(condition, facts));
        return new Wants(facts);
    }

    private static void collect(Condition condition, List<Fact> into) {
        switch (condition) {
            case Condition.Pattern pattern -> {
                if (!pattern.table()) {
                    Map<String, String> fields = new TreeMap<>();
                    pattern.constraints().forEach(constraint -> collect(constraint, fields));
                    into.add(new Fact(pattern.type(), fields));
                }
            }
            case Condition.Absence absence -> collect(absence.of(), into);
            case Condition.Existence existence -> collect(existence.of(), into);
            case Condition.All all -> all.parts().forEach(part -> collect(part, into));
            case Condition.Any any -> any.branches().forEach(part -> collect(part, into));
            case Condition.Fold fold -> collect(fold.of(), into);
        }
    }

    private static void collect(Constraint constraint, Map<String, String> fields) {
        switch (constraint) {
            case Test.Comparison comparison -> {
                if (comparison.relation() == Relation.EQUAL
                        && comparison.left() instanceof Value.Read read
                        && comparison.right() instanceof Value.Literal literal) {
                    fields.put(read.field(), literal.value().toString());
                } else if (comparison.left() instanceof Value.Read read
                        && comparison
                                .right()
                                .kind()
                                .filter(FieldKind::isOrdered)
                                .isPresent()) {
                    fields.putIfAbsent(read.field(), "compared");
                }
            }
            case Test.OneOf oneOf -> {
                if (oneOf.wanted()
                        && oneOf.of() instanceof Value.Read read
                        && oneOf.values().getFirst() instanceof Value.Literal literal) {
                    fields.put(read.field(), literal.value().toString());
                }
            }
            case Test.Presence presence -> {
                if (presence.wanted() && presence.of() instanceof Value.Read read) {
                    fields.putIfAbsent(read.field(), "present");
                }
            }
            case Test.Both both -> {
                collect(both.left(), fields);
                collect(both.right(), fields);
            }
            case Test.Either either -> collect(either.left(), fields);
            case Test.Opposite opposite -> {}
            case Constraint.Binding binding -> {}
        }
    }
}
