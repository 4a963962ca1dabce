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
 * @param together true if what one position requires depends on the others, so that all that are left have to be asked for at once
 */
public record ClosingRules(Map<PositionId, ClosingTerms> terms, ClosingOrder order, TermsAt termsAt, boolean together) {

    public ClosingRules {
        terms = Map.copyOf(terms);
    }

    /** Finds out whether positions can be asked for one by one: each by itself must require what it requires among the others. */
    public static ClosingRules of(
            MarginAccount account, Map<PositionId, ClosingTerms> terms, ClosingOrder order, TermsAt termsAt) {
        boolean together = account.positions().size() > 1
                && account.positions().stream()
                        .anyMatch(position -> !position.terms()
                                .equals(termsAt.ask(List.of(position.priced())).get(position.id())));
        return new ClosingRules(terms, order, termsAt, together);
    }

    /** Every position in the same lot, without minimum or fee, in the order {@link ClosingOrder#MARGIN_PER_COST}. */
    public static ClosingRules inLots(MarginAccount account, BigDecimal lot, TermsAt termsAt) {
        Map<PositionId, ClosingTerms> terms = new HashMap<>();
        account.positions().forEach(position -> terms.put(position.id(), ClosingTerms.inLots(lot)));
        return of(account, terms, ClosingOrder.MARGIN_PER_COST, termsAt);
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

    /** The positions that are left with the terms the rules have for them now; terms that the rules no longer have stay. */
    List<MarginedPosition> judged(List<MarginedPosition> left, PositionId changed) {
        List<PricedPosition> asked = left.stream()
                .filter(position -> together || position.id().equals(changed))
                .map(MarginedPosition::priced)
                .toList();
        if (asked.isEmpty()) {
            return left;
        }
        Map<PositionId, PositionTerms> now = new HashMap<>(termsAt.ask(asked));
        return left.stream()
                .map(position ->
                        new MarginedPosition(position.priced(), now.getOrDefault(position.id(), position.terms())))
                .toList();
    }
}
