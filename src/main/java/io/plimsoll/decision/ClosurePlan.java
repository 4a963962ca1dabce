package io.plimsoll.decision;

import io.plimsoll.account.OrderSide;
import io.plimsoll.account.PositionId;
import io.plimsoll.auction.PriceCurve;
import io.plimsoll.decision.Figures.LoanFigures;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.margin.MarginTarget;
import io.plimsoll.money.Decimals;
import io.plimsoll.money.Rounding;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done to the positions, in order.
 *
 * @param restores true if the plan brings every margin account it touches to the ratio that the rules asked for
 * @param goals what each margin account is closed for, in the order of the margin accounts
 */
public record ClosurePlan(List<Step> steps, boolean restores, List<Goal> goals) {

    public ClosurePlan {
        steps = List.copyOf(steps);
        goals = List.copyOf(goals);
    }

    /** What is to be closed of each position. */
    public Map<PositionId, BigDecimal> quantities() {
        Map<PositionId, BigDecimal> quantities = new TreeMap<>();
        for (Step step : steps) {
            if (step.order() != null) {
                quantities.merge(
                        step.order().position(),
                        Decimals.normalised(step.order().quantity()),
                        (one, other) -> Decimals.normalised(one.add(other)));
            }
        }
        return quantities;
    }

    /** True if a loss is left that somebody is to bear. */
    boolean distributesLoss() {
        return steps.stream()
                .anyMatch(step -> step.action().bearsLoss()
                        && (step.amount() == null || step.amount().signum() > 0));
    }

    /** The ladder, first rung first; REDUCE and CLOSE are one rung. */
    public enum Action {
        BLOCK_NEW_RISK,
        CANCEL_ORDERS,
        REDUCE,
        CLOSE,
        REPAY,
        SEIZE,
        TAKE_OVER,
        INSURANCE_FUND,
        AUTO_DELEVERAGE,
        SOCIALISE;

        boolean bearsLoss() {
            return this == INSURANCE_FUND || this == AUTO_DELEVERAGE || this == SOCIALISE;
        }

        /** Where it stands on the ladder. */
        int rung() {
            return this == CLOSE ? REDUCE.ordinal() : ordinal();
        }
    }

    /** Why no part of the positions, closed on the market, brings an account to what the rules asked for. */
    public enum Infeasible {
        /** Equity is negative already: what is left is a debt whatever is closed. */
        EQUITY_NEGATIVE,
        /** Closing costs more than it frees, so that less is left behind the rest with each lot. */
        COSTS_EXCEED_RELIEF,
        /** What the account requires as a whole stays when everything is closed, and is more than what is left. */
        REQUIREMENT_REMAINS
    }

    /** Who gets what a closing brings above the bankruptcy price. */
    public enum Surplus {
        CUSTOMER,
        INSURANCE_FUND
    }

    /**
     * What one margin account is closed for. Orders of its steps that are not filled when equity is back at the goal are cancelled.
     *
     * @param ratio equity over maintenance margin; null where the rules ask for none
     * @param initialMultiple equity over initial margin; null where the rules ask for none
     * @param infeasible why a reduction does not get there, so that everything is closed; null where it does or none was asked for
     * @param expectedLoss what is owed beyond the account's own money when everything is done at today's prices, settlement currency, zero or more
     * @param surplus whose it is what fills bring above the bankruptcy price
     * @param surplusRounded which way that is rounded, as the pack rounds values
     */
    public record Goal(
            MarginAccountId marginAccount,
            @Nullable BigDecimal ratio,
            @Nullable BigDecimal initialMultiple,
            @Nullable Infeasible infeasible,
            BigDecimal expectedLoss,
            Surplus surplus,
            Rounding.Direction surplusRounded) {

        /** What to hold the account against; empty where everything is to be closed whatever becomes of it. */
        public Optional<MarginTarget> target() {
            return ratio == null && initialMultiple == null
                    ? Optional.empty()
                    : Optional.of(new MarginTarget(
                            ratio == null ? Decimals.ZERO : ratio,
                            initialMultiple == null ? Decimals.ZERO : initialMultiple));
        }
    }

    /**
     * One step.
     *
     * @param marginAccount the margin account it belongs to; null where it is the account's as a whole
     * @param order what is closed; null for a step that closes nothing
     * @param transfer what is repaid or seized; null for any other step
     * @param amount how much of the expected loss is borne, settlement currency; null where that is not known beforehand, or no loss is borne
     * @param after the margin account after this step; null where it is not known or several margin accounts share the step
     */
    public record Step(
            Action action,
            @Nullable MarginAccountId marginAccount,
            @Nullable Order order,
            @Nullable Transfer transfer,
            @Nullable BigDecimal amount,
            @Nullable After after) {

        /** A step that neither repays nor seizes. */
        public Step(
                Action action,
                @Nullable MarginAccountId marginAccount,
                @Nullable Order order,
                @Nullable BigDecimal amount,
                @Nullable After after) {
            this(action, marginAccount, order, null, amount, after);
        }

        /** True for a step by which a debt becomes smaller or is borne by somebody else. */
        boolean closesDebt() {
            return action.compareTo(Action.REPAY) >= 0;
        }

        static Step ofAccount(Action action) {
            return new Step(action, null, null, null, null);
        }
    }

    /**
     * Units of an asset that change hands in the closing of a loan.
     *
     * @param quantity units, positive
     * @param price settlement currency per unit
     * @param value quantity times price, settlement currency, rounded down
     * @param bonus fraction of the repaid value that is seized on top; null for a repayment
     * @param toProtocol how many of the seized units go to the protocol; null for a repayment
     * @param paidOut of a debt that is repaid: units of the asset that the account is paid beyond it; null where it is paid nothing
     * @param auction how what is seized is sold; null where it goes to whoever repays
     */
    public record Transfer(
            String asset,
            BigDecimal quantity,
            BigDecimal price,
            BigDecimal value,
            @Nullable BigDecimal bonus,
            @Nullable BigDecimal toProtocol,
            @Nullable BigDecimal paidOut,
            @Nullable Auction auction) {}

    /**
     * What is closed, and how.
     *
     * @param side side of the closing order
     * @param quantity quantity to close, positive
     * @param price the price of a take-over, at which the take-overs of a margin account together leave it with nothing; null otherwise, or
     *     where that is not positive
     * @param bankruptcyPrice where the whole margin account is closed: with all of it closed at these prices it is left with nothing; null otherwise,
     *     or where that is not positive
     * @param execution null where nothing is executed on a market
     * @param together true if it is executed side by side with the step before, in proportion, because each hedges the other
     */
    public record Order(
            PositionId position,
            OrderSide side,
            BigDecimal quantity,
            @Nullable BigDecimal price,
            @Nullable BigDecimal bankruptcyPrice,
            @Nullable Execution execution,
            boolean together) {}

    /**
     * How an order is executed.
     *
     * @param slices null for all at once
     * @param auction null unless the method is an auction whose terms the rules give
     * @param priceLimit worst price, itself acceptable; what nobody takes at it goes to the backstop. Null where no positive price is one
     * @param cost expected fee and slippage of the market, settlement currency, rounded up
     * @param fee null where the rules charge none
     */
    public record Execution(
            ExecutionMethod method,
            @Nullable Slices slices,
            @Nullable Auction auction,
            @Nullable BigDecimal priceLimit,
            BigDecimal cost,
            @Nullable Fee fee) {}

    /** Equal parts in which a quantity is sent, so far apart. */
    public record Slices(int count, Duration interval) {}

    /** A Dutch auction's top price, and how it falls from there, to the order's price limit if there is one; for a short it rises as much. */
    public record Auction(BigDecimal startPrice, PriceCurve curve) {}

    /** Liquidation fee, settlement currency; the two parts sum to it. */
    public record Fee(BigDecimal amount, BigDecimal toFund, BigDecimal toLiquidator) {}

    /**
     * A margin account after a step, at today's prices with the expected costs paid.
     *
     * @param marginRatio null where nothing is required
     * @param restored true if it stands at its goal
     * @param loans what is still owed against the collateral; null where no loan was repaid, or nothing is owed any more
     */
    public record After(
            BigDecimal equity,
            BigDecimal initialMargin,
            BigDecimal maintenanceMargin,
            @Nullable BigDecimal marginRatio,
            boolean restored,
            @Nullable LoanFigures loans) {

        /** An account that owes nothing. */
        public After(
                BigDecimal equity,
                BigDecimal initialMargin,
                BigDecimal maintenanceMargin,
                @Nullable BigDecimal marginRatio,
                boolean restored) {
            this(equity, initialMargin, maintenanceMargin, marginRatio, restored, null);
        }

        static After of(MarginAccount account, boolean restored) {
            return new After(
                    account.equity(),
                    account.initialMargin(),
                    account.maintenanceMargin(),
                    account.marginRatio().map(account.rounding()::ratioReported).orElse(null),
                    restored);
        }

        /** The same with what is still owed. */
        After withLoans(MarginAccount account) {
            return new After(
                    equity,
                    initialMargin,
                    maintenanceMargin,
                    marginRatio,
                    restored,
                    LoanFigures.of(account.balances()));
        }
    }
}
