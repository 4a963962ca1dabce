package io.plimsoll.margin;

import static io.plimsoll.fixtures.Positions.decimal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.fixtures.Accounts;
import io.plimsoll.fixtures.Brackets;
import io.plimsoll.fixtures.Positions;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BreachDistanceTest {

    private static final Duration DAY = Duration.ofHours(24);
    private static final BigDecimal G1_LIQUIDATION = decimal("95.789473684210526315789473684210526");

    private static @Nullable BigDecimal at(int places, @Nullable BigDecimal value) {
        return value == null ? null : value.setScale(places, RoundingMode.HALF_UP);
    }

    @Test
    void mlr1TheBufferAndThePriceDistanceOfG1() {
        assertEquals(Optional.of(decimal("0.8")), BreachDistance.buffer(decimal("900"), decimal("500")));
        assertEquals(decimal("0.042105"), at(6, BreachDistance.ofPrice(decimal("100"), G1_LIQUIDATION)));
    }

    @ParameterizedTest
    @CsvSource({"500, 0", "499.99, -0.00002", "500.01, 0.00002", "-1, -1.002"})
    void theBufferIsZeroAtTheRequirement(String equity, String buffer) {
        assertEquals(
                0,
                decimal(buffer)
                        .compareTo(BreachDistance.buffer(decimal(equity), decimal("500"))
                                .orElseThrow()));
    }

    @Test
    void mlr1AFlatAccountHasNoBuffer() {
        assertEquals(Optional.empty(), BreachDistance.buffer(decimal("900"), BigDecimal.ZERO));
    }

    @ParameterizedTest
    @CsvSource({
        "95.789473684210526315789473684210526, 0.8, 24, 1.0273, 0.3043, MLR-5: G1 at 80 % over a day",
        "104.395604395604395604395604, 0.8, 24, 1.0273, 0.3043, a short as far away in logarithms",
        "100, 0.8, 24, 0.0000, 1.0000, at the breach",
        "50, 0.8, 24, 16.5532, 0.0000, far away",
        "95.789473684210526315789473684210526, 0.4, 96, 1.0273, 0.3043, half the volatility over four times as long"
    })
    void mlr5TheBreachInStandardDeviationsAndTheProbabilityToTouchIt(
            BigDecimal liquidation, BigDecimal volatility, int hours, BigDecimal z, BigDecimal touch, String why) {
        // When
        BigDecimal deviations = BreachDistance.inDeviations(
                        decimal("100"), liquidation, volatility, Duration.ofHours(hours))
                .orElseThrow();

        // Then
        assertEquals(z, at(4, deviations), why);
        assertEquals(touch, at(4, BreachDistance.touchProbability(deviations)), why);
    }

    @ParameterizedTest
    @CsvSource({"0, 24", "0.8, 0"})
    void whereNothingMovesThereIsNoDistanceInDeviations(BigDecimal volatility, int hours) {
        assertEquals(
                Optional.empty(),
                BreachDistance.inDeviations(decimal("100"), decimal("95"), volatility, Duration.ofHours(hours)));
    }

    @ParameterizedTest
    @CsvSource({
        "2000, -125, PT64H, MLR-8: 1000 more than required, 125 paid every eight hours",
        "1000, -125, PT0S, nothing is left",
        "999, 125, PT0S, breached already",
        "1000.01, -125, PT2S, a cent lasts 2.304 seconds and is rounded down",
        "2000, 0, , nothing is paid",
        "2000, 125, , something is received",
        "2000, -0.0000001, , later than anybody looks"
    })
    void mlr8FundingUsesUpTheBufferInTime(String equity, String carry, @Nullable Duration expected, String why) {
        assertEquals(
                Optional.ofNullable(expected),
                BreachDistance.timeToBreach(decimal(equity), decimal("1000"), decimal(carry), Duration.ofHours(8)),
                why);
    }

    @Test
    void rt7TheMoveOfTheTimeThatADecisionTakes() {
        assertEquals(
                decimal("0.00148"), at(5, BreachDistance.move(decimal("0.8"), Duration.ofSeconds(12), decimal("3"))));
    }

    @ParameterizedTest
    @CsvSource({
        "0.4, 0.0418739, at 40 % two deviations of a day",
        "0.8, 0.0837478, twice the volatility is twice the rate",
        "1.2, 0.1000000, three times would be 12.56 % and meets the cap",
        "0.1, 0.0200000, little volatility meets the floor"
    })
    void trg4AThresholdFollowsVolatilityBetweenItsFloorAndItsCap(String volatility, BigDecimal rate, String why) {
        assertEquals(
                rate,
                at(
                        7,
                        BreachDistance.scaledRate(
                                decimal("0.02"), decimal("0.1"), decimal(volatility), DAY, decimal("2"))),
                why);
    }

    @ParameterizedTest
    @CsvSource({"0.05, 0.08, 0.06", "0.05, 0.06, 0.06", "0.05, 0.059, 0.059", "0.05, 0.02, 0.04", "0.05, 0.04, 0.04"})
    void trg4AThresholdMovesNoFasterThanItsStep(String before, String wanted, String expected) {
        assertEquals(decimal(expected), BreachDistance.stepped(decimal(before), decimal(wanted), decimal("0.01")));
    }

    @Test
    void valuesThatMeanNothingAreRefused() {
        BigDecimal one = BigDecimal.ONE;
        assertThrows(IllegalArgumentException.class, () -> BreachDistance.ofPrice(BigDecimal.ZERO, one));
        assertThrows(IllegalArgumentException.class, () -> BreachDistance.inDeviations(one, one.negate(), one, DAY));
        assertThrows(IllegalArgumentException.class, () -> BreachDistance.move(one.negate(), DAY, one));
        assertThrows(IllegalArgumentException.class, () -> BreachDistance.touchProbability(one.negate()));
        assertThrows(IllegalArgumentException.class, () -> BreachDistance.timeToBreach(one, one, one, Duration.ZERO));
        assertThrows(
                IllegalArgumentException.class,
                () -> BreachDistance.scaledRate(decimal("0.2"), decimal("0.1"), one, DAY, one));
    }

    @ParameterizedTest
    @CsvSource({
        "1000, -4, -0.05, -295.41, 135.41, G8 and TRG-3: delta alone would say +250",
        "1000, -4, 0, , 250.00, delta alone",
        "1000, 4, 0, -250.00, , a long book",
        "1000, 0, -0.05, -200.00, 200.00, short gamma loses both ways",
        "1000, 0, 0.05, , , long gamma loses neither way",
        "1000, -4, 0.0081, , , curvature saves it",
        "1000, -4, 0.008, , 500.00, and only just does not",
        "1000, 0, 0, , , nothing moves it",
        "0, -4, -0.05, 0.00, 0.00, breached already"
    })
    void g8CurvatureBringsTheBreachNearer(
            String buffer, String delta, String gamma, @Nullable BigDecimal down, @Nullable BigDecimal up, String why) {
        // When
        GreekBreach breach = GreekBreach.of(decimal(buffer), decimal(delta), decimal(gamma));

        // Then
        assertEquals(down, at(2, breach.down()), why);
        assertEquals(up, at(2, breach.up()), why);
    }

    @ParameterizedTest
    @CsvSource({
        "900, 100, 0.01, 0, 95.789474, 96.808511, MLR-4 and G1c",
        "900, 100, 0, 0.0001, 95.789474, 96.808511, a hundred units at a ten-thousandth each are a hundredth",
        "900, 100, 0, 0, 95.789474, 95.789474, nothing slips",
        "900, -100, 0.01, 0, 103.809524, 102.830189, a short from the other side",
        "10001, 100, 0.01, 0, 0.000000, 0.000000, more than paid for"
    })
    void mlr4SlippageWidensTheLiquidationPriceToARange(
            String collateral,
            String volume,
            String linear,
            String quadratic,
            BigDecimal without,
            BigDecimal with,
            String why) {
        // When
        SlippageRange range = SlippageRange.of(
                decimal(collateral),
                decimal(volume),
                decimal("100"),
                decimal(linear),
                decimal(quadratic),
                decimal("0.05"));

        // Then
        assertEquals(without, at(6, range.without()), why);
        assertEquals(with, at(6, range.with()), why);
    }

    @Test
    void mlr4ARequirementThatFallsAsFastAsALongHasNoPrice() {
        assertThrows(
                ArithmeticException.class,
                () -> SlippageRange.of(
                        decimal("900"),
                        decimal("100"),
                        decimal("100"),
                        decimal("0.95"),
                        BigDecimal.ZERO,
                        decimal("0.05")));
    }

    @Test
    void mlr4WithoutAQuadraticPartItIsTheKernelsPriceBeforeAndAfterCosts() {
        // Given
        var random = new Random(7);
        for (int i = 0; i < 200; i++) {
            BigDecimal volume = BigDecimal.valueOf(1 + random.nextInt(500))
                    .multiply(random.nextBoolean() ? BigDecimal.ONE : BigDecimal.ONE.negate());
            BigDecimal mark = BigDecimal.valueOf(50 + random.nextInt(100));
            BigDecimal collateral =
                    volume.abs().multiply(mark).multiply(decimal("0.06")).add(BigDecimal.valueOf(random.nextInt(400)));
            var brackets = Brackets.flat("0.05").withClosingCost("0.01");
            var position = Positions.cross("BTC", volume.toPlainString(), mark.toPlainString(), mark.toPlainString());
            var account = Accounts.cross(collateral.toPlainString(), brackets, position);

            // When
            SlippageRange range =
                    SlippageRange.of(collateral, volume, mark, decimal("0.01"), BigDecimal.ZERO, decimal("0.05"));

            // Then
            PositionPrices prices = LiquidationPrices.of(account, MaintenanceConvention.MOVES_WITH_PRICE, brackets)
                    .get(position.id());
            assertEquals(at(20, prices.liquidation()), at(20, range.without()));
            assertEquals(at(20, prices.liquidationAfterCosts()), at(20, range.with()));
            assertTrue(range.with()
                            .subtract(mark)
                            .abs()
                            .compareTo(range.without().subtract(mark).abs())
                    < 0);
        }
    }
}
