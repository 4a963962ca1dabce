package io.plimsoll.rules.straight;

import io.plimsoll.rules.Because;
import io.plimsoll.rules.compile.CompileBudget;
import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Condition;
import io.plimsoll.rules.model.Constraint;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.Test;
import io.plimsoll.rules.model.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads a rule into ways without alternatives, its variables turned into slots. */
final class Ways {

    /** Ways of one rule; each is code of its own. */
    private static final int WAYS_MAX = 64;

    /** Slots of one way; they are a method's parameters. */
    private static final int SLOTS_MAX = 100;

    /** A rule's way to its firing. */
    record Path(List<Step> steps, Firing firing) {}

    /** What is bound so far. */
    private record Bound(List<Step> steps, Map<String, Operand> variables, int slots) {

        Bound then(Step step, Map<String, Operand> also, int taken) {
            List<Step> more = new ArrayList<>(steps);
            more.add(step);
            Map<String, Operand> all = new HashMap<>(variables);
            all.putAll(also);
            return new Bound(more, all, slots + taken);
        }

        Bound within(int taken) {
            return new Bound(List.of(), variables, slots + taken);
        }
    }

    private final Rule rule;
    private final Because.OfRule because;
    private final Map<String, Set<String>> read;
    private final CompileBudget budget;
    private final Set<Test> last = Collections.newSetFromMap(new IdentityHashMap<>());

    private Ways(Rule rule, Because.OfRule because, Map<String, Set<String>> read, CompileBudget budget) {
        this.rule = rule;
        this.because = because;
        this.read = read;
        this.budget = budget;
        last.addAll(rule.askedLast());
    }

    /** @param read receives the fields that the rule reads, by the name of their fact */
    static List<Path> of(Rule rule, Because.OfRule because, Map<String, Set<String>> read, CompileBudget budget)
            throws NotStraight {
        return new Ways(rule, because, read, budget).paths();
    }

    private List<Path> paths() throws NotStraight {
        List<Path> paths = new ArrayList<>();
        for (Bound end : ways(JoinOrder.of(rule.when()), new Bound(List.of(), Map.of(), 0))) {
            List<Check> asked = new ArrayList<>();
            for (Test test : rule.askedLast()) {
                asked.add(check(test, end.variables(), true));
            }
            List<Firing.Call> calls = new ArrayList<>();
            for (var call : rule.then()) {
                List<Operand> arguments = new ArrayList<>();
                for (Value argument : call.arguments()) {
                    arguments.add(operand(argument, end.variables()));
                }
                calls.add(new Firing.Call(call.verb(), arguments));
            }
            paths.add(new Path(end.steps(), new Firing(because, asked, calls, end.variables())));
        }
        return paths;
    }

    private List<Bound> ways(List<Condition> conditions, Bound bound) throws NotStraight {
        budget.check();
        if (bound.slots() > SLOTS_MAX) {
            throw new NotStraight("rule `" + rule.id() + "` matches more than " + SLOTS_MAX + " facts");
        }
        if (conditions.isEmpty()) {
            return List.of(bound);
        }
        List<Condition> rest = conditions.subList(1, conditions.size());
        return switch (conditions.getFirst()) {
            case Condition.Pattern pattern -> ways(rest, each(pattern, bound));
            case Condition.All all -> ways(joined(all.parts(), rest), bound);
            case Condition.Any any -> {
                List<Bound> branches = new ArrayList<>();
                for (Condition branch : any.branches()) {
                    branches.addAll(ways(joined(List.of(branch), rest), bound));
                    if (branches.size() > WAYS_MAX) {
                        throw new NotStraight("rule `" + rule.id() + "` matches in more than " + WAYS_MAX + " ways");
                    }
                }
                yield branches;
            }
            case Condition.Absence absence -> ways(rest, bound.then(ask(false, absence.of(), bound), Map.of(), 0));
            case Condition.Existence existence -> ways(rest, bound.then(ask(true, existence.of(), bound), Map.of(), 0));
            case Condition.Fold fold -> ways(rest, folded(fold, bound));
        };
    }

    private static List<Condition> joined(List<Condition> one, List<Condition> other) {
        List<Condition> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    private Bound each(Condition.Pattern pattern, Bound bound) throws NotStraight {
        Operand.Fact fact = new Operand.Fact(bound.slots(), pattern.type(), pattern.table());
        Map<String, Operand> variables = new HashMap<>(bound.variables());
        variables.put(pattern.variable(), fact);
        List<Check> checks = new ArrayList<>();
        for (Constraint constraint : pattern.constraints()) {
            switch (constraint) {
                case Constraint.Binding binding ->
                    variables.put(binding.variable(), operand(binding.read(pattern), variables));
                case Test test -> add(test, variables, checks);
            }
        }
        return bound.then(new Step.Each(fact.slot(), pattern.type(), pattern.table(), checks), variables, 1);
    }

    private void add(Test test, Map<String, Operand> variables, List<Check> checks) throws NotStraight {
        if (!last.contains(test)) {
            check(test, variables, false).parts().forEach(checks::add);
        }
    }

    private Step ask(boolean wanted, Condition of, Bound bound) throws NotStraight {
        List<Step.Way> ways = new ArrayList<>();
        for (Bound way : ways(List.of(of), bound.within(0))) {
            ways.add(new Step.Way(way.steps(), List.of()));
        }
        return new Step.Ask(wanted, ways);
    }

    private Bound folded(Condition.Fold fold, Bound bound) throws NotStraight {
        int taken = fold.results().size();
        List<Step.Way> ways = new ArrayList<>();
        for (Bound way : ways(List.of(fold.of()), bound.within(taken))) {
            List<Optional<Operand>> values = new ArrayList<>();
            for (Condition.Result result : fold.results()) {
                boolean counts = result.function() == Condition.Function.COUNT;
                values.add(
                        counts || result.of().isEmpty()
                                ? Optional.empty()
                                : Optional.of(safe(result.of().get(), way.variables())));
            }
            ways.add(new Step.Way(way.steps(), values));
        }
        List<Step.Result> results = new ArrayList<>();
        Map<String, Operand> variables = new HashMap<>(bound.variables());
        for (Condition.Result result : fold.results()) {
            FieldKind kind = result.function() == Condition.Function.COUNT ? FieldKind.INTEGER : FieldKind.DECIMAL;
            variables.put(result.variable(), new Operand.Result(bound.slots() + results.size(), kind));
            results.add(new Step.Result(result.function(), kind));
        }
        List<Check> checks = new ArrayList<>();
        for (Test test : fold.tests()) {
            add(test, variables, checks);
        }
        return bound.then(new Step.Fold(bound.slots(), results, ways, checks), variables, taken);
    }

    /** @param mayFail true where an exception is the rule's own failure, as in what is asked last */
    private Check check(Test test, Map<String, Operand> variables, boolean mayFail) throws NotStraight {
        return switch (test) {
            case Test.Comparison it -> {
                if (!mayFail && it.mayFail()) {
                    throw new NotStraight("rule `" + rule.id() + "` divides where it is not asked last");
                }
                yield new Check.Compared(operand(it.left(), variables), it.relation(), operand(it.right(), variables));
            }
            case Test.Presence it -> new Check.Present(safe(it.of(), variables), it.wanted());
            case Test.OneOf it -> {
                List<Operand> values = new ArrayList<>();
                for (Value value : it.values()) {
                    values.add(safe(value, variables));
                }
                yield new Check.Among(safe(it.of(), variables), it.wanted(), values);
            }
            case Test.Both it ->
                new Check.Both(check(it.left(), variables, mayFail), check(it.right(), variables, mayFail));
            case Test.Either it ->
                new Check.Either(check(it.left(), variables, mayFail), check(it.right(), variables, mayFail));
            case Test.Opposite it -> new Check.Not(check(it.of(), variables, mayFail));
        };
    }

    private Operand safe(Value value, Map<String, Operand> variables) throws NotStraight {
        if (value.mayFail()) {
            throw new NotStraight("rule `" + rule.id() + "` divides where it is not asked last");
        }
        return operand(value, variables);
    }

    private Operand operand(Value value, Map<String, Operand> variables) {
        return switch (value) {
            case Value.Literal it -> new Operand.Const(it.value(), it.literalKind());
            case Value.Read it -> {
                Operand.Fact fact = (Operand.Fact) bound(it.fact(), variables);
                read.computeIfAbsent(fact.type(), type -> new HashSet<>()).add(it.field());
                yield new Operand.Field(fact.slot(), fact.type(), fact.table(), it.field(), it.fieldKind());
            }
            case Value.Bound it -> bound(it.variable(), variables);
            case Value.Arithmetic it ->
                new Operand.Arithmetic(it.operator(), operand(it.left(), variables), operand(it.right(), variables));
            case Value.Minus it -> new Operand.Minus(operand(it.of(), variables));
            case Value.Applied it ->
                new Operand.Applied(
                        it.function(),
                        it.to().stream().map(to -> operand(to, variables)).toList());
        };
    }

    private static Operand bound(String variable, Map<String, Operand> variables) {
        return Objects.requireNonNull(variables.get(variable), () -> "`" + variable + "` is not bound");
    }
}
