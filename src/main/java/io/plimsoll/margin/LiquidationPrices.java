package io.plimsoll.margin;

import static io.plimsoll.money.Decimals.QUOTIENT;

import io.plimsoll.account.ContractKind;
import io.plimsoll.account.PositionId;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Solves for the prices in {@link PositionPrices}.
 *
 * <p>Along the value of one unit of a position both equity and requirement are straight lines while the position stays in its bracket, so
 * the breach is where the two lines meet: the search goes by that value, which for a linear contract is the price and for an inverse one
 * its reciprocal. If the breach lies in another bracket, the rules are asked for their terms there and the lines are met again,
 * until the price stays the same (margin-math: "re-solve in the bracket where P* lands"). On a schedule that jumps the lines may never
 * meet; there the breach is the jump itself, and halving finds it.
 *
 * <p>For an account that is breached already, the price is the one at which it no longer would be.
 */
public final class LiquidationPrices {

    /** Rounds of asking. A round crosses at least one bracket, and venues publish at most a dozen or two of them. */
    private static final int ROUNDS_MAX = 64;

    /** Halvings that narrow a jump to the last of 34 digits' worth of any price. */
    private static final int HALVINGS_MAX = 110;

    /** Prices that agree to this many digits are the same; the four digits beyond are lost to rounded quotients. */
    private static final MathContext SAME = new MathContext(30);

    /** Fraction of a price that lies in the lowest bracket of any schedule. */
    private static final BigDecimal NEXT_TO_NOTHING = new BigDecimal("1E-12");

    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private final MarginAccount account;
    private final BigDecimal equity;
    private final BigDecimal maintenance;
    private final TermsAt termsAt;

    private LiquidationPrices(MarginAccount account, TermsAt termsAt) {
        this.account = account;
        this.equity = account.equityExact();
        this.maintenance = account.maintenanceExact();
        this.termsAt = termsAt;
    }

    /** Prices of every position of a margin account, exact to 30 digits. */
    public static Map<PositionId, PositionPrices> of(
            MarginAccount account, MaintenanceConvention convention, TermsAt termsAt) {
        var prices = new LiquidationPrices(account, termsAt);
        Map<PositionId, BigDecimal> breach = prices.breaches(convention, false);
        Map<PositionId, BigDecimal> breachAfterCosts = prices.breaches(convention, true);
        Map<PositionId, PositionPrices> all = new HashMap<>();
        for (MarginedPosition position : account.positions()) {
            PositionId id = position.id();
            all.put(
                    id,
                    new PositionPrices(
                            breach.get(id),
                            breachAfterCosts.get(id),
                            prices.bankruptcy(position).orElse(null)));
        }
        return all;
    }

    /** Breach prices by position; with costs, only of positions whose cost of closing is known. */
    private Map<PositionId, BigDecimal> breaches(MaintenanceConvention convention, boolean afterCosts) {
        List<Search> searches = account.positions().stream()
                .filter(position ->
                        !afterCosts || position.terms().closingCostRate().signum() > 0)
                .map(position -> new Search(position, convention, afterCosts))
                .toList();
        if (convention == MaintenanceConvention.MOVES_WITH_PRICE) {
            meetInTheBracketWhereThePriceLands(searches);
            halveDownToTheJump(searches.stream().filter(Search::endsAtJump).toList());
        }
        Map<PositionId, BigDecimal> found = new HashMap<>();
        for (Search search : searches) {
            if (search.value != null) {
                found.put(search.position.id(), search.contract().priceAt(search.value));
            }
        }
        return found;
    }

    private void meetInTheBracketWhereThePriceLands(List<Search> searches) {
        List<Search> open = searches.stream().filter(Search::startsSomewhere).toList();
        for (int round = 0; round < ROUNDS_MAX && !open.isEmpty(); round++) {
            askForTermsThere(open);
            open = open.stream().filter(Search::movesOn).toList();
        }
        open.forEach(Search::giveUpMeeting);
    }

    private void halveDownToTheJump(List<Search> searches) {
        List<Search> open = searches;
        for (int halving = 0; halving < HALVINGS_MAX && !open.isEmpty(); halving++) {
            open = open.stream().filter(Search::movesToTheMiddle).toList();
            askForTermsThere(open);
            open.forEach(Search::narrow);
        }
        searches.forEach(Search::takeJump);
    }

    /** One question for all searches, because asking rules costs the same for one position as for many. Beyond their tables the last terms go on. */
    private void askForTermsThere(List<Search> searches) {
        if (searches.isEmpty()) {
            return;
        }
        Map<PositionId, PositionTerms> there =
                termsAt.ask(searches.stream().map(Search::movedPosition).toList());
        for (Search search : searches) {
            search.terms = there.getOrDefault(search.position.id(), search.terms);
        }
    }

    /** Where the search for one position's breach stands. */
    private final class Search {
        private final MarginedPosition position;
        private final boolean afterCosts;
        private final BigDecimal today;
        private final boolean breachedToday;

        /** Terms at {@link #value}. */
        private PositionTerms terms;

        /** Where the lines met last; null where they do not meet. */
        private @Nullable BigDecimal value;

        /** The value nearest to today's that is known to be on the other side of the breach; null if none is. */
        private @Nullable BigDecimal beyond;

        /** The value farthest from today's that is known to be on this side of a jump. */
        private BigDecimal before;

        private boolean endsAtJump;

        private Search(MarginedPosition position, MaintenanceConvention convention, boolean afterCosts) {
            this.position = position;
            this.afterCosts = afterCosts;
            this.today = position.priced().unitValue();
            this.before = today;
            this.terms = convention == MaintenanceConvention.FIXED_AT_MARK
                    ? position.terms().withMaintenanceFixed(position.maintenanceMargin())
                    : position.terms();
            this.breachedToday = isBreachedAt(today);
            this.value = meeting();
        }

        /** Where a falling value loses, lines that do not meet in today's bracket may still meet in the lowest one, where no deduction is left. */
        private boolean startsSomewhere() {
            if (value == null && position.priced().gainPerUnitValue().signum() > 0) {
                value = today.multiply(NEXT_TO_NOTHING);
            }
            return value != null;
        }

        /** Meets the lines again under the terms at the price; false if the search is over. */
        private boolean movesOn() {
            BigDecimal asked = asked();
            if (isBreachedAt(asked) != breachedToday) {
                beyond = asked;
            }
            BigDecimal next = meeting();
            if (next != null && next.round(SAME).compareTo(asked.round(SAME)) == 0) {
                value = next;
                return false;
            }
            value = next;
            endsAtJump = beyond != null && (next == null || !liesBetween(next, today, beyond));
            return next != null && !endsAtJump;
        }

        private void giveUpMeeting() {
            endsAtJump = beyond != null;
            value = null;
        }

        private boolean endsAtJump() {
            return endsAtJump;
        }

        private boolean movesToTheMiddle() {
            BigDecimal middle = before.add(far(), QUOTIENT).divide(TWO, QUOTIENT);
            value = middle;
            return liesBetween(middle, before, far());
        }

        private void narrow() {
            if (isBreachedAt(asked()) == breachedToday) {
                before = asked();
            } else {
                beyond = asked();
            }
        }

        private void takeJump() {
            value = Decimals.normalised(far());
        }

        private ContractKind contract() {
            return position.priced().position().contract();
        }

        private BigDecimal asked() {
            return Optional.ofNullable(value).orElseThrow();
        }

        private BigDecimal far() {
            return Optional.ofNullable(beyond).orElseThrow();
        }

        private PricedPosition movedPosition() {
            return position.priced().atUnitValue(asked());
        }

        /** The positive value of a unit at which equity, less closing cost if asked, equals maintenance margin under the present terms; null if there is none. */
        private @Nullable BigDecimal meeting() {
            BigDecimal unit = position.priced().units();
            BigDecimal required = terms.factor()
                    .multiply(terms.maintenance().rate())
                    .add(costRate())
                    .multiply(unit);
            BigDecimal slope = required.subtract(position.priced().gainPerUnitValue());
            BigDecimal requiredAtZero = terms.addOn()
                    .subtract(terms.factor().multiply(terms.maintenance().deduction()));
            BigDecimal rise =
                    equityAtValueZero(position).subtract(maintenanceOfOthers()).subtract(requiredAtZero);
            return positiveQuotient(rise, slope).orElse(null);
        }

        private boolean isBreachedAt(BigDecimal at) {
            BigDecimal notional = position.priced().units().multiply(at);
            BigDecimal equityThere = equityAtValueZero(position)
                    .add(position.priced().gainPerUnitValue().multiply(at));
            BigDecimal required = maintenanceOfOthers()
                    .add(terms.maintenanceAt(notional))
                    .add(costRate().multiply(notional));
            return equityThere.compareTo(required) < 0;
        }

        private BigDecimal costRate() {
            return afterCosts ? terms.closingCostRate() : Decimals.ZERO;
        }

        private BigDecimal maintenanceOfOthers() {
            return maintenance.subtract(position.maintenanceMargin());
        }
    }

    private Optional<BigDecimal> bankruptcy(MarginedPosition position) {
        return positiveQuotient(
                        equityAtValueZero(position),
                        position.priced().gainPerUnitValue().negate())
                .map(position.priced().position().contract()::priceAt);
    }

    /** Equity extrapolated along the value of one position's unit down to zero; where a falling value gains, more than today's. */
    private BigDecimal equityAtValueZero(MarginedPosition position) {
        PricedPosition priced = position.priced();
        return equity.subtract(priced.gainPerUnitValue().multiply(priced.unitValue()));
    }

    /** True strictly between the two, whichever of them is the larger. */
    private static boolean liesBetween(BigDecimal value, BigDecimal one, BigDecimal other) {
        return value.compareTo(Decimals.smallest(one, other)) > 0 && value.compareTo(Decimals.largest(one, other)) < 0;
    }

    private static Optional<BigDecimal> positiveQuotient(BigDecimal dividend, BigDecimal divisor) {
        if (divisor.signum() == 0 || dividend.signum() * divisor.signum() <= 0) {
            return Optional.empty();
        }
        return Optional.of(Decimals.normalised(dividend.divide(divisor, QUOTIENT)));
    }
}
