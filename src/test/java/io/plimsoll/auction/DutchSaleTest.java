package io.plimsoll.auction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.Side;
import io.plimsoll.auction.BidderLimits.Refusal;
import io.plimsoll.auction.DutchSale.Result;
import io.plimsoll.auction.PortfolioSlices.Leg;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Dutch auction with its bids: who takes what at which price, and what the backstop is left with. */
class DutchSaleTest {

    private static final Instant START = Instant.parse("2026-03-02T12:00:00Z");
    private static final Map<String, Bidder> BIDDERS =
            Map.of("A", bidder("A", "0"), "B", bidder("B", "0"), "C", bidder("C", "0"));

    @ParameterizedTest(name = "LBB-1 ETH-B after {0} s: {1}")
    @CsvSource({
        "0, 130.0000",
        "900, 117.5697",
        "2340, 100.1056",
        "2430, 99.1046",
        "8279, 52.0890",
        "8280, 51.5681",
        "8400, 51.0524"
    })
    void lbb1makersAuctionFallsInSteps(long seconds, BigDecimal price) {
        BigDecimal actual = PublishedAuctions.MAKER_ETH_B.priceAt(new BigDecimal("100"), Duration.ofSeconds(seconds));

        assertEquals(price, actual.setScale(4, RoundingMode.HALF_UP));
    }

    @ParameterizedTest(name = "LBB-2 a bid of {0} is refused: {1}")
    @CsvSource({"0, NOT_POSITIVE", "1, BEYOND_RESERVE", "90.99, BEYOND_RESERVE"})
    void lbb2aBidOfNothingBuysNothingAndTheBackstopTakesOver(String price, Refusal why) {
        Result result = sale(Side.LONG, "91").run(List.of(bid("A", "100", price, 8_000)), BIDDERS);

        assertEquals(
                List.of(why),
                result.refused().stream().map(SealedBatch.Refused::why).toList());
        assertEquals(new BigDecimal("100"), result.toBackstop());
    }

    @Test
    void whoBidsFirstAtTheClocksPriceTakesItAndTheRestGoesToTheBackstop() {
        // When: 117.5697 after 900 s, and the reserve of 91 is passed after 3,240 s
        Result result = sale(Side.LONG, "91")
                .run(
                        List.of(
                                bid("C", "10", "91", 3_300),
                                bid("B", "40", "118", 900),
                                bid("A", "30", "120", 900),
                                bid("A", "10", "117", 901)),
                        BIDDERS);

        // Then
        assertEquals(List.of("A 30 117.5697", "B 40 117.5697"), told(result));
        assertEquals(
                List.of(Refusal.WORSE_THAN_CLOCK, Refusal.SALE_OVER),
                result.refused().stream().map(SealedBatch.Refused::why).toList());
        assertEquals(new BigDecimal("30"), result.toBackstop());
    }

    /** A second walk over the bids in the order of time, with the price reckoned step by step. */
    @Test
    void onRandomSalesNothingIsLostAndEachPaysTheClock() {
        Random random = new Random(12);
        int taken = 0;
        for (int round = 0; round < 400; round++) {
            Side side = random.nextBoolean() ? Side.LONG : Side.SHORT;
            String reserve = side == Side.LONG ? "91" : "109";
            List<Bid> bids = new ArrayList<>();
            for (int i = 0; i < random.nextInt(8); i++) {
                bids.add(bid(
                        "" + (char) ('A' + random.nextInt(4)),
                        "" + (1 + random.nextInt(60)),
                        "" + (75 + random.nextInt(60)),
                        i * 700L + random.nextInt(700)));
            }
            Result result = sale(side, reserve).run(bids, BIDDERS);

            BigDecimal hundred = new BigDecimal("100"); // for sale, the mark, and the most a bidder may take in a day
            BigDecimal left = hundred;
            Map<String, BigDecimal> had = new HashMap<>();
            List<String> expected = new ArrayList<>();
            for (Bid bid : bids) {
                BigDecimal factor = new BigDecimal("1.3");
                for (long step = bid.at().getEpochSecond() - START.getEpochSecond(); step >= 90; step -= 90) {
                    factor = factor.multiply(new BigDecimal("0.99"));
                }
                BigDecimal price =
                        side == Side.LONG ? hundred.multiply(factor) : hundred.divide(factor, MathContext.DECIMAL128);
                boolean takes = side == Side.LONG
                        ? bid.price().compareTo(price) >= 0 && price.compareTo(new BigDecimal(reserve)) >= 0
                        : bid.price().compareTo(price) <= 0 && price.compareTo(new BigDecimal(reserve)) <= 0;
                BigDecimal before = had.getOrDefault(bid.bidder(), BigDecimal.ZERO);
                boolean may = BIDDERS.containsKey(bid.bidder())
                        && before.add(bid.quantity()).compareTo(hundred) <= 0;
                if (takes && may && left.signum() > 0) {
                    BigDecimal part = left.min(bid.quantity());
                    had.put(bid.bidder(), before.add(part));
                    left = left.subtract(part);
                    expected.add(bid.bidder() + " " + part + " " + price.setScale(4, RoundingMode.HALF_UP));
                }
            }
            taken += expected.size();
            assertEquals(expected, told(result));
            assertEquals(0, left.compareTo(result.toBackstop()));
        }
        assertTrue(taken > 100, "taken " + taken);
    }

    @Test
    void aShortIsBoughtBackFromBelowTheMarket() {
        // When: 100 / 1.3 at first, 100 / 1.175697 after 900 s
        Result result = sale(Side.SHORT, "109").run(List.of(bid("A", "100", "85", 900)), BIDDERS);

        // Then
        assertEquals(List.of("A 100 85.0560"), told(result));
    }

    @Test
    void lbb3severalBidsOfOneBidderCountTogether() {
        BidderLimits limits = new BidderLimits(BigDecimal.ZERO, new BigDecimal("0.4"));
        SealedBatch batch =
                new SealedBatch(Side.LONG, new BigDecimal("100"), new BigDecimal("90"), new BigDecimal("100"), limits);

        SealedBatch.Clearing clearing = batch.clear(
                List.of(bid("A", "30", "95", 0), bid("A", "20", "94", 0), bid("B", "40", "93", 0)), BIDDERS);

        assertEquals(
                List.of(
                        new SealedBatch.Fill("A", new BigDecimal("30")),
                        new SealedBatch.Fill("B", new BigDecimal("40"))),
                clearing.fills());
        assertEquals(
                List.of(Refusal.TOO_MUCH_OF_THE_DAY),
                clearing.refused().stream().map(SealedBatch.Refused::why).toList());
        assertEquals(new BigDecimal("30"), clearing.unfilled());
    }

    @Test
    void lbb6aShareOfAPortfolioIsTheSameShareOfEveryLeg() {
        List<Leg> legs = List.of(leg("2", "0.5"), leg("-1", "0.5"), leg("0.5", "0.01"), leg("2000", "0.01"));

        assertEquals(
                List.of("1", "-0.5", "0.25", "1000"),
                PortfolioSlices.share(legs, new BigDecimal("0.5")).stream()
                        .map(BigDecimal::toPlainString)
                        .toList());
        assertThrows(IllegalArgumentException.class, () -> PortfolioSlices.share(legs, BigDecimal.ZERO));
    }

    @Test
    void lbb6equalPartsOfEveryLegSumToTheWhole() {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            List<Leg> legs = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                legs.add(leg(
                        "" + BigDecimal.valueOf(random.nextInt(20_001) - 10_000, 3),
                        random.nextBoolean() ? "0.001" : "0.7"));
            }
            int count = 1 + random.nextInt(12);

            List<List<BigDecimal>> parts = PortfolioSlices.equal(legs, count);

            assertEquals(count, parts.size());
            for (int i = 0; i < legs.size(); i++) {
                int leg = i;
                BigDecimal sum = parts.stream().map(part -> part.get(leg)).reduce(BigDecimal.ZERO, BigDecimal::add);
                assertEquals(0, legs.get(i).quantity().compareTo(sum));
            }
        }
    }

    private static DutchSale sale(Side side, String reserve) {
        return new DutchSale(
                side,
                new BigDecimal("100"),
                PublishedAuctions.MAKER_ETH_B,
                new BigDecimal("100"),
                new BigDecimal(reserve),
                new BigDecimal(reserve),
                START,
                new BigDecimal("100"),
                new BidderLimits(BigDecimal.ZERO, BigDecimal.ONE));
    }

    private static List<String> told(Result result) {
        return result.taken().stream()
                .map(taken -> taken.bidder() + " " + taken.quantity() + " "
                        + taken.price().setScale(4, RoundingMode.HALF_UP))
                .toList();
    }

    private static Bidder bidder(String id, String taken) {
        return new Bidder(id, new BigDecimal("1000000"), new BigDecimal("1000"), new BigDecimal(taken));
    }

    private static Bid bid(String bidder, String quantity, String price, long seconds) {
        return new Bid(bidder, new BigDecimal(quantity), new BigDecimal(price), START.plusSeconds(seconds));
    }

    private static Leg leg(String quantity, String step) {
        return new Leg(new BigDecimal(quantity), new BigDecimal(step));
    }
}
