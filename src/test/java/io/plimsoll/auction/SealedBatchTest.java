package io.plimsoll.auction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.Side;
import io.plimsoll.auction.BidderLimits.Refusal;
import io.plimsoll.auction.ClearingRules.UniformPrice;
import io.plimsoll.auction.SealedBatch.Clearing;
import io.plimsoll.auction.SealedBatch.Fill;
import io.plimsoll.auction.SealedBatch.Refused;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Sealed bids, one price for all that get something. */
class SealedBatchTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final BidderLimits NO_LIMITS = new BidderLimits(BigDecimal.ZERO, BigDecimal.ONE);

    @Test
    void allPayWhatTheLastOneServedBid() {
        Clearing clearing = sale(Side.LONG, "100", "90", NO_LIMITS)
                .clear(
                        List.of(bid("A", "40", "94.8"), bid("B", "50", "94.5"), bid("C", "30", "94.0")),
                        rich("A", "B", "C"));

        assertEquals(Optional.of(decimal("94.0")), clearing.price());
        assertEquals(List.of(fill("A", "40"), fill("B", "50"), fill("C", "10")), clearing.fills());
        assertEquals(decimal("0"), clearing.unfilled());
    }

    @ParameterizedTest(name = "of {0} for sale: last served {1}, first left out {2}")
    @CsvSource({"89, 94.5, 94.5", "90, 94.5, 94.0", "91, 94.0, 94.0", "120, 94.0, 90", "130, 94.0, 90"})
    void allMayPayWhatTheFirstOneLeftOutBid(String quantity, BigDecimal lastServed, BigDecimal firstLeftOut) {
        List<Bid> bids = List.of(bid("A", "40", "94.8"), bid("B", "50", "94.5"), bid("C", "30", "94.0"));
        SealedBatch sale = sale(Side.LONG, quantity, "90", NO_LIMITS);

        assertEquals(
                Optional.of(lastServed), sale.clear(bids, rich("A", "B", "C")).price());
        assertEquals(
                Optional.of(firstLeftOut),
                sale.clear(bids, rich("A", "B", "C"), new ClearingRules(UniformPrice.FIRST_LEFT_OUT, null))
                        .price());
    }

    @Test
    void bidsOfOnePriceMayShareWhatIsLeft() {
        ClearingRules sharing = new ClearingRules(UniformPrice.LAST_SERVED, BigDecimal.ONE);

        Clearing clearing = sale(Side.LONG, "100", "90", NO_LIMITS)
                .clear(
                        List.of(bid("A", "60", "95"), bid("B", "30", "94"), bid("C", "60", "94")),
                        rich("A", "B", "C"),
                        sharing);

        assertEquals(List.of(fill("A", "60"), fill("B", "13"), fill("C", "27")), clearing.fills());
        assertEquals(Optional.of(decimal("94")), clearing.price());
        assertThrows(
                IllegalArgumentException.class, () -> new ClearingRules(UniformPrice.LAST_SERVED, BigDecimal.ZERO));
    }

    /** Unit by unit: the best unit first, of equal ones that of the earlier bidder. */
    @ParameterizedTest
    @EnumSource(UniformPrice.class)
    void whateverIsBidTheUnitsGoWhereCountingThemGives(UniformPrice price) {
        Random random = new Random(17);
        for (int round = 0; round < 400; round++) {
            Side side = random.nextBoolean() ? Side.LONG : Side.SHORT;
            List<Bid> bids = new ArrayList<>();
            List<Bid> units = new ArrayList<>();
            for (int i = 0; i < random.nextInt(7); i++) {
                Bid bid = bid("B" + i, "" + (1 + random.nextInt(15)), "" + (90 + random.nextInt(8)));
                bids.add(bid);
                boolean reaches = side == Side.LONG
                        ? bid.price().compareTo(decimal("93")) >= 0
                        : bid.price().compareTo(decimal("93")) <= 0;
                for (int unit = 0; reaches && unit < bid.quantity().intValue(); unit++) {
                    units.add(bid);
                }
            }
            Comparator<Bid> byPrice = Comparator.comparing(Bid::price);
            units.sort((side == Side.LONG ? byPrice.reversed() : byPrice).thenComparing(Bid::bidder));
            int quantity = 1 + random.nextInt(60);

            Clearing clearing = sale(side, "" + quantity, "93", NO_LIMITS)
                    .clear(bids, rich("B0", "B1", "B2", "B3", "B4", "B5", "B6"), new ClearingRules(price, null));

            List<Bid> served = units.subList(0, Math.min(quantity, units.size()));
            assertEquals(0, clearing.unfilled().compareTo(BigDecimal.valueOf(quantity - served.size())));
            for (Bid bid : bids) {
                BigDecimal filled = clearing.fills().stream()
                        .filter(fill -> fill.bidder().equals(bid.bidder()))
                        .map(Fill::quantity)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
                assertEquals(served.stream().filter(one -> one == bid).count(), filled.longValueExact());
            }
            BigDecimal next = units.size() > quantity ? units.get(quantity).price() : decimal("93");
            Optional<BigDecimal> paid = served.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            price == UniformPrice.FIRST_LEFT_OUT
                                    ? next
                                    : served.getLast().price());
            assertEquals(paid, clearing.price());
        }
    }

    @Test
    void aShortIsBoughtBackFromTheCheapest() {
        Clearing clearing = sale(Side.SHORT, "50", "110", NO_LIMITS)
                .clear(
                        List.of(bid("A", "40", "101"), bid("B", "40", "100"), bid("C", "40", "110.01")),
                        rich("A", "B", "C"));

        assertEquals(Optional.of(decimal("101")), clearing.price());
        assertEquals(List.of(fill("B", "40"), fill("A", "10")), clearing.fills());
        assertEquals(List.of(Refusal.BEYOND_RESERVE), reasons(clearing));
    }

    @ParameterizedTest(name = "a bid of {0} at a reserve of 94: {1} sold")
    @CsvSource({"0, 0", "1, 0", "93.99, 0", "94, 10", "94.01, 10"})
    void aBidBelowTheReserveBuysNothing(String price, String sold) {
        Clearing clearing = sale(Side.LONG, "10", "94", NO_LIMITS).clear(List.of(bid("A", "10", price)), rich("A"));

        assertEquals(decimal("10").subtract(decimal(sold)), clearing.unfilled());
        assertEquals(sold.equals("0") ? Optional.empty() : Optional.of(decimal(price)), clearing.price());
    }

    @ParameterizedTest(name = "{0} after {1} of the day''s 100")
    @CsvSource({"30, 10, ", "31, 10, TOO_MUCH_OF_THE_DAY", "40, 0, ", "40.1, 0, TOO_MUCH_OF_THE_DAY"})
    void nobodyTakesMoreThanTheirShareOfTheDay(String quantity, String taken, Refusal refusal) {
        BidderLimits limits = new BidderLimits(BigDecimal.ZERO, decimal("0.4"));
        Bidder bidder = new Bidder("A", decimal("1000000"), decimal("1000"), decimal(taken));

        Clearing clearing =
                sale(Side.LONG, "100", "90", limits).clear(List.of(bid("A", quantity, "95")), Map.of("A", bidder));

        assertEquals(refusal == null ? List.of() : List.of(refusal), reasons(clearing));
    }

    @ParameterizedTest(name = "a bond of {0} for 10 at 100 and a tenth: {1}")
    @CsvSource({"99.99, BOND_TOO_SMALL", "100, ", "100.01, "})
    void aBidIsMadeGoodByABond(String bond, Refusal refusal) {
        BidderLimits limits = new BidderLimits(decimal("0.1"), BigDecimal.ONE);
        Bidder bidder = new Bidder("A", decimal(bond), decimal("1000"), BigDecimal.ZERO);

        Clearing clearing =
                sale(Side.LONG, "10", "90", limits).clear(List.of(bid("A", "10", "100")), Map.of("A", bidder));

        assertEquals(refusal == null ? List.of() : List.of(refusal), reasons(clearing));
    }

    @Test
    void strangersAndOversizedBidsDoNotTakePart() {
        Map<String, Bidder> bidders = Map.of("A", new Bidder("A", decimal("0"), decimal("5"), BigDecimal.ZERO));

        Clearing clearing = sale(Side.LONG, "10", "90", NO_LIMITS)
                .clear(List.of(bid("A", "6", "100"), bid("X", "1", "100"), bid("A", "-1", "100")), bidders);

        assertEquals(
                List.of(Refusal.NOT_POSITIVE, Refusal.QUANTITY_TOO_LARGE, Refusal.NOT_REGISTERED), reasons(clearing));
        assertEquals(decimal("10"), clearing.unfilled());
    }

    @Test
    void theOrderInWhichBidsAreReadMeansNothingAndQuantitiesAreConserved() {
        Random random = new Random(42);
        for (int round = 0; round < 500; round++) {
            List<Bid> bids = new ArrayList<>();
            for (int i = 0; i < random.nextInt(12); i++) {
                bids.add(bid("B" + random.nextInt(4), "" + (1 + random.nextInt(30)), "" + (90 + random.nextInt(8))));
            }
            SealedBatch sale = sale(random.nextBoolean() ? Side.LONG : Side.SHORT, "100", "94", NO_LIMITS);
            Map<String, Bidder> bidders = rich("B0", "B1", "B2");
            Clearing clearing = sale.clear(bids, bidders);
            List<Bid> shuffled = new ArrayList<>(bids);
            Collections.shuffle(shuffled, random);

            Clearing again = sale.clear(shuffled, bidders);

            assertEquals(clearing.fills(), again.fills());
            assertEquals(clearing.price(), again.price());
            BigDecimal filled =
                    clearing.fills().stream().map(Fill::quantity).reduce(clearing.unfilled(), BigDecimal::add);
            assertEquals(0, filled.compareTo(decimal("100")));
        }
    }

    @ParameterizedTest(name = "{0} bankrupt at {1}, mark {2}, at most {3} off: {4}")
    @CsvSource({
        "LONG, 95, 100, 0.1, 95",
        "LONG, 85, 100, 0.1, 90",
        "SHORT, 105, 100, 0.1, 105",
        "SHORT, 120, 100, 0.1, 110"
    })
    void theReserveIsTheBetterOfBankruptcyPriceAndLargestDiscount(
            Side side, BigDecimal bankruptcy, BigDecimal mark, BigDecimal discount, BigDecimal expected) {
        BigDecimal reserve = ReservePrice.of(side, bankruptcy, mark, discount);

        assertTrue(expected.compareTo(reserve) == 0, reserve::toString);
    }

    private static SealedBatch sale(Side side, String quantity, String reserve, BidderLimits limits) {
        return new SealedBatch(side, decimal(quantity), decimal(reserve), decimal("100"), limits);
    }

    private static Map<String, Bidder> rich(String... ids) {
        return Stream.of(ids)
                .collect(Collectors.toMap(
                        Function.identity(),
                        id -> new Bidder(id, decimal("1000000"), decimal("1000"), BigDecimal.ZERO)));
    }

    private static List<Refusal> reasons(Clearing clearing) {
        return clearing.refused().stream().map(Refused::why).toList();
    }

    private static Bid bid(String bidder, String quantity, String price) {
        return new Bid(bidder, decimal(quantity), decimal(price), NOON);
    }

    private static Fill fill(String bidder, String quantity) {
        return new Fill(bidder, decimal(quantity));
    }

    private static BigDecimal decimal(String value) {
        return new BigDecimal(value);
    }
}
