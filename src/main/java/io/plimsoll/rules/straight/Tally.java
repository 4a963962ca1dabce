package io.plimsoll.rules.straight;

import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What a fold has gathered so far. Of equal values the first is kept. */
final class Tally {

    private int count;
    private BigDecimal sum = Decimals.ZERO;
    private @Nullable BigDecimal least;
    private @Nullable BigDecimal most;

    void count() {
        count++;
    }

    void sum(BigDecimal value) {
        count++;
        sum = sum.add(value);
    }

    void min(BigDecimal value) {
        least = least == null || value.compareTo(least) < 0 ? value : least;
    }

    void max(BigDecimal value) {
        most = most == null || value.compareTo(most) > 0 ? value : most;
    }

    Integer counted() {
        return count;
    }

    BigDecimal summed() {
        return sum;
    }

    /** Null of nothing. */
    @Nullable
    BigDecimal least() {
        return least;
    }

    /** Null of nothing. */
    @Nullable
    BigDecimal most() {
        return most;
    }

    /** Null of nothing. */
    @Nullable
    BigDecimal average() {
        return count == 0 ? null : Decimals.quotientRoundedDown(sum, BigDecimal.valueOf(count));
    }
}
