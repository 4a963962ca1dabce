package io.plimsoll.margin;

import io.plimsoll.account.PositionId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/**
 * Closes positions that hedge one another together, each by the same share, because closing one alone would open the risk it hedges. A book
 * of which the same share of every position is gone requires that share less.
 */
final class Proportional {

    private final Closing start;
    private final ClosingRules rules;
    private final List<PositionId> legs;

    Proportional(Closing start, ClosingRules rules) {
        this.start = start;
        this.rules = rules;
        this.legs = rules.inOrder(start);
    }

    /** The smallest share that meets the target; empty where no position is another one's hedge, or no share meets it. */
    Optional<Closing> until(MarginTarget target) {
        boolean hedged =
                legs.stream().anyMatch(id -> start.closeWhole(id, rules).raisesMaintenanceOf(start));
        if (!hedged) {
            return Optional.empty();
        }
        BigInteger whole = legs.stream().map(id -> lots(id).whole()).reduce(BigInteger.ONE, BigInteger::max);
        BigInteger tooFew = BigInteger.ZERO;
        BigInteger enough = whole;
        while (enough.subtract(tooFew).compareTo(BigInteger.ONE) > 0) {
            BigInteger middle = enough.add(tooFew).shiftRight(1);
            if (target.isMetBy(share(middle, whole).account())) {
                enough = middle;
            } else {
                tooFew = middle;
            }
        }
        Closing closing = share(enough, whole);
        return target.isMetBy(closing.account()) && !closing.raisesMaintenanceOf(start)
                ? Optional.of(closing)
                : Optional.empty();
    }

    private Closing share(BigInteger part, BigInteger whole) {
        Closing state = start;
        for (PositionId id : legs) {
            BigDecimal wanted = start.held(id)
                    .multiply(new BigDecimal(part))
                    .divide(new BigDecimal(whole), 30, RoundingMode.CEILING);
            BigDecimal quantity = lots(id).covering(wanted.min(start.held(id)));
            state = state.parts().size() == start.parts().size()
                    ? state.close(id, quantity, rules)
                    : state.closeTogether(id, quantity, rules);
        }
        return state;
    }

    private Lots lots(PositionId id) {
        return new Lots(start.account().position(id), rules.of(id));
    }
}
