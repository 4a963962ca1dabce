package io.plimsoll.pricing;

import static io.plimsoll.money.Decimals.QUOTIENT;

import io.plimsoll.account.Greeks;
import io.plimsoll.account.OptionType;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * A European option on a forward in the model of Black (1976), not discounted: what venues that quote options on their own futures mark by.
 *
 * <p>With {@code d₁ = (ln(F/K) + σ²T/2)/(σ√T)} and {@code d₂ = d₁ − σ√T} a call is worth {@code F·Φ(d₁) − K·Φ(d₂)}, a put
 * {@code K·Φ(−d₂) − F·Φ(−d₁)}; without volatility or time it is worth what exercising it would bring. Values are to 30 significant digits of the
 * forward, in the currency of the forward, for one unit.
 *
 * @param forward price of the underlying for the expiry, positive
 * @param strike positive
 * @param volatility a year, as a fraction (0.55 is 55 %), zero or more
 * @param years to expiry, zero or more
 */
public record Black76(OptionType type, BigDecimal forward, BigDecimal strike, BigDecimal volatility, BigDecimal years) {

    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final BigDecimal DAYS_A_YEAR = BigDecimal.valueOf(365);
    private static final BigDecimal SECONDS_A_YEAR = DAYS_A_YEAR.multiply(BigDecimal.valueOf(86_400));
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    public Black76 {
        if (forward.signum() <= 0 || strike.signum() <= 0) {
            throw new IllegalArgumentException(
                    "forward and strike must be positive, were " + forward + " and " + strike);
        }
        if (volatility.signum() < 0 || years.signum() < 0) {
            throw new IllegalArgumentException(
                    "volatility and years must not be negative, were " + volatility + " and " + years);
        }
    }

    /** A time in years of 365 days, to 34 digits. */
    public static BigDecimal years(Duration time) {
        BigDecimal seconds = BigDecimal.valueOf(time.getSeconds()).add(BigDecimal.valueOf(time.getNano(), 9));
        return Decimals.normalised(seconds.divide(SECONDS_A_YEAR, QUOTIENT));
    }

    /**
     * What one unit is worth, and by how much more for each 1 that the forward rises.
     *
     * @param value zero or more
     * @param delta 0 to 1 of a call, −1 to 0 of a put
     */
    public record Valued(BigDecimal value, BigDecimal delta) {}

    /** What one unit is worth, zero or more. */
    public BigDecimal value() {
        return valued().value();
    }

    /** Value and delta, of which the second costs nothing beside the first. */
    public Valued valued() {
        BigDecimal deviation = deviation();
        if (deviation.signum() == 0) {
            BigDecimal exercised = Decimals.largest(sign().multiply(forward.subtract(strike)), Decimals.ZERO);
            return new Valued(exercised, deltaAtTheEnd());
        }
        BigDecimal d1 = d1(deviation);
        BigDecimal d2 = d1.subtract(deviation);
        BigDecimal share = RealFunctions.normal(signed(d1));
        BigDecimal value = forward.multiply(share).subtract(strike.multiply(RealFunctions.normal(signed(d2))));
        return new Valued(
                Decimals.normalised(
                        Decimals.largest(signed(value), Decimals.ZERO).round(QUOTIENT)),
                signed(share));
    }

    /** Sensitivities of one unit: delta and gamma to the forward, vega for each 0.01 of volatility, theta for each day of 365. */
    public Greeks greeks() {
        BigDecimal deviation = deviation();
        if (deviation.signum() == 0) {
            return new Greeks(deltaAtTheEnd(), Decimals.ZERO, Decimals.ZERO, Decimals.ZERO);
        }
        BigDecimal d1 = d1(deviation);
        BigDecimal density = RealFunctions.normalDensity(d1);
        BigDecimal vega = forward.multiply(density).multiply(RealFunctions.sqrt(years));
        BigDecimal theta = vega.multiply(volatility).multiply(HALF).divide(years, QUOTIENT);
        return new Greeks(
                signed(RealFunctions.normal(signed(d1))),
                density.divide(forward.multiply(deviation), QUOTIENT),
                vega.divide(HUNDRED, QUOTIENT),
                theta.divide(DAYS_A_YEAR, QUOTIENT).negate());
    }

    /** Half where forward and strike are equal. */
    private BigDecimal deltaAtTheEnd() {
        int inTheMoney = signed(forward.subtract(strike)).signum();
        return switch (inTheMoney) {
            case 1 -> sign();
            case 0 -> signed(HALF);
            default -> Decimals.ZERO;
        };
    }

    private BigDecimal deviation() {
        return volatility.multiply(RealFunctions.sqrt(years)).round(QUOTIENT);
    }

    private BigDecimal d1(BigDecimal deviation) {
        BigDecimal moneyness = RealFunctions.ln(forward.divide(strike, QUOTIENT));
        return moneyness.divide(deviation, QUOTIENT).add(deviation.multiply(HALF));
    }

    private BigDecimal sign() {
        return signed(Decimals.ONE);
    }

    private BigDecimal signed(BigDecimal ofCall) {
        return type == OptionType.CALL ? ofCall : ofCall.negate();
    }
}
