package io.plimsoll.margin;

import static io.plimsoll.fixtures.Accounts.CENTS;
import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.crossId;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.PositionId;
import io.plimsoll.account.Side;
import io.plimsoll.fixtures.Accounts;
import io.plimsoll.fixtures.Brackets;
import io.plimsoll.money.Decimals;
import io.plimsoll.money.Rounding;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The worked vectors of margin-math that the kernel alone decides. */
class MarginMathTest {

    private static final PositionId BTC_LONG = crossId("BTC", Side.LONG);

    private static MarginAccount longHundred(String mark, Brackets brackets) {
        return Accounts.cross("900", brackets, cross("BTC", "100", "100", mark));
    }

    private static PositionPrices pricesOf(MarginAccount account, Brackets brackets) {
        return LiquidationPrices.of(account, MaintenanceConvention.MOVES_WITH_PRICE, brackets)
                .get(BTC_LONG);
    }

    @Test
    void g1ALongAtItsEntry() {
        // Given
        Brackets fivePercent = Brackets.flat("0.05");

        // When
        MarginAccount account = longHundred("100", fivePercent);
        PositionPrices prices = pricesOf(account, fivePercent);

        // Then
        BigDecimal liquidation = CENTS.priceReported(prices.liquidation());
        assertAll(
                () -> assertEquals(new BigDecimal("900.00"), account.equity()),
                () -> assertEquals(new BigDecimal("500.00"), account.maintenanceMargin()),
                () -> assertEquals(Optional.of(new BigDecimal("1.8")), account.marginRatio()),
                () -> assertEquals(new BigDecimal("95.789474"), liquidation),
                () -> assertEquals(
                        new BigDecimal("0.042105"),
                        CENTS.ratioReported(Decimals.quotientRoundedDown(
                                new BigDecimal("100").subtract(prices.liquidation()), new BigDecimal("100")))),
                () -> assertEquals(new BigDecimal("91"), prices.bankruptcy()));
    }

    @Test
    void g1bTheSameFivePercentLowerIsBreached() {
        // When
        MarginAccount account = longHundred("95", Brackets.flat("0.05"));

        // Then
        assertAll(
                () -> assertEquals(new BigDecimal("400.00"), account.equity()),
                () -> assertEquals(new BigDecimal("475.00"), account.maintenanceMargin()),
                () -> assertEquals(
                        new BigDecimal("0.842105"),
                        CENTS.ratioReported(account.marginRatio().orElseThrow())),
                () -> assertFalse(account.coversMaintenance(BigDecimal.ONE)));
    }

    @Test
    void g1cTheCostOfClosingBringsTheLiquidationPriceNearer() {
        // Given
        Brackets withSlippage = Brackets.flat("0.05").withClosingCost("0.01");

        // When
        PositionPrices prices = pricesOf(longHundred("100", withSlippage), withSlippage);

        // Then
        assertEquals(new BigDecimal("95.789474"), CENTS.priceReported(prices.liquidation()));
        assertEquals(new BigDecimal("96.808511"), CENTS.priceReported(prices.liquidationAfterCosts()));
    }

    @Test
    void equityAtTheRequirementIsHealthyAndOneCentBelowIsNot() {
        // Given
        Brackets fivePercent = Brackets.flat("0.05");

        // Then
        assertTrue(Accounts.cross("500", fivePercent, cross("BTC", "100", "100", "100"))
                .coversMaintenance(BigDecimal.ONE));
        assertFalse(Accounts.cross("499.99", fivePercent, cross("BTC", "100", "100", "100"))
                .coversMaintenance(BigDecimal.ONE));
        assertTrue(Accounts.cross("500.01", fivePercent, cross("BTC", "100", "100", "100"))
                .coversMaintenance(BigDecimal.ONE));
    }

    @ParameterizedTest
    @CsvSource({
        "50000, 200, the cap of the first bracket belongs to it",
        "50000.01, 200.00005, one cent above it lies in the second",
        "49999.99, 199.99996, one cent below it lies in the first",
        "250000, 1200, the cap of the second",
        "250000.01, 1200.0001, one cent above",
        "600000, 4700, inside the third",
        "1000000, 8700, the cap of the third",
        "10000000, 233700, the cap of the fourth",
        "12000000, 333700, inside the fifth"
    })
    void g2TheTieredRequirementIsContinuous(String notional, String required, String why) {
        // Given
        Brackets brackets = Brackets.g2();

        // When
        MarginAccount account = Accounts.cross("0", brackets, cross("BTC", "1", notional, notional));

        // Then
        assertEquals(0, new BigDecimal(required).compareTo(account.maintenanceExact()), why);
    }

    @Test
    void g3ThirtyThreeLotsRestoreTheRatioAndThirtyTwoDoNot() {
        // Given
        Brackets brackets = Brackets.flat("0.05").withClosingCost("0.005");
        BigDecimal target = new BigDecimal("1.2");
        Rounding toTheSatoshi = new Rounding(8, 2, 6);
        Closing breached = Closing.of(Accounts.rounded(longHundred("95", brackets), toTheSatoshi));

        // When
        Closing restored = breached.reduceUntil(
                MarginTarget.ratio(target), ClosingRules.inLots(breached.account(), BigDecimal.ONE, brackets));

        // Then
        Closing oneLess = breached.close(
                BTC_LONG, new BigDecimal("32"), ClosingRules.inLots(breached.account(), BigDecimal.ONE, brackets));
        assertAll(
                () -> assertEquals(Map.of(BTC_LONG, new BigDecimal("33")), restored.closed()),
                () -> assertEquals(
                        new BigDecimal("1.207620"),
                        CENTS.ratioReported(restored.account().marginRatio().orElseThrow())),
                () -> assertEquals(
                        new BigDecimal("1.191331"),
                        CENTS.ratioReported(oneLess.account().marginRatio().orElseThrow())));
    }

    @Test
    void aLotLargerThanThePositionClosesAllOfItAndNeverMore() {
        // Given
        Brackets brackets = Brackets.flat("0.05");
        Closing breached = Closing.of(longHundred("95", brackets));

        // When
        Closing closed = breached.closeInLots(
                BTC_LONG, BigDecimal.ONE, ClosingRules.inLots(breached.account(), new BigDecimal("130"), brackets));

        // Then
        assertEquals(Map.of(BTC_LONG, new BigDecimal("100")), closed.closed());
        assertFalse(closed.account().hasPositions());
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "100.00000001"})
    void nothingAndMoreThanIsHeldCannotBeClosed(String quantity) {
        // Given
        Brackets brackets = Brackets.flat("0.05");
        Closing closing = Closing.of(longHundred("95", brackets));
        ClosingRules rules = ClosingRules.inLots(closing.account(), BigDecimal.ONE, brackets);

        // Then
        assertThrows(IllegalArgumentException.class, () -> closing.close(BTC_LONG, new BigDecimal(quantity), rules));
    }

    @Test
    void closingRealisesProfitPaysTheCostAndConservesEquity() {
        // Given
        Brackets brackets = Brackets.flat("0.05").withClosingCost("0.01");
        MarginAccount before = longHundred("110", brackets);

        // When
        Closing closing = Closing.of(before)
                .close(BTC_LONG, new BigDecimal("40"), ClosingRules.inLots(before, BigDecimal.ONE, brackets));

        // Then
        BigDecimal cost = new BigDecimal("44.00");
        assertEquals(before.equity().subtract(cost), closing.account().equity());
        assertEquals(0, new BigDecimal("1256").compareTo(closing.account().wallet()));
    }

    @Test
    void anAccountWithoutPositionsHasNoRatio() {
        // When
        MarginAccount account = Accounts.cross("900", Brackets.flat("0.05"));

        // Then
        assertEquals(Optional.empty(), account.marginRatio());
        assertEquals(new BigDecimal("0"), account.maintenanceMargin().stripTrailingZeros());
    }
}
