package io.plimsoll.margin;

import static io.plimsoll.money.Decimals.QUOTIENT;

import io.plimsoll.account.ContractKind;
import io.plimsoll.account.Position;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The positions of a margin account that one price moves, such as both legs of a hedge.
 *
 * <p>They are reckoned with by the value of one unit of the first of them, which for a linear contract is its price and for an inverse one its
 * reciprocal: along it equity is a straight line. Legs that are valued at different prices keep the ratio of their values. What does not depend
 * on that value is calculated once, because a search asks for it at each step.
 */
final class PriceGroup {

    private final List<MarginedPosition> legs;
    private final BigDecimal today;
    private final BigDecimal[] ratios;
    private final BigDecimal[] units;
    private final boolean isFollowed;
    private final BigDecimal gainPerValue;

    /** By how much the margin of debts grows for each 1 of the value. */
    private final BigDecimal debtMarginPerValue;

    /**
     * @param legs at least one, all of one way in which value follows price
     * @param following assets whose price moves with that of the legs
     */
    private PriceGroup(List<MarginedPosition> legs, List<Holding> following) {
        this.legs = List.copyOf(legs);
        this.today = this.legs.getFirst().priced().unitValue();
        this.ratios = new BigDecimal[legs.size()];
        this.units = new BigDecimal[legs.size()];
        BigDecimal gain = Decimals.ZERO;
        for (int leg = 0; leg < ratios.length; leg++) {
            PricedPosition priced = this.legs.get(leg).priced();
            BigDecimal own = priced.unitValue();
            ratios[leg] = own.compareTo(today) == 0 ? Decimals.ONE : own.divide(today, QUOTIENT);
            units[leg] = Decimals.product(priced.units(), ratios[leg]);
            gain = Decimals.sum(gain, Decimals.product(priced.gainPerUnitValue(), ratios[leg]));
        }
        BigDecimal debtMargin = Decimals.ZERO;
        for (Holding held : following) {
            gain = Decimals.sum(
                    gain, held.countedValue().subtract(held.debtValue()).divide(today, QUOTIENT));
            debtMargin = Decimals.sum(
                    debtMargin,
                    held.debtValue().multiply(held.terms().maintenanceRate()).divide(today, QUOTIENT));
        }
        this.isFollowed = !following.isEmpty();
        this.gainPerValue = gain;
        this.debtMarginPerValue = debtMargin;
    }

    /** The groups of a margin account, in the order of their first positions. */
    static List<PriceGroup> of(MarginAccount account) {
        Map<String, List<MarginedPosition>> byInstrument = new LinkedHashMap<>();
        for (MarginedPosition position : account.positions()) {
            byInstrument
                    .computeIfAbsent(position.priced().position().instrument(), instrument -> new ArrayList<>(1))
                    .add(position);
        }
        List<PriceGroup> groups = new ArrayList<>(byInstrument.size());
        byInstrument.forEach(
                (instrument, legs) -> groups.add(new PriceGroup(legs, following(instrument, legs, account))));
        return groups;
    }

    /** None where the value of the legs is not their price, or is in a currency of its own. */
    private static List<Holding> following(String instrument, List<MarginedPosition> legs, MarginAccount account) {
        Position first = legs.getFirst().priced().position();
        return first.contract() == ContractKind.INVERSE || first.settlementCurrency() != null
                ? List.of()
                : account.balances().holdings().stream()
                        .filter(held -> held.follows(instrument))
                        .toList();
    }

    List<MarginedPosition> legs() {
        return legs;
    }

    boolean isHedge() {
        return legs.size() > 1;
    }

    /** True if assets move along, so that the account may gain where the positions lose. */
    boolean isFollowed() {
        return isFollowed;
    }

    /** Currency that the group's instrument is settled in; null for that of the account. */
    @Nullable
    String currency() {
        return legs.getFirst().priced().position().settlementCurrency();
    }

    /** Today's value of one unit of the first leg. */
    BigDecimal today() {
        return today;
    }

    /** The price of a leg, by its number, where one unit of the first leg has a value. */
    BigDecimal priceOf(int leg, BigDecimal value) {
        return legs.get(leg).priced().position().contract().priceAt(Decimals.product(value, ratios[leg]));
    }

    /** The legs where one unit of the first leg has a value. */
    List<PricedPosition> at(BigDecimal value) {
        List<PricedPosition> moved = new ArrayList<>(ratios.length);
        for (int leg = 0; leg < ratios.length; leg++) {
            moved.add(legs.get(leg).priced().atUnitValue(Decimals.product(value, ratios[leg])));
        }
        return moved;
    }

    /** By how much the margin of debts whose price moves with the legs' grows for each 1 of the value. */
    BigDecimal debtMarginPerValue() {
        return debtMarginPerValue;
    }

    /** Change of equity for each 1 that the value changes, with assets whose price moves along. */
    BigDecimal gainPerValue() {
        return gainPerValue;
    }

    /** Sum over the legs of an amount that each has, by its number, of its notional for each 1 of the value. */
    BigDecimal ofUnits(AmountOfLeg amount) {
        BigDecimal sum = Decimals.ZERO;
        for (int leg = 0; leg < units.length; leg++) {
            sum = Decimals.sum(sum, amount.of(leg, units[leg]));
        }
        return sum;
    }

    /** Sum over the legs of an amount that each has at its notional there. */
    BigDecimal atNotionals(BigDecimal value, AmountOfLeg amount) {
        return ofUnits((leg, perValue) -> amount.of(leg, perValue.multiply(value)));
    }

    /** An amount of a leg, by its number, of some notional. */
    @FunctionalInterface
    interface AmountOfLeg {
        BigDecimal of(int leg, BigDecimal notional);
    }

    BigDecimal cover() {
        return sum(MarginedPosition::cover);
    }

    BigDecimal sum(Function<MarginedPosition, BigDecimal> amount) {
        BigDecimal sum = Decimals.ZERO;
        for (MarginedPosition leg : legs) {
            sum = Decimals.sum(sum, amount.apply(leg));
        }
        return sum;
    }

    static Optional<BigDecimal> positiveQuotient(BigDecimal dividend, BigDecimal divisor) {
        if (divisor.signum() == 0 || dividend.signum() * divisor.signum() <= 0) {
            return Optional.empty();
        }
        return Optional.of(Decimals.normalised(dividend.divide(divisor, QUOTIENT)));
    }
}
