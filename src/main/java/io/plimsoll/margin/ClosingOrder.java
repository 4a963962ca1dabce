package io.plimsoll.margin;

import io.plimsoll.account.PositionId;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which position is closed before which, among those of equal rank; ties go by the position's name. */
public enum ClosingOrder {

    /** The most maintenance margin set free for each unit of expected cost and fee first; what costs nothing comes before, the most set free first. */
    MARGIN_PER_COST(Prospect::byReleasePerCost),

    /** The position that sets most maintenance margin free first. */
    LARGEST_MARGIN(Comparator.comparing(Prospect::released).reversed()),

    /** The largest notional first. */
    LARGEST_NOTIONAL(Comparator.comparing(Prospect::notional).reversed()),

    /** The largest unrealised loss first. */
    LARGEST_LOSS(Comparator.comparing(Prospect::gain));

    private final Comparator<Prospect> first;

    ClosingOrder(Comparator<Prospect> first) {
        this.first = first;
    }

    /** The positions of a margin account in the order in which they are to be closed: by rank, by this order, by name. */
    List<PositionId> of(Closing closing, ClosingRules rules) {
        Comparator<Prospect> byRank =
                Comparator.comparing(Prospect::rank, Comparator.nullsLast(Comparator.<BigDecimal>naturalOrder()));
        boolean standAlone = rules.standAlone(closing.account());
        return closing.account().positions().stream()
                .map(position -> Prospect.of(closing, position, rules, standAlone))
                .sorted(byRank.thenComparing(first).thenComparing(Prospect::id))
                .map(Prospect::id)
                .toList();
    }

    /**
     * What closing the whole of a position would do.
     *
     * @param released maintenance margin set free, exact; negative where the position is another one's hedge
     * @param cost expected cost and fee, exact
     * @param gain what it adds to equity, negative for a loss
     */
    private record Prospect(
            PositionId id,
            @Nullable BigDecimal rank,
            BigDecimal released,
            BigDecimal cost,
            BigDecimal notional,
            BigDecimal gain) {

        static Prospect of(Closing closing, MarginedPosition position, ClosingRules rules, boolean standAlone) {
            ClosingTerms terms = rules.of(position.id());
            BigDecimal notional = position.priced().notional();
            return new Prospect(
                    position.id(),
                    terms.rank(),
                    standAlone ? position.maintenanceMargin() : setFree(closing, position.id(), rules),
                    position.closingCost().add(notional.multiply(terms.feeRate())),
                    notional,
                    position.priced().equityValue());
        }

        private static BigDecimal setFree(Closing closing, PositionId id, ClosingRules rules) {
            MarginAccount after = closing.closeWhole(id, rules).account();
            return closing.account().maintenanceExact().subtract(after.maintenanceExact());
        }

        static int byReleasePerCost(Prospect one, Prospect other) {
            if (one.cost.signum() == 0 || other.cost.signum() == 0) {
                boolean bothCostNothing = one.cost.signum() == other.cost.signum();
                return bothCostNothing ? other.released.compareTo(one.released) : one.cost.compareTo(other.cost);
            }
            return other.released.multiply(one.cost).compareTo(one.released.multiply(other.cost));
        }
    }
}
