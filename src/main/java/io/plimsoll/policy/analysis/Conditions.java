package io.plimsoll.policy.analysis;

import io.plimsoll.decision.Stage;
import io.plimsoll.money.Decimals;
import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.analysis.Formula.And;
import io.plimsoll.policy.analysis.Formula.Below;
import io.plimsoll.policy.analysis.Formula.Is;
import io.plimsoll.policy.analysis.Formula.Or;
import io.plimsoll.policy.analysis.Formula.Same;
import io.plimsoll.policy.analysis.Linear.Inequality;
import io.plimsoll.policy.pack.TableRow;
import io.plimsoll.rules.facts.FactModel;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of one rule as a formula over the fields of its facts, with the rows of the pack's tables written out. What cannot be told
 * this way is taken to hold and noted, so that a refuted formula proves that the rule never fires.
 */
final class Conditions {
    /** Facts of which there is one at most: every pattern on them is about the same. */
    private static final Set<String> SINGLE = Set.of("Account", "MarginAccount", "MarginCall", "LastDecision");

    private static final Set<String> POSITIVE = Set.of(
            "Position.size",
            "Position.entryPrice",
            "Position.markPrice",
            "Position.indexPrice",
            "Position.multiplier",
            "Position.leverage",
            "Position.price",
            "Position.notional",
            "Collateral.price",
            "OpenOrder.quantity",
            "OpenOrder.limitPrice",
            "OpenOrder.notional",
            "MarginCall.amount");
    private static final Set<String> NOT_NEGATIVE = Set.of(
            "Position.indexDeviation",
            "Position.liquidationDistance",
            "Underlying.breachAbove",
            "Underlying.breachBelow",
            "Underlying.nearestBreach",
            "Position.liquidationDeviations",
            "Position.touchProbability",
            "Position.initialMargin",
            "Position.maintenanceMargin",
            "MarginAccount.initialMargin",
            "MarginAccount.maintenanceMargin",
            "MarginAccount.notional",
            "MarginAccount.closingCost",
            "MarginAccount.positionCount",
            "Account.positionCount",
            "Account.openOrderCount");
    private static final int ROWS_MAX = 300;
    private static final int COMBINATIONS_MAX = 5_000;

    private final Candidate candidate;
    private final Rule rule;
    private final Map<String, Object> bound = new HashMap<>();
    private final Map<String, TableRow> rows = new HashMap<>();
    private final Map<String, String> facts = new HashMap<>();
    private final List<String> untold = new ArrayList<>();
    private int combinations;
    private int unknowns;

    Conditions(Candidate candidate, Rule rule) {
        this.candidate = candidate;
        this.rule = rule;
    }

    /** True if it is proved that no account makes the rule fire. */
    boolean areImpossible() {
        return Formula.Search.refutes(rest(rule.when(), 0));
    }

    /** What was taken to hold because it cannot be told, with its place; known once the formula was asked for. */
    List<String> untold() {
        return untold.stream().distinct().toList();
    }

    /** The condition at a place and all that follow, since what a pattern binds is used behind it. */
    private Formula rest(List<Condition> conditions, int from) {
        return from == conditions.size() ? Formula.TRUE : told(conditions.get(from), conditions, from + 1);
    }

    private Formula told(Condition condition, List<Condition> then, int from) {
        return switch (condition) {
            case Condition.Pattern pattern when pattern.table() -> anyRow(pattern, then, from);
            case Condition.Pattern pattern -> {
                facts.put(pattern.variable(), SINGLE.contains(pattern.type()) ? pattern.type() : pattern.variable());
                List<Formula> parts = new ArrayList<>();
                pattern.constraints().forEach(constraint -> parts.add(told(constraint, pattern)));
                parts.addAll(known(pattern));
                parts.add(rest(then, from));
                yield new And(parts);
            }
            case Condition.Existence existence -> told(existence.of(), then, from);
            case Condition.All all -> {
                List<Condition> joined = new ArrayList<>(all.parts());
                joined.addAll(then.subList(from, then.size()));
                yield rest(joined, 0);
            }
            case Condition.Any any ->
                new Or(any.branches().stream()
                        .map(branch -> told(branch, then, from))
                        .toList());
            case Condition.Absence absence -> new And(List.of(absent(absence), rest(then, from)));
            case Condition.Fold fold -> {
                untold("accumulate", fold.range());
                yield rest(then, from);
            }
        };
    }

    private Formula anyRow(Condition.Pattern pattern, List<Condition> then, int from) {
        List<TableRow> all = candidate.tables().getOrDefault(pattern.type(), List.of());
        if (all.size() > ROWS_MAX) {
            untold(all.size() + " rows of " + pattern.type(), pattern.range());
        }
        List<Formula> any = new ArrayList<>();
        for (TableRow row : all.stream().limit(ROWS_MAX).toList()) {
            if (++combinations > COMBINATIONS_MAX) {
                untold("more than " + COMBINATIONS_MAX + " combinations of rows", pattern.range());
                return Formula.TRUE;
            }
            rows.put(pattern.variable(), row);
            List<Formula> parts = new ArrayList<>();
            pattern.constraints().forEach(constraint -> parts.add(told(constraint, pattern)));
            if (!Formula.Search.refutes(new And(parts))) {
                parts.add(rest(then, from));
                any.add(new And(parts));
            }
        }
        return all.size() > ROWS_MAX ? Formula.TRUE : new Or(any);
    }

    /** Nothing of the kind is there: told of single facts, and of rows that only texts decide about. */
    private Formula absent(Condition.Absence absence) {
        if (!(absence.of() instanceof Condition.Pattern pattern)) {
            untold("not", absence.range());
            return Formula.TRUE;
        }
        if (pattern.table()) {
            List<Formula> none = new ArrayList<>();
            List<TableRow> all = candidate.tables().getOrDefault(pattern.type(), List.of());
            for (TableRow row : all.stream().limit(ROWS_MAX).toList()) {
                rows.put(pattern.variable(), row);
                none.add(opposite(new And(pattern.constraints().stream()
                        .map(constraint -> told(constraint, pattern))
                        .toList())));
            }
            return new And(none);
        }
        if (SINGLE.contains(pattern.type())) {
            facts.put(pattern.variable(), pattern.type());
            return opposite(new And(pattern.constraints().stream()
                    .map(constraint -> told(constraint, pattern))
                    .toList()));
        }
        untold("not " + pattern.type(), absence.range());
        return Formula.TRUE;
    }

    private Formula told(Constraint constraint, Condition.Pattern pattern) {
        return switch (constraint) {
            case Constraint.Binding binding -> {
                bound.put(binding.variable(), value(binding.read(pattern)));
                yield Formula.TRUE;
            }
            case Test test -> told(test);
        };
    }

    private Formula told(Test test) {
        return switch (test) {
            case Test.Comparison comparison ->
                compared(value(comparison.left()), comparison.relation(), value(comparison.right()), comparison);
            case Test.Presence presence ->
                presence.of() instanceof Value.Read read
                        ? new Is(unknown(read) + "?", "present", presence.wanted())
                        : either();
            case Test.OneOf oneOf -> {
                List<Formula> any = new ArrayList<>();
                for (Value value : oneOf.values()) {
                    Test.Comparison equal = new Test.Comparison(oneOf.of(), Relation.EQUAL, value, oneOf.range());
                    any.add(told(equal));
                }
                yield oneOf.wanted() ? new Or(any) : opposite(new Or(any));
            }
            case Test.Both both -> new And(List.of(told(both.left()), told(both.right())));
            case Test.Either either -> new Or(List.of(told(either.left()), told(either.right())));
            case Test.Opposite opposite -> opposite(told(opposite.of()));
        };
    }

    private Formula compared(
            @Nullable Object left, Relation relation, @Nullable Object right, Test.Comparison comparison) {
        if (left instanceof Linear one && right instanceof Linear other) {
            return numbers(one.minus(other), relation);
        }
        boolean equality = relation == Relation.EQUAL || relation == Relation.NOT_EQUAL;
        if (equality && left instanceof Text one && right instanceof Text other) {
            return texts(one, relation == Relation.EQUAL, other);
        }
        untold("`" + relation.sign() + "`", comparison.range());
        return either();
    }

    /** What may hold or not, and so may its opposite. */
    private Formula either() {
        return new Is("untold " + unknowns++, "held", true);
    }

    /** A number of which nothing is known. */
    private Linear any(String what, Range range) {
        untold(what, range);
        return Linear.unknown(what + " " + unknowns++);
    }

    private static Formula numbers(Linear difference, Relation relation) {
        Linear turned = difference.times(BigDecimal.ONE.negate());
        return switch (relation) {
            case LESS -> new Below(new Inequality(difference, true));
            case AT_MOST -> new Below(new Inequality(difference, false));
            case MORE -> new Below(new Inequality(turned, true));
            case AT_LEAST -> new Below(new Inequality(turned, false));
            case EQUAL ->
                new And(List.of(
                        new Below(new Inequality(difference, false)), new Below(new Inequality(turned, false))));
            case NOT_EQUAL ->
                new Or(List.of(new Below(new Inequality(difference, true)), new Below(new Inequality(turned, true))));
            default -> Formula.TRUE;
        };
    }

    private Formula texts(Text left, boolean wanted, Text right) {
        if (left.known() && right.known()) {
            return left.text().equals(right.text()) == wanted ? Formula.TRUE : Formula.FALSE;
        }
        if (left.known() || right.known()) {
            Text unknown = left.known() ? right : left;
            Text known = left.known() ? left : right;
            return new Is(unknown.text(), known.text(), wanted);
        }
        return wanted ? new Same(left.text(), right.text()) : either();
    }

    /** A formula that holds at least wherever the other does not. */
    private static Formula opposite(Formula formula) {
        return switch (formula) {
            case And and ->
                new Or(and.parts().stream().map(Conditions::opposite).toList());
            case Or or -> new And(or.parts().stream().map(Conditions::opposite).toList());
            case Below below ->
                new Below(new Inequality(
                        below.inequality().sum().times(BigDecimal.ONE.negate()),
                        !below.inequality().strict()));
            case Is is -> new Is(is.unknown(), is.value(), !is.wanted());
            case Same same -> Formula.TRUE;
        };
    }

    /** A text, a truth: known, or by the name of what it is read from. */
    private record Text(String text, boolean known) {}

    /** A {@link Linear} for a number or a time, a {@link Text} for anything else; null for what cannot be told. */
    private @Nullable Object value(Value value) {
        return switch (value) {
            case Value.Literal literal -> known(literal.value());
            case Value.Bound variable -> bound.get(variable.variable());
            case Value.Read read -> {
                TableRow row = rows.get(read.fact());
                Object cell = row == null ? null : row.values().get(read.field());
                yield cell != null ? known(cell) : asked(read);
            }
            case Value.Minus minus -> value(minus.of()) instanceof Linear of ? of.times(BigDecimal.ONE.negate()) : null;
            case Value.Arithmetic arithmetic -> calculated(arithmetic);
            case Value.Applied applied -> applied(applied);
        };
    }

    private @Nullable Object calculated(Value.Arithmetic arithmetic) {
        if (!(value(arithmetic.left()) instanceof Linear left)
                || !(value(arithmetic.right()) instanceof Linear right)) {
            return null;
        }
        return switch (arithmetic.operator()) {
            case PLUS -> left.plus(right);
            case MINUS -> left.minus(right);
            case TIMES -> {
                if (left.isConstant()) {
                    yield right.times(left.constant());
                }
                if (right.isConstant()) {
                    yield left.times(right.constant());
                }
                yield any("a product of two values that both vary", arithmetic.range());
            }
            case DIVIDED ->
                left.isConstant() && right.isConstant() && right.constant().signum() != 0
                        ? Linear.of(Decimals.quotientRoundedDown(left.constant(), right.constant()))
                        : any("a quotient of values that vary", arithmetic.range());
        };
    }

    private @Nullable Object applied(Value.Applied applied) {
        List<BigDecimal> known = new ArrayList<>();
        for (Value of : applied.to()) {
            if (!(value(of) instanceof Linear linear)) {
                return null;
            }
            if (!linear.isConstant()) {
                return any("`" + applied.function().word() + "` of values that vary", applied.range());
            }
            known.add(linear.constant());
        }
        BigDecimal first = known.getFirst();
        return switch (applied.function()) {
            case MAX -> Linear.of(known.stream().reduce(BigDecimal::max).orElse(first));
            case MIN -> Linear.of(known.stream().reduce(BigDecimal::min).orElse(first));
            case ABS -> Linear.of(first.abs());
            case SQRT ->
                first.signum() < 0
                        ? any("the root of a negative number", applied.range())
                        : Linear.of(Decimals.rootRoundedDown(first));
        };
    }

    private static Object known(Object value) {
        return value instanceof String || value instanceof Boolean
                ? new Text(value.toString(), true)
                : Linear.of(Trial.measure(value));
    }

    private Object asked(Value.Read read) {
        return read.fieldKind() == FieldKind.STRING || read.fieldKind() == FieldKind.BOOLEAN
                ? new Text(unknown(read), false)
                : Linear.unknown(unknown(read));
    }

    private String unknown(Value.Read read) {
        return facts.getOrDefault(read.fact(), read.fact()) + "." + read.field();
    }

    /** What the engine sees to: signs, presence, and values that a field may have at the rule's stage. */
    private List<Formula> known(Condition.Pattern pattern) {
        String fact = facts.getOrDefault(pattern.variable(), pattern.variable()) + ".";
        List<Formula> known = new ArrayList<>();
        FactModel.type(pattern.type())
                .ifPresent(type -> type.fields().forEach(field -> {
                    String name = pattern.type() + "." + field.name();
                    if (POSITIVE.contains(name) || NOT_NEGATIVE.contains(name)) {
                        known.add(new Below(new Inequality(
                                Linear.unknown(fact + field.name()).times(BigDecimal.ONE.negate()),
                                POSITIVE.contains(name))));
                    }
                    List<String> values = values(name, field.values());
                    if (!values.isEmpty()) {
                        known.add(new Or(values.stream()
                                .map(value -> (Formula) new Is(fact + field.name(), value, true))
                                .toList()));
                    }
                }));
        switch (pattern.type()) {
            case "Position" -> position(fact, known);
            case "MarginAccount" ->
                known.add(new Or(List.of(
                        new Is(fact + "marginRatio?", "present", false),
                        new Below(new Inequality(
                                Linear.unknown(fact + "maintenanceMargin").times(BigDecimal.ONE.negate()), true)))));
            default -> {}
        }
        return known;
    }

    private static void position(String fact, List<Formula> known) {
        Linear quantity = Linear.unknown(fact + "quantity");
        Linear size = Linear.unknown(fact + "size");
        known.add(new Or(List.of(
                new And(List.of(new Is(fact + "side", "LONG", true), numbers(quantity.minus(size), Relation.EQUAL))),
                new And(List.of(new Is(fact + "side", "SHORT", true), numbers(quantity.plus(size), Relation.EQUAL))))));
        known.add(new Or(List.of(
                new And(List.of(
                        new Is(fact + "mode", "ISOLATED", true), new Is(fact + "isolatedMargin?", "present", true))),
                new And(List.of(
                        new Is(fact + "mode", "CROSS", true), new Is(fact + "isolatedMargin?", "present", false))))));
        known.add(new Or(List.of(
                new And(List.of(
                        new Is(fact + "indexPrice?", "present", true),
                        new Is(fact + "indexDeviation?", "present", true))),
                new And(List.of(
                        new Is(fact + "indexPrice?", "present", false),
                        new Is(fact + "indexDeviation?", "present", false))))));
    }

    private List<String> values(String name, List<String> declared) {
        if (name.equals("MarginAccount.outcome") && rule.info().stage() == Stage.LIQUIDATION) {
            return List.of("REDUCE_ONLY", "REDUCE", "LIQUIDATE", "TAKE_OVER");
        }
        if (name.equals("Position.priceSource") && rule.info().stage() == Stage.GUARD) {
            return List.of("MARK");
        }
        return declared;
    }

    private void untold(String what, Range range) {
        untold.add(what + " at " + Places.file(rule) + ":" + range);
    }
}
