package io.plimsoll.policy.pack;

import io.plimsoll.money.Decimals;
import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Column;
import io.plimsoll.rules.model.TableType;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The law of bracket tables: for each key the brackets start at zero, follow one another without gap or overlap, their rates never fall,
 * and each deduction is the one that keeps the requirement continuous ({@code deduction_i = deduction_{i-1} + floor_i · (rate_i −
 * rate_{i-1})}). A table that keeps it asks for more margin the larger a position is, and never jumps.
 *
 * <p>A declared type is a bracket table if it has a key and decimal columns {@code floor} and {@code cap}. Columns that end in
 * {@code Rate} are rates; {@code deduction} chains with {@code maintenanceRate}.
 */
public final class TableLaw {
    /** What may be wrong with rows of which every cell is good. */
    public static final Set<Code> BROKEN = EnumSet.of(
            Code.ROW_TWICE,
            Code.KEY_TWICE,
            Code.BRACKET_START,
            Code.BRACKET_ORDER,
            Code.BRACKET_GAP,
            Code.BRACKET_OVERLAP,
            Code.BRACKET_CAP,
            Code.RATE_RANGE,
            Code.RATE_FALLS,
            Code.RATE_ORDER,
            Code.DEDUCTION,
            Code.LOAN_TO_VALUE,
            Code.BONUS_TOXIC,
            Code.LEVELS,
            Code.BOUNDS,
            Code.GRID);

    private static final String FLOOR = "floor";
    private static final String CAP = "cap";
    private static final String DEDUCTION = "deduction";
    private static final String INITIAL_RATE = "initialRate";
    private static final String MAINTENANCE_RATE = "maintenanceRate";
    private static final String RATE_SUFFIX = "Rate";

    private final TableType type;
    private final Findings findings;

    /** What the deduction of the last bracket should be: one that is wrong, or follows from a wrong floor, must not make those after it look wrong. */
    private BigDecimal rightDeduction = BigDecimal.ZERO;

    /** False once a rate falls: no deduction can be right behind a rate that is not. */
    private boolean ratesRise = true;

    private TableLaw(TableType type, Findings findings) {
        this.type = type;
        this.findings = findings;
    }

    /** True if the law applies to the type's rows. */
    public static boolean isOfBrackets(TableType type) {
        return type.key().isPresent() && hasDecimal(type, FLOOR) && hasDecimal(type, CAP);
    }

    /** Judges the brackets of one key, in the order of the file. */
    static void judge(TableType type, List<TableRow> brackets, Findings findings) {
        TableLaw law = new TableLaw(type, findings);
        law.checkStart(brackets.getFirst());
        for (int i = 0; i < brackets.size(); i++) {
            law.checkBracket(brackets.get(i));
            if (i > 0) {
                law.checkStep(brackets.get(i - 1), brackets.get(i));
            }
        }
    }

    private void checkStart(TableRow first) {
        BigDecimal floor = decimal(first, FLOOR);
        if (floor.signum() != 0) {
            error(Code.BRACKET_START, first, FLOOR, "must start at 0, starts at " + Decimals.plain(floor));
        }
        if (hasDecimal(type, DEDUCTION) && decimal(first, DEDUCTION).signum() != 0) {
            error(
                    Code.DEDUCTION,
                    first,
                    DEDUCTION,
                    "deduction of the first bracket must be 0, was " + plain(first, DEDUCTION));
        }
    }

    private void checkBracket(TableRow bracket) {
        if (decimal(bracket, CAP).compareTo(decimal(bracket, FLOOR)) <= 0) {
            error(
                    Code.BRACKET_CAP,
                    bracket,
                    CAP,
                    "cap " + plain(bracket, CAP) + " must be above its floor " + plain(bracket, FLOOR));
        }
        for (Column column : type.columns()) {
            if (isRate(column) && !Cell.isFraction(decimal(bracket, column.name()))) {
                error(
                        Code.RATE_RANGE,
                        bracket,
                        column.name(),
                        column.name() + " must lie between 0 and 1, was " + plain(bracket, column.name()));
            }
        }
        boolean hasBoth = hasDecimal(type, INITIAL_RATE) && hasDecimal(type, MAINTENANCE_RATE);
        if (hasBoth && decimal(bracket, INITIAL_RATE).compareTo(decimal(bracket, MAINTENANCE_RATE)) < 0) {
            error(
                    Code.RATE_ORDER,
                    bracket,
                    INITIAL_RATE,
                    "initialRate " + plain(bracket, INITIAL_RATE) + " must not be below maintenanceRate "
                            + plain(bracket, MAINTENANCE_RATE));
        }
    }

    private void checkStep(TableRow before, TableRow bracket) {
        BigDecimal floor = decimal(bracket, FLOOR);
        if (floor.compareTo(decimal(before, FLOOR)) <= 0) {
            error(
                    Code.BRACKET_ORDER,
                    bracket,
                    FLOOR,
                    "floor " + plain(bracket, FLOOR) + " must be above the floor before it, " + plain(before, FLOOR));
            return;
        }
        int gap = floor.compareTo(decimal(before, CAP));
        if (gap != 0) {
            error(
                    gap > 0 ? Code.BRACKET_GAP : Code.BRACKET_OVERLAP,
                    bracket,
                    FLOOR,
                    (gap > 0 ? "gap: " : "overlap: ") + "floor " + plain(bracket, FLOOR)
                            + " must be the cap before it, " + plain(before, CAP));
        }
        for (Column column : type.columns()) {
            String rate = column.name();
            if (isRate(column) && decimal(bracket, rate).compareTo(decimal(before, rate)) < 0) {
                ratesRise = false;
                error(
                        Code.RATE_FALLS,
                        bracket,
                        rate,
                        rate + " must not fall: " + plain(bracket, rate) + " after " + plain(before, rate));
            }
        }
        checkDeduction(before, bracket);
    }

    private void checkDeduction(TableRow before, TableRow bracket) {
        if (!ratesRise || !hasDecimal(type, DEDUCTION) || !hasDecimal(type, MAINTENANCE_RATE)) {
            return;
        }
        BigDecimal step = decimal(bracket, MAINTENANCE_RATE).subtract(decimal(before, MAINTENANCE_RATE));
        BigDecimal rightBefore = rightDeduction;
        BigDecimal given = decimal(bracket, DEDUCTION);
        BigDecimal right = after(rightBefore, bracket, step);
        boolean continues =
                given.compareTo(right) == 0 || given.compareTo(after(decimal(before, DEDUCTION), bracket, step)) == 0;
        rightDeduction = continues ? given : right;
        if (!continues) {
            error(
                    Code.DEDUCTION,
                    bracket,
                    DEDUCTION,
                    "deduction must be " + Decimals.plain(right) + " = " + Decimals.plain(rightBefore) + " + "
                            + plain(bracket, FLOOR) + " · (" + plain(bracket, MAINTENANCE_RATE) + " − "
                            + plain(before, MAINTENANCE_RATE) + "), was " + plain(bracket, DEDUCTION));
        }
    }

    private static BigDecimal after(BigDecimal deductionBefore, TableRow bracket, BigDecimal step) {
        return Decimals.normalised(deductionBefore.add(decimal(bracket, FLOOR).multiply(step)));
    }

    private void error(Code code, TableRow row, String column, String what) {
        String key = type.key().orElseThrow();
        findings.error(
                code, row.place().cell(column), "brackets of `" + row.values().get(key) + "`: " + what);
    }

    private static boolean isRate(Column column) {
        return column.kind() == FieldKind.DECIMAL && column.name().endsWith(RATE_SUFFIX);
    }

    private static boolean hasDecimal(TableType type, String name) {
        return type.columns().contains(new Column(name, FieldKind.DECIMAL));
    }

    private static BigDecimal decimal(TableRow row, String column) {
        return (BigDecimal) Objects.requireNonNull(row.values().get(column));
    }

    private static String plain(TableRow row, String column) {
        return Decimals.plain(decimal(row, column));
    }
}
