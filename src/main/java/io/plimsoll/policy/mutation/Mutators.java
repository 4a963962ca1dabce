package io.plimsoll.policy.mutation;

import io.plimsoll.money.Decimals;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.coverage.RuleNodes;
import io.plimsoll.policy.coverage.RuleTexts;
import io.plimsoll.policy.coverage.Seen;
import io.plimsoll.policy.mutation.Mutant.Change;
import io.plimsoll.policy.mutation.Mutant.OfRows;
import io.plimsoll.policy.mutation.Mutant.OfRule;
import io.plimsoll.policy.mutation.Ticks.TableColumn;
import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Condition;
import io.plimsoll.rules.model.Constraint;
import io.plimsoll.rules.model.Range;
import io.plimsoll.rules.model.Relation;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.Test;
import io.plimsoll.rules.model.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Every small change of a pack that its scenarios should notice. */
final class Mutators {
    private static final Map<Relation, Relation> AT_THE_LIMIT = Map.of(
            Relation.LESS, Relation.AT_MOST,
            Relation.AT_MOST, Relation.LESS,
            Relation.MORE, Relation.AT_LEAST,
            Relation.AT_LEAST, Relation.MORE);

    private static final Map<Relation, Relation> OPPOSITE = new EnumMap<>(Map.of(
            Relation.LESS, Relation.AT_LEAST,
            Relation.AT_LEAST, Relation.LESS,
            Relation.MORE, Relation.AT_MOST,
            Relation.AT_MOST, Relation.MORE,
            Relation.EQUAL, Relation.NOT_EQUAL,
            Relation.NOT_EQUAL, Relation.EQUAL,
            Relation.CONTAINS, Relation.NOT_CONTAINS,
            Relation.NOT_CONTAINS, Relation.CONTAINS,
            Relation.MATCHES, Relation.NOT_MATCHES,
            Relation.NOT_MATCHES, Relation.MATCHES));

    private final Ticks ticks;
    private final RuleTexts texts;
    private final List<Mutant> mutants = new ArrayList<>();

    private Mutators(Candidate pack) {
        this.ticks = new Ticks(pack);
        this.texts = new RuleTexts(pack.rules());
    }

    /** Every change of the rules, in their order, then of the tables' durations, instants and whole numbers. */
    static List<Mutant> of(Candidate pack, List<Rule> rules) {
        Mutators mutators = new Mutators(pack);
        rules.forEach(mutators::rule);
        Set<TableColumn> moved = new HashSet<>();
        rules.forEach(rule -> mutators.columns(rule, moved));
        return mutators.mutants;
    }

    private void rule(Rule rule) {
        Range whole =
                new Range(rule.info().line(), 1, rule.info().line(), rule.id().length() + 1);
        add(
                rule,
                whole,
                rule.id(),
                "the rule left out",
                new OfRule(rule, List.of()),
                seen -> seen.wasTried(rule),
                seen -> seen.hasFired(rule));
        for (Condition condition : RuleNodes.conditions(rule)) {
            condition(rule, condition);
        }
        RuleNodes.tests(rule).forEach(test -> test(rule, test));
        new CallMutators(
                        rule,
                        ticks,
                        (range, words, changed) -> change(
                                rule, range, words, changed, seen -> seen.hasFired(rule), seen -> seen.hasFired(rule)))
                .all();
    }

    private void condition(Rule rule, Condition condition) {
        switch (condition) {
            case Condition.Absence absence ->
                quantified(rule, absence, "not", "exists", new Condition.Existence(absence.of(), absence.range()));
            case Condition.Existence existence ->
                quantified(rule, existence, "exists", "not", new Condition.Absence(existence.of(), existence.range()));
            case Condition.Any any ->
                any.branches()
                        .forEach(branch -> change(
                                rule,
                                branch,
                                "the branch left out",
                                Rewrite.drop(rule, branch),
                                seen -> seen.wasTried(rule),
                                seen -> seen.hasHeld(branch)));
            case Condition.Fold fold -> fold.results().forEach(result -> function(rule, fold, result));
            case Condition.Pattern pattern -> {
                if (pattern.constraints().isEmpty()
                        && !Uses.isVariable(rule, pattern.variable())
                        && rule.when().contains(pattern)) {
                    change(
                            rule,
                            pattern,
                            "the pattern left out",
                            Rewrite.drop(rule, pattern),
                            seen -> seen.wasTried(rule),
                            seen -> seen.wasTried(rule));
                }
            }
            case Condition.All all -> {}
        }
    }

    /** A `not` or an `exists`: left out, and the other in its place. */
    private void quantified(Rule rule, Condition condition, String word, String otherWord, Condition other) {
        Predicate<Seen> asked = seen -> seen.hasHeld(condition) || seen.hasFailed(condition);
        change(
                rule,
                condition,
                "the `" + word + "` left out",
                Rewrite.drop(rule, condition),
                asked,
                seen -> seen.hasFailed(condition));
        String words = "`" + otherWord + "` in place of `" + word + "`";
        change(rule, condition, words, Rewrite.replace(rule, condition, other), asked, asked);
    }

    private void function(Rule rule, Condition.Fold fold, Condition.Result result) {
        Condition.Function other = switch (result.function()) {
            case MIN, SUM -> Condition.Function.MAX;
            case MAX, AVERAGE -> Condition.Function.MIN;
            case COUNT -> null;
        };
        if (other != null) {
            Condition.Result swapped = new Condition.Result(result.variable(), other, result.of(), result.range());
            Predicate<Seen> tried = seen -> seen.wasTried(rule);
            String words =
                    "`" + other.word() + "` in place of `" + result.function().word() + "`";
            change(rule, result.range(), words, Rewrite.replace(rule, result, swapped), tried, tried);
        }
    }

    private void test(Rule rule, Test test) {
        Predicate<Seen> tested = seen -> seen.wasTested(test);
        if (!Uses.isDemanded(rule, test)) {
            boolean direct = Uses.isConstraint(rule, test);
            change(
                    rule,
                    test,
                    "the constraint left out",
                    Rewrite.drop(rule, test),
                    tested,
                    direct ? seen -> seen.hasFailed(test) : tested);
        }
        switch (test) {
            case Test.Comparison comparison -> comparison(rule, comparison, tested);
            case Test.OneOf oneOf -> {
                if (oneOf.values().size() > 1) {
                    for (Value value : oneOf.values()) {
                        change(
                                rule,
                                value.range(),
                                "the value left out",
                                Rewrite.drop(rule, value),
                                tested,
                                oneOf.wanted() ? seen -> seen.hasHeld(test) : seen -> seen.hasFailed(test));
                    }
                }
                Test opposite = new Test.OneOf(oneOf.of(), !oneOf.wanted(), oneOf.values(), oneOf.range());
                change(rule, test, "the opposite", Rewrite.replace(rule, test, opposite), tested, tested);
            }
            case Test.Presence presence -> {}
            case Test.Both both -> {}
            case Test.Either either -> {}
            case Test.Opposite opposite -> {}
        }
    }

    private void comparison(Rule rule, Test.Comparison comparison, Predicate<Seen> tested) {
        Relation atTheLimit = AT_THE_LIMIT.get(comparison.relation());
        if (atTheLimit != null) {
            relation(rule, comparison, atTheLimit, tested, seen -> seen.wasAt(comparison));
            limit(rule, comparison, tested);
        }
        Relation opposite = OPPOSITE.get(comparison.relation());
        if (opposite != null) {
            relation(rule, comparison, opposite, tested, tested);
        }
        arithmetic(rule, comparison.left(), tested);
        arithmetic(rule, comparison.right(), tested);
    }

    private void relation(
            Rule rule, Test.Comparison comparison, Relation other, Predicate<Seen> tested, Predicate<Seen> tells) {
        Test changed = new Test.Comparison(comparison.left(), other, comparison.right(), comparison.relationRange());
        String words = "`" + other.sign() + "` in place of `"
                + comparison.relation().sign() + "` in `" + texts.text(rule, comparison.range()) + "`";
        change(rule, comparison.relationRange(), words, Rewrite.replace(rule, comparison, changed), tested, tells);
    }

    /** Moves the limit of a comparison of numbers; those of other kinds are moved in their tables. */
    private void limit(Rule rule, Test.Comparison comparison, Predicate<Seen> tested) {
        boolean limitIsLeft = isLimit(rule, comparison.left()) && !isLimit(rule, comparison.right());
        Value limit = limitIsLeft ? comparison.left() : comparison.right();
        Optional<FieldKind> kind = limit.kind();
        if (!kind.equals(Optional.of(FieldKind.DECIMAL)) && !kind.equals(Optional.of(FieldKind.INTEGER))) {
            return;
        }
        Value other = limitIsLeft ? comparison.right() : comparison.left();
        BigDecimal tick = ticks.of(rule, limit instanceof Value.Literal ? other : limit);
        for (boolean up : new boolean[] {true, false}) {
            Value moved = moved(limit, up ? tick : tick.negate());
            String words = "`" + texts.text(rule, limit.range()) + "` " + Decimals.plain(tick)
                    + (up ? " higher" : " lower") + " in `" + texts.text(rule, comparison.range()) + "`";
            change(rule, limit.range(), words, Rewrite.replace(rule, limit, moved), tested, tested);
        }
    }

    private boolean isLimit(Rule rule, Value value) {
        return value instanceof Value.Literal || ticks.columnOf(rule, value).isPresent();
    }

    static Value moved(Value value, BigDecimal by) {
        Value step = new Value.Literal(by, FieldKind.DECIMAL, value.range());
        return new Value.Arithmetic(Value.Operator.PLUS, value, step, value.range());
    }

    private void arithmetic(Rule rule, Value value, Predicate<Seen> tested) {
        for (CallMutators.Calculated found : CallMutators.calculations(value)) {
            Rule changed = Rewrite.replace(rule, found.original(), found.instead());
            change(rule, found.range(), found.words(), changed, tested, tested);
        }
    }

    /** Durations, instants and whole numbers that any rule looks at are moved where they stand, once. */
    private void columns(Rule rule, Set<TableColumn> moved) {
        for (Condition condition : RuleNodes.conditions(rule)) {
            if (condition instanceof Condition.Pattern pattern && pattern.table()) {
                for (Constraint constraint : pattern.constraints()) {
                    column(rule, pattern, constraint)
                            .filter(column -> isMovedInTable(column.column().kind()) && moved.add(column))
                            .ifPresent(column -> columns(rule, pattern, constraint, column));
                }
            }
        }
    }

    private Optional<TableColumn> column(Rule rule, Condition.Pattern pattern, Constraint constraint) {
        return switch (constraint) {
            case Constraint.Binding binding -> ticks.column(pattern.type(), binding.field());
            case Test.Comparison comparison ->
                ticks.columnOf(rule, comparison.left()).or(() -> ticks.columnOf(rule, comparison.right()));
            case Test other -> Optional.empty();
        };
    }

    private void columns(Rule rule, Condition.Pattern pattern, Constraint constraint, TableColumn column) {
        String name = column.type().name() + "." + column.column().name();
        for (boolean up : new boolean[] {true, false}) {
            add(
                    rule,
                    constraint.range(),
                    texts.text(rule, constraint.range()),
                    "`" + name + "` one step " + (up ? "higher" : "lower") + " in every row",
                    new OfRows(rows -> ticks.moved(rows, column, up)),
                    seen -> seen.hasMatched(pattern.type()),
                    seen -> seen.wasTriedOn(pattern.type()));
        }
    }

    private static boolean isMovedInTable(FieldKind kind) {
        return kind == FieldKind.DURATION || kind == FieldKind.INSTANT || kind == FieldKind.INTEGER;
    }

    private void change(
            Rule rule, Condition at, String words, Rule changed, Predicate<Seen> reaches, Predicate<Seen> tells) {
        change(rule, at.range(), words, changed, reaches, tells);
    }

    private void change(
            Rule rule, Test at, String words, Rule changed, Predicate<Seen> reaches, Predicate<Seen> tells) {
        change(rule, at.range(), words, changed, reaches, tells);
    }

    private void change(
            Rule rule, Range at, String words, Rule changed, Predicate<Seen> reaches, Predicate<Seen> tells) {
        add(rule, at, texts.text(rule, at), words, new OfRule(rule, List.of(changed)), reaches, tells);
    }

    private void add(
            Rule rule,
            Range at,
            String original,
            String words,
            Change change,
            Predicate<Seen> reaches,
            Predicate<Seen> tells) {
        mutants.add(new Mutant(
                rule.id(),
                RuleTexts.fileOf(rule),
                at,
                original,
                words,
                change,
                known -> reaches.test(known.seen()),
                known -> tells.test(known.seen())));
    }
}
