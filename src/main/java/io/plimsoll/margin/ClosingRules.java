package io.plimsoll.margin;

import io.plimsoll.account.PositionId;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the positions of one margin account may be closed.
 *
 * @param terms pieces and charges of each position; one that is absent may be closed only as a whole
 * @param order which position is closed before which
 * @param termsAt asks the margin rules for what is left
 */
public record ClosingRules(Map<PositionId, ClosingTerms> terms, ClosingOrder order, TermsAt termsAt) {

    public ClosingRules {
        terms = Map.copyOf(terms);
    }

    /** Every position in the same lot, without minimum or fee, in the order {@link ClosingOrder#MARGIN_PER_COST}. */
    public static ClosingRules inLots(MarginAccount account, BigDecimal lot, TermsAt termsAt) {
        Map<PositionId, ClosingTerms> terms = new HashMap<>();
        account.positions().forEach(position -> terms.put(position.id(), ClosingTerms.inLots(lot)));
        return new ClosingRules(terms, ClosingOrder.MARGIN_PER_COST, termsAt);
    }

    /** The positions of a closing in the order in which they are to be closed. */
    public List<PositionId> inOrder(Closing closing) {
        return order.of(closing, this);
    }

    /** True if the position may be closed in parts. */
    public boolean hasLot(PositionId position) {
        return of(position).lot() != null;
    }

    ClosingTerms of(PositionId position) {
        return terms.getOrDefault(position, ClosingTerms.WHOLE);
    }

    /**
     * True if each position requires what it requires whatever becomes of the others, so that closing one can only lower the maintenance margin
     * and what it sets free is known without trying.
     */
    boolean standAlone(MarginAccount account) {
        return !termsAt.dependOnOthers() && account.portfolio().isEmpty();
    }

    /**
     * What is left under the terms that the rules have for it now; terms that the rules no longer have stay. Where positions depend on one
     * another, as they do in a portfolio, the whole account is asked about: all positions, its add-on, scenarios, credits and multiple. Otherwise
     * only the position that has changed.
     */
    MarginAccount judged(MarginAccount left, PositionId changed) {
        List<PricedPosition> priced =
                left.positions().stream().map(MarginedPosition::priced).toList();
        if (!standAlone(left)) {
            return termsAt.at(left, priced).orElse(left);
        }
        if (!left.holds(changed)) {
            return left;
        }
        PricedPosition asked = left.position(changed).priced();
        PositionTerms now = termsAt.ask(List.of(asked)).get(changed);
        return now == null ? left : left.with(new MarginedPosition(asked, now));
    }
}
