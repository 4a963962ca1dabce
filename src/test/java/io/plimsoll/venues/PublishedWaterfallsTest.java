package io.plimsoll.venues;

import static io.plimsoll.fixtures.Positions.decimal;
import static java.math.BigDecimal.ONE;
import static java.math.BigDecimal.ZERO;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plimsoll.account.ContractKind;
import io.plimsoll.account.Side;
import io.plimsoll.money.Apportionment;
import io.plimsoll.waterfall.ClosingSurplus;
import io.plimsoll.waterfall.Deleveraging;
import io.plimsoll.waterfall.DeleveragingCandidate;
import io.plimsoll.waterfall.DeleveragingResult;
import io.plimsoll.waterfall.LossWaterfall;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Insurance funds, deleveraging and shared losses of venues' own suites and pages, against the kernel; the table in {@code docs/margin.md} is what this prints. */
class PublishedWaterfallsTest {

    @RegisterExtension
    static final Agreement AGREEMENT = new Agreement();

    /** v4-chain, liquidations_test.go, TestGetLiquidationInsuranceFundDelta: 0.1 bitcoin, the fund's delta in dollars. */
    @ParameterizedTest(name = "dYdX, {0} BTC at {1}, bankrupt at {2}, fee at most {3}: {4}")
    @CsvSource({
        "0.1, 56100, 51000, 0.005, 28.05",
        "0.1, 56100, 51000, 0.025, 140.25",
        "0.1, 56100, 51000, 1, 510",
        "-0.1, 44100, 49000, 0.005, 22.05",
        "-0.1, 44100, 49000, 0.025, 110.25",
        "-0.1, 44100, 49000, 1, 490",
        "0.1, 51051, 51000, 0.005, 5.1",
        "-0.1, 48951, 49000, 0.005, 4.9",
        "0.1, 51000, 51000, 0.005, 0",
        "-0.1, 49000, 49000, 0.005, 0",
        "0.1, 50490, 51000, 0.005, -51",
        "-0.1, 49490, 49000, 0.005, -49",
        "-0.1, 0, 49000, 0.005, 0"
    })
    void dydxsInsuranceFundDelta(
            BigDecimal units, BigDecimal price, BigDecimal bankruptcy, BigDecimal rate, BigDecimal published) {
        BigDecimal above = ClosingSurplus.above(ContractKind.LINEAR, units, price, bankruptcy, ZERO);

        AGREEMENT.assertPublished(
                "dYdX", published, ClosingSurplus.toFund(above, units.abs().multiply(price), rate));
    }

    /** v4-chain, deleveraging_test.go, TestOffsetSubaccountPerpetualPosition: who takes a short of 1 bitcoin; who would be bankrupt at the price is skipped. */
    @ParameterizedTest(name = "dYdX, at {0}, longs {1} bankrupt at {2}: {3} closed, {4} left")
    @CsvSource({
        "54999, 1, 0, 1, 0",
        "54999, 0.5 0.5, -50000 -50000, 0.5 0.5, 0",
        "50000, 1 1, 50001 0, 0 1, 0",
        "50000, 1, 50001, 0, 1"
    })
    void dydxOffsetsAgainst(BigDecimal price, String sizes, String bankruptcies, String closed, BigDecimal uncovered) {
        List<BigDecimal> bankruptcyPrices = decimals(bankruptcies);
        List<DeleveragingCandidate> candidates = new ArrayList<>();
        for (BigDecimal size : decimals(sizes)) {
            int index = candidates.size();
            candidates.add(new DeleveragingCandidate(
                    "A-" + index,
                    Side.LONG,
                    ContractKind.LINEAR,
                    size,
                    price,
                    decimal("60000"),
                    bankruptcyPrices.get(index),
                    ONE));
        }

        DeleveragingResult result =
                DeleveragingResult.of(Deleveraging.QUEUE, ONE, candidates, decimal("0.00000001"), price, ONE);

        List<BigDecimal> expected = decimals(closed);
        for (int i = 0; i < expected.size(); i++) {
            AGREEMENT.assertPublished(
                    "dYdX", expected.get(i), result.lines().get(i).closed());
        }
        assertEquals(0, uncovered.compareTo(result.uncovered()));
    }

    /** BitMEX, Auto-Deleveraging Examples: six longs, a short of 20 is closed at 650; the percentile is the fifth of the queue. */
    @Test
    void bitmexsSixLongs() {
        List<DeleveragingCandidate> longs = List.of(
                scored("1", "10", "3"),
                scored("2", "10", "6"),
                scored("3", "20", "1"),
                scored("4", "30", "4"),
                scored("5", "20", "5"),
                scored("6", "10", "2"));

        DeleveragingResult result =
                DeleveragingResult.of(Deleveraging.QUEUE, decimal("20"), longs, ONE, decimal("650"), ONE);

        assertEquals(
                List.of("2 20% 10", "5 40% 10", "4 60% 0", "1 80% 0", "6 80% 0", "3 100% 0"),
                result.lines().stream()
                        .map(line -> line.accountId() + " " + 20 * line.fifth() + "% "
                                + line.closed().toPlainString())
                        .toList());
        AGREEMENT.count("BitMEX", 6);
    }

    /** Vega, 0002-STTL loss socialisation: what was collected goes to those in profit, rounded down, and the last has the rest. */
    @ParameterizedTest(name = "Vega, {0} collected for gains of {1}: {2} lost")
    @CsvSource({
        // Case 2: a loss of 8,080 with 2,500 behind it and 80 of another; the second auxiliary party, party 2, party 3.
        "2580, 80 2000 6000, 55 1362 4083",
        // Case 4: 3,000 are missing and the pool has 2,900; party 5, party 2, party 4.
        "7980, 80 7200 800, 1 90 9"
    })
    void vegasSharedLosses(BigDecimal collected, String gains, String published) {
        List<BigDecimal> won = decimals(gains);
        List<BigDecimal> received = Apportionment.withRestToLast(collected, won, ONE);

        List<BigDecimal> expected = decimals(published);
        for (int i = 0; i < expected.size(); i++) {
            AGREEMENT.assertPublished("Vega", expected.get(i), won.get(i).subtract(received.get(i)));
        }
    }

    /** Vega, cases 4 and 5: the insurance pool pays first, and is empty afterwards. */
    @ParameterizedTest(name = "Vega, a pool of {0} for a loss of 3000: {1} are shared")
    @CsvSource({"2900, 100", "3000, 0"})
    void vegasPoolPaysFirst(BigDecimal pool, BigDecimal shared) {
        List<LossWaterfall.Gainer> gainers = List.of(new LossWaterfall.Gainer("party2", decimal("7200")));

        LossWaterfall.Cover cover = new LossWaterfall(pool, ZERO, ONE).cover(decimal("3000"), gainers);

        BigDecimal borne =
                cover.socialised().stream().map(LossWaterfall.Haircut::amount).reduce(ZERO, BigDecimal::add);
        AGREEMENT.assertPublished("Vega", shared, borne);
        assertEquals(0, pool.compareTo(cover.byFund()));
    }

    private static DeleveragingCandidate scored(String account, String size, String score) {
        return new DeleveragingCandidate(
                account, Side.LONG, ContractKind.INVERSE, decimal(size), ONE, decimal("700"), null, decimal(score));
    }

    private static List<BigDecimal> decimals(String values) {
        return Stream.of(values.split(" ")).map(BigDecimal::new).toList();
    }
}
