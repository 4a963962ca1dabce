package io.plimsoll.decision;

import io.plimsoll.margin.Fill;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;

/**
 * A fill of a closure intent's order, as it was reported.
 *
 * @param fill {@code paid} in the currency that the position is settled in
 * @param filledAt on the clock of the account's snapshots
 * @param toFund what the insurance fund gets of it, the same currency; negative where it gives back what it had got
 */
public record BookedFill(String fillId, String intentId, Fill fill, Instant filledAt, BigDecimal toFund) {

    /** In the order in which they happened. */
    public static final Comparator<BookedFill> IN_ORDER =
            Comparator.comparing(BookedFill::filledAt).thenComparing(BookedFill::fillId);

    public BookedFill {
        toFund = Decimals.normalised(toFund);
    }
}
