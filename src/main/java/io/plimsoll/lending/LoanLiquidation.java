package io.plimsoll.lending;

import io.plimsoll.margin.Balances;
import io.plimsoll.margin.Holding;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One step of closing loans: part of each debt is repaid by somebody who gets collateral of that value and a bonus for it.
 *
 * <p>{@code seized = repaid · debt price · (1 + bonus) / collateral price}. Where so much is not there, what is there is seized, and only what it
 * pays for is repaid. Quantities are exact, quotients to 34 digits: what is seized is rounded down and what is repaid for all
 * there is is rounded up, so that nobody gets more than was paid for.
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
     * @param toProtocol how many of them go to the protocol
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

    /** Repays what may be repaid of each debt, by name, and seizes collateral for it, in its order. */
    public static LoanLiquidation of(Balances before, List<Repayment> repayments, List<Seizable> seizable) {
        Balances left = before;
        List<Repaid> repaid = new ArrayList<>();
        Map<Integer, Seized> seized = new TreeMap<>();
        List<Seizable> inOrder = seizable.stream()
                .sorted(Comparator.comparing(Seizable::order).thenComparing(Seizable::asset))
                .toList();
        for (Repayment repayment : repayments.stream()
                .sorted(Comparator.comparing(Repayment::asset))
                .toList()) {
            Holding debt = held(left, repayment.asset());
            BigDecimal wanted = repayment.of(debt.owed());
            BigDecimal open = wanted;
            for (int i = 0; i < inOrder.size() && open.signum() > 0; i++) {
                Seizable from = inOrder.get(i);
                Holding collateral = held(left, from.asset());
                Exchange exchange = exchange(open, debt, collateral, from.bonus());
                open = open.subtract(exchange.repaid());
                left = left.plus(from.asset(), exchange.seized().negate(), Decimals.ZERO)
                        .plus(
                                repayment.asset(),
                                Decimals.ZERO,
                                exchange.repaid().negate());
                if (exchange.seized().signum() > 0) {
                    seized.merge(i, seizedOf(exchange.seized(), collateral, from), LoanLiquidation::together);
                }
            }
            BigDecimal quantity = wanted.subtract(open);
            if (quantity.signum() > 0) {
                repaid.add(new Repaid(repayment.asset(), Decimals.normalised(quantity), debt.price()));
            }
        }
        return new LoanLiquidation(left, repaid, List.copyOf(seized.values()));
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

    private record Exchange(BigDecimal repaid, BigDecimal seized) {}

    private static Exchange exchange(BigDecimal open, Holding debt, Holding collateral, BigDecimal bonus) {
        if (collateral.quantity().signum() == 0) {
            return new Exchange(Decimals.ZERO, Decimals.ZERO);
        }
        BigDecimal withBonus = debt.price().multiply(Decimals.ONE.add(bonus));
        BigDecimal needed = Decimals.quotientRoundedDown(open.multiply(withBonus), collateral.price());
        if (needed.compareTo(collateral.quantity()) <= 0) {
            return new Exchange(open, needed);
        }
        BigDecimal paidFor = Decimals.quotientRoundedUp(collateral.marketValue(), withBonus);
        return new Exchange(Decimals.smallest(paidFor, open), collateral.quantity());
    }

    private static Seized seizedOf(BigDecimal quantity, Holding collateral, Seizable from) {
        BigDecimal ofBonus = Decimals.quotientRoundedDown(
                quantity.multiply(from.bonus()).multiply(from.protocolShare()), Decimals.ONE.add(from.bonus()));
        return new Seized(from.asset(), Decimals.normalised(quantity), collateral.price(), from.bonus(), ofBonus);
    }

    private static Seized together(Seized one, Seized other) {
        return new Seized(
                one.asset(),
                Decimals.normalised(one.quantity().add(other.quantity())),
                one.price(),
                one.bonus(),
                Decimals.normalised(one.toProtocol().add(other.toProtocol())));
    }

    private static Holding held(Balances balances, String asset) {
        return balances.of(asset)
                .orElseThrow(() -> new IllegalArgumentException("`" + asset + "` is not among the balances"));
    }
}
