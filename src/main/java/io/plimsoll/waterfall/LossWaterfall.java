package io.plimsoll.waterfall;

import io.plimsoll.money.Apportionment;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
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
        BigDecimal byFund = Decimals.smallest(loss, available.subtract(available.remainder(unit)));
        BigDecimal left = loss.subtract(byFund);
        List<BigDecimal> gains = gainers.stream().map(Gainer::gain).toList();
        BigDecimal shared = Decimals.smallest(left, gains.stream().reduce(Decimals.ZERO, BigDecimal::add));
        List<BigDecimal> parts = Apportionment.byLargestRemainder(shared, gains, unit);
        List<Haircut> haircuts = new ArrayList<>();
        for (int i = 0; i < gainers.size(); i++) {
            if (parts.get(i).signum() > 0) {
                haircuts.add(new Haircut(gainers.get(i).accountId(), parts.get(i)));
            }
        }
        return new Cover(Decimals.normalised(byFund), haircuts, Decimals.normalised(left.subtract(shared)));
    }
}
