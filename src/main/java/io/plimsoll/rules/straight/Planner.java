package io.plimsoll.rules.straight;

import io.plimsoll.rules.compile.CompileBudget;
import io.plimsoll.rules.model.Relation;
import io.plimsoll.rules.model.TableType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Lays the ways of all rules of a stage over one another, so that what several ask is asked once. */
final class Planner {

    /** So many constants of one field are told apart by a table rather than one by one. */
    private static final int CASES_MIN = 3;

    /** So many limits of one field are passed by a search rather than one by one. */
    private static final int RUNGS_MIN = 4;

    private static final int COPIES_MAX = 16;

    private final Lookups lookups;
    private final CompileBudget budget;

    private Planner(Lookups lookups, CompileBudget budget) {
        this.lookups = lookups;
        this.budget = budget;
    }

    /**
     * A way as far as it is left to go: first its checks, then its steps, then its end.
     *
     * @param copies of it that stand beside different constants
     */
    record Left(List<Check> checks, List<Step> steps, Node end, int copies) {

        Left(List<Check> checks, List<Step> steps, Node end) {
            this(checks, steps, end, 1);
        }

        Optional<Check> first(Predicate<Check> wanted) {
            return checks.stream().filter(wanted).findFirst();
        }

        Left without(Check check) {
            List<Check> others = new ArrayList<>(checks);
            others.remove(check);
            return new Left(others, steps, end, copies);
        }

        Left copied(int times) {
            return new Left(checks, steps, end, copies * times);
        }

        /** The first of its checks that chooses among constants of a field, unless those are so many that the way would be written too often. */
        Optional<Check> choice(Operand.Field of) {
            return first(check -> check.choice()
                    .filter(choice -> choice.field().equals(of))
                    .filter(choice -> choice.constants().size() * copies <= COPIES_MAX)
                    .isPresent());
        }
    }

    static Node plan(List<Ways.Path> paths, List<TableType> tables, CompileBudget budget) {
        List<Left> all = new ArrayList<>();
        paths.forEach(path -> all.add(new Left(List.of(), path.steps(), new Node.Fire(path.firing()))));
        return new Planner(new Lookups(tables), budget).node(all);
    }

    private Node node(List<Left> all) {
        budget.check();
        List<Node> nodes = new ArrayList<>();
        List<Left> checked = new ArrayList<>();
        List<Left> free = new ArrayList<>();
        all.forEach(left -> (left.checks().isEmpty() ? free : checked).add(left));
        addSteps(free, nodes);
        List<Left> single = addLadders(addSwitches(checked, nodes), nodes);
        addChecks(single, nodes);
        return nodes.size() == 1 ? nodes.getFirst() : new Node.All(nodes);
    }

    private List<Left> addSwitches(List<Left> all, List<Node> nodes) {
        List<Left> rest = all;
        for (Operand.Field field : mostFrequent(all, check -> check.choice().map(Check.Choice::field))) {
            Map<Object, List<Left>> cases = new LinkedHashMap<>();
            List<Left> others = new ArrayList<>();
            for (Left left : rest) {
                Optional<Check> asked = left.choice(field);
                if (asked.isPresent()) {
                    Set<Object> constants = asked.get().choice().orElseThrow().constants();
                    Left each = left.without(asked.get()).copied(constants.size());
                    constants.forEach(constant -> cases.computeIfAbsent(constant, any -> new ArrayList<>())
                            .add(each));
                } else {
                    others.add(left);
                }
            }
            if (cases.size() >= CASES_MIN) {
                Map<Object, Node> planned = new LinkedHashMap<>();
                cases.forEach((constant, lefts) -> planned.put(constant, node(lefts)));
                nodes.add(new Node.Switch(field, planned));
                rest = others;
            }
        }
        return rest;
    }

    private List<Left> addLadders(List<Left> all, List<Node> nodes) {
        List<Left> rest = all;
        for (Relation relation : List.of(Relation.LESS, Relation.AT_MOST, Relation.MORE, Relation.AT_LEAST)) {
            for (Operand.Field field :
                    mostFrequent(rest, check -> limit(check, relation).map(Check.Limit::field))) {
                Map<BigDecimal, List<Left>> rungs = new LinkedHashMap<>();
                List<Left> others = new ArrayList<>();
                for (Left left : rest) {
                    Optional<Check> asked = left.first(check ->
                            limit(check, relation).map(Check.Limit::field).equals(Optional.of(field)));
                    if (asked.isPresent()) {
                        BigDecimal limit =
                                (BigDecimal) asked.get().limit().orElseThrow().normal();
                        rungs.computeIfAbsent(limit, any -> new ArrayList<>()).add(left.without(asked.get()));
                    } else {
                        others.add(left);
                    }
                }
                if (rungs.size() >= RUNGS_MIN) {
                    Comparator<BigDecimal> order = Ladder.inOrderOfPassing(relation);
                    nodes.add(new Node.Ladder(
                            field,
                            relation,
                            rungs.entrySet().stream()
                                    .sorted(Map.Entry.comparingByKey(order))
                                    .map(rung -> new Node.Rung(rung.getKey(), node(rung.getValue())))
                                    .toList()));
                    rest = others;
                }
            }
        }
        return rest;
    }

    private static Optional<Check.Limit> limit(Check check, Relation relation) {
        return check.limit().filter(limit -> limit.relation() == relation);
    }

    /** The fields that checks ask so, that of the most ways first. */
    private static List<Operand.Field> mostFrequent(List<Left> all, Function<Check, Optional<Operand.Field>> asked) {
        Map<Operand.Field, Integer> counts = new LinkedHashMap<>();
        for (Left left : all) {
            Set<Operand.Field> fields = new LinkedHashSet<>();
            left.checks().forEach(check -> asked.apply(check).ifPresent(fields::add));
            fields.forEach(field -> counts.merge(field, 1, Integer::sum));
        }
        return counts.entrySet().stream()
                .sorted(Map.Entry.<Operand.Field, Integer>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Each way under the one of its checks that most ways share. */
    private void addChecks(List<Left> all, List<Node> nodes) {
        Map<Check, Integer> counts = new HashMap<>();
        all.forEach(left -> new LinkedHashSet<>(left.checks()).forEach(check -> counts.merge(check, 1, Integer::sum)));
        Map<Check, List<Left>> groups = new LinkedHashMap<>();
        for (Left left : all) {
            Check shared = left.checks().getFirst();
            for (Check check : left.checks()) {
                if (count(counts, check) > count(counts, shared)) {
                    shared = check;
                }
            }
            groups.computeIfAbsent(shared, any -> new ArrayList<>()).add(left.without(shared));
        }
        groups.forEach((check, lefts) -> nodes.add(new Node.Require(check, node(lefts))));
    }

    private static int count(Map<Check, Integer> counts, Check check) {
        return Objects.requireNonNull(counts.get(check));
    }

    private void addSteps(List<Left> all, List<Node> nodes) {
        Map<Step, List<Left>> groups = new LinkedHashMap<>();
        List<Left> loops = new ArrayList<>();
        for (Left left : all) {
            if (left.steps().isEmpty()) {
                nodes.add(left.end());
            } else if (left.steps().getFirst() instanceof Step.Each) {
                loops.add(left);
            } else {
                groups.computeIfAbsent(left.steps().getFirst(), any -> new ArrayList<>())
                        .add(left);
            }
        }
        lookups.grouped(loops)
                .forEach((loop, lefts) -> nodes.add(new Node.Loop(loop.slot(), loop.from(), node(lefts))));
        groups.forEach((step, lefts) -> nodes.add(
                switch (step) {
                    case Step.Each each -> throw new IllegalStateException("a loop: " + each);
                    case Step.Ask ask ->
                        new Node.Ask(
                                ask.wanted(),
                                question(ask.ways(), way -> new Node.Found()),
                                node(behind(lefts, List.of())));
                    case Step.Fold fold -> fold(fold, lefts);
                }));
    }

    private Node fold(Step.Fold fold, List<Left> lefts) {
        var functions = fold.results().stream().map(Step.Result::function).toList();
        Node gathering = question(fold.ways(), way -> new Node.Gather(fold.slot(), functions, way.folded()));
        return new Node.Fold(fold.slot(), fold.results(), gathering, node(behind(lefts, fold.checks())));
    }

    private Node question(List<Step.Way> ways, Function<Step.Way, Node> end) {
        return node(ways.stream()
                .map(way -> new Left(List.of(), way.steps(), end.apply(way)))
                .toList());
    }

    private static List<Left> behind(List<Left> lefts, List<Check> checks) {
        return lefts.stream()
                .map(left ->
                        new Left(checks, left.steps().subList(1, left.steps().size()), left.end(), left.copies()))
                .toList();
    }
}
