package io.plimsoll.margin;

import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.decimal;
import static io.plimsoll.fixtures.Positions.inverse;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.Position;
import io.plimsoll.account.PositionId;
import io.plimsoll.fixtures.Accounts;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequirementLineTest {

    private static final BigDecimal TINY = decimal("1E-20");

    @ParameterizedTest(name = "{0} at a leverage of {1} requires {2}")
    @CsvSource({
        "99, 3, 33",
        "100, 8, 12.5",
        "100, 3, 33.33333333333333333333333333333334",
        "1, 125, 0.008",
        "7, 0.5, 14"
    })
    void aLeverageDividesWithoutBeingRoundedFirst(BigDecimal notional, BigDecimal leverage, BigDecimal required) {
        assertEquals(0, required.compareTo(RequirementLine.ofLeverage(leverage).at(notional)));
    }

    @Test
    void anAmountIsItselfWhereItWasCalculatedAndInProportionElsewhere() {
        RequirementLine line = RequirementLine.ofAmount(decimal("7"), decimal("300"));

        assertEquals(decimal("7"), line.at(decimal("300")));
        assertEquals(decimal("3.5"), line.at(decimal("150")));
        assertEquals(RequirementLine.NONE, RequirementLine.ofAmount(decimal("7"), BigDecimal.ZERO));
    }

    @Test
    void aDivisorIsPositiveAndNothingElseIsNegative() {
        assertThrows(IllegalArgumentException.class, () -> RequirementLine.ofLeverage(BigDecimal.ZERO));
        assertThrows(IllegalArgumentException.class, () -> RequirementLine.ofLeverage(decimal("-1")));
        assertThrows(IllegalArgumentException.class, () -> RequirementLine.ofAmount(decimal("-1"), decimal("2")));
    }

    /** An amount that curves is asked for again where the lines meet, until the equity is what it asks for there. */
    @Test
    void atTheLiquidationPriceEquityIsACurvedRequirement() {
        Random random = new Random(20261123);
        int found = 0;
        for (int i = 0; i < 200; i++) {
            // Given: a requirement of k · N · √N, or of the larger of 1 % and k · √N, in a book at most 30 times geared
            BigDecimal k = BigDecimal.valueOf(1 + random.nextInt(50), 6);
            boolean steep = random.nextBoolean();
            UnaryOperator<BigDecimal> required = notional -> steep
                    ? k.multiply(notional).multiply(Decimals.rootRoundedDown(notional))
                    : Decimals.largest(
                            notional.movePointLeft(2),
                            k.multiply(BigDecimal.TEN).multiply(Decimals.rootRoundedDown(notional)));
            TermsAt terms = curved(required);
            String quantity = (random.nextBoolean() ? "" : "-") + (1 + random.nextInt(100));
            Position position = random.nextInt(3) == 0
                    ? inverse("BTCUSD", quantity + "0000", "100", String.valueOf(90 + random.nextInt(20)))
                    : cross("BTC", quantity, "100", String.valueOf(90 + random.nextInt(20)));
            PricedPosition priced = Accounts.atMark(position);
            BigDecimal wallet = priced.notional()
                    .multiply(BigDecimal.valueOf(4 + random.nextInt(60), 2))
                    .subtract(priced.unrealisedPnl());
            MarginAccount account = Accounts.cross(wallet, BigDecimal.ZERO, terms, List.of(position));

            // When
            PositionPrices prices = LiquidationPrices.of(account, MaintenanceConvention.MOVES_WITH_PRICE, terms)
                    .get(priced.id());

            // Then
            if (prices.liquidation() != null) {
                found++;
                PricedPosition there = priced.atPrice(prices.liquidation());
                BigDecimal equity = wallet.add(there.unrealisedPnl());
                BigDecimal missing =
                        equity.subtract(required.apply(there.notional())).abs();
                assertTrue(
                        missing.compareTo(TINY.multiply(priced.notional())) < 0,
                        () -> missing + " at " + prices.liquidation() + " of " + position + " k " + k);
            }
        }
        assertTrue(found > 150, "only " + found);
    }

    /**
     * What does not count of a profit is taken off equity, or required instead, as a rule says it: the breach is where the profit times its weight, and a loss in full, no
     * longer covers 5 %.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWeightOnProfitMayBeTakenOffEquityOrRequired(boolean discounted) {
        Random random = new Random(20261124);
        int amongProfits = 0;
        for (int i = 0; i < 200; i++) {
            // Given: a long at 100 that has gained, on money that other losses may have used up
            BigDecimal quantity = BigDecimal.valueOf(1 + random.nextInt(50));
            BigDecimal weight = BigDecimal.valueOf(50 + random.nextInt(50), 2);
            BigDecimal wallet = quantity.multiply(BigDecimal.valueOf(random.nextInt(40) - 8));
            BigDecimal mark = BigDecimal.valueOf(130 + random.nextInt(40));
            TermsAt terms = positions -> {
                PricedPosition priced = positions.getFirst();
                BigDecimal uncounted =
                        Decimals.largest(priced.unrealisedPnl(), Decimals.ZERO).multiply(Decimals.ONE.subtract(weight));
                BigDecimal rate = priced.notional().multiply(decimal("0.05"));
                RequirementLine line =
                        RequirementLine.ofAmount(discounted ? rate : rate.add(uncounted), priced.notional());
                RequirementLine discount =
                        discounted ? RequirementLine.ofAmount(uncounted, priced.notional()) : RequirementLine.NONE;
                return Map.of(
                        priced.id(),
                        new PositionTerms(line, line, Decimals.ONE, Decimals.ZERO, Decimals.ZERO, discount));
            };
            Position position = cross("BTC", quantity.toPlainString(), "100", mark.toPlainString());
            MarginAccount account = Accounts.cross(wallet, BigDecimal.ZERO, terms, List.of(position));

            // When
            PositionPrices prices = LiquidationPrices.of(account, MaintenanceConvention.MOVES_WITH_PRICE, terms)
                    .get(position.id());

            // Then
            BigDecimal expected = breach(wallet, quantity, weight);
            amongProfits += expected.compareTo(decimal("100")) > 0 ? 1 : 0;
            if (expected.compareTo(decimal("100")) <= 0) {
                expected = breach(wallet, quantity, Decimals.ONE);
            }
            BigDecimal price = prices.liquidation();
            BigDecimal off = expected.subtract(price).abs();
            assertTrue(off.compareTo(TINY.multiply(mark)) < 0, () -> price + " is off by " + off);
            BigDecimal gain = quantity.multiply(mark.subtract(decimal("100")));
            BigDecimal equity = wallet.add(discounted ? gain.multiply(weight) : gain);
            assertEquals(0, equity.setScale(2, RoundingMode.FLOOR).compareTo(account.equity()));
            assertEquals(
                    0,
                    decimal("100")
                            .subtract(wallet.divide(quantity, Decimals.QUOTIENT))
                            .subtract(prices.bankruptcy())
                            .setScale(20, RoundingMode.HALF_UP)
                            .signum());
        }
        assertTrue(amongProfits > 20 && amongProfits < 180, "were " + amongProfits);
    }

    /** {@code wallet + weight · q · (P − 100) = 0.05 · q · P}. */
    private static BigDecimal breach(BigDecimal wallet, BigDecimal quantity, BigDecimal weight) {
        BigDecimal counted = weight.multiply(quantity);
        return counted.multiply(BigDecimal.valueOf(100))
                .subtract(wallet)
                .divide(counted.subtract(quantity.multiply(decimal("0.05"))), Decimals.QUOTIENT);
    }

    private static TermsAt curved(UnaryOperator<BigDecimal> required) {
        return positions -> {
            Map<PositionId, PositionTerms> all = new HashMap<>();
            for (PricedPosition position : positions) {
                RequirementLine line =
                        RequirementLine.ofAmount(required.apply(position.notional()), position.notional());
                all.put(position.id(), new PositionTerms(line, line, Decimals.ONE, Decimals.ZERO, Decimals.ZERO));
            }
            return all;
        };
    }
}
