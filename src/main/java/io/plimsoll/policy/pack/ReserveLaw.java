package io.plimsoll.policy.pack;

import io.plimsoll.lending.LiquidationBonus;
import io.plimsoll.money.Decimals;
import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Column;
import io.plimsoll.rules.model.TableType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/**
 * The law of reserve tables: no loan may be taken above the threshold at which it is liquidated, and the bonus leaves a liquidated loan better
 * than it was, {@code threshold · (1 + bonus) < 1}.
 *
 * <p>A declared type is a reserve table if it has decimal columns {@code loanToValue}, {@code liquidationThreshold} and
 * {@code liquidationBonus}.
 */
final class ReserveLaw {
    private static final String LOAN_TO_VALUE = "loanToValue";
    private static final String THRESHOLD = "liquidationThreshold";
    private static final String BONUS = "liquidationBonus";

    private ReserveLaw() {}

    /** True if the law applies to the type's rows. */
    static boolean isOfReserves(TableType type) {
        return List.of(LOAN_TO_VALUE, THRESHOLD, BONUS).stream()
                .allMatch(column -> type.columns().contains(new Column(column, FieldKind.DECIMAL)));
    }

    static void judge(TableRow row, Findings findings) {
        BigDecimal threshold = decimal(row, THRESHOLD);
        BigDecimal bonus = decimal(row, BONUS);
        for (String column : List.of(LOAN_TO_VALUE, THRESHOLD)) {
            if (!Cell.isFraction(decimal(row, column))) {
                String what = column + " must lie between 0 and 1, was " + Decimals.plain(decimal(row, column));
                findings.error(Code.RATE_RANGE, row.place().cell(column), what);
                return;
            }
        }
        if (decimal(row, LOAN_TO_VALUE).compareTo(threshold) > 0) {
            String what = "loanToValue " + Decimals.plain(decimal(row, LOAN_TO_VALUE))
                    + " must not be above liquidationThreshold " + Decimals.plain(threshold);
            findings.error(Code.LOAN_TO_VALUE, row.place().cell(LOAN_TO_VALUE), what);
        }
        if (!LiquidationBonus.heals(threshold, bonus)) {
            BigDecimal below =
                    Decimals.quotientRoundedDown(Decimals.ONE, threshold).subtract(Decimals.ONE);
            String what = "liquidationBonus must be below " + Decimals.plain(Decimals.normalised(below)) + " = 1 / "
                    + Decimals.plain(threshold) + " − 1, was " + Decimals.plain(bonus)
                    + ": liquidating would take more from a loan than it pays";
            findings.error(Code.BONUS_TOXIC, row.place().cell(BONUS), what);
        }
    }

    private static BigDecimal decimal(TableRow row, String column) {
        return (BigDecimal) Objects.requireNonNull(row.values().get(column));
    }
}
