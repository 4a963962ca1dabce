package io.plimsoll.policy.mutation;

import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.coverage.RuleNodes;
import io.plimsoll.policy.pack.TableRow;
import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Column;
import io.plimsoll.rules.model.Condition;
import io.plimsoll.rules.model.Constraint;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.TableType;
import io.plimsoll.rules.model.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The smallest step of a limit: one in the last place that its column has, one of a count, the last place of an amount. */
final class Ticks {
    private final Candidate pack;

    Ticks(Candidate pack) {
        this.pack = pack;
    }

    /** A column of a declared type. */
    record TableColumn(TableType type, Column column) {}

    /** The column that a value is read from, directly or by a variable; empty for any other value. */
    Optional<TableColumn> columnOf(Rule rule, Value value) {
        return switch (value) {
            case Value.Read read -> column(read.type(), read.field());
            case Value.Bound bound -> columnOf(rule, bound.variable());
            case Value.Literal literal -> Optional.empty();
            case Value.Arithmetic arithmetic -> Optional.empty();
            case Value.Minus minus -> Optional.empty();
            case Value.Applied applied -> Optional.empty();
        };
    }

    private Optional<TableColumn> columnOf(Rule rule, String variable) {
        for (Condition condition : RuleNodes.conditions(rule)) {
            if (condition instanceof Condition.Pattern pattern && pattern.table()) {
                for (Constraint constraint : pattern.constraints()) {
                    if (constraint instanceof Constraint.Binding binding
                            && binding.variable().equals(variable)) {
                        return column(pattern.type(), binding.field());
                    }
                }
            }
        }
        return Optional.empty();
    }

    Optional<TableColumn> column(String type, String field) {
        return pack.rules().tables().stream()
                .filter(table -> table.name().equals(type))
                .flatMap(table -> table.columns().stream()
                        .filter(column -> column.name().equals(field))
                        .map(column -> new TableColumn(table, column)))
                .findFirst();
    }

    /** The step of a number. */
    BigDecimal of(Rule rule, Value value) {
        Optional<TableColumn> column = columnOf(rule, value);
        if (column.isPresent() && column.get().column().kind() == FieldKind.DECIMAL) {
            return BigDecimal.ONE.movePointLeft(scaleOf(column.get()));
        }
        return value.kind().equals(Optional.of(FieldKind.INTEGER))
                ? BigDecimal.ONE
                : BigDecimal.ONE.movePointLeft(pack.manifest().rounding().amountPlaces());
    }

    /** The rows with one column moved by a step; only durations, instants and whole numbers are. */
    Map<String, List<TableRow>> moved(Map<String, List<TableRow>> rows, TableColumn column, boolean up) {
        List<TableRow> changed = new ArrayList<>();
        for (TableRow row : rows.getOrDefault(column.type().name(), List.of())) {
            Map<String, Object> values = new HashMap<>(row.values());
            values.computeIfPresent(
                    column.column().name(), (name, value) -> moved(value, up).orElse(value));
            changed.add(new TableRow(values, row.place()));
        }
        Map<String, List<TableRow>> moved = new HashMap<>(rows);
        moved.put(column.type().name(), changed);
        return moved;
    }

    /** A cell moved by a step; empty if it holds a text or a truth. */
    Optional<Object> moved(TableType type, Column column, Object value, boolean up) {
        if (value instanceof BigDecimal decimal) {
            BigDecimal tick = BigDecimal.ONE.movePointLeft(scaleOf(new TableColumn(type, column)));
            return Optional.of(up ? decimal.add(tick) : decimal.subtract(tick));
        }
        return moved(value, up);
    }

    private static Optional<Object> moved(Object value, boolean up) {
        int sign = up ? 1 : -1;
        return switch (value) {
            case Integer number -> Optional.of(number + sign);
            case Duration duration ->
                Optional.of(duration.plus(step(duration.getNano()).multipliedBy(sign)));
            case Instant instant ->
                Optional.of(instant.plus(step(instant.getNano()).multipliedBy(sign)));
            default -> Optional.empty();
        };
    }

    private static Duration step(int nanos) {
        return nanos == 0 ? Duration.ofSeconds(1) : Duration.ofMillis(1);
    }

    private int scaleOf(TableColumn column) {
        return pack.tables().getOrDefault(column.type().name(), List.of()).stream()
                .map(row -> row.values().get(column.column().name()))
                .mapToInt(value -> value instanceof BigDecimal decimal ? Math.max(0, decimal.scale()) : 0)
                .max()
                .orElse(0);
    }
}
