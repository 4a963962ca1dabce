package io.plimsoll.tape;

import io.plimsoll.tape.Anonymity.Group;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One side of a ladder in one direction: what would be closed if the price moved so far. Cell 0 is breached already, cell {@code i} within
 * {@code i} steps, the last one further away.
 *
 * <p>Bands first find out which of them have too few accounts between them and the next; within those that are told together the steps are
 * laid together in the same way. So all that is told is made of the same groups.
 */
final class LadderRow {

    private final Cell[] cells;

    /** @param steps how many steps there are before the last cell */
    LadderRow(int steps) {
        cells = new Cell[steps + 2];
        Arrays.fill(cells, Cell.EMPTY);
    }

    void add(int step, Cell cell) {
        cells[step] = Cell.sum(List.of(cells[step], cell));
    }

    /**
     * What may be told.
     *
     * @param bands the steps at which bands end, ascending
     */
    Told told(Anonymity anonymity, List<Integer> bands) {
        List<Cell> all = List.of(cells);
        List<Integer> ends = new ArrayList<>(bands);
        ends.add(cells.length - 1);
        List<Cell> rings = new ArrayList<>();
        int from = 0;
        for (int end : ends) {
            rings.add(Cell.sum(all.subList(from, end + 1)));
            from = end + 1;
        }
        List<Group> groups = anonymity.groups(rings);
        List<Group> steps = new ArrayList<>();
        for (Group group : groups) {
            int first = group.first() == 0 ? 0 : ends.get(group.first() - 1) + 1;
            for (Group step : anonymity.groups(all.subList(first, ends.get(group.last()) + 1))) {
                steps.add(new Group(step.first() + first, step.last() + first, step.sum()));
            }
        }
        boolean isHidden = groups.isEmpty() && !Cell.sum(all).isEmpty();
        List<@Nullable BigDecimal> within = new ArrayList<>();
        for (int band = 0; band < bands.size(); band++) {
            within.add(isHidden ? null : within(groups, band));
        }
        return new Told(within, steps, isHidden);
    }

    /** Everything up to a band; null where a group goes across its end. */
    private static @Nullable BigDecimal within(List<Group> groups, int band) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Group group : groups) {
            if (group.first() <= band && group.last() > band) {
                return null;
            }
            sum = group.last() <= band ? sum.add(group.sum().notional()) : sum;
        }
        return sum;
    }

    /**
     * @param within notional up to each band; null where too few accounts stand between it and the next
     * @param steps neighbouring cells that are told together; those between them are empty
     * @param isHidden true if all of them together have too few accounts
     */
    record Told(List<@Nullable BigDecimal> within, List<Group> steps, boolean isHidden) {}
}
