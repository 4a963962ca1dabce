package io.plimsoll.venues;

import static io.plimsoll.fixtures.Positions.decimal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.auction.DutchAuction;
import io.plimsoll.auction.PortfolioSlices;
import io.plimsoll.auction.PriceCurve;
import io.plimsoll.auction.PriceCurve.Linear;
import io.plimsoll.auction.PriceCurve.Phase;
import io.plimsoll.auction.PriceCurve.Phases;
import io.plimsoll.auction.PriceCurve.Stairstep;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Auctions of venues' own test suites, against the kernel; the table in {@code docs/margin.md} is what this prints. */
class PublishedAuctionsTest {

    @RegisterExtension
    static final Agreement AGREEMENT = new Agreement();

    /** dss, abaci.t.sol, test_linear_decrease: 1,000 over an hour. */
    @ParameterizedTest(name = "Maker, after {0} s: {1}")
    @CsvSource({
        "0, 1000",
        "360, 900",
        "720, 800",
        "1080, 700",
        "1440, 600",
        "1800, 500",
        "2160, 400",
        "2520, 300",
        "2880, 200",
        "3240, 100",
        "3600, 0"
    })
    void makersLinearDecrease(long seconds, BigDecimal published) {
        BigDecimal price =
                auction(new Linear(Duration.ofHours(1))).priceAt(decimal("1000"), Duration.ofSeconds(seconds));

        AGREEMENT.assertPublished("Maker", published, price);
    }

    /** dss, abaci.t.sol, test_stairstep_exp_decrease: each second of ten minutes against the price of the step before, to the tolerance of its own. */
    @ParameterizedTest(name = "Maker, {0}, less {1} each {2} s")
    @CsvSource({
        "50000000, 0.011234567890, 1, 1E-19",
        "50000000, 0.021234567890, 1, 1E-19",
        "50000000, 0.011234567890, 5, 1E-19",
        "50000000, 0.021234567890, 5, 1E-19",
        "50000000, 0.011234567890, 300, 1E-19",
        "0.0000001, 0.011234567890, 1, 1E-27",
        "0.0000001, 0.021234567890, 1, 1E-27",
        "0.0000001, 0.011234567890, 5, 1E-27",
        "0.0000001, 0.021234567890, 5, 1E-27",
        "0.0000001, 0.011234567890, 300, 1E-27"
    })
    void makersStairstepDecrease(BigDecimal top, BigDecimal decrease, int step, BigDecimal tolerance) {
        BigDecimal left = BigDecimal.ONE.subtract(decrease);
        DutchAuction auction = auction(new Stairstep(left, Duration.ofSeconds(step)));
        BigDecimal last = top;
        for (int second = 1; second < 600; second++) {
            BigDecimal expected = second % step == 0 ? last.multiply(left) : last;
            last = auction.priceAt(top, Duration.ofSeconds(second));
            assertTrue(expected.subtract(last).abs().compareTo(tolerance) <= 0, second + " s: " + last);
        }
        AGREEMENT.count("Maker", 1);
    }

    /** v2-core, DutchAuctionView.t.sol: a fast phase from {@code from} to 80 % and a slow one to nothing in two hours. */
    @ParameterizedTest(name = "Derive, from {0} in {1} s, after {2} s: {3}")
    @CsvSource({
        "1, 600, 300, 0.9",
        "1, 600, 600, 0.8",
        "1, 600, 960, 0.76",
        "1, 600, 8160, 0",
        "0.96, 300, 0, 0.96",
        "0.96, 300, 150, 0.88",
        "0.96, 300, 300, 0.8",
        "0.96, 300, 6780, 0.08"
    })
    void derivesDiscount(BigDecimal from, long fast, long seconds, BigDecimal published) {
        PriceCurve curve = new Phases(List.of(
                new Phase(Duration.ofSeconds(fast), from, decimal("0.8")),
                new Phase(Duration.ofHours(2), decimal("0.8"), BigDecimal.ZERO)));

        AGREEMENT.assertPublished("Derive", published, curve.fractionAt(Duration.ofSeconds(seconds)));
    }

    /** v2-core, SolventAuction.t.sol: a margin of -140 with its buffer, a portfolio worth 300. */
    @ParameterizedTest(name = "Derive, bid {0}: {1} of the portfolio for {2}")
    @CsvSource({"300, 0.318, 95", "270, 0.341, 92"})
    void derivesLargestShareForABidder(BigDecimal bid, String published, String paid) {
        BigDecimal share = PortfolioSlices.restoring(decimal("-140"), bid);

        AGREEMENT.assertPublished("Derive", decimal(published), share.setScale(3, RoundingMode.DOWN));
        assertEquals(paid, share.multiply(bid).toBigInteger().toString());
    }

    private static DutchAuction auction(PriceCurve curve) {
        return new DutchAuction(BigDecimal.ONE, curve, Duration.ofDays(1), BigDecimal.ZERO);
    }
}
