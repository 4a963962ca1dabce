package io.plimsoll.margin;

import io.plimsoll.money.Decimals;
import io.plimsoll.money.Rounding;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What a margin account holds and owes. Amounts are in the settlement currency; of each asset values are rounded down and debts up before
 * they are summed, so that the ratios below can be reckoned again from the reported amounts.
 *
 * @param holdings one for each asset
 * @param accrued amounts that count as they are: what has accrued in the settlement currency, and funding and fees owed; exact
 */
public record Balances(List<Holding> holdings, BigDecimal accrued, Rounding rounding) {

    public Balances {
        holdings = List.copyOf(holdings);
    }

    /** Money that stands by itself, such as an isolated position's margin. */
    public static Balances ofMoney(BigDecimal amount, Rounding rounding) {
        return new Balances(List.of(), amount, rounding);
    }

    /** {@code collateral value − debt value + accrued}; may be negative. */
    public BigDecimal wallet() {
        return collateralValue().subtract(debtValue()).add(accrued);
    }

    /** What counts of everything held: {@code Σ counted value}. */
    public BigDecimal collateralValue() {
        return sumRoundedDown(Holding::countedValue);
    }

    /** Everything held before haircuts: {@code Σ quantity · price}. */
    public BigDecimal assetsValue() {
        return sumRoundedDown(Holding::marketValue);
    }

    /** Everything owed with interest, positive: {@code Σ owed · price}. */
    public BigDecimal debtValue() {
        return sumRoundedUp(Holding::debtValue);
    }

    /** What may be owed at most when a new loan is taken: {@code Σ quantity · price · loan-to-value}. */
    public BigDecimal borrowingCapacity() {
        return sumRoundedDown(Holding::borrowingCapacity);
    }

    /** Margin that debts require to be kept: {@code Σ owed · price · maintenance rate}. */
    public BigDecimal maintenanceOfDebts() {
        return sumRoundedUp(held -> held.debtValue().multiply(held.terms().maintenanceRate()));
    }

    /** Margin that debts require to be taken: {@code Σ owed · price · initial rate}. */
    public BigDecimal initialOfDebts() {
        return sumRoundedUp(held -> held.debtValue().multiply(held.terms().initialRate()));
    }

    /** Collateral value over debt value, rounded down at 34 digits; empty without a debt. A loan is sound from 1 on. */
    public Optional<BigDecimal> healthFactor() {
        return overDebt(collateralValue());
    }

    /** Borrowing capacity over debt value, rounded down at 34 digits; empty without a debt. Below 1 nothing more may be borrowed. */
    public Optional<BigDecimal> initialHealth() {
        return overDebt(borrowingCapacity());
    }

    /** Assets before haircuts over debt value, rounded down at 34 digits; empty without a debt. */
    public Optional<BigDecimal> marginLevel() {
        return overDebt(assetsValue());
    }

    /** What all assets, sold at their prices, would leave unpaid of the debts; zero or more. */
    public BigDecimal badDebt() {
        return rounding.requirementRounded(Decimals.largest(debtValue().subtract(assetsValue()), Decimals.ZERO));
    }

    /** True if anything is owed in any asset. */
    public boolean owes() {
        for (Holding held : holdings) {
            if (held.owed().signum() > 0) {
                return true;
            }
        }
        return false;
    }

    /** The holding of an asset; empty if there is none. */
    public Optional<Holding> of(String asset) {
        return holdings.stream().filter(held -> held.asset().equals(asset)).findFirst();
    }

    /** The same after a change of so many units held and owed in one asset, positive for more. */
    public Balances plus(String asset, BigDecimal heldUnits, BigDecimal owedUnits) {
        return map(held -> held.asset().equals(asset)
                ? held.with(held.quantity().add(heldUnits), held.owed().add(owedUnits))
                : held);
    }

    /** The same with other terms. */
    public Balances withTerms(Function<Holding, Holding.Terms> terms) {
        return map(held -> held.with(terms.apply(held)));
    }

    /** The same without some assets. */
    Balances without(Set<String> assets) {
        return assets.isEmpty()
                ? this
                : new Balances(
                        holdings.stream()
                                .filter(held -> !assets.contains(held.asset()))
                                .toList(),
                        accrued,
                        rounding);
    }

    private Balances map(UnaryOperator<Holding> change) {
        return new Balances(holdings.stream().map(change).toList(), accrued, rounding);
    }

    private Optional<BigDecimal> overDebt(BigDecimal value) {
        BigDecimal debt = debtValue();
        return debt.signum() == 0 ? Optional.empty() : Optional.of(Decimals.quotientRoundedDown(value, debt));
    }

    private BigDecimal sumRoundedDown(Function<Holding, BigDecimal> value) {
        BigDecimal sum = Decimals.ZERO;
        for (Holding held : holdings) {
            sum = sum.add(rounding.valueRounded(value.apply(held)));
        }
        return sum;
    }

    private BigDecimal sumRoundedUp(Function<Holding, BigDecimal> value) {
        BigDecimal sum = Decimals.ZERO;
        for (Holding held : holdings) {
            sum = sum.add(rounding.requirementRounded(value.apply(held)));
        }
        return sum;
    }
}
