package io.plimsoll.waterfall;

import io.plimsoll.money.Decimals;
import io.plimsoll.waterfall.DefaultWaterfall.Layer;
import io.plimsoll.waterfall.DefaultWaterfall.Payer;
import java.math.BigDecimal;
import java.util.List;

/**
 * Covers a loss beyond an account's own money: first by the insurance fund, then by those in profit, each in proportion to their gain.
 *
 * @param fund the insurance fund's balance, settlement currency, not negative
 * @param kept what the fund keeps for the next loss, not negative
 * @param unit the currency's last unit, positive
 */
public record LossWaterfall(BigDecimal fund, BigDecimal kept, BigDecimal unit) {

    /** Somebody in profit; gain in settlement currency, a multiple of the unit, positive. */
    public record Gainer(String accountId, BigDecimal gain) {}

    /** What one of them loses of the gain. */
    public record Haircut(String accountId, BigDecimal amount) {}

    /**
     * Who bears the loss; the three sum to it exactly.
     *
     * @param uncovered what is left when every gain is gone
     */
    public record Cover(BigDecimal byFund, List<Haircut> socialised, BigDecimal uncovered) {
        public Cover {
            socialised = List.copyOf(socialised);
        }
    }

    /** @param loss settlement currency, a multiple of the unit, not negative */
    public Cover cover(BigDecimal loss, List<Gainer> gainers) {
        BigDecimal available = Decimals.largest(fund.subtract(kept), Decimals.ZERO);
        Layer byFund = Layer.of("fund", available);
        Layer byGainers = new Layer(
                "gainers",
                gainers.stream()
                        .map(gainer -> new Payer(gainer.accountId(), gainer.gain()))
                        .toList());
        DefaultWaterfall.Cover cover = new DefaultWaterfall(List.of(byFund, byGainers), unit).cover(loss);
        return new Cover(
                cover.by("fund"),
                cover.payments().stream()
                        .filter(payment -> payment.layer().equals("gainers"))
                        .map(payment -> new Haircut(payment.payer(), payment.amount()))
                        .toList(),
                cover.uncovered());
    }
}
