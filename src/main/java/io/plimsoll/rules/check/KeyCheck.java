package io.plimsoll.rules.check;

import io.plimsoll.rules.facts.Naming;
import io.plimsoll.rules.model.Condition;
import io.plimsoll.rules.model.Condition.Pattern;
import io.plimsoll.rules.model.Constraint;
import io.plimsoll.rules.model.Constraint.Binding;
import io.plimsoll.rules.model.Relation;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.Test;
import io.plimsoll.rules.model.Test.Comparison;
import io.plimsoll.rules.model.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Warns of a rule that looks up a keyed table by what no snapshot names. An evaluation sees only the rows whose key stands in its snapshot, so that such a rule
 * finds none, and nothing would tell.
 */
final class KeyCheck {

    private final FindingsOfFile findings;
    private final SourceText text;
    private final Vocabulary vocabulary;

    /** What the names of a rule are bound to. */
    private final Map<String, Value.Read> bound = new HashMap<>();

    private KeyCheck(FindingsOfFile findings, SourceText text, Vocabulary vocabulary) {
        this.findings = findings;
        this.text = text;
        this.vocabulary = vocabulary;
    }

    static void check(Rule rule, FindingsOfFile findings, SourceText text, Vocabulary vocabulary) {
        KeyCheck check = new KeyCheck(findings, text, vocabulary);
        rule.when().forEach(check::condition);
    }

    private void condition(Condition condition) {
        switch (condition) {
            case Pattern pattern -> pattern(pattern);
            case Condition.Absence absence -> condition(absence.of());
            case Condition.Existence existence -> condition(existence.of());
            case Condition.All all -> all.parts().forEach(this::condition);
            case Condition.Any any -> any.branches().forEach(this::condition);
            case Condition.Fold fold -> condition(fold.of());
        }
    }

    private void pattern(Pattern pattern) {
        for (Constraint constraint : pattern.constraints()) {
            if (constraint instanceof Binding binding && binding.read(pattern) instanceof Value.Read read) {
                bound.put(binding.variable(), read);
            }
        }
        Optional<String> key = vocabulary.keyOf(pattern.type());
        if (key.isPresent()) {
            pattern.constraints().forEach(constraint -> constraint(constraint, pattern, key.get()));
        }
    }

    private void constraint(Constraint constraint, Pattern pattern, String key) {
        if (constraint instanceof Test.Both both) {
            constraint(both.left(), pattern, key);
            constraint(both.right(), pattern, key);
        } else if (constraint instanceof Comparison comparison && comparison.relation() == Relation.EQUAL) {
            if (isKey(comparison.left(), pattern, key)) {
                lookedUpBy(comparison.right(), pattern);
            } else if (isKey(comparison.right(), pattern, key)) {
                lookedUpBy(comparison.left(), pattern);
            }
        }
    }

    private static boolean isKey(Value value, Pattern pattern, String key) {
        return value instanceof Value.Read read
                && read.fact().equals(pattern.variable())
                && read.field().equals(key);
    }

    private void lookedUpBy(Value name, Pattern pattern) {
        Value said = name instanceof Value.Bound of ? bound.get(of.variable()) : name;
        if (said instanceof Value.Literal literal) {
            if (Naming.isOfAllOthers(literal.value().toString())) {
                warn(
                        name,
                        "a row of `" + pattern.type() + "` is seen only where its key stands in the snapshot: no row"
                                + " is that of all others");
            }
        } else if (said instanceof Value.Read read && !isNaming(read)) {
            warn(
                    name,
                    "no snapshot is named by `" + read.field() + "` of " + read.type() + ", so that no row of `"
                            + pattern.type() + "` is seen by it");
        }
    }

    private boolean isNaming(Value.Read read) {
        return Naming.isBy(read.type(), read.field())
                || vocabulary.keyOf(read.type()).equals(Optional.of(read.field()));
    }

    private void warn(Value at, String message) {
        findings.warning(
                Code.KEY,
                text.span(at.range()),
                message,
                "leave `@key` out of the declaration: then every row is seen");
    }
}
