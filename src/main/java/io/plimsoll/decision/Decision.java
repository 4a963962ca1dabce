package io.plimsoll.decision;

import io.plimsoll.account.PositionId;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.margin.ScenarioGrid;
import io.plimsoll.margin.Spreads;
import io.plimsoll.market.PriceSource;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about an account, with everything that explains it.
 *
 * @param decisionId a function of account, sequence, snapshot content, trigger and policy hash
 * @param asOf instant of the snapshot
 * @param evaluatedAt instant the account was judged at; {@code asOf}, the deadline of a margin call, the expiry of an intent,
 *     a fill's instant, or when a mark was taken
 * @param decidedAt when the service decided
 * @param outcome the strictest outcome of the margin accounts, or {@link Outcome#HOLD}
 * @param withheld for {@link Outcome#HOLD}, what the rules would have decided on this data; null where a requirement is unknown, so that
 *     nobody can say, and for every other outcome
 * @param holdReasons why the decision is held; empty unless it is
 * @param marginAccounts at least the cross margin account; the one that decided the outcome first
 * @param collateral every asset of the balance, in the order of the snapshot
 * @param positions every position, in the order of the snapshot
 * @param marginCalls calls that this decision opened, kept or ended, at most one a margin account
 * @param closure what is to be done; null where nothing is
 * @param fills fills that the snapshot does not include; the account was judged as it stands after them
 * @param startedFrom what the decisions before this one left of the margin accounts, by margin account; empty for the first
 * @param underlyings how far underlyings with options or scenario grids may move; empty where nobody asked
 */
public record Decision(
        String decisionId,
        String accountId,
        long snapshotSequence,
        Instant asOf,
        Instant evaluatedAt,
        Instant decidedAt,
        Trigger trigger,
        PolicyId policy,
        String settlementCurrency,
        Outcome outcome,
        @Nullable Outcome withheld,
        List<HoldReason> holdReasons,
        List<MarginAccountDecision> marginAccounts,
        List<CollateralFigures> collateral,
        List<PositionFigures> positions,
        List<MarginCall> marginCalls,
        @Nullable ClosurePlan closure,
        List<Because> because,
        List<BookedFill> fills,
        List<LastDecision> startedFrom,
        List<UnderlyingFigures> underlyings)
        implements DecisionHead {

    /** What made the service decide. */
    public enum Trigger {
        /** A snapshot came in. */
        SNAPSHOT,
        /** A margin call's deadline passed without a snapshot. */
        DEADLINE,
        /** A fill was reported after which the open closure intent is not what is due. */
        FILL,
        /** A closure intent expired before all of it was filled. */
        EXPIRY,
        /** A mark or the time changed what is due, and no snapshot has come since; decided on the last one at the new marks. */
        MARK,
        /** Somebody asked what would be decided; never logged, and its id names no decision. */
        WHAT_IF;

        /** True for a decision on a snapshot that already had one when it came in. */
        public boolean isOnOlderSnapshot() {
            return this != SNAPSHOT && this != WHAT_IF;
        }
    }

    public Decision {
        holdReasons = List.copyOf(holdReasons);
        marginAccounts = List.copyOf(marginAccounts);
        collateral = List.copyOf(collateral);
        positions = List.copyOf(positions);
        marginCalls = List.copyOf(marginCalls);
        because = List.copyOf(because);
        fills = List.copyOf(fills);
        startedFrom = List.copyOf(startedFrom);
        underlyings = List.copyOf(underlyings);
    }

    /** The same with how far underlyings may move. */
    Decision withUnderlyings(List<UnderlyingFigures> moves) {
        return new Decision(
                decisionId,
                accountId,
                snapshotSequence,
                asOf,
                evaluatedAt,
                decidedAt,
                trigger,
                policy,
                settlementCurrency,
                outcome,
                withheld,
                holdReasons,
                marginAccounts,
                collateral,
                positions,
                marginCalls,
                closure,
                because,
                fills,
                startedFrom,
                moves);
    }

    /** What the next decision starts from, by margin account. A held decision leaves what it started from. */
    public List<LastDecision> leaves() {
        if (outcome == Outcome.HOLD) {
            return startedFrom;
        }
        return marginAccounts.stream()
                .sorted(Comparator.comparing(MarginAccountDecision::id))
                .map(account -> LastDecision.after(
                        startedFrom(account.id()),
                        account.id(),
                        account.outcome(),
                        account.figures().isBreached(),
                        evaluatedAt))
                .toList();
    }

    private @Nullable LastDecision startedFrom(MarginAccountId account) {
        return startedFrom.stream()
                .filter(last -> last.marginAccount().equals(account))
                .findFirst()
                .orElse(null);
    }

    /** Figures of the margin account that decided the outcome. */
    public Figures figures() {
        return marginAccounts.getFirst().figures();
    }

    /** The margin call that matters most: an open one before an ended one, then the larger amount; null if there is none. */
    public @Nullable MarginCall marginCall() {
        return marginCalls.stream()
                .max(Comparator.comparing((MarginCall call) -> call.status().isOpen())
                        .thenComparing(call -> call.amount().amount())
                        .thenComparing(MarginCall::marginAccount, Comparator.reverseOrder()))
                .orElse(null);
    }

    /**
     * What was decided about one margin account.
     *
     * @param outcome {@link Outcome#HOLD} where a requirement of it is unknown
     * @param grids what each scenario did to the positions of each underlying that has some; empty without scenarios
     * @param spreads that its positions form, in the order of their priority
     */
    public record MarginAccountDecision(
            MarginAccountId id,
            Outcome outcome,
            Figures figures,
            List<ScenarioGrid> grids,
            List<Spreads.Formed> spreads) {
        public MarginAccountDecision {
            grids = List.copyOf(grids);
            spreads = List.copyOf(spreads);
        }
    }

    /**
     * An asset of the balance as it was counted. Amounts are in the settlement currency.
     *
     * @param quantity units held, as the snapshot says; negative is a debt
     * @param price settlement currency per unit
     * @param marketValue of what is held with what has accrued in favour, before haircuts, rounded down; zero for a debt
     * @param countedValue what of it counts, rounded down
     * @param debtValue what is owed in the asset with interest, positive, rounded up
     * @param liquidationPrice price at which equity equals maintenance margin, all others unchanged; null where no positive price does it, and
     *     for the settlement currency
     * @param liquidationDistance {@code |price − liquidation price| / price}; null without a liquidation price
     */
    public record CollateralFigures(
            String asset,
            BigDecimal quantity,
            BigDecimal price,
            BigDecimal marketValue,
            BigDecimal countedValue,
            BigDecimal debtValue,
            @Nullable BigDecimal liquidationPrice,
            @Nullable BigDecimal liquidationDistance) {}

    /**
     * A position as it was valued.
     *
     * @param price price it was valued at, after the guards
     * @param initialMargin null where no rule tells it; the decision is held then
     * @param initialMarginIsMaintenance true if the pack has no rule for initial margin, so that {@code initialMargin} is the maintenance margin
     * @param maintenanceMargin null where no rule tells it; the decision is held then
     * @param liquidationPrice nearest price at which equity equals maintenance margin; null where no positive price does it, and where a
     *     requirement of the margin account is unknown
     * @param liquidationPriceIsEndOfTables true if {@code liquidationPrice} is only the last price for which the rules have a requirement
     * @param oppositeLiquidationPrice the same on the other side of the price; null unless the account breaches both ways
     * @param liquidationPriceAfterCosts the same with the cost of closing paid; null also where no cost is known
     * @param bankruptcyPrice null where no positive price brings equity to zero
     * @param liquidationDistance {@code |price − liquidation price| / price}; null without a liquidation price
     */
    public record PositionFigures(
            PositionId id,
            BigDecimal quantity,
            BigDecimal price,
            PriceSource priceSource,
            BigDecimal notional,
            BigDecimal unrealisedPnl,
            @Nullable BigDecimal initialMargin,
            boolean initialMarginIsMaintenance,
            @Nullable BigDecimal maintenanceMargin,
            @Nullable BigDecimal liquidationPrice,
            boolean liquidationPriceIsEndOfTables,
            @Nullable BigDecimal oppositeLiquidationPrice,
            @Nullable BigDecimal liquidationPriceAfterCosts,
            @Nullable BigDecimal bankruptcyPrice,
            @Nullable BigDecimal liquidationDistance) {}

    /**
     * How far an underlying may move, and every position on it with it, until equity equals maintenance margin.
     *
     * @param price of the underlying: that of its perpetual or else of the contract that expires first, of an option the forward
     * @param liquidationPriceBelow null where no price below does it, or it was not found
     * @param belowIsEndOfTables true if it is only the last price for which the rules have a requirement
     * @param liquidationPriceAbove null where no price above does it, or it was not found
     * @param liquidationDistance of the nearer one, as a fraction of the price
     * @param complete false if the search was given up, because it took too many valuations or rules failed: a null then means nothing
     */
    public record UnderlyingFigures(
            MarginAccountId marginAccount,
            String underlying,
            BigDecimal price,
            @Nullable BigDecimal liquidationPriceBelow,
            boolean belowIsEndOfTables,
            @Nullable BigDecimal liquidationPriceAbove,
            boolean aboveIsEndOfTables,
            @Nullable BigDecimal liquidationDistance,
            boolean complete) {}
}
