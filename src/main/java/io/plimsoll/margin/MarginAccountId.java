package io.plimsoll.margin;

import io.plimsoll.account.MarginMode;
import io.plimsoll.account.PositionId;
import io.plimsoll.account.Side;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names a margin account within an account: the cross margin account, or the one of an isolated position.
 *
 * @param position the isolated position; null for the cross margin account
 */
public record MarginAccountId(@Nullable PositionId position) implements Comparable<MarginAccountId> {

    public static final MarginAccountId CROSS = new MarginAccountId(null);

    private static final Pattern ISOLATED = Pattern.compile("ISOLATED (\\S+) (LONG|SHORT)");

    /** The margin account that stands behind a position. */
    public static MarginAccountId of(PositionId position) {
        return position.mode() == MarginMode.CROSS ? CROSS : new MarginAccountId(position);
    }

    public MarginMode mode() {
        return position == null ? MarginMode.CROSS : MarginMode.ISOLATED;
    }

    /** The margin account of a name that {@link #toString} gives; empty for any other text. */
    public static Optional<MarginAccountId> parse(String name) {
        Matcher isolated = ISOLATED.matcher(name);
        if (isolated.matches()) {
            Side side = Side.valueOf(isolated.group(2));
            return Optional.of(of(new PositionId(isolated.group(1), side, MarginMode.ISOLATED)));
        }
        return name.equals(CROSS.toString()) ? Optional.of(CROSS) : Optional.empty();
    }

    /** Cross first, then isolated positions by name. */
    @Override
    public int compareTo(MarginAccountId other) {
        if (position == null || other.position == null) {
            return Boolean.compare(position != null, other.position != null);
        }
        return position.compareTo(other.position);
    }

    /** {@code CROSS}, or {@code ISOLATED BTCUSDT LONG}. */
    @Override
    public String toString() {
        return position == null ? "CROSS" : "ISOLATED " + position.instrument() + " " + position.side();
    }
}
