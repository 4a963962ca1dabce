package io.plimsoll.lending;

import io.plimsoll.margin.Balances;
import io.plimsoll.margin.Holding;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One step of closing loans: part of each debt is repaid by somebody who gets collateral of that value and a bonus for it.
 *
 * <p>{@code seized = Σ repaid · debt price · (1 + bonus) / collateral price}. Where so much is not there, what is there is seized, and only what it
 * pays for is repaid. Each quantity is rounded once, to its asset's {@link Holding.Terms#unit unit} or to 34 digits where it has none: what is
 * repaid up, what is seized down, and what is owed or held is taken whole. So the account never pays for a unit that was not
 * repaid, and the liquidator is never short of more than a unit of each.
 *
 * @param left what is held and owed afterwards
 * @param repaid one for each debt that was repaid in part, by name of the asset
 * @param seized one for each asset that was seized, in the order in which it was
 */
public record LoanLiquidation(Balances left, List<Repaid> repaid, List<Seized> seized) {

    /**
     * What may be repaid of one debt.
     *
     * @param closeFactor share of the debt as it stood when the account was last healthy, 0 to 1
     * @param repaidInEpisode units repaid since then, zero or more
     */
    public record Repayment(String asset, BigDecimal closeFactor, BigDecimal repaidInEpisode) {
        public Repayment {
            if (closeFactor.signum() < 0 || closeFactor.compareTo(Decimals.ONE) > 0 || repaidInEpisode.signum() < 0) {
                throw new IllegalArgumentException(
                        "the close factor must lie between 0 and 1 and what was repaid must not be negative, were "
                                + closeFactor + " and " + repaidInEpisode);
            }
        }

        /**
         * Units that may be repaid now: {@code close factor · (owed + repaid before) − repaid before}, at least zero and at most what is owed.
         * Counting what was repaid before stops a liquidator from taking the share once of the whole debt and then again of the rest.
         */
        public BigDecimal of(BigDecimal owed) {
            BigDecimal whole = owed.add(repaidInEpisode).multiply(closeFactor);
            return Decimals.smallest(Decimals.largest(whole.subtract(repaidInEpisode), Decimals.ZERO), owed);
        }
    }

    /**
     * Collateral that may be seized.
     *
     * @param order smaller first; of the same order by name
     * @param bonus fraction of the repaid value that the liquidator gets on top, zero or more
     * @param protocolShare fraction of the bonus that goes to the protocol instead, 0 to 1
     */
    public record Seizable(String asset, BigDecimal order, BigDecimal bonus, BigDecimal protocolShare) {
        public Seizable {
            if (bonus.signum() < 0 || protocolShare.signum() < 0 || protocolShare.compareTo(Decimals.ONE) > 0) {
                throw new IllegalArgumentException(
                        "the bonus must not be negative and the protocol's share must lie between 0 and 1, were "
                                + bonus + " and " + protocolShare);
            }
        }
    }

    /** Units of a debt that were repaid, at the asset's price. */
    public record Repaid(String asset, BigDecimal quantity, BigDecimal price) {
        public BigDecimal value() {
            return quantity.multiply(price);
        }
    }

    /**
     * Units of collateral that were seized, at the asset's price.
     *
     * @param toProtocol how many of them go to the protocol, rounded down
     */
    public record Seized(String asset, BigDecimal quantity, BigDecimal price, BigDecimal bonus, BigDecimal toProtocol) {
        public BigDecimal value() {
            return quantity.multiply(price);
        }
    }

    public LoanLiquidation {
        repaid = List.copyOf(repaid);
        seized = List.copyOf(seized);
    }

    /**
     * Repays what may be repaid of each debt, by name, and seizes collateral for it, in its order.
     *
     * @throws IllegalArgumentException if an asset is not among the balances, or is repaid or seized twice
     */
    public static LoanLiquidation of(Balances before, List<Repayment> repayments, List<Seizable> seizable) {
        return of(before, repayments, seizable, Decimals.ZERO);
    }

    /**
     * The same, where no dust may be left: unless a debt is repaid whole or all that may be seized for it is, the debt and the asset that is seized last keep at
     * least a value, as Aave v3.3 asks. Where the share that may be repaid would leave less, the most is repaid that does not; that may be nothing.
     *
     * @param leastLeft value, zero or more, in the currency of the prices
     */
    public static LoanLiquidation of(
            Balances before, List<Repayment> repayments, List<Seizable> seizable, BigDecimal leastLeft) {
        if (leastLeft.signum() < 0) {
            throw new IllegalArgumentException("what is left at least must not be negative, was " + leastLeft);
        }
        List<Seizable> inOrder = seizable.stream()
                .sorted(Comparator.comparing(Seizable::order).thenComparing(Seizable::asset))
                .toList();
        requireDistinct(inOrder.stream().map(Seizable::asset).toList());
        requireDistinct(repayments.stream().map(Repayment::asset).toList());
        Map<String, Fraction> free = new HashMap<>(); // value of the collateral that is not seized yet
        inOrder.forEach(from ->
                free.put(from.asset(), Fraction.of(held(before, from.asset()).marketValue())));
        Balances left = before;
        List<Repaid> repaid = new ArrayList<>();
        for (Repayment repayment : repayments.stream()
                .sorted(Comparator.comparing(Repayment::asset))
                .toList()) {
            Holding debt = held(before, repayment.asset());
            BigDecimal wanted = upToUnits(debt, Fraction.of(repayment.of(debt.owed())));
            BigDecimal quantity = repaid(debt, withoutDust(debt, wanted, inOrder, free, leastLeft), inOrder, free);
            if (quantity.signum() > 0) {
                repaid.add(new Repaid(debt.asset(), Decimals.normalised(quantity), debt.price()));
                left = left.plus(debt.asset(), Decimals.ZERO, quantity.negate());
            }
        }
        List<Seized> seized = new ArrayList<>();
        for (Seizable from : inOrder) {
            Holding collateral = held(before, from.asset());
            BigDecimal quantity = seized(collateral, free(from, free));
            if (quantity.signum() > 0) {
                seized.add(seizedOf(quantity, collateral, from));
                left = left.plus(from.asset(), quantity.negate(), Decimals.ZERO);
            }
        }
        return new LoanLiquidation(left, repaid, seized);
    }

    /**
     * The repayment after which a loan against one kind of collateral has a health factor again:
     * {@code (target · debt − threshold · collateral) / (target − threshold · (1 + bonus))}.
     *
     * @param threshold liquidation threshold, 1 less the haircut
     * @param target health factor wanted
     * @return value to repay, to 34 digits, rounded up; zero or less where the loan has that health already
     * @throws IllegalArgumentException if a repayment never raises the health factor to the target
     */
    public static BigDecimal restoringRepayment(
            BigDecimal collateral, BigDecimal debt, BigDecimal threshold, BigDecimal bonus, BigDecimal target) {
        BigDecimal relief = target.subtract(threshold.multiply(Decimals.ONE.add(bonus)));
        if (relief.signum() <= 0) {
            throw new IllegalArgumentException(
                    "no repayment restores a health factor of " + target + ": each 1 repaid costs "
                            + threshold.multiply(Decimals.ONE.add(bonus)) + " of collateral at its threshold");
        }
        return Decimals.quotientRoundedUp(target.multiply(debt).subtract(threshold.multiply(collateral)), relief);
    }

    /** The most of what is wanted that leaves the debt, and the collateral seized last, nothing or at least a value; all, where all collateral goes. */
    private static BigDecimal withoutDust(
            Holding debt, BigDecimal wanted, List<Seizable> inOrder, Map<String, Fraction> free, BigDecimal leastLeft) {
        Fraction all = Fraction.of(wanted);
        if (leastLeft.signum() == 0
                || wanted.compareTo(debt.owed()) == 0
                || paidBy(inOrder, inOrder.size(), debt, free).isAtMost(all)) {
            return wanted;
        }
        Fraction least = Fraction.of(leastLeft);
        Fraction keepingDebt = Fraction.of(debt.owed()).minus(least.over(debt.price()));
        Fraction repaid = keepingDebt.isAtMost(all) ? keepingDebt : all;
        if (repaid.isAtMost(Fraction.of(Decimals.ZERO))) {
            return Decimals.ZERO;
        }
        int last = 0; // index of the collateral that would be seized last
        while (!repaid.isAtMost(paidBy(inOrder, last + 1, debt, free))) {
            last++;
        }
        Fraction before = paidBy(inOrder, last, debt, free);
        Fraction whole = paidBy(inOrder, last + 1, debt, free);
        Fraction keeping = whole.minus(least.over(eachUnitCosts(debt, inOrder.get(last))));
        boolean leavesDust = !repaid.isAtMost(keeping) && !whole.isAtMost(repaid);
        Fraction kept = keeping.isAtMost(before) ? before : keeping;
        return downToUnits(debt, leavesDust ? kept : repaid);
    }

    /** Units of a debt that the first few kinds of collateral pay for. */
    private static Fraction paidBy(List<Seizable> inOrder, int count, Holding debt, Map<String, Fraction> free) {
        Fraction paid = Fraction.of(Decimals.ZERO);
        for (Seizable from : inOrder.subList(0, count)) {
            paid = paid.plus(free(from, free).over(eachUnitCosts(debt, from)));
        }
        return paid;
    }

    private static BigDecimal eachUnitCosts(Holding debt, Seizable from) {
        return debt.price().multiply(Decimals.ONE.add(from.bonus()));
    }

    /** How much of what is wanted the collateral pays for, which is taken from what is free of it. */
    private static BigDecimal repaid(
            Holding debt, BigDecimal wanted, List<Seizable> inOrder, Map<String, Fraction> free) {
        Fraction open = Fraction.of(wanted);
        for (Seizable from : inOrder) {
            Fraction there = free(from, free);
            BigDecimal eachUnitCosts = eachUnitCosts(debt, from);
            Fraction needed = open.times(eachUnitCosts);
            if (needed.isAtMost(there)) {
                free.put(from.asset(), there.minus(needed));
                return wanted;
            }
            free.put(from.asset(), Fraction.of(Decimals.ZERO));
            open = open.minus(there.over(eachUnitCosts));
        }
        return upToUnits(debt, Fraction.of(wanted).minus(open));
    }

    private static Fraction free(Seizable from, Map<String, Fraction> free) {
        return free.getOrDefault(from.asset(), Fraction.of(Decimals.ZERO));
    }

    /** Units of a debt, rounded up, at most all that is owed. */
    private static BigDecimal upToUnits(Holding debt, Fraction quantity) {
        BigDecimal unit = debt.terms().unit();
        return unit == null
                ? quantity.roundedUp()
                : Decimals.smallest(quantity.inUnits(unit, RoundingMode.CEILING), debt.owed());
    }

    /** Units of collateral worth what is not free of it any more, rounded down; all of it where nothing is. */
    private static BigDecimal seized(Holding collateral, Fraction free) {
        Fraction taken = Fraction.of(collateral.marketValue()).minus(free);
        return free.isZero() ? collateral.quantity() : downToUnits(collateral, taken.over(collateral.price()));
    }

    private static BigDecimal downToUnits(Holding asset, Fraction quantity) {
        BigDecimal unit = asset.terms().unit();
        return unit == null ? quantity.roundedDown() : quantity.inUnits(unit, RoundingMode.FLOOR);
    }

    private static Seized seizedOf(BigDecimal quantity, Holding collateral, Seizable from) {
        Fraction ofBonus = Fraction.of(quantity.multiply(from.bonus()).multiply(from.protocolShare()))
                .over(Decimals.ONE.add(from.bonus()));
        return new Seized(
                from.asset(),
                Decimals.normalised(quantity),
                collateral.price(),
                from.bonus(),
                Decimals.normalised(downToUnits(collateral, ofBonus)));
    }

    private static Holding held(Balances balances, String asset) {
        return balances.of(asset)
                .orElseThrow(() -> new IllegalArgumentException("`" + asset + "` is not among the balances"));
    }

    private static void requireDistinct(List<String> assets) {
        for (int i = 0; i < assets.size(); i++) {
            if (assets.indexOf(assets.get(i)) < i) {
                throw new IllegalArgumentException("`" + assets.get(i) + "` is given twice");
            }
        }
    }
}
