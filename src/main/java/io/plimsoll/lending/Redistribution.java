package io.plimsoll.lending;

import io.plimsoll.money.Apportionment;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * A loan that is closed without a buyer, as Liquity closes a trove: a pool of the borrowed currency repays what it can and gets the same share of the collateral;
 * the rest of both goes to all other loans in proportion to their stakes. What the pool and the others get is, to the last unit, what the loan was.
 *
 * @param repaidByPool units of the debt
 * @param toPool units of the collateral, rounded down where the pool does not repay everything
 * @param parts one for each other loan, in the order in which they were given
 */
public record Redistribution(BigDecimal repaidByPool, BigDecimal toPool, List<Part> parts) {

    /**
     * Another loan.
     *
     * @param stake by which it shares, zero or more; Liquity takes its collateral as it stood before earlier redistributions
     */
    public record Stake(String loan, BigDecimal stake) {}

    /** Units of debt and collateral that another loan takes on. */
    public record Part(String loan, BigDecimal debt, BigDecimal collateral) {}

    public Redistribution {
        parts = List.copyOf(parts);
    }

    /**
     * @param debt units owed, positive
     * @param collateral units held, zero or more
     * @param pool units of the borrowed currency in the pool, zero or more
     * @param debtUnit smallest quantity of the debt, positive; the debt and the pool are multiples of it
     * @param collateralUnit smallest quantity of the collateral, positive; the collateral is a multiple of it
     * @throws IllegalArgumentException if an argument is none of these, or something is left and nobody has a stake
     */
    public static Redistribution of(
            BigDecimal debt,
            BigDecimal collateral,
            BigDecimal pool,
            List<Stake> stakes,
            BigDecimal debtUnit,
            BigDecimal collateralUnit) {
        if (debt.signum() <= 0 || collateral.signum() < 0 || pool.signum() < 0) {
            throw new IllegalArgumentException("the debt must be positive, collateral and pool not negative, were "
                    + debt + ", " + collateral + " and " + pool);
        }
        BigDecimal repaid = Decimals.smallest(debt, pool);
        BigDecimal toPool = repaid.compareTo(debt) == 0
                ? collateral
                : Fraction.of(collateral.multiply(repaid)).over(debt).inUnits(collateralUnit, RoundingMode.FLOOR);
        List<BigDecimal> weights = stakes.stream().map(Stake::stake).toList();
        List<BigDecimal> debts = Apportionment.byLargestRemainder(debt.subtract(repaid), weights, debtUnit);
        List<BigDecimal> collaterals =
                Apportionment.byLargestRemainder(collateral.subtract(toPool), weights, collateralUnit);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < stakes.size(); i++) {
            parts.add(new Part(stakes.get(i).loan(), debts.get(i), collaterals.get(i)));
        }
        return new Redistribution(Decimals.normalised(repaid), Decimals.normalised(toPool), parts);
    }

    /**
     * The collateral that goes with a debt where its borrower keeps what is beyond a penalty: {@code min(collateral, debt · (1 + penalty) / price)}, as in
     * Liquity's recovery mode and in its second version.
     *
     * @param price of one unit of collateral in units of the debt, positive
     * @param penalty zero or more
     * @return units of the collateral, rounded down to its unit unless it is all
     */
    public static BigDecimal takenAt(
            BigDecimal debt, BigDecimal collateral, BigDecimal price, BigDecimal penalty, BigDecimal collateralUnit) {
        if (price.signum() <= 0 || penalty.signum() < 0) {
            throw new IllegalArgumentException(
                    "the price must be positive and the penalty not negative, were " + price + " and " + penalty);
        }
        Fraction most = Fraction.of(debt.multiply(Decimals.ONE.add(penalty))).over(price);
        return Decimals.normalised(
                Fraction.of(collateral).isAtMost(most) ? collateral : most.inUnits(collateralUnit, RoundingMode.FLOOR));
    }
}
