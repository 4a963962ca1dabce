package io.plimsoll.waterfall;

import io.plimsoll.money.Apportionment;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Covers a loss layer by layer: the next pays only when the one before it is spent. So do clearing houses: the defaulter's margin and contribution,
 * the house's own part, the other members' contributions, assessments up to a multiple of these, at last the gains of those in profit.
 *
 * @param layers in the order in which they pay
 * @param unit the currency's last unit, positive
 */
public record DefaultWaterfall(List<Layer> layers, BigDecimal unit) {

    public DefaultWaterfall {
        layers = List.copyOf(layers);
        if (unit.signum() <= 0) {
            throw new IllegalArgumentException("the unit must be positive, was " + unit);
        }
    }

    /**
     * Those who pay side by side, each in proportion to the most it pays, to the unit by the largest remainder.
     *
     * @param payers each once
     */
    public record Layer(String name, List<Payer> payers) {
        public Layer {
            payers = List.copyOf(payers);
        }

        /** A layer of one payer of the same name. */
        public static Layer of(String name, BigDecimal most) {
            return new Layer(name, List.of(new Payer(name, most)));
        }
    }

    /**
     * Somebody who pays.
     *
     * @param most settlement currency, not negative; of a part of the unit nothing is taken
     */
    public record Payer(String id, BigDecimal most) {
        public Payer {
            if (most.signum() < 0) {
                throw new IllegalArgumentException("the most that " + id + " pays must not be negative, was " + most);
            }
        }
    }

    /** What one of a layer pays, positive. */
    public record Payment(String layer, String payer, BigDecimal amount) {}

    /**
     * Who bears the loss; payments and what is uncovered sum to it exactly.
     *
     * @param payments in the order of layers and payers
     * @param uncovered what is left when every layer is spent
     */
    public record Cover(List<Payment> payments, BigDecimal uncovered) {
        public Cover {
            payments = List.copyOf(payments);
        }

        /** What a layer pays. */
        public BigDecimal by(String layer) {
            return payments.stream()
                    .filter(payment -> payment.layer().equals(layer))
                    .map(Payment::amount)
                    .reduce(Decimals.ZERO, BigDecimal::add);
        }
    }

    /** @param loss settlement currency, a multiple of the unit, not negative */
    public Cover cover(BigDecimal loss) {
        List<Payment> payments = new ArrayList<>();
        BigDecimal left = loss;
        for (Layer layer : layers) {
            List<BigDecimal> limits = layer.payers().stream()
                    .map(payer -> payer.most().subtract(payer.most().remainder(unit)))
                    .toList();
            BigDecimal paid = Decimals.smallest(left, limits.stream().reduce(Decimals.ZERO, BigDecimal::add));
            List<BigDecimal> parts = Apportionment.byLargestRemainder(paid, limits, unit);
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i).signum() > 0) {
                    payments.add(new Payment(layer.name(), layer.payers().get(i).id(), parts.get(i)));
                }
            }
            left = left.subtract(paid);
        }
        return new Cover(payments, Decimals.normalised(left));
    }
}
