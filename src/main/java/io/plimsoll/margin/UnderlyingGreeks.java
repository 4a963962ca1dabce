package io.plimsoll.margin;

import io.plimsoll.account.ContractKind;
import io.plimsoll.account.Greeks;
import io.plimsoll.account.OptionTerms;
import io.plimsoll.account.Position;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How the value of all positions on one underlying follows its price, settlement currency, 34 digits. An option counts
 * {@code quantity · multiplier · conversion} times its greeks. A future has a delta of 1 for each unit and no gamma; an inverse one, worth
 * {@code 1/price} a unit, has {@code 1/price²} and {@code −2/price³}.
 *
 * @param delta change of equity for a rise of the underlying by 1
 * @param gamma change of delta for a rise of the underlying by 1
 * @param theta change of equity for each day that passes
 */
public record UnderlyingGreeks(String underlying, BigDecimal delta, BigDecimal gamma, BigDecimal theta) {

    private static final Greeks OF_A_FUTURE = new Greeks(Decimals.ONE, Decimals.ZERO, Decimals.ZERO, Decimals.ZERO);
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    public UnderlyingGreeks {
        delta = rounded(delta);
        gamma = rounded(gamma);
        theta = rounded(theta);
    }

    /** One for each underlying with options, by name; none for an underlying with an option whose greeks are unknown. */
    public static List<UnderlyingGreeks> of(List<PricedPosition> positions) {
        Map<String, List<PricedPosition>> byUnderlying = new TreeMap<>();
        for (PricedPosition position : positions) {
            byUnderlying
                    .computeIfAbsent(position.position().underlying(), underlying -> new ArrayList<>())
                    .add(position);
        }
        List<UnderlyingGreeks> all = new ArrayList<>();
        byUnderlying.forEach((underlying, on) -> {
            if (on.stream().anyMatch(each -> each.position().contract().isOption())) {
                sum(underlying, on).ifPresent(all::add);
            }
        });
        return all;
    }

    /** What one position brings to the sums, its vega too; empty for an option whose greeks are unknown. */
    public static Optional<Greeks> of(PricedPosition position) {
        BigDecimal units = position.signedUnits();
        return ofOneUnit(position)
                .map(unit -> new Greeks(
                        rounded(units.multiply(unit.delta())),
                        rounded(units.multiply(unit.gamma())),
                        rounded(units.multiply(unit.vega())),
                        rounded(units.multiply(unit.theta()))));
    }

    /** How far the underlying may move until the losses use up a buffer, the requirement unchanged. */
    public GreekBreach breach(BigDecimal buffer) {
        return GreekBreach.of(buffer, delta, gamma);
    }

    private static Optional<UnderlyingGreeks> sum(String underlying, List<PricedPosition> positions) {
        BigDecimal delta = Decimals.ZERO;
        BigDecimal gamma = Decimals.ZERO;
        BigDecimal theta = Decimals.ZERO;
        for (PricedPosition priced : positions) {
            Optional<Greeks> known = ofOneUnit(priced);
            if (known.isEmpty()) {
                return Optional.empty();
            }
            Greeks greeks = known.get();
            delta = delta.add(priced.signedUnits().multiply(greeks.delta()));
            gamma = gamma.add(priced.signedUnits().multiply(greeks.gamma()));
            theta = theta.add(priced.signedUnits().multiply(greeks.theta()));
        }
        return Optional.of(new UnderlyingGreeks(underlying, delta, gamma, theta));
    }

    private static Optional<Greeks> ofOneUnit(PricedPosition priced) {
        Position position = priced.position();
        OptionTerms option = position.option();
        if (option != null) {
            return Optional.ofNullable(option.greeks());
        }
        if (position.contract() != ContractKind.INVERSE) {
            return Optional.of(OF_A_FUTURE);
        }
        BigDecimal square = priced.price().pow(2);
        BigDecimal cube = priced.price().pow(3);
        return Optional.of(new Greeks(
                Decimals.ONE.divide(square, Decimals.QUOTIENT),
                TWO.negate().divide(cube, Decimals.QUOTIENT),
                Decimals.ZERO,
                Decimals.ZERO));
    }

    private static BigDecimal rounded(BigDecimal value) {
        return Decimals.normalised(value.round(Decimals.QUOTIENT));
    }
}
