package io.plimsoll.margin;

import static io.plimsoll.money.Decimals.QUOTIENT;

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
 * reciprocal: along it equity is a straight line. Legs that are valued at different prices keep the ratio of their values.
 *
 * @param legs at least one, all of one way in which value follows price
 */
record PriceGroup(List<MarginedPosition> legs) {

    PriceGroup {
        legs = List.copyOf(legs);
    }

    /** The groups of a margin account, in the order of their first positions. */
    static List<PriceGroup> of(List<MarginedPosition> positions) {
        Map<String, List<MarginedPosition>> byInstrument = new LinkedHashMap<>();
        for (MarginedPosition position : positions) {
            byInstrument
                    .computeIfAbsent(position.priced().position().instrument(), instrument -> new ArrayList<>())
                    .add(position);
        }
        return byInstrument.values().stream().map(PriceGroup::new).toList();
    }

    boolean isHedge() {
        return legs.size() > 1;
    }

    /** Currency that the group's instrument is settled in; null for that of the account. */
    @Nullable
    String currency() {
        return legs.getFirst().priced().position().settlementCurrency();
    }

    /** Today's value of one unit of the first leg. */
    BigDecimal today() {
        return legs.getFirst().priced().unitValue();
    }

    /** The price of a leg where one unit of the first leg has a value. */
    BigDecimal priceOf(MarginedPosition leg, BigDecimal value) {
        return leg.priced().position().contract().priceAt(value.multiply(ratioOf(leg)));
    }

    /** The legs where one unit of the first leg has a value. */
    List<PricedPosition> at(BigDecimal value) {
        return legs.stream()
                .map(leg -> leg.priced().atUnitValue(value.multiply(ratioOf(leg))))
                .toList();
    }

    /** Change of equity for each 1 that the value changes. */
    BigDecimal gainPerValue() {
        return sum(leg -> leg.priced().gainPerUnitValue().multiply(ratioOf(leg)));
    }

    /** Sum over the legs of their notional for each 1 of the value times a rate that each has. */
    BigDecimal requiredPerValue(Function<MarginedPosition, BigDecimal> rate) {
        return sum(leg -> unitsOf(leg).multiply(rate.apply(leg)));
    }

    /** Sum over the legs of an amount that each has at its notional there. */
    BigDecimal atNotionals(BigDecimal value, AmountAtNotional amount) {
        return sum(leg -> amount.of(leg, unitsOf(leg).multiply(value)));
    }

    /** An amount of a leg at a notional. */
    @FunctionalInterface
    interface AmountAtNotional {
        BigDecimal of(MarginedPosition leg, BigDecimal notional);
    }

    /** Today's equity extrapolated to a value of zero; where a falling value gains, more than today's. */
    BigDecimal atValueZero(BigDecimal equity) {
        return equity.subtract(gainPerValue().multiply(today()));
    }

    BigDecimal maintenance() {
        return sum(MarginedPosition::maintenanceMargin);
    }

    BigDecimal sum(Function<MarginedPosition, BigDecimal> amount) {
        return legs.stream().map(amount).reduce(Decimals.ZERO, BigDecimal::add);
    }

    private BigDecimal unitsOf(MarginedPosition leg) {
        return leg.priced().units().multiply(ratioOf(leg));
    }

    private BigDecimal ratioOf(MarginedPosition leg) {
        BigDecimal own = leg.priced().unitValue();
        return own.compareTo(today()) == 0 ? Decimals.ONE : own.divide(today(), QUOTIENT);
    }

    static Optional<BigDecimal> positiveQuotient(BigDecimal dividend, BigDecimal divisor) {
        if (divisor.signum() == 0 || dividend.signum() * divisor.signum() <= 0) {
            return Optional.empty();
        }
        return Optional.of(Decimals.normalised(dividend.divide(divisor, QUOTIENT)));
    }
}
