package io.plimsoll.policy.mutation;

import io.plimsoll.money.Decimals;
import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Call;
import io.plimsoll.rules.model.Range;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.Value;
import io.plimsoll.rules.verbs.VerbModel;
import io.plimsoll.rules.verbs.VerbModel.Parameter;
import io.plimsoll.rules.verbs.VerbModel.Verb;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Small changes of what a rule proposes. */
final class CallMutators {
    private final Rule rule;
    private final Ticks ticks;
    private final Sink sink;

    /** Takes each change. */
    @FunctionalInterface
    interface Sink {
        void take(Range range, String words, Rule changed);
    }

    CallMutators(Rule rule, Ticks ticks, Sink sink) {
        this.rule = rule;
        this.ticks = ticks;
        this.sink = sink;
    }

    void all() {
        for (Call call : rule.then()) {
            if (rule.then().size() > 1) {
                sink.take(call.range(), "the proposal left out", Rewrite.drop(rule, call));
            }
            neighbour(call)
                    .ifPresent(verb -> sink.take(
                            call.range(),
                            "`" + verb.name() + "` in place of `" + call.verb().name() + "`",
                            Rewrite.replace(rule, call, new Call(verb, call.arguments(), call.range()))));
            for (int i = 0; i < call.arguments().size(); i++) {
                argument(call.arguments().get(i), call.verb().parameters().get(i));
            }
        }
    }

    /** The next verb that takes the same. */
    private Optional<Verb> neighbour(Call call) {
        List<Verb> verbs = VerbModel.of(rule.info().stage()).verbs().stream()
                .filter(verb -> isSame(verb.parameters(), call.verb().parameters()))
                .toList();
        return verbs.size() < 2
                ? Optional.empty()
                : Optional.of(verbs.get((verbs.indexOf(call.verb()) + 1) % verbs.size()));
    }

    private static boolean isSame(List<Parameter> some, List<Parameter> others) {
        return shapes(some).equals(shapes(others));
    }

    private static List<String> shapes(List<Parameter> parameters) {
        return parameters.stream()
                .map(parameter -> parameter.type() + parameter.values())
                .toList();
    }

    private void argument(Value value, Parameter parameter) {
        if (parameter.kind().equals(Optional.of(FieldKind.DECIMAL))) {
            BigDecimal tick = ticks.of(rule, value);
            for (boolean up : new boolean[] {true, false}) {
                sink.take(
                        value.range(),
                        "it " + Decimals.plain(tick) + (up ? " higher" : " lower"),
                        Rewrite.replace(rule, value, Mutators.moved(value, up ? tick : tick.negate())));
            }
        }
        if (value instanceof Value.Literal literal && parameter.values().size() > 1) {
            List<String> values = parameter.values();
            String other = values.get((values.indexOf(literal.value().toString()) + 1) % values.size());
            sink.take(
                    value.range(),
                    "\"" + other + "\" in its place",
                    Rewrite.replace(rule, value, new Value.Literal(other, literal.literalKind(), literal.range())));
        }
        for (Calculated found : calculations(value)) {
            sink.take(found.range(), found.words(), Rewrite.replace(rule, found.original(), found.instead()));
        }
    }

    /** A calculation and another in its place. */
    record Calculated(Value original, Value instead, Range range, String words) {}

    /**
     * Every calculation within a value with one that is near it: a sum for a difference, a quotient the other way round, the smallest for the
     * largest, a number for its root. A product is left alone, since its factors are moved.
     */
    static List<Calculated> calculations(Value value) {
        List<Calculated> found = new ArrayList<>();
        switch (value) {
            case Value.Arithmetic it -> {
                swapped(it).ifPresent(found::add);
                found.addAll(calculations(it.left()));
                found.addAll(calculations(it.right()));
            }
            case Value.Applied it -> {
                found.add(swapped(it));
                it.to().forEach(of -> found.addAll(calculations(of)));
            }
            case Value.Minus minus -> found.addAll(calculations(minus.of()));
            case Value.Literal literal -> {}
            case Value.Read read -> {}
            case Value.Bound bound -> {}
        }
        return found;
    }

    private static Optional<Calculated> swapped(Value.Arithmetic it) {
        return switch (it.operator()) {
            case PLUS -> Optional.of(swapped(it, Value.Operator.MINUS));
            case MINUS -> Optional.of(swapped(it, Value.Operator.PLUS));
            case TIMES -> Optional.empty();
            case DIVIDED ->
                Optional.of(new Calculated(
                        it,
                        new Value.Arithmetic(it.operator(), it.right(), it.left(), it.operatorRange()),
                        it.operatorRange(),
                        "divided the other way round"));
        };
    }

    private static Calculated swapped(Value.Arithmetic it, Value.Operator operator) {
        return new Calculated(
                it,
                new Value.Arithmetic(operator, it.left(), it.right(), it.operatorRange()),
                it.operatorRange(),
                "`" + operator.sign() + "` in place of `" + it.operator().sign() + "`");
    }

    private static Calculated swapped(Value.Applied it) {
        Value.Function function = it.function();
        if (!function.isOfSeveral()) {
            return new Calculated(it, it.to().getFirst(), it.range(), "without `" + function.word() + "`");
        }
        Value.Function other = function == Value.Function.MAX ? Value.Function.MIN : Value.Function.MAX;
        return new Calculated(
                it,
                new Value.Applied(other, it.to(), it.range()),
                it.range(),
                "`" + other.word() + "` in place of `" + function.word() + "`");
    }
}
