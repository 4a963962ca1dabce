package io.plimsoll.margin;

import io.plimsoll.account.ContractKind;
import io.plimsoll.account.OptionTerms;
import io.plimsoll.account.Position;
import io.plimsoll.money.Decimals;
import io.plimsoll.pricing.Black76;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a contract would be worth in a scenario. Futures move with their own price; options are valued by {@link Black76} at the moved forward
 * and volatility, with the time they have left. Gains are counted from the price that the position is valued at, so that a difference between
 * mark and model is in every cell.
 */
public final class Revaluation {

    private Revaluation() {}

    /** The field of an option's terms without which it has no model value; empty where nothing is missing. */
    public static Optional<String> missing(Position position) {
        OptionTerms option = position.option();
        if (option == null) {
            return Optional.empty();
        }
        return option.underlyingPrice() == null
                ? Optional.of("option.underlyingPrice")
                : option.impliedVolatility() == null ? Optional.of("option.impliedVolatility") : Optional.empty();
    }

    /**
     * Gain of one unit held long, settlement currency, at 34 digits; negative is a loss.
     *
     * @param at the instant from which the time to expiry counts
     * @throws IllegalArgumentException if a field is {@link #missing}
     */
    static BigDecimal gainPerUnit(PricedPosition priced, Scenario scenario, Instant at) {
        Position position = priced.position();
        BigDecimal factor = Decimals.ONE.add(scenario.priceMove());
        return position.contract().isOption()
                ? modelPrice(position, factor, scenario.volatilityMove(), at).subtract(priced.price())
                : position.contract()
                        .gainOf(
                                Decimals.ONE,
                                priced.price(),
                                Decimals.normalised(priced.price().multiply(factor)));
    }

    /** What the model says an option is worth as things are, in the unit of its price; empty for other contracts and where a field is missing. */
    public static Optional<BigDecimal> modelPrice(Position position, Instant at) {
        return position.contract().isOption() && missing(position).isEmpty()
                ? Optional.of(modelPrice(position, Decimals.ONE, VolatilityMove.NONE, at))
                : Optional.empty();
    }

    private static BigDecimal modelPrice(Position position, BigDecimal factor, VolatilityMove move, Instant at) {
        OptionTerms option = position.option();
        Instant expiry = position.expiry();
        if (option == null || expiry == null) {
            throw new IllegalArgumentException(position.id() + " is no option");
        }
        BigDecimal forward = option.underlyingPrice();
        BigDecimal volatility = option.impliedVolatility();
        if (forward == null || volatility == null) {
            throw new IllegalArgumentException(
                    position.id() + " lacks " + missing(position).orElseThrow());
        }
        BigDecimal years = Decimals.largest(Black76.years(Duration.between(at, expiry)), Decimals.ZERO);
        BigDecimal moved = Decimals.normalised(forward.multiply(factor));
        BigDecimal value =
                new Black76(option.type(), moved, option.strike(), move.of(volatility, years), years).value();
        return position.contract() == ContractKind.INVERSE_OPTION
                ? Decimals.normalised(value.divide(moved, Decimals.QUOTIENT))
                : value;
    }
}
