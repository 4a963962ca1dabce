package io.plimsoll.waterfall;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plimsoll.money.Rounding;
import io.plimsoll.waterfall.LossWaterfall.Cover;
import io.plimsoll.waterfall.LossWaterfall.Gainer;
import io.plimsoll.waterfall.LossWaterfall.Haircut;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fees and losses: whoever bears them, the parts sum to the last cent. */
class LossWaterfallTest {

    private static final BigDecimal CENT = new BigDecimal("0.01");

    @ParameterizedTest(name = "a loss of {0}: fund {1}, others {2}, uncovered {3}")
    @CsvSource({
        "399.99, 399.99, 0, 0",
        "400, 400, 0, 0",
        "400.01, 400, 0.01, 0",
        "500, 400, 100, 0",
        "500.01, 400, 100, 0.01"
    })
    void theFundPaysFirstThenThoseInProfit(
            BigDecimal loss, BigDecimal byFund, BigDecimal shared, BigDecimal uncovered) {
        LossWaterfall waterfall = new LossWaterfall(new BigDecimal("1000"), new BigDecimal("600"), CENT);

        Cover cover = waterfall.cover(loss, List.of(gainer("A", "75"), gainer("B", "25")));

        assertEquals(0, byFund.compareTo(cover.byFund()));
        assertEquals(0, shared.compareTo(sum(cover)));
        assertEquals(0, uncovered.compareTo(cover.uncovered()));
    }

    @Test
    void gainsAreCutInProportion() {
        LossWaterfall empty = new LossWaterfall(BigDecimal.ZERO, BigDecimal.ZERO, CENT);

        Cover cover = empty.cover(
                new BigDecimal("10.00"), List.of(gainer("A", "60"), gainer("B", "30"), gainer("C", "0.01")));

        assertEquals(
                List.of(new Haircut("A", new BigDecimal("6.67")), new Haircut("B", new BigDecimal("3.33"))),
                cover.socialised());
    }

    @Test
    void whateverTheLossItsPartsSumToIt() {
        Random random = new Random(11);
        for (int round = 0; round < 500; round++) {
            List<Gainer> gainers = new ArrayList<>();
            for (int i = 0; i < random.nextInt(8); i++) {
                gainers.add(gainer("A-" + i, "" + cents(1 + random.nextInt(100_000))));
            }
            BigDecimal loss = cents(random.nextInt(400_000));

            Cover cover = new LossWaterfall(cents(random.nextInt(100_000)), cents(random.nextInt(50_000)), CENT)
                    .cover(loss, gainers);

            assertEquals(0, loss.compareTo(cover.byFund().add(sum(cover)).add(cover.uncovered())));
        }
    }

    @Test
    void aFeeIsSplitSoThatItsPartsSumToIt() {
        LiquidationFee fee = LiquidationFee.of(
                new BigDecimal("3135"), new BigDecimal("0.005"), new BigDecimal("0.7"), new Rounding(2, 6, 6));

        assertEquals(new BigDecimal("15.68"), fee.fee());
        assertEquals(new BigDecimal("10.97"), fee.toFund());
        assertEquals(new BigDecimal("4.71"), fee.toLiquidator());
    }

    private static BigDecimal sum(Cover cover) {
        return cover.socialised().stream().map(Haircut::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal cents(int count) {
        return CENT.multiply(BigDecimal.valueOf(count));
    }

    private static Gainer gainer(String account, String gain) {
        return new Gainer(account, new BigDecimal(gain));
    }
}
