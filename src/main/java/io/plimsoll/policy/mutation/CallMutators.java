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
        for (Value.Arithmetic found : arithmeticIn(value)) {
            swapped(found)
                    .ifPresent(swapped -> sink.take(
                            found.operatorRange(), wordsOf(found, swapped), Rewrite.replace(rule, found, swapped)));
        }
    }

    /** Every calculation within a value. */
    static List<Value.Arithmetic> arithmeticIn(Value value) {
        List<Value.Arithmetic> found = new ArrayList<>();
        switch (value) {
            case Value.Arithmetic arithmetic -> {
                found.add(arithmetic);
                found.addAll(arithmeticIn(arithmetic.left()));
                found.addAll(arithmeticIn(arithmetic.right()));
            }
            case Value.Minus minus -> found.addAll(arithmeticIn(minus.of()));
            case Value.Literal literal -> {}
            case Value.Read read -> {}
            case Value.Bound bound -> {}
        }
        return found;
    }

    /** A sum for a difference and the other way round; a product is left alone, since its factors are moved. */
    static Optional<Value.Arithmetic> swapped(Value.Arithmetic arithmetic) {
        return switch (arithmetic.operator()) {
            case PLUS -> Optional.of(with(arithmetic, Value.Operator.MINUS));
            case MINUS -> Optional.of(with(arithmetic, Value.Operator.PLUS));
            case TIMES -> Optional.empty();
        };
    }

    private static Value.Arithmetic with(Value.Arithmetic arithmetic, Value.Operator operator) {
        return new Value.Arithmetic(operator, arithmetic.left(), arithmetic.right(), arithmetic.operatorRange());
    }

    static String wordsOf(Value.Arithmetic original, Value.Arithmetic changed) {
        return "`" + changed.operator().sign() + "` in place of `"
                + original.operator().sign() + "`";
    }
}
