package io.plimsoll.tape;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A figure with those who stand behind it.
 *
 * @param accounts each once
 * @param count how many events or positions
 * @param notional their sum
 */
record Cell(Set<String> accounts, long count, BigDecimal notional) {

    static final Cell EMPTY = new Cell(Set.of(), 0, BigDecimal.ZERO);

    Cell {
        accounts = Collections.unmodifiableSet(accounts);
    }

    boolean isEmpty() {
        return count == 0;
    }

    static Cell sum(List<Cell> cells) {
        Set<String> accounts = new HashSet<>();
        long count = 0;
        BigDecimal notional = BigDecimal.ZERO;
        for (Cell cell : cells) {
            accounts.addAll(cell.accounts);
            count += cell.count;
            notional = notional.add(cell.notional);
        }
        return new Cell(accounts, count, notional);
    }
}
