package io.plimsoll.policy.pack;

import io.plimsoll.money.Decimals;
import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Column;
import io.plimsoll.rules.model.TableType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What decimal columns of certain names owe one another, in whatever table they stand. A table that breaks this is read without a word by
 * every rule, and decides wrongly for good.
 *
 * <ul>
 *   <li>{@code search}, {@code initial}, {@code release}: factors of the maintenance margin that rise from 1
 *   <li>{@code lowest}, {@code published}, {@code highest}: the rate lies within its bounds
 *   <li>{@code priceMove}, {@code volatilityMove}, {@code weight}: a grid has each cell once, each price move that counts most both ways, and one cell whose price
 *       stands still; tails, which count less, may go one way, as a price may rise by more than all of itself and never fall so far
 *   <li>{@code floor} beside nothing but rates: tiers rise from 0, and their rates never fall
 * </ul>
 */
final class ColumnLaw {

    private static final BigDecimal FALL_OF_ALL = BigDecimal.ONE.negate();
    private static final Set<String> TIER_RATES = Set.of("rate", "haircut");

    private final TableType type;
    private final Findings findings;

    private ColumnLaw(TableType type, Findings findings) {
        this.type = type;
        this.findings = findings;
    }

    /**
     * Judges rows of a table, in the order of the file.
     *
     * @param whole false for rows that a suite makes up: one cell of a grid may be all that it needs
     */
    static void judge(TableType type, List<TableRow> rows, boolean whole, Findings findings) {
        ColumnLaw law = new ColumnLaw(type, findings);
        if (law.has("search", "initial", "release")) {
            rows.forEach(law::levels);
        }
        if (law.has("lowest", "highest")) {
            rows.forEach(law::bounds);
        }
        if (law.has("priceMove", "volatilityMove")) {
            law.groups(rows).forEach(cells -> {
                List<TableRow> distinct = law.cells(cells);
                if (whole) {
                    law.bothWays(distinct);
                }
            });
        }
        if (law.isOfTiers()) {
            law.groups(rows).forEach(law::tiers);
        }
    }

    private void levels(TableRow row) {
        above(row, "search", "1", Decimals.ONE);
        above(row, "initial", "search", decimal(row, "search"));
        above(row, "release", "initial", decimal(row, "initial"));
    }

    private void above(TableRow row, String column, String other, BigDecimal level) {
        if (decimal(row, column).compareTo(level) <= 0) {
            String than = other.equals("1") ? "1" : other + " " + Decimals.plain(level);
            error(Code.LEVELS, row, column, plain(row, column) + " must be above " + than);
        }
    }

    private void bounds(TableRow row) {
        atMost(row, "lowest", "highest");
        if (has("published")) {
            atMost(row, "lowest", "published");
            atMost(row, "published", "highest");
        }
    }

    private void atMost(TableRow row, String smaller, String larger) {
        if (decimal(row, smaller).compareTo(decimal(row, larger)) > 0) {
            error(
                    Code.BOUNDS,
                    row,
                    smaller,
                    plain(row, smaller) + " must not be above " + larger + " " + plain(row, larger));
        }
    }

    /** Each cell of a grid once; the result is those that are not doubles. */
    private List<TableRow> cells(List<TableRow> cells) {
        Map<List<BigDecimal>, TableRow> byMoves = new LinkedHashMap<>();
        for (TableRow cell : cells) {
            TableRow same = byMoves.putIfAbsent(moves(cell, false), cell);
            if (same != null) {
                error(
                        Code.GRID,
                        cell,
                        "priceMove",
                        "the moves " + words(cell) + " stand in line "
                                + same.place().row().startLine() + " already");
            }
        }
        return List.copyOf(byMoves.values());
    }

    private void bothWays(List<TableRow> cells) {
        Set<List<BigDecimal>> all =
                cells.stream().map(cell -> moves(cell, false)).collect(Collectors.toSet());
        Set<BigDecimal> prices = all.stream().map(List::getFirst).collect(Collectors.toSet());
        BigDecimal most = cells.stream().map(this::weight).reduce(Decimals.ZERO, Decimals::largest);
        for (TableRow cell : cells) {
            if (!isWeight(weight(cell))) {
                error(Code.GRID, cell, "weight", plain(cell, "weight") + " must be above 0 and not above 1");
            }
            List<BigDecimal> opposite = moves(cell, true);
            boolean counts =
                    weight(cell).compareTo(most) == 0 && opposite.getFirst().compareTo(FALL_OF_ALL) > 0;
            if (counts && !all.contains(opposite)) {
                String lacks = "the moves " + words(cell) + " have no counterpart: a row of priceMove "
                        + plain(opposite.getFirst()) + " and volatilityMove " + plain(cell, "volatilityMove")
                        + " is missing";
                if (prices.contains(opposite.getFirst())) {
                    warning(Code.GRID, cell, "priceMove", lacks);
                } else {
                    error(Code.GRID, cell, "priceMove", lacks);
                }
            }
        }
        if (!prices.contains(BigDecimal.ZERO)) {
            error(Code.GRID, cells.getFirst(), "priceMove", "a row whose price stands still, 0, is missing");
        }
    }

    private BigDecimal weight(TableRow cell) {
        return has("weight") ? decimal(cell, "weight") : Decimals.ONE;
    }

    private static List<BigDecimal> moves(TableRow cell, boolean turned) {
        BigDecimal price = Decimals.normalised(decimal(cell, "priceMove"));
        return List.of(turned ? price.negate() : price, Decimals.normalised(decimal(cell, "volatilityMove")));
    }

    private static String words(TableRow cell) {
        return plain(cell, "priceMove") + " and " + plain(cell, "volatilityMove");
    }

    private static boolean isWeight(BigDecimal weight) {
        return weight.signum() > 0 && weight.compareTo(Decimals.ONE) <= 0;
    }

    private void tiers(List<TableRow> tiers) {
        BigDecimal first = decimal(tiers.getFirst(), "floor");
        if (first.signum() != 0) {
            error(Code.BRACKET_START, tiers.getFirst(), "floor", plain(first) + " must be 0 in the first tier");
        }
        for (int i = 0; i < tiers.size(); i++) {
            TableRow tier = tiers.get(i);
            TableRow before = i == 0 ? null : tiers.get(i - 1);
            if (before != null && decimal(tier, "floor").compareTo(decimal(before, "floor")) <= 0) {
                error(
                        Code.BRACKET_ORDER,
                        tier,
                        "floor",
                        plain(tier, "floor") + " must be above the floor before it, " + plain(before, "floor"));
            }
            for (String rate : rates()) {
                if (!Cell.isFraction(decimal(tier, rate))) {
                    error(Code.RATE_RANGE, tier, rate, "must lie between 0 and 1, was " + plain(tier, rate));
                } else if (before != null && decimal(tier, rate).compareTo(decimal(before, rate)) < 0) {
                    error(
                            Code.RATE_FALLS,
                            tier,
                            rate,
                            plain(tier, rate) + " must not be below " + plain(before, rate) + " of the tier before it");
                }
            }
        }
    }

    /** Nothing but a floor and rates beside texts: a floor beside other numbers may be anything. */
    private boolean isOfTiers() {
        long numbers = type.columns().stream()
                .filter(column -> column.kind() != FieldKind.STRING)
                .count();
        return type.key().isPresent() && has("floor") && !rates().isEmpty() && numbers == 1 + rates().size();
    }

    private List<String> rates() {
        return type.columns().stream()
                .filter(column -> column.kind() == FieldKind.DECIMAL)
                .map(Column::name)
                .filter(name -> TIER_RATES.contains(name) || name.endsWith("Rate") || name.endsWith("Haircut"))
                .toList();
    }

    /** Rows that belong together: those that say the same in every text but their name. */
    private List<List<TableRow>> groups(List<TableRow> rows) {
        Map<List<Object>, List<TableRow>> groups = new LinkedHashMap<>();
        for (TableRow row : rows) {
            List<Object> texts = type.columns().stream()
                    .filter(column ->
                            column.kind() == FieldKind.STRING && !column.name().equals("name"))
                    .map(column -> Objects.requireNonNull(row.values().get(column.name())))
                    .toList();
            groups.computeIfAbsent(texts, any -> new ArrayList<>()).add(row);
        }
        return List.copyOf(groups.values());
    }

    private boolean has(String... names) {
        return Stream.of(names).allMatch(name -> type.columns().contains(new Column(name, FieldKind.DECIMAL)));
    }

    private void error(Code code, TableRow row, String column, String what) {
        findings.error(code, row.place().cell(column), of(row) + column + " " + what);
    }

    private void warning(Code code, TableRow row, String column, String what) {
        findings.warning(code, row.place().cell(column), of(row) + column + " " + what, null);
    }

    private String of(TableRow row) {
        return type.key().map(key -> "`" + row.values().get(key) + "`: ").orElse("");
    }

    private static BigDecimal decimal(TableRow row, String column) {
        return (BigDecimal) Objects.requireNonNull(row.values().get(column));
    }

    private static String plain(TableRow row, String column) {
        return plain(decimal(row, column));
    }

    private static String plain(BigDecimal value) {
        return Decimals.plain(Decimals.normalised(value));
    }
}
