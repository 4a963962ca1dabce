package io.plimsoll.rules.straight;

import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Relation;
import io.plimsoll.rules.model.TableType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides how the facts and rows of a pattern are found: by trying all, or by an index over what the pattern asks of them. */
final class Lookups {

    /** From so many constants of one column on, rows are looked up without it and told apart once they are found. */
    private static final int CONSTANTS_MAX = 8;

    /** Texts of facts that are among the snapshot's keys, so that a row found by one is one that counts. */
    private static final Map<String, Set<String>> KEYS = Map.of(
            "Account", Set.of("accountId", "segment", "settlementCurrency"),
            "Attribute", Set.of("value"),
            "Position", Set.of("instrument", "underlying"),
            "OpenOrder", Set.of("instrument"),
            "Collateral", Set.of("asset"),
            "Accrual", Set.of("asset"),
            "Market", Set.of("instrument"),
            "Quote", Set.of("instrument", "source"));

    private final Map<String, TableType> tables = new HashMap<>();

    Lookups(List<TableType> tables) {
        tables.forEach(table -> this.tables.put(table.name(), table));
    }

    /** A loop without what is done in it. */
    record Found(int slot, Node.Source from) {}

    /** What a pattern's checks say of a column: that it equals something. */
    private record Key(String column, Operand value, Check check) {}

    /** The ways by the loop that they begin with; its checks are what is left of the pattern's. */
    Map<Found, List<Planner.Left>> grouped(List<Planner.Left> loops) {
        Map<List<Object>, Set<Object>> constants = new HashMap<>();
        for (Planner.Left left : loops) {
            Step.Each each = (Step.Each) left.steps().getFirst();
            List<Key> keys = keys(each);
            keys.stream()
                    .filter(key -> key.value() instanceof Operand.Const)
                    .forEach(key -> constants
                            .computeIfAbsent(signature(each, keys, key), any -> new LinkedHashSet<>())
                            .add(key.value()));
        }
        Map<Found, List<Planner.Left>> groups = new LinkedHashMap<>();
        for (Planner.Left left : loops) {
            Step.Each each = (Step.Each) left.steps().getFirst();
            List<Key> keys = keys(each);
            List<Key> used = keys.stream()
                    .filter(key -> !(key.value() instanceof Operand.Const)
                            || constants
                                            .getOrDefault(signature(each, keys, key), Set.of())
                                            .size()
                                    < CONSTANTS_MAX)
                    .toList();
            add(left, each, used, groups);
        }
        return groups;
    }

    /** What loops have in common that differ in nothing but the constant of one column. */
    private static List<Object> signature(Step.Each each, List<Key> keys, Key of) {
        List<Object> signature = new ArrayList<>(List.of(each.slot(), each.type(), of.column()));
        for (Key key : keys) {
            if (!(key.value() instanceof Operand.Const)) {
                signature.add(key.column());
                signature.add(key.value());
            }
        }
        return signature;
    }

    private void add(Planner.Left left, Step.Each each, List<Key> keys, Map<Found, List<Planner.Left>> groups) {
        List<Check> checks = new ArrayList<>(each.checks());
        Node.Source from = source(each, keys, checks);
        groups.computeIfAbsent(new Found(each.slot(), from), any -> new ArrayList<>())
                .add(new Planner.Left(
                        checks, left.steps().subList(1, left.steps().size()), left.end(), left.copies()));
    }

    /** @param checks loses those that the source assures */
    private Node.Source source(Step.Each each, List<Key> keys, List<Check> checks) {
        TableType table = each.table() ? tables.get(each.type()) : null;
        if (table == null) {
            return new Node.Facts(each.type());
        }
        Optional<String> keyColumn = table.key();
        Optional<Key> byKey = keys.stream()
                .filter(key -> keyColumn.equals(Optional.of(key.column())))
                .findFirst();
        if (keyColumn.isPresent() && byKey.isEmpty()) {
            return new Node.VisibleRows(each.type());
        }
        boolean guarded = byKey.isPresent() && !isAmongKeys(byKey.get().value());
        keys.forEach(key -> checks.remove(key.check()));
        Optional<Between> between = between(each, checks);
        between.ifPresent(found -> checks.remove(found.lower()));
        return new Node.Rows(
                new Node.Index(
                        each.type(), keys.stream().map(Key::column).toList(), guarded, between.map(Between::bounds)),
                keys.stream().map(Key::value).toList(),
                between.map(Between::interval));
    }

    private static boolean isAmongKeys(Operand value) {
        return value instanceof Operand.Field field
                && !field.table()
                && KEYS.getOrDefault(field.type(), Set.of()).contains(field.name());
    }

    private static List<Key> keys(Step.Each each) {
        List<Key> keys = new ArrayList<>();
        Set<String> columns = new LinkedHashSet<>();
        for (Check check : each.checks()) {
            if (each.table() && check instanceof Check.Compared it && it.relation() == Relation.EQUAL) {
                key(each, it.left(), it.right(), check)
                        .or(() -> key(each, it.right(), it.left(), check))
                        .filter(key -> columns.add(key.column()))
                        .ifPresent(keys::add);
            }
        }
        return keys;
    }

    private static Optional<Key> key(Step.Each each, Operand own, Operand other, Check check) {
        boolean isKey = own instanceof Operand.Field field
                && field.slot() == each.slot()
                && field.kind() != FieldKind.DECIMAL
                && !(other instanceof Operand.Fact)
                && field.kind() == other.kind()
                && isOfOthers(each, other);
        return isKey ? Optional.of(new Key(((Operand.Field) own).name(), other, check)) : Optional.empty();
    }

    private static boolean isOfOthers(Step.Each each, Operand operand) {
        return operand.slots().noneMatch(slot -> slot == each.slot());
    }

    /** An interval of two columns in which a value has to lie. The upper check stays, for where intervals overlap. */
    private record Between(Check lower, Node.Bounds bounds, Node.Interval interval) {}

    private static Optional<Between> between(Step.Each each, List<Check> checks) {
        Optional<Side> lower = side(each, checks, Set.of(Relation.LESS, Relation.AT_MOST));
        Optional<Side> upper = side(each, checks, Set.of(Relation.MORE, Relation.AT_LEAST));
        return lower.isEmpty() || upper.isEmpty()
                ? Optional.empty()
                : Optional.of(new Between(
                        lower.get().check(),
                        new Node.Bounds(
                                lower.get().column(),
                                lower.get().relation() == Relation.AT_MOST,
                                upper.get().column(),
                                upper.get().relation() == Relation.AT_LEAST),
                        new Node.Interval(lower.get().value(), upper.get().value())));
    }

    private record Side(Check check, String column, Relation relation, Operand value) {}

    private static Optional<Side> side(Step.Each each, List<Check> checks, Set<Relation> relations) {
        for (Check check : checks) {
            if (check instanceof Check.Compared it) {
                Optional<Side> side = side(each, check, it.left(), Optional.of(it.relation()), it.right())
                        .or(() -> side(each, check, it.right(), Check.turned(it.relation()), it.left()));
                if (side.isPresent() && relations.contains(side.get().relation())) {
                    return side;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Side> side(
            Step.Each each, Check check, Operand own, Optional<Relation> relation, Operand other) {
        boolean isSide = relation.isPresent()
                && own instanceof Operand.Field field
                && field.slot() == each.slot()
                && !(other instanceof Operand.Fact)
                && field.kind() == other.kind()
                && isOfOthers(each, other);
        return isSide
                ? Optional.of(new Side(check, ((Operand.Field) own).name(), relation.get(), other))
                : Optional.empty();
    }
}
