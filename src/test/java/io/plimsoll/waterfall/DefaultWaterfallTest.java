package io.plimsoll.waterfall;

import static io.plimsoll.fixtures.Positions.decimal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.waterfall.DefaultWaterfall.Cover;
import io.plimsoll.waterfall.DefaultWaterfall.Layer;
import io.plimsoll.waterfall.DefaultWaterfall.Payer;
import io.plimsoll.waterfall.DefaultWaterfall.Payment;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A clearing house's layers: each pays only when the one before it is spent. */
class DefaultWaterfallTest {

    private static final BigDecimal CENT = decimal("0.01");

    /** A member defaults that had 60 of margin and 10 in the fund; the house puts in 5, two members have 20 and 30 in the fund, to be called once more. */
    private static final DefaultWaterfall HOUSE = new DefaultWaterfall(
            List.of(
                    Layer.of("margin", decimal("60")),
                    Layer.of("contribution", decimal("10")),
                    Layer.of("house", decimal("5")),
                    new Layer("members", List.of(payer("A", "20"), payer("B", "30"))),
                    new Layer("assessments", List.of(payer("A", "20"), payer("B", "30")))),
            CENT);

    @ParameterizedTest(
            name =
                    "a loss of {0}: margin {1}, contribution {2}, house {3}, members {4}, assessments {5}, uncovered {6}")
    @CsvSource({
        "0, 0, 0, 0, 0, 0, 0",
        "60, 60, 0, 0, 0, 0, 0",
        "60.01, 60, 0.01, 0, 0, 0, 0",
        "75, 60, 10, 5, 0, 0, 0",
        "75.01, 60, 10, 5, 0.01, 0, 0",
        "125, 60, 10, 5, 50, 0, 0",
        "135, 60, 10, 5, 50, 10, 0",
        "175, 60, 10, 5, 50, 50, 0",
        "175.01, 60, 10, 5, 50, 50, 0.01"
    })
    void eachLayerPaysWhenTheOneBeforeItIsSpent(
            BigDecimal loss,
            BigDecimal margin,
            BigDecimal contribution,
            BigDecimal house,
            BigDecimal members,
            BigDecimal assessments,
            BigDecimal uncovered) {
        Cover cover = HOUSE.cover(loss);

        assertEquals(0, margin.compareTo(cover.by("margin")));
        assertEquals(0, contribution.compareTo(cover.by("contribution")));
        assertEquals(0, house.compareTo(cover.by("house")));
        assertEquals(0, members.compareTo(cover.by("members")));
        assertEquals(0, assessments.compareTo(cover.by("assessments")));
        assertEquals(0, uncovered.compareTo(cover.uncovered()));
    }

    @Test
    void withinALayerEachPaysInProportion() {
        assertEquals(
                List.of(
                        new Payment("margin", "margin", decimal("60")),
                        new Payment("contribution", "contribution", decimal("10")),
                        new Payment("house", "house", decimal("5")),
                        new Payment("members", "A", decimal("4")),
                        new Payment("members", "B", decimal("6"))),
                HOUSE.cover(decimal("85")).payments());
    }

    @Test
    void ofAPartOfAUnitNothingIsTaken() {
        Cover cover = new DefaultWaterfall(List.of(Layer.of("fund", decimal("1.019"))), CENT).cover(decimal("2"));

        assertEquals(decimal("1.01"), cover.by("fund"));
        assertEquals(decimal("0.99"), cover.uncovered());
        assertThrows(IllegalArgumentException.class, () -> payer("A", "-0.01"));
        assertThrows(IllegalArgumentException.class, () -> new DefaultWaterfall(List.of(), BigDecimal.ZERO));
    }

    /** Cent by cent: each goes to the first layer that has any left. */
    @Test
    void onRandomLayersTheyPayWhatCountingCentByCentGives() {
        Random random = new Random(9);
        for (int round = 0; round < 300; round++) {
            List<Layer> layers = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                List<Payer> payers = new ArrayList<>();
                for (int j = 0; j < 1 + random.nextInt(4); j++) {
                    payers.add(new Payer("P" + j, cents(random.nextInt(120))));
                }
                layers.add(new Layer("L" + i, payers));
            }
            int loss = random.nextInt(900);

            Cover cover = new DefaultWaterfall(layers, CENT).cover(cents(loss));

            int[] counted = new int[layers.size()];
            int uncovered = 0;
            for (int cent = 0; cent < loss; cent++) {
                int layer = 0;
                while (layer < layers.size() && cents(counted[layer]).compareTo(most(layers.get(layer))) >= 0) {
                    layer++;
                }
                if (layer < layers.size()) {
                    counted[layer]++;
                } else {
                    uncovered++;
                }
            }
            for (int i = 0; i < counted.length; i++) {
                assertEquals(0, cents(counted[i]).compareTo(cover.by("L" + i)));
            }
            assertEquals(0, cents(uncovered).compareTo(cover.uncovered()));
            for (Payment payment : cover.payments()) {
                assertWithinACentOfItsShare(layers, cover, payment);
            }
        }
    }

    private static void assertWithinACentOfItsShare(List<Layer> layers, Cover cover, Payment payment) {
        Layer layer = layers.stream()
                .filter(one -> one.name().equals(payment.layer()))
                .findFirst()
                .orElseThrow();
        BigDecimal limit = layer.payers().stream()
                .filter(payer -> payer.id().equals(payment.payer()))
                .findFirst()
                .orElseThrow()
                .most();
        BigDecimal off = payment.amount()
                .multiply(most(layer))
                .subtract(cover.by(layer.name()).multiply(limit))
                .abs();
        assertTrue(off.compareTo(CENT.multiply(most(layer))) < 0, payment::toString);
        assertTrue(payment.amount().compareTo(limit) <= 0, payment::toString);
    }

    private static BigDecimal most(Layer layer) {
        return layer.payers().stream().map(Payer::most).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal cents(int count) {
        return CENT.multiply(BigDecimal.valueOf(count));
    }

    private static Payer payer(String id, String most) {
        return new Payer(id, decimal(most));
    }
}
