package io.plimsoll.margin;

import io.plimsoll.account.ContractKind;
import io.plimsoll.account.OptionType;
import io.plimsoll.account.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Scenario margin straight from the formulas, in binary floating point and with a normal distribution that is integrated step by step: slow,
 * plain, and of other making than the kernel.
 */
final class NaiveScenarios {

    private static final int STEPS = 2_000;

    private NaiveScenarios() {}

    static double requirement(List<Scenario> scenarios, double credit, List<Position> positions, Instant at) {
        Map<String, Double> worst = new HashMap<>();
        for (Scenario scenario : scenarios) {
            double gain = 0;
            for (Position position : positions) {
                if (position.underlying().equals(scenario.underlying())) {
                    gain += gain(position, scenario, at);
                }
            }
            double loss = Math.max(0, -gain * scenario.weight().doubleValue());
            worst.merge(scenario.underlying(), loss, Math::max);
        }
        double sum = 0;
        for (double loss : worst.values()) {
            sum += loss;
        }
        return Math.max(0, sum - credit);
    }

    static double gain(Position position, Scenario scenario, Instant at) {
        double units = position.quantity().doubleValue() * position.multiplier().doubleValue();
        double price = position.mark().price().doubleValue();
        double factor = 1 + scenario.priceMove().doubleValue();
        double points = scenario.pricePoints().doubleValue();
        if (position.option() == null) {
            return position.contract() == ContractKind.INVERSE
                    ? units / price - units / (price * factor + points)
                    : units * (price * factor + points) - units * price;
        }
        double years = Duration.between(at, position.expiry()).toMillis() / (365.0 * 86_400_000);
        double k = Math.pow(
                30 / (365 * years), scenario.volatilityMove().exponent().doubleValue());
        double volatility = position.option().impliedVolatility().doubleValue();
        double moved = Math.max(
                0,
                volatility
                        + volatility * scenario.volatilityMove().relative().doubleValue() * k
                        + scenario.volatilityMove().points().doubleValue() * k);
        double forward = position.option().underlyingPrice().doubleValue() * factor + points;
        double value = black(
                position.option().type(), forward, position.option().strike().doubleValue(), moved * Math.sqrt(years));
        double quoted = position.contract() == ContractKind.INVERSE_OPTION ? value / forward : value;
        return units * (quoted - price);
    }

    static double black(OptionType type, double forward, double strike, double deviation) {
        double call;
        if (deviation == 0) {
            call = Math.max(forward - strike, 0);
        } else {
            double d1 = Math.log(forward / strike) / deviation + deviation / 2;
            call = forward * below(d1) - strike * below(d1 - deviation);
        }
        return type == OptionType.CALL ? call : call - forward + strike;
    }

    /** Simpson's rule from 0 to x. */
    private static double below(double x) {
        double end = Math.clamp(x, -9, 9);
        double h = end / STEPS;
        double sum = density(0) + density(end);
        for (int i = 1; i < STEPS; i++) {
            sum += (i % 2 == 0 ? 2 : 4) * density(i * h);
        }
        return 0.5 + sum * h / 3;
    }

    private static double density(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }
}
