package io.plimsoll.policy.mutation;

import io.plimsoll.rules.model.Call;
import io.plimsoll.rules.model.Condition;
import io.plimsoll.rules.model.Constraint;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.Test;
import io.plimsoll.rules.model.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A rule with one of its nodes replaced or left out. The node is found by identity, since two may read the same. */
final class Rewrite {
    private final Object node;
    private final Optional<?> instead;

    private Rewrite(Object node, Optional<?> instead) {
        this.node = node;
        this.instead = instead;
    }

    /** The rule with another node of the same sort in the node's place. */
    static Rule replace(Rule rule, Object node, Object instead) {
        return new Rewrite(node, Optional.of(instead)).rule(rule);
    }

    /** The rule without a condition, a test, a call or a value of a list. What loses its last part is left out too. */
    static Rule drop(Rule rule, Object node) {
        return new Rewrite(node, Optional.empty()).rule(rule);
    }

    private Rule rule(Rule rule) {
        List<Call> then =
                rule.then().stream().flatMap(call -> call(call).stream()).toList();
        return new Rule(rule.info(), conditions(rule.when()), then);
    }

    /** Empty where the part is not the one that is meant; otherwise what stands in its place, if anything does. */
    @SuppressWarnings({"unchecked", "ReferenceEquality"})
    private <T> Optional<Optional<T>> here(T found) {
        return found == node ? Optional.of((Optional<T>) instead) : Optional.empty();
    }

    private List<Condition> conditions(List<Condition> conditions) {
        return conditions.stream().flatMap(part -> condition(part).stream()).toList();
    }

    private Optional<Condition> condition(Condition condition) {
        return here(condition).orElseGet(() -> switch (condition) {
            case Condition.Pattern pattern ->
                Optional.of(new Condition.Pattern(
                        pattern.variable(),
                        pattern.type(),
                        pattern.table(),
                        pattern.constraints().stream().flatMap(this::constraint).toList(),
                        pattern.range()));
            case Condition.Absence absence ->
                condition(absence.of()).map(of -> new Condition.Absence(of, absence.range()));
            case Condition.Existence existence ->
                condition(existence.of()).map(of -> new Condition.Existence(of, existence.range()));
            case Condition.All all ->
                Optional.of(conditions(all.parts()))
                        .filter(parts -> !parts.isEmpty())
                        .map(parts -> new Condition.All(parts, all.range()));
            case Condition.Any any ->
                Optional.of(conditions(any.branches()))
                        .filter(branches -> !branches.isEmpty())
                        .map(branches -> new Condition.Any(branches, any.range()));
            case Condition.Fold fold -> condition(fold.of()).map(of -> fold(of, fold));
        });
    }

    private Condition fold(Condition of, Condition.Fold fold) {
        List<Condition.Result> results =
                fold.results().stream().map(this::result).toList();
        List<Test> tests =
                fold.tests().stream().flatMap(test -> test(test).stream()).toList();
        return new Condition.Fold(of, results, tests, fold.range());
    }

    private Condition.Result result(Condition.Result result) {
        return here(result).flatMap(other -> other).orElseGet(() -> {
            Optional<Value> of = result.of().map(this::value);
            return new Condition.Result(result.variable(), result.function(), of, result.range());
        });
    }

    private Stream<Constraint> constraint(Constraint constraint) {
        return switch (constraint) {
            case Constraint.Binding binding -> Stream.of(binding);
            case Test test -> test(test).stream().map(Constraint.class::cast);
        };
    }

    private Optional<Test> test(Test test) {
        return here(test).orElseGet(() -> switch (test) {
            case Test.Comparison it ->
                Optional.of(
                        new Test.Comparison(value(it.left()), it.relation(), value(it.right()), it.relationRange()));
            case Test.Presence it -> Optional.of(new Test.Presence(value(it.of()), it.wanted(), it.range()));
            case Test.OneOf it -> {
                List<Value> values = it.values().stream().flatMap(this::item).toList();
                yield Optional.of(new Test.OneOf(value(it.of()), it.wanted(), values, it.range()));
            }
            case Test.Both it -> joined(test(it.left()), test(it.right()), true);
            case Test.Either it -> joined(test(it.left()), test(it.right()), false);
            case Test.Opposite it -> test(it.of()).map(of -> new Test.Opposite(of, it.range()));
        });
    }

    private static Optional<Test> joined(Optional<Test> left, Optional<Test> right, boolean both) {
        if (left.isEmpty() || right.isEmpty()) {
            return left.or(() -> right);
        }
        return Optional.of(both ? new Test.Both(left.get(), right.get()) : new Test.Either(left.get(), right.get()));
    }

    private Stream<Value> item(Value value) {
        Optional<Optional<Value>> here = here(value);
        return here.isPresent() ? here.get().stream() : Stream.of(value(value));
    }

    private Value value(Value value) {
        return here(value).flatMap(other -> other).orElseGet(() -> switch (value) {
            case Value.Arithmetic it ->
                new Value.Arithmetic(it.operator(), value(it.left()), value(it.right()), it.operatorRange());
            case Value.Applied it ->
                new Value.Applied(
                        it.function(), it.to().stream().map(this::value).toList(), it.range());
            case Value.Minus minus -> new Value.Minus(value(minus.of()), minus.range());
            case Value.Literal literal -> literal;
            case Value.Read read -> read;
            case Value.Bound bound -> bound;
        });
    }

    private Optional<Call> call(Call call) {
        return here(call).orElseGet(() -> {
            List<Value> arguments = call.arguments().stream().map(this::value).toList();
            return Optional.of(new Call(call.verb(), arguments, call.range()));
        });
    }
}
