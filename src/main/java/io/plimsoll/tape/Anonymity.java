package io.plimsoll.tape;

import java.util.ArrayList;
import java.util.List;

/**
 * No figure with fewer than so many accounts behind it. Cells that stand in a row are laid together until each sum has enough; what is left
 * at the end goes to the sum before it. Everything told is a sum of whole groups, so that no difference of two told figures has fewer
 * accounts either.
 *
 * @param accountsMin one or more; one tells every cell
 */
record Anonymity(int accountsMin) {

    /**
     * Neighbouring cells that are told together.
     *
     * @param first index of the first cell
     * @param last index of the last cell, inclusive
     */
    record Group(int first, int last, Cell sum) {}

    boolean suffices(Cell cell) {
        return cell.accounts().size() >= accountsMin;
    }

    /** The groups of a row, covering every cell that is not empty; none if all of them together have too few accounts. */
    List<Group> groups(List<Cell> cells) {
        List<Group> groups = new ArrayList<>();
        List<Integer> open = new ArrayList<>();
        for (int index = 0; index < cells.size(); index++) {
            if (!cells.get(index).isEmpty()) {
                open.add(index);
                Group group = group(cells, open.getFirst(), index);
                if (suffices(group.sum())) {
                    groups.add(group);
                    open.clear();
                }
            }
        }
        if (!open.isEmpty() && !groups.isEmpty()) {
            groups.add(group(cells, groups.removeLast().first(), open.getLast()));
        }
        return groups;
    }

    private static Group group(List<Cell> cells, int first, int last) {
        return new Group(first, last, Cell.sum(cells.subList(first, last + 1)));
    }
}
