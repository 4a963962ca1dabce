package io.plimsoll.tape;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.money.Decimals;
import io.plimsoll.tape.Anonymity.Group;
import io.plimsoll.wire.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Notional by liquidation price of one instrument, longs and shorts, below and above today's price.
 *
 * @param step width of a step, as a fraction of the price
 * @param bands distances that are summed up to, multiples of the step, ascending
 */
record Ladder(BigDecimal price, BigDecimal step, List<BigDecimal> bands, Map<String, Side> byCurrency) {

    /** Which way the price has to go. */
    enum Direction {
        BELOW,
        ABOVE
    }

    static Ladder of(BigDecimal price, BigDecimal step, List<BigDecimal> bands) {
        return new Ladder(price, step, bands, new TreeMap<>());
    }

    /** Steps up to the last band. */
    int steps() {
        return steps(bands.getLast());
    }

    private int steps(BigDecimal distance) {
        return distance.divide(step).intValueExact();
    }

    /**
     * Adds positions that would be closed at one distance.
     *
     * @param step 0 for those that are breached already, one more than there are for those further away; -1 for those without a liquidation price
     */
    void add(String currency, boolean isLong, Direction direction, int step, Cell cell) {
        Side side = byCurrency.computeIfAbsent(currency, any -> new Side(steps()));
        side.rows(isLong).add(direction, step, cell);
    }

    /** As a view with such an anonymity tells it. */
    ObjectNode write(Anonymity anonymity) {
        ObjectNode node = Json.object();
        node.put("price", plain(price));
        ArrayNode all = node.putArray("ladders");
        byCurrency.forEach((currency, side) -> {
            ObjectNode of = all.addObject().put("currency", currency);
            for (Direction direction : Direction.values()) {
                ObjectNode where = of.putObject(direction.name().toLowerCase(Locale.ROOT));
                write(side.longs.row(direction), direction, anonymity, where.putObject("long"));
                write(side.shorts.row(direction), direction, anonymity, where.putObject("short"));
            }
            ObjectNode without = of.putObject("withoutPrice");
            without.put("long", told(side.longs.withoutPrice, anonymity));
            without.put("short", told(side.shorts.withoutPrice, anonymity));
        });
        return node;
    }

    private void write(LadderRow row, Direction direction, Anonymity anonymity, ObjectNode node) {
        LadderRow.Told told =
                row.told(anonymity, bands.stream().map(this::steps).toList());
        node.put("hidden", told.isHidden());
        ArrayNode within = node.putArray("within");
        for (int band = 0; band < bands.size(); band++) {
            within.addObject()
                    .put("distance", plain(bands.get(band)))
                    .put("notional", plain(told.within().get(band)));
        }
        ArrayNode levels = node.putArray("levels");
        for (Group group : told.steps()) {
            ObjectNode level = levels.addObject();
            level.put("from", group.first() == 0 ? null : plain(priceAt(direction, group.first() - 1)));
            level.put("to", group.last() > steps() ? null : plain(priceAt(direction, group.last())));
            level.put("positions", group.sum().count());
            level.put("notional", plain(group.sum().notional()));
        }
    }

    private BigDecimal priceAt(Direction direction, int steps) {
        BigDecimal moved = price.multiply(step).multiply(BigDecimal.valueOf(steps));
        return direction == Direction.BELOW ? price.subtract(moved) : price.add(moved);
    }

    /** Zero tells that there is nobody. */
    private static @Nullable String told(Cell cell, Anonymity anonymity) {
        return cell.isEmpty() || anonymity.suffices(cell) ? plain(cell.notional()) : null;
    }

    private static @Nullable String plain(@Nullable BigDecimal value) {
        return value == null ? null : Decimals.plain(Decimals.normalised(value));
    }

    /** Longs and shorts of one currency. */
    static final class Side {
        private final Rows longs;
        private final Rows shorts;

        private Side(int steps) {
            longs = new Rows(steps);
            shorts = new Rows(steps);
        }

        private Rows rows(boolean isLong) {
            return isLong ? longs : shorts;
        }
    }

    private static final class Rows {
        private final LadderRow below;
        private final LadderRow above;
        private Cell withoutPrice = Cell.EMPTY;

        private Rows(int steps) {
            below = new LadderRow(steps);
            above = new LadderRow(steps);
        }

        private LadderRow row(Direction direction) {
            return direction == Direction.BELOW ? below : above;
        }

        private void add(Direction direction, int step, Cell cell) {
            if (step < 0) {
                withoutPrice = Cell.sum(List.of(withoutPrice, cell));
            } else {
                row(direction).add(step, cell);
            }
        }
    }
}
