package io.plimsoll.policy.pack;

import io.plimsoll.margin.BreachDistance;
import io.plimsoll.money.Decimals;
import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Column;
import io.plimsoll.rules.model.TableType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Objects;

/**
 * A maintenance rate leaves room for what the price may do until an account is closed: {@code deviations · volatility · √latency + slippage}. Below that
 * an account that is closed at once may already owe.
 *
 * <p>A declared type is judged if it has the columns {@code maintenanceRate} and {@code volatility} (of a year) and a duration {@code latency};
 * {@code deviations} are 3 and {@code slippage} is 0 where the columns are missing. It is a warning: a venue may have published such a rate.
 */
final class LatencyLaw {
    private static final String RATE = "maintenanceRate";
    private static final String VOLATILITY = "volatility";
    private static final String LATENCY = "latency";
    private static final BigDecimal THREE = BigDecimal.valueOf(3);

    private LatencyLaw() {}

    /** True if the law applies to the type's rows. */
    static boolean isOfLatencies(TableType type) {
        return hasDecimal(type, RATE)
                && hasDecimal(type, VOLATILITY)
                && type.columns().contains(new Column(LATENCY, FieldKind.DURATION));
    }

    static void judge(TableType type, TableRow row, Findings findings) {
        BigDecimal volatility = decimal(row, VOLATILITY);
        Duration latency = (Duration) Objects.requireNonNull(row.values().get(LATENCY));
        BigDecimal deviations = hasDecimal(type, "deviations") ? decimal(row, "deviations") : THREE;
        BigDecimal slippage = hasDecimal(type, "slippage") ? decimal(row, "slippage") : Decimals.ZERO;
        if (volatility.signum() < 0 || latency.isNegative() || deviations.signum() < 0) {
            findings.error(
                    Code.LATENCY,
                    row.place().cell(volatility.signum() < 0 ? VOLATILITY : LATENCY),
                    "volatility, latency and deviations must not be negative");
            return;
        }
        BigDecimal least = BreachDistance.move(volatility, latency, deviations).add(slippage);
        if (decimal(row, RATE).compareTo(least) < 0) {
            BigDecimal shown = Decimals.normalised(least.round(new MathContext(4, RoundingMode.UP)));
            findings.warning(
                    Code.LATENCY,
                    row.place().cell(RATE),
                    "maintenanceRate " + Decimals.plain(decimal(row, RATE)) + " is below " + Decimals.plain(shown)
                            + ", which the price may move within " + latency + ", and slippage",
                    "raise it to " + Decimals.plain(shown) + " or decide faster");
        }
    }

    private static boolean hasDecimal(TableType type, String column) {
        return type.columns().contains(new Column(column, FieldKind.DECIMAL));
    }

    private static BigDecimal decimal(TableRow row, String column) {
        return (BigDecimal) Objects.requireNonNull(row.values().get(column));
    }
}
