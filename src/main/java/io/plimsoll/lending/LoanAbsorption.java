package io.plimsoll.lending;

import io.plimsoll.lending.LoanLiquidation.Repaid;
import io.plimsoll.lending.LoanLiquidation.Seized;
import io.plimsoll.margin.Balances;
import io.plimsoll.margin.Holding;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A protocol takes an account's collateral whole and settles its debts with part of the value, as Compound III absorbs an account: {@code credit = Σ quantity
 * · price · factor}. What the credit leaves of the debts is still owed; what it is more than they are is paid out in the asset of the last debt. A quantity
 * credited is rounded down, to its asset's {@link Holding.Terms#unit unit} or to 34 digits.
 *
 * @param left what is held and owed afterwards, what is paid out among it
 * @param repaid one for each debt that the credit reached, by name of the asset
 * @param seized one for each asset that was taken, by name
 * @param paidOut null where the credit is not more than the debts
 */
public record LoanAbsorption(
        Balances left,
        List<Repaid> repaid,
        List<Seized> seized,
        @Nullable PaidOut paidOut) {

    /** Units that the account is paid beyond its debts. */
    public record PaidOut(String asset, BigDecimal quantity) {}

    public LoanAbsorption {
        repaid = List.copyOf(repaid);
        seized = List.copyOf(seized);
    }

    /**
     * Takes the assets and settles the debts, by name. An account that owes nothing, or holds nothing of the assets, is left as it is.
     *
     * @param factors share of its value that an asset's owner is credited, above 0 and at most 1, by the asset's name
     * @throws IllegalArgumentException if a factor is none
     */
    public static LoanAbsorption of(Balances before, Map<String, BigDecimal> factors) {
        List<Holding> debts = before.holdings().stream()
                .filter(held -> held.owed().signum() > 0)
                .sorted(Comparator.comparing(Holding::asset))
                .toList();
        List<Seized> seized = new ArrayList<>();
        BigDecimal credit = Decimals.ZERO;
        Balances left = before;
        for (Map.Entry<String, BigDecimal> entry : new TreeMap<>(factors).entrySet()) {
            BigDecimal factor = requireFactor(entry.getKey(), entry.getValue());
            Holding held = before.of(entry.getKey()).orElse(null);
            if (debts.isEmpty() || held == null || held.quantity().signum() == 0) {
                continue;
            }
            credit = credit.add(held.marketValue().multiply(factor));
            BigDecimal bonus =
                    Decimals.quotientRoundedDown(Decimals.ONE, factor).subtract(Decimals.ONE);
            seized.add(
                    new Seized(held.asset(), Decimals.normalised(held.quantity()), held.price(), bonus, Decimals.ZERO));
            left = left.plus(held.asset(), held.quantity().negate(), Decimals.ZERO);
        }
        List<Repaid> repaid = new ArrayList<>();
        for (Holding debt : debts) {
            BigDecimal credited = inUnits(credit, debt);
            boolean isWhole = credited.compareTo(debt.owed()) >= 0;
            BigDecimal quantity = isWhole ? debt.owed() : credited;
            if (quantity.signum() > 0) {
                repaid.add(new Repaid(debt.asset(), Decimals.normalised(quantity), debt.price()));
                left = left.plus(debt.asset(), Decimals.ZERO, quantity.negate());
            }
            credit = isWhole ? credit.subtract(quantity.multiply(debt.price())) : Decimals.ZERO;
        }
        BigDecimal over = debts.isEmpty() ? Decimals.ZERO : inUnits(credit, debts.getLast());
        if (over.signum() == 0) {
            return new LoanAbsorption(left, repaid, seized, null);
        }
        String asset = debts.getLast().asset();
        return new LoanAbsorption(
                left.plus(asset, over, Decimals.ZERO), repaid, seized, new PaidOut(asset, Decimals.normalised(over)));
    }

    private static BigDecimal inUnits(BigDecimal value, Holding asset) {
        Fraction quantity = Fraction.of(value).over(asset.price());
        BigDecimal unit = asset.terms().unit();
        return unit == null ? quantity.roundedDown() : quantity.inUnits(unit, RoundingMode.FLOOR);
    }

    private static BigDecimal requireFactor(String asset, BigDecimal factor) {
        if (factor.signum() <= 0 || factor.compareTo(Decimals.ONE) > 0) {
            throw new IllegalArgumentException(
                    "the factor of `" + asset + "` must lie above 0 and be at most 1, was " + factor);
        }
        return factor;
    }
}
