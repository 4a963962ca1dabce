package io.plimsoll.rules.straight;

import io.plimsoll.rules.model.Condition;
import io.plimsoll.rules.model.Constraint;
import io.plimsoll.rules.model.Test;
import io.plimsoll.rules.model.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Puts the facts of which there is at most one first, always in the same order, as far as what they ask for is bound by then. Rules that begin
 * with the same conditions share them, and which comes first makes no difference to what matches.
 */
final class JoinOrder {

    private static final List<String> AT_MOST_ONE = List.of("Account", "MarginAccount", "MarginCall", "LastDecision");

    private JoinOrder() {}

    static List<Condition> of(List<Condition> conditions) {
        List<Condition> left = new ArrayList<>(flattened(conditions).toList());
        List<Condition> ordered = new ArrayList<>();
        Set<String> bound = new HashSet<>();
        while (!left.isEmpty()) {
            Condition next = next(left, bound);
            left.remove(next);
            ordered.add(next);
            if (next instanceof Condition.Pattern pattern) {
                bound.add(pattern.variable());
                pattern.constraints().forEach(constraint -> {
                    if (constraint instanceof Constraint.Binding binding) {
                        bound.add(binding.variable());
                    }
                });
            }
        }
        return ordered;
    }

    private static Stream<Condition> flattened(List<Condition> conditions) {
        return conditions.stream()
                .flatMap(condition ->
                        condition instanceof Condition.All all ? flattened(all.parts()) : Stream.of(condition));
    }

    private static Condition next(List<Condition> left, Set<String> bound) {
        Condition next = left.getFirst();
        int rank = rank(next, bound);
        for (Condition condition : left) {
            int other = rank(condition, bound);
            if (other < rank) {
                next = condition;
                rank = other;
            }
        }
        return next;
    }

    private static int rank(Condition condition, Set<String> bound) {
        if (condition instanceof Condition.Pattern pattern && !pattern.table()) {
            int rank = AT_MOST_ONE.indexOf(pattern.type());
            return rank >= 0 && isReady(pattern, bound) ? rank : AT_MOST_ONE.size();
        }
        return AT_MOST_ONE.size();
    }

    private static boolean isReady(Condition.Pattern pattern, Set<String> bound) {
        Set<String> known = new HashSet<>(bound);
        known.add(pattern.variable());
        for (Constraint constraint : pattern.constraints()) {
            switch (constraint) {
                case Constraint.Binding binding -> known.add(binding.variable());
                case Test test -> {
                    if (!variables(test).allMatch(known::contains)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private static Stream<String> variables(Test test) {
        return switch (test) {
            case Test.Comparison it -> Stream.concat(variables(it.left()), variables(it.right()));
            case Test.Presence it -> variables(it.of());
            case Test.OneOf it ->
                Stream.concat(variables(it.of()), it.values().stream().flatMap(JoinOrder::variables));
            case Test.Both it -> Stream.concat(variables(it.left()), variables(it.right()));
            case Test.Either it -> Stream.concat(variables(it.left()), variables(it.right()));
            case Test.Opposite it -> variables(it.of());
        };
    }

    private static Stream<String> variables(Value value) {
        return switch (value) {
            case Value.Literal it -> Stream.empty();
            case Value.Read it -> Stream.of(it.fact());
            case Value.Bound it -> Stream.of(it.variable());
            case Value.Arithmetic it -> Stream.concat(variables(it.left()), variables(it.right()));
            case Value.Minus it -> variables(it.of());
            case Value.Applied it -> it.to().stream().flatMap(JoinOrder::variables);
        };
    }
}
