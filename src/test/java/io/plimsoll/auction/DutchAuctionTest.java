package io.plimsoll.auction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dutch auctions with the parameters that venues published. */
class DutchAuctionTest {

    @ParameterizedTest(name = "after {0} s a unit costs {1} of the market price")
    @CsvSource({
        "0, 1.300000",
        "89, 1.300000",
        "90, 1.287000",
        "900, 1.175697",
        "2339, 1.011168",
        "2340, 1.001056",
        "2429, 1.001056",
        "2430, 0.991046"
    })
    void makerFallsByOnePercentEveryNinetySeconds(long seconds, String expected) {
        BigDecimal price = PublishedAuctions.MAKER_ETH_B.priceAt(BigDecimal.ONE, Duration.ofSeconds(seconds));

        assertEquals(new BigDecimal(expected), price.setScale(6, RoundingMode.HALF_UP));
    }

    @ParameterizedTest(name = "after {0} s a reset is due: {1}")
    @CsvSource({"8279, false", "8280, true", "8401, true"})
    void makerStartsAnewBelowTheCusp(long seconds, boolean due) {
        assertEquals(due, PublishedAuctions.MAKER_ETH_B.needsResetAt(Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest(name = "after {0} s a reset is due: {1}")
    @CsvSource({"99, false", "100, false", "101, true"})
    void anAuctionWithoutCuspStartsAnewBehindItsTail(long seconds, boolean due) {
        DutchAuction auction = new DutchAuction(
                BigDecimal.ONE, new PriceCurve.Linear(Duration.ofHours(1)), Duration.ofSeconds(100), BigDecimal.ZERO);

        assertEquals(due, auction.needsResetAt(Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest(name = "after {0} s a unit costs {1} of the mark")
    @CsvSource({"0, 0.95", "450, 0.825", "900, 0.7", "22500, 0.35", "44100, 0", "99999, 0"})
    void deriveFallsSlowlyToSeventyPercentAndThenToNothing(long seconds, String expected) {
        assertEquals(
                new BigDecimal(expected),
                PublishedAuctions.DERIVE_SOLVENT.priceAt(BigDecimal.ONE, Duration.ofSeconds(seconds)));
    }

    @Test
    void aLinearPriceIsExactBetweenWholeSeconds() {
        PriceCurve curve = new PriceCurve.Linear(Duration.ofSeconds(8));

        assertEquals(new BigDecimal("0.9375"), curve.fractionAt(Duration.ofMillis(500)));
        assertEquals(0, curve.fractionAt(Duration.ofSeconds(8)).signum());
    }

    @Test
    void noPriceEverRises() {
        List<PriceCurve> curves = List.of(
                new PriceCurve.Linear(Duration.ofSeconds(7_000)),
                PublishedAuctions.MAKER_ETH_B.curve(),
                PublishedAuctions.DERIVE_SOLVENT.curve());
        for (PriceCurve curve : curves) {
            BigDecimal last = curve.fractionAt(Duration.ZERO);
            for (int second = 1; second < 50_000; second += 13) {
                BigDecimal next = curve.fractionAt(Duration.ofSeconds(second));
                assertTrue(next.compareTo(last) <= 0 && next.signum() >= 0, curve + " at " + second);
                last = next;
            }
        }
    }

    @ParameterizedTest(name = "from 100 to {0}: trips {1}")
    @CsvSource({"50.01, false", "50, false", "49.99, true"})
    void aPriceThatHalvesAtOnceIsNotBelieved(BigDecimal next, boolean trips) {
        assertEquals(trips, PublishedAuctions.MAKER_ETH_B_BREAKER.trips(new BigDecimal("100"), next));
    }

    @ParameterizedTest(name = "{1} for sale, {0} wanted: {2}")
    @CsvSource({"100, 7999900, 100", "101, 7999900, 100", "100, 8000000, 0", "100, 8000001, 0", "9000000, 0, 8000000"})
    void noMoreIsForSaleAtOnceThanTheMarketTakes(BigDecimal wanted, BigDecimal forSale, BigDecimal admitted) {
        assertEquals(admitted, PublishedAuctions.MAKER_ETH_B_HOLE.admitted(wanted, forSale));
    }

    @Test
    void aCurveThatCannotFallIsRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> new PriceCurve.Stairstep(BigDecimal.ONE, Duration.ofSeconds(1)));
        assertThrows(IllegalArgumentException.class, () -> new PriceCurve.Linear(Duration.ZERO));
        assertThrows(
                IllegalArgumentException.class,
                () -> new PriceCurve.Phase(Duration.ofSeconds(1), BigDecimal.ZERO, BigDecimal.ONE));
    }
}
