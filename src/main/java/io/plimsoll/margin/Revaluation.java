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
     * What becomes of one unit held long in a scenario.
     *
     * @param gain settlement currency, at 34 digits; negative is a loss
     * @param slope by how much its value in the scenario rises for each 100 % that the unit's value of the underlying rises: its price, of an
     *     inverse contract {@code 1/price}
     */
    public record OfUnit(BigDecimal gain, BigDecimal slope) {}

    /**
     * One unit in a scenario.
     *
     * @param at the instant from which the time to expiry counts
     * @throws IllegalArgumentException if a field is {@link #missing}
     */
    static OfUnit inScenario(PricedPosition priced, Scenario scenario, Instant at) {
        Position position = priced.position();
        OptionTerms option = position.option();
        if (option != null) {
            BigDecimal forward = forwardOf(position);
            Modelled there = modelled(position, scenario.moved(forward), scenario.volatilityMove(), at);
            return new OfUnit(
                    there.value().subtract(priced.price()), there.slope().multiply(scenario.follows(forward)));
        }
        BigDecimal price = scenario.moved(priced.price());
        return new OfUnit(
                position.contract().gainOf(Decimals.ONE, priced.price(), price),
                valueOf(position.contract(), price).multiply(scenario.follows(priced.price())));
    }

    /** What one unit held long is worth: an option its price, any other contract its price too, an inverse one {@code −1/price}. */
    static BigDecimal valueOf(PricedPosition priced) {
        return valueOf(priced.position().contract(), priced.price());
    }

    /** By how much that rises for each 100 % that the unit's value of the underlying rises. */
    static BigDecimal slopeOf(PricedPosition priced, Instant at) {
        return priced.position().contract().isOption()
                ? modelled(priced.position(), forwardOf(priced.position()), VolatilityMove.NONE, at)
                        .slope()
                : valueOf(priced);
    }

    private static BigDecimal valueOf(ContractKind contract, BigDecimal price) {
        return contract == ContractKind.INVERSE
                ? Decimals.ONE.divide(price, Decimals.QUOTIENT).negate()
                : price;
    }

    /**
     * A position where its underlying has moved: an option by the model, whatever its price and the model differ by today added; any other contract
     * in proportion.
     *
     * @param factor of the price of the underlying, positive
     * @throws IllegalArgumentException if a field is {@link #missing}
     */
    static PricedPosition moved(PricedPosition priced, BigDecimal factor, Instant at) {
        Position position = priced.position();
        OptionTerms option = position.option();
        if (option == null) {
            return priced.atPrice(Decimals.normalised(priced.price().multiply(factor)));
        }
        BigDecimal forward = forwardOf(position);
        BigDecimal change = modelled(position, forward.multiply(factor), VolatilityMove.NONE, at)
                .value()
                .subtract(modelled(position, forward, VolatilityMove.NONE, at).value());
        BigDecimal price = Decimals.largest(priced.price().add(change), Decimals.ZERO);
        BigDecimal movedForward = Decimals.normalised(forward.multiply(factor).round(Decimals.QUOTIENT));
        return new PricedPosition(
                position.withOption(option.withUnderlyingPrice(movedForward)),
                price,
                priced.source(),
                priced.conversion());
    }

    /** What the model says an option is worth as things are, in the unit of its price; empty for other contracts and where a field is missing. */
    public static Optional<BigDecimal> modelPrice(Position position, Instant at) {
        return position.contract().isOption() && missing(position).isEmpty()
                ? Optional.of(modelled(position, forwardOf(position), VolatilityMove.NONE, at)
                        .value())
                : Optional.empty();
    }

    /** An option by the model, in the unit of its price. */
    private record Modelled(BigDecimal value, BigDecimal slope) {}

    private static BigDecimal forwardOf(Position position) {
        OptionTerms option = position.option();
        BigDecimal forward = option == null ? null : option.underlyingPrice();
        if (forward == null) {
            throw new IllegalArgumentException(position.id() + " lacks option.underlyingPrice");
        }
        return forward;
    }

    private static Modelled modelled(Position position, BigDecimal forward, VolatilityMove move, Instant at) {
        OptionTerms option = position.option();
        Instant expiry = position.expiry();
        if (option == null || expiry == null) {
            throw new IllegalArgumentException(position.id() + " is no option");
        }
        BigDecimal volatility = option.impliedVolatility();
        if (volatility == null) {
            throw new IllegalArgumentException(
                    position.id() + " lacks " + missing(position).orElseThrow());
        }
        BigDecimal years = Decimals.largest(Black76.years(Duration.between(at, expiry)), Decimals.ZERO);
        BigDecimal moved = Decimals.normalised(forward);
        Black76.Valued valued =
                new Black76(option.type(), moved, option.strike(), move.of(volatility, years), years).valued();
        BigDecimal slope = valued.delta().multiply(moved);
        if (position.contract() != ContractKind.INVERSE_OPTION) {
            return new Modelled(valued.value(), slope);
        }
        BigDecimal value = Decimals.normalised(valued.value().divide(moved, Decimals.QUOTIENT));
        return new Modelled(value, value.subtract(valued.delta()));
    }
}
