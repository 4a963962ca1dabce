package io.plimsoll.rules.straight;

import io.plimsoll.rules.compile.CompileBudget;
import io.plimsoll.rules.facts.FieldKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds what in a tree of nodes differs in nothing but constants, and makes a template of it. A stage of thousands of rules has a few templates: a few
 * methods, which the virtual machine soon compiles, and their constants as data.
 */
final class Shapes {

    /** Templates that one place of the code tells apart; more would make a method too large to be compiled. */
    private static final int TEMPLATES_MAX = 60;

    private final CompileBudget budget;
    private final Map<Shape, Integer> numbers = new HashMap<>();
    private final Map<Node, Integer> known = new IdentityHashMap<>();
    private final Map<Integer, Shape> templates = new HashMap<>();

    /**
     * A tree and the templates that it calls.
     *
     * @param constants of {@code root}
     */
    record Shaped(Shape root, Object[] constants, Map<Integer, Shape> templates) {}

    private Shapes(CompileBudget budget) {
        this.budget = budget;
    }

    static Shaped of(Node root, CompileBudget budget) throws NotStraight {
        Shapes shapes = new Shapes(budget);
        Constants constants = Constants.kept();
        Shape shape = shapes.shape(root, constants);
        return new Shaped(shape, constants.toArray(), shapes.templates);
    }

    /** The number of a node's template: the same for nodes that differ in constants. */
    private int template(Node node) throws NotStraight {
        Integer number = known.get(node);
        if (number == null) {
            Shape shape = whole(node, Constants.dropped());
            number = numbers.computeIfAbsent(shape, any -> numbers.size());
            known.put(node, number);
        }
        return number;
    }

    private Shape whole(Node node, Constants constants) throws NotStraight {
        return node instanceof Node.Fire fire ? fire(fire.firing(), constants) : shape(node, constants);
    }

    private Calls.Call call(Node node, int place) throws NotStraight {
        return new Calls.Call(place, constants(node));
    }

    private Object[] constants(Node node) throws NotStraight {
        budget.check();
        Constants constants = Constants.kept();
        templates.put(template(node), whole(node, constants));
        return constants.toArray();
    }

    private Shape shape(Node node, Constants constants) throws NotStraight {
        return switch (node) {
            case Node.All it -> all(it.nodes(), constants);
            case Node.Loop it -> new Shape.Loop(it.slot(), source(it.from(), constants), shape(it.then(), constants));
            case Node.Require it -> new Shape.Require(constants.check(it.check()), shape(it.then(), constants));
            case Node.Switch it -> cases(it, constants);
            case Node.Ladder it -> ladder(it, constants);
            case Node.Ask it ->
                new Shape.Ask(it.wanted(), shape(it.question(), constants), shape(it.then(), constants));
            case Node.Fold it ->
                new Shape.Fold(it.slot(), it.results(), shape(it.gathering(), constants), shape(it.then(), constants));
            case Node.Fire it -> new Shape.One(constants.areKept() ? constants.add(constants(it)) : 0, template(it));
            case Node.Found it -> new Shape.Found();
            case Node.Gather it ->
                new Shape.Gather(
                        it.slot(),
                        it.functions(),
                        it.values().stream()
                                .map(value -> value.map(constants::decimal))
                                .toList());
        };
    }

    private static Shape fire(Firing firing, Constants constants) throws NotStraight {
        constants.add(firing);
        List<Check> last = new ArrayList<>();
        for (Check check : firing.last()) {
            last.add(constants.check(check));
        }
        List<Firing.Call> calls = new ArrayList<>();
        for (Firing.Call call : firing.calls()) {
            List<Operand> arguments = new ArrayList<>();
            for (int i = 0; i < call.arguments().size(); i++) {
                Operand argument = call.arguments().get(i);
                boolean isDecimal = call.verb().parameters().get(i).kind().equals(Optional.of(FieldKind.DECIMAL));
                arguments.add(isDecimal ? constants.decimal(argument) : constants.value(argument));
            }
            calls.add(new Firing.Call(call.verb(), arguments));
        }
        return new Shape.Fire(last, calls);
    }

    private static Node.Source source(Node.Source source, Constants constants) {
        return source instanceof Node.Rows rows
                ? new Node.Rows(
                        rows.index(),
                        rows.keys().stream().map(constants::value).toList(),
                        rows.interval()
                                .map(interval -> new Node.Interval(
                                        constants.value(interval.aboveLower()),
                                        constants.value(interval.belowUpper()))))
                : source;
    }

    /** One of several calls, and the constant that it stands beside. */
    private record Branch(Object constant, Node node) {}

    /** A branch with what is called. */
    private record Called(Object constant, Calls.Call call) {}

    /** What tells at run time which of the calls are made. */
    private interface Gathering {
        Object of(List<Called> called);
    }

    /** What occurs once is written here, what occurs again is called. */
    private Shape all(List<Node> nodes, Constants constants) throws NotStraight {
        TreeMap<Integer, List<Node>> groups = new TreeMap<>();
        for (Node node : nodes) {
            groups.computeIfAbsent(template(node), any -> new ArrayList<>()).add(node);
        }
        List<Shape> shapes = new ArrayList<>();
        List<Branch> repeated = new ArrayList<>();
        for (List<Node> group : groups.values()) {
            if (group.size() == 1) {
                shapes.add(shape(group.getFirst(), constants));
            } else {
                group.forEach(node -> repeated.add(new Branch("", node)));
            }
        }
        shapes.addAll(several(repeated, new Shape.Every(), Shapes::everyOne, constants));
        return one(shapes);
    }

    private static Calls everyOne(List<Called> called) {
        return new Calls(called.stream()
                .map(Called::call)
                .sorted(Comparator.comparingInt(Calls.Call::template))
                .toList());
    }

    private Shape cases(Node.Switch of, Constants constants) throws NotStraight {
        List<Branch> branches = new ArrayList<>();
        of.cases().forEach((constant, node) -> branches(node, constant, branches));
        Gathering gathering = called -> {
            Map<Object, List<Called>> byConstant = new LinkedHashMap<>();
            called.forEach(one -> byConstant
                    .computeIfAbsent(one.constant(), any -> new ArrayList<>())
                    .add(one));
            Map<Object, Calls> calls = new HashMap<>();
            byConstant.forEach((constant, ones) -> calls.put(constant, everyOne(ones)));
            return new Cases(calls);
        };
        return one(several(branches, new Shape.Equal(of.of()), gathering, constants));
    }

    private Shape ladder(Node.Ladder of, Constants constants) throws NotStraight {
        List<Branch> branches = new ArrayList<>();
        of.rungs().forEach(rung -> branches(rung.then(), rung.limit(), branches));
        Gathering gathering = called -> new Ladder(
                of.relation(),
                called.stream().map(one -> (BigDecimal) one.constant()).toList(),
                new Calls(called.stream().map(Called::call).toList()));
        return one(several(branches, new Shape.Beyond(of.of()), gathering, constants));
    }

    private static void branches(Node node, Object constant, List<Branch> branches) {
        List<Node> nodes = node instanceof Node.All all ? all.nodes() : List.of(node);
        nodes.forEach(each -> branches.add(new Branch(constant, each)));
    }

    private List<Shape> several(List<Branch> branches, Shape.Which which, Gathering gathering, Constants constants)
            throws NotStraight {
        TreeMap<Integer, List<Branch>> byTemplate = new TreeMap<>();
        for (Branch branch : branches) {
            byTemplate
                    .computeIfAbsent(template(branch.node()), any -> new ArrayList<>())
                    .add(branch);
        }
        List<Integer> all = List.copyOf(byTemplate.keySet());
        List<Shape> shapes = new ArrayList<>();
        for (int from = 0; from < all.size(); from += TEMPLATES_MAX) {
            List<Integer> part = all.subList(from, Math.min(from + TEMPLATES_MAX, all.size()));
            int place = constants.areKept() ? constants.add(gathering.of(called(branches, part))) : 0;
            shapes.add(new Shape.Several(place, which, part));
        }
        return shapes;
    }

    private List<Called> called(List<Branch> branches, List<Integer> templates) throws NotStraight {
        List<Called> called = new ArrayList<>();
        for (Branch branch : branches) {
            int place = templates.indexOf(template(branch.node()));
            if (place >= 0) {
                called.add(new Called(branch.constant(), call(branch.node(), place)));
            }
        }
        return called;
    }

    private static Shape one(List<Shape> shapes) {
        return shapes.size() == 1 ? shapes.getFirst() : new Shape.All(shapes);
    }
}
