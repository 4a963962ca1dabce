package io.plimsoll.decision;

import io.plimsoll.account.PositionId;
import io.plimsoll.auction.PriceCurve;
import io.plimsoll.margin.ClosingOrder;
import io.plimsoll.margin.RequirementLine;
import io.plimsoll.margin.Scenario;
import io.plimsoll.market.PriceSource;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a rule proposes through one verb. A proposal that makes no sense in itself, such as a haircut above 1, cannot be made: its
 * constructor throws, and the decision becomes {@link Outcome#HOLD} naming the rule.
 *
 * <p>Rates, haircuts, fractions and ratios are plain fractions (0.05 is five per cent); amounts are in the settlement currency.
 */
public sealed interface Proposal {

    /** Longest time to cure, about ten years. */
    Duration CURE_MAX = Duration.ofDays(3660);

    /** End of the dates that a call may be due at, exclusive. */
    Instant DATE_MAX = Instant.parse("9999-01-01T00:00:00Z");

    /** The stage whose rules may propose this. */
    Stage stage();

    /** Guard: the data does not carry a decision. Any hold holds. */
    record Hold(String reason) implements GuardProposal {}

    /** Guard: value a position at another price. The price that leaves the least equity wins. */
    record UsePrice(PositionId position, PriceSource source, String reason) implements GuardProposal {}

    /** Guard: a source's quote of an instrument is not trusted. Any distrust is enough. */
    record IgnoreQuote(String instrument, String source, String reason) implements GuardProposal {}

    /** Guard: a position's mark is not trusted; it is valued at another price that rules propose. Any distrust is enough. */
    record IgnoreMark(PositionId position, String reason) implements GuardProposal {}

    /** Guard: nothing is closed by force while the account holds the instrument; null stands for all of them. Any hold holds. */
    record HoldClosing(@Nullable String instrument, String reason) implements GuardProposal {}

    /** Collateral: fraction of an asset's value that does not count, 0 to 1. The largest wins. */
    record Haircut(String asset, BigDecimal rate) implements CollateralProposal {
        public Haircut {
            requireFraction("haircut", rate);
        }
    }

    /** Collateral: what lies above a market value does not count at this rate, 0 to 1. At each amount the largest rate whose floor is passed wins. */
    record HaircutAbove(String asset, BigDecimal floor, BigDecimal rate) implements CollateralProposal {
        public HaircutAbove {
            requireNotNegative("floor", floor);
            requireFraction("haircut", rate);
        }
    }

    /** Collateral: most market value of an asset that counts, before its haircut. The smallest wins. */
    record ValueCap(String asset, BigDecimal value) implements CollateralProposal {
        public ValueCap {
            requireNotNegative("cap", value);
        }
    }

    /** Collateral: fraction of an asset's market value that may be borrowed against, 0 to 1. The smallest wins; without one nothing may. */
    record LoanToValue(String asset, BigDecimal rate) implements CollateralProposal {
        public LoanToValue {
            requireFraction("loan-to-value", rate);
        }
    }

    /** Collateral: fraction of the profit of positions settled in a currency that does not count, 0 to 1. The largest wins. */
    record Conversion(String asset, BigDecimal rate) implements CollateralProposal {
        public Conversion {
            requireFraction("conversion rate", rate);
        }
    }

    /** Collateral: an asset does not count at all. Any exclusion excludes; a debt still counts in full. */
    record Exclude(String asset, String reason) implements CollateralProposal {}

    /** Collateral: an asset may meet a margin call, in multiples of a step. The largest step wins. */
    record Accept(String asset, BigDecimal step) implements CollateralProposal {
        public Accept {
            requirePositive("step", step);
        }
    }

    /** Margin: initial margin as a fraction of notional. The largest requirement wins. */
    record Initial(PositionId position, BigDecimal rate) implements InitialRequirement {
        public Initial {
            requireNotNegative("initial rate", rate);
        }

        @Override
        public RequirementLine at(BigDecimal notional) {
            return new RequirementLine(rate, BigDecimal.ZERO);
        }
    }

    /** Margin: initial margin as an amount, calculated at the position's notional. The largest requirement wins. */
    record InitialAmount(PositionId position, BigDecimal amount) implements InitialRequirement {
        public InitialAmount {
            requireNotNegative("initial amount", amount);
        }

        @Override
        public RequirementLine at(BigDecimal notional) {
            return RequirementLine.ofAmount(amount, notional);
        }
    }

    /** Margin: initial margin {@code notional / leverage}. The largest requirement wins. */
    record InitialByLeverage(PositionId position, BigDecimal leverage) implements InitialRequirement {
        public InitialByLeverage {
            requirePositive("leverage", leverage);
        }

        @Override
        public RequirementLine at(BigDecimal notional) {
            return RequirementLine.ofLeverage(leverage);
        }
    }

    /** Margin: maintenance margin {@code notional · rate − deduction}. The largest requirement wins. */
    record Maintenance(PositionId position, BigDecimal rate, BigDecimal deduction) implements MaintenanceRequirement {
        public Maintenance {
            requireNotNegative("maintenance rate", rate);
            requireNotNegative("deduction", deduction);
        }

        @Override
        public RequirementLine at(BigDecimal notional) {
            return new RequirementLine(rate, deduction);
        }
    }

    /** Margin: maintenance margin as an amount, calculated at the position's notional. The largest requirement wins. */
    record MaintenanceAmount(PositionId position, BigDecimal amount) implements MaintenanceRequirement {
        public MaintenanceAmount {
            requireNotNegative("maintenance amount", amount);
        }

        @Override
        public RequirementLine at(BigDecimal notional) {
            return RequirementLine.ofAmount(amount, notional);
        }
    }

    /** Margin: maintenance margin {@code notional / leverage}. The largest requirement wins. */
    record MaintenanceByLeverage(PositionId position, BigDecimal leverage) implements MaintenanceRequirement {
        public MaintenanceByLeverage {
            requirePositive("leverage", leverage);
        }

        @Override
        public RequirementLine at(BigDecimal notional) {
            return RequirementLine.ofLeverage(leverage);
        }
    }

    /** Margin: an amount on top of both requirements. All are summed. Without a position it falls on the cross margin account. */
    record AddOn(@Nullable PositionId position, BigDecimal amount, String reason) implements PositionProposal {
        public AddOn {
            requireNotNegative("add-on", amount);
        }
    }

    /** Margin: a factor of 1 or more on both requirements. The largest wins. Without a position it falls on every position. */
    record Multiply(@Nullable PositionId position, BigDecimal factor, String reason) implements PositionProposal {
        public Multiply {
            if (factor.compareTo(BigDecimal.ONE) < 0) {
                throw new IllegalArgumentException("factor must be 1 or more, was " + factor.toPlainString());
            }
        }
    }

    /** Margin: initial margin that an open order binds, as a fraction of its notional. The largest of a side wins; the worse side counts. */
    record OrderInitial(String orderId, BigDecimal rate) implements MarginProposal {
        public OrderInitial {
            requireNotNegative("order rate", rate);
        }
    }

    /** Margin: what a debt in an asset requires to be taken and to be kept, fractions of the debt. The largest of each wins. */
    record DebtMargin(String asset, BigDecimal initialRate, BigDecimal maintenanceRate) implements MarginProposal {
        public DebtMargin {
            requireNotNegative("initial rate", initialRate);
            requireNotNegative("maintenance rate", maintenanceRate);
        }
    }

    /** Margin: expected fee and slippage of closing, as a fraction of notional below 1. The largest wins. */
    record ClosingCost(PositionId position, BigDecimal rate) implements PositionProposal {
        public ClosingCost {
            requireFraction("closing cost", rate);
        }
    }

    /** Margin: one cell of an underlying's scenario grid, for cross positions. The largest weighted loss is required. */
    record GridScenario(Scenario scenario) implements MarginProposal {}

    /** Margin: an amount off what the grids of different underlyings require together. All are summed; what is left is never below zero. */
    record PortfolioCredit(BigDecimal amount, String reason) implements MarginProposal {
        public PortfolioCredit {
            requireNotNegative("credit", amount);
        }
    }

    /** Margin: the cross account's initial margin is at least this multiple, 1 or more, of its maintenance margin. The largest wins. */
    record InitialMultiple(BigDecimal factor) implements MarginProposal {
        public InitialMultiple {
            if (factor.compareTo(BigDecimal.ONE) < 0) {
                throw new IllegalArgumentException("initial multiple must be 1 or more, was " + factor.toPlainString());
            }
        }
    }

    /** Threshold: the customer is warned. */
    record Warn(String reason) implements ThresholdProposal {
        @Override
        public Outcome outcome() {
            return Outcome.WARNING;
        }
    }

    /** Threshold: call margin up to {@code targetRatio · maintenance margin} within a time to cure. The larger amount and the earlier deadline win. */
    record CallToRatio(BigDecimal targetRatio, Duration cure) implements ThresholdProposal {
        public CallToRatio {
            requirePositive("target ratio", targetRatio);
            requirePositive("cure", cure);
        }

        @Override
        public Outcome outcome() {
            return Outcome.MARGIN_CALL;
        }
    }

    /** Threshold: call margin up to an equity within a time to cure. The larger amount and the earlier deadline win. */
    record CallToEquity(BigDecimal equity, Duration cure) implements ThresholdProposal {
        public CallToEquity {
            requirePositive("cure", cure);
        }

        @Override
        public Outcome outcome() {
            return Outcome.MARGIN_CALL;
        }
    }

    /** Threshold: call margin up to {@code targetRatio · maintenance margin} by an instant. The larger amount and the earlier deadline win. */
    record CallToRatioBy(BigDecimal targetRatio, Instant dueBy) implements ThresholdProposal {
        public CallToRatioBy {
            requirePositive("target ratio", targetRatio);
            requireDate("dueBy", dueBy);
        }

        @Override
        public Outcome outcome() {
            return Outcome.MARGIN_CALL;
        }
    }

    /** Threshold: call margin up to an equity by an instant. The larger amount and the earlier deadline win. */
    record CallToEquityBy(BigDecimal equity, Instant dueBy) implements ThresholdProposal {
        public CallToEquityBy {
            requireDate("dueBy", dueBy);
        }

        @Override
        public Outcome outcome() {
            return Outcome.MARGIN_CALL;
        }
    }

    /** Threshold: what is missing is called only if it is at least this amount, settlement currency. The largest wins. */
    record CallMinimum(BigDecimal amount) implements ThresholdProposal {
        public CallMinimum {
            requireNotNegative("minimum", amount);
        }

        @Override
        public Outcome outcome() {
            return Outcome.HEALTHY;
        }
    }

    /** Threshold: what is called is rounded up to a multiple of this amount, settlement currency. The largest wins. */
    record CallStep(BigDecimal step) implements ThresholdProposal {
        public CallStep {
            requirePositive("step", step);
        }

        @Override
        public Outcome outcome() {
            return Outcome.HEALTHY;
        }
    }

    /** Threshold: the time to cure a call, counted from its opening, is this long instead. The longest wins; a call is never shortened. */
    record ExtendCall(Duration cure, String reason) implements ThresholdProposal {
        public ExtendCall {
            requirePositive("cure", cure);
        }

        @Override
        public Outcome outcome() {
            return Outcome.HEALTHY;
        }
    }

    /** Threshold: a call is due at this instant instead. The latest deadline wins; a call is never shortened. */
    record ExtendCallTo(Instant dueBy, String reason) implements ThresholdProposal {
        public ExtendCallTo {
            requireDate("dueBy", dueBy);
        }

        @Override
        public Outcome outcome() {
            return Outcome.HEALTHY;
        }
    }

    record BlockNewRisk(String reason) implements ThresholdProposal {
        @Override
        public Outcome outcome() {
            return Outcome.REDUCE_ONLY;
        }
    }

    record Reduce(String reason) implements ThresholdProposal {
        @Override
        public Outcome outcome() {
            return Outcome.REDUCE;
        }
    }

    record Liquidate(String reason) implements ThresholdProposal {
        @Override
        public Outcome outcome() {
            return Outcome.LIQUIDATE;
        }
    }

    record TakeOver(String reason) implements ThresholdProposal {
        @Override
        public Outcome outcome() {
            return Outcome.TAKE_OVER;
        }
    }

    /** Liquidation: cancel the open orders first. */
    record CancelOrders() implements LiquidationProposal {}

    /** Liquidation: quantities of a position are closed in multiples of a lot. The largest lot wins. */
    record Lot(PositionId position, BigDecimal size) implements LiquidationProposal {
        public Lot {
            requirePositive("lot", size);
        }
    }

    /** Liquidation: no smaller quantity of a position is closed or left. The largest wins. */
    record MinimumQuantity(PositionId position, BigDecimal quantity) implements LiquidationProposal {
        public MinimumQuantity {
            requireNotNegative("minimum quantity", quantity);
        }
    }

    /** Liquidation: no smaller notional of a position is closed or left. The largest wins. */
    record MinimumNotional(PositionId position, BigDecimal notional) implements LiquidationProposal {
        public MinimumNotional {
            requireNotNegative("minimum notional", notional);
        }
    }

    /** Liquidation: positions of a smaller rank are closed before others. The smallest rank of a position wins. */
    record First(PositionId position, BigDecimal rank) implements LiquidationProposal {}

    /** Liquidation: which of the positions of equal rank is closed first. Where rules differ the order that is named later wins. */
    record InOrder(ClosingOrder order) implements LiquidationProposal {}

    /** Liquidation: a fee on what is closed, and the insurance fund's share of it. The largest rate wins, then the largest share. */
    record Fee(PositionId position, BigDecimal rate, BigDecimal fundShare) implements LiquidationProposal {
        public Fee {
            requireFraction("fee rate", rate);
            requireFraction("fund share", fundShare);
        }
    }

    /** Liquidation: close a fraction of a position. The larger reduction wins. */
    record ReduceByFraction(PositionId position, BigDecimal fraction) implements LiquidationProposal {
        public ReduceByFraction {
            requireFraction("fraction", fraction);
        }
    }

    /** Liquidation: close until a position's notional is at most a cap. The larger reduction wins. */
    record ReduceToNotional(PositionId position, BigDecimal cap) implements LiquidationProposal {
        public ReduceToNotional {
            requireNotNegative("cap", cap);
        }
    }

    /** Liquidation: close the least that restores equity to {@code target · maintenance margin}. The highest target wins. */
    record ReduceToRatio(BigDecimal target) implements LiquidationProposal {
        public ReduceToRatio {
            requirePositive("target ratio", target);
        }
    }

    /** Liquidation: close the least that restores equity to {@code multiple · initial margin}. The highest multiple wins. */
    record ReduceToInitial(BigDecimal multiple) implements LiquidationProposal {
        public ReduceToInitial {
            requirePositive("multiple", multiple);
        }
    }

    /** Liquidation: close a position altogether. */
    record Close(PositionId position) implements LiquidationProposal {}

    /** Liquidation: a share of the debt in an asset, 0 to 1, may be repaid by who gets collateral for it. The largest wins. */
    record Repay(String asset, BigDecimal closeFactor) implements LiquidationProposal {
        public Repay {
            requireFraction("close factor", closeFactor);
        }
    }

    /** Liquidation: an asset is seized for what is repaid, with a bonus on top of its value. The smallest order and the largest bonus win. */
    record Seize(String asset, BigDecimal order, BigDecimal bonus) implements LiquidationProposal {
        public Seize {
            requireNotNegative("bonus", bonus);
        }
    }

    /** Liquidation: fraction of the bonus on a seized asset that goes to the protocol, 0 to 1. The largest wins. */
    record ProtocolFee(String asset, BigDecimal share) implements LiquidationProposal {
        public ProtocolFee {
            requireFraction("protocol fee", share);
        }
    }

    /** Liquidation: hand a position over at its bankruptcy price. */
    record TakeOverPosition(PositionId position) implements LiquidationProposal {}

    /** Liquidation: how a position is closed. The method that spares the market most wins. */
    record Route(PositionId position, ExecutionMethod method) implements LiquidationProposal {}

    /** Liquidation: a sliced closing is sent in this many parts, this far apart. The most parts win, then the longest interval. */
    record Slices(PositionId position, int count, Duration interval) implements LiquidationProposal {
        static final int SLICES_MAX = 10_000;

        public Slices {
            if (count < 1 || count > SLICES_MAX) {
                throw new IllegalArgumentException("slices must lie between 1 and " + SLICES_MAX + ", were " + count);
            }
            requirePositive("interval", interval);
        }
    }

    /** Liquidation: an auction starts at {@code buffer · price} and falls along a curve. The largest buffer wins. */
    record Auction(PositionId position, BigDecimal buffer, PriceCurve curve) implements LiquidationProposal {
        public Auction {
            requirePositive("buffer", buffer);
        }
    }

    /** Liquidation: no closing is done farther than this fraction of the price from it, nor beyond the bankruptcy price. The smallest wins. */
    record PriceLimit(PositionId position, BigDecimal band) implements LiquidationProposal {
        public PriceLimit {
            requireFraction("band", band);
        }
    }

    /** Liquidation: what is not closed yet when equity is back at {@code ratio · maintenance margin} is left. The highest wins. */
    record StopAtRatio(BigDecimal ratio) implements LiquidationProposal {
        public StopAtRatio {
            requirePositive("ratio", ratio);
        }
    }

    /** Liquidation: who gets what a closing brings above the bankruptcy price. Where rules differ the customer does. */
    record SurplusTo(ClosurePlan.Surplus owner) implements LiquidationProposal {}

    /**
     * Liquidation: the insurance fund bears what is short. The smallest limit wins.
     *
     * @param most settlement currency, zero or more; null for without limit
     */
    record InsuranceFund(@Nullable BigDecimal most) implements LiquidationProposal {
        public InsuranceFund {
            if (most != null) {
                requireNotNegative("what the fund bears", most);
            }
        }
    }

    /** Liquidation: after the insurance fund, opposite positions are deleveraged. */
    record AutoDeleverage() implements LiquidationProposal {}

    /** Liquidation: what then is left is borne by all who are in profit. */
    record Socialise() implements LiquidationProposal {}

    /** What guard rules may propose. */
    sealed interface GuardProposal extends Proposal {
        @Override
        default Stage stage() {
            return Stage.GUARD;
        }
    }

    /** What collateral rules may propose. */
    sealed interface CollateralProposal extends Proposal {
        String asset();

        @Override
        default Stage stage() {
            return Stage.COLLATERAL;
        }
    }

    /** What margin rules may propose. */
    sealed interface MarginProposal extends Proposal {
        @Override
        default Stage stage() {
            return Stage.MARGIN;
        }
    }

    /** What margin rules may propose about a position, or about the account as a whole. */
    sealed interface PositionProposal extends MarginProposal {
        /** The position it is about; null for the account as a whole. */
        @Nullable
        PositionId position();
    }

    /** A margin proposal of what opening or keeping a position requires; the largest of a kind wins. */
    sealed interface Required extends PositionProposal {

        /** The requirement as a line in notional; calculated amounts hold at the notional they were calculated at. */
        RequirementLine at(BigDecimal notional);
    }

    /** What a position's initial margin is. */
    sealed interface InitialRequirement extends Required {}

    /** What a position's maintenance margin is. */
    sealed interface MaintenanceRequirement extends Required {}

    /** What threshold rules may propose. */
    sealed interface ThresholdProposal extends Proposal {
        /** The outcome this asks for; {@link Outcome#HEALTHY} for a proposal that asks for none. */
        Outcome outcome();

        @Override
        default Stage stage() {
            return Stage.THRESHOLD;
        }
    }

    /** What liquidation rules may propose. */
    sealed interface LiquidationProposal extends Proposal {
        @Override
        default Stage stage() {
            return Stage.LIQUIDATION;
        }
    }

    private static void requireFraction(String name, BigDecimal value) {
        if (value.signum() < 0 || value.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException(name + " must lie between 0 and 1, was " + value.toPlainString());
        }
    }

    private static void requireNotNegative(String name, BigDecimal value) {
        if (value.signum() < 0) {
            throw new IllegalArgumentException(name + " must not be negative, was " + value.toPlainString());
        }
    }

    private static void requirePositive(String name, BigDecimal value) {
        if (value.signum() <= 0) {
            throw new IllegalArgumentException(name + " must be positive, was " + value.toPlainString());
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, was " + value);
        }
        if (value.compareTo(CURE_MAX) > 0) {
            throw new IllegalArgumentException(name + " must be at most " + CURE_MAX + ", was " + value);
        }
    }

    /** An instant far off could be written by no log, and no customer was ever given it. */
    private static void requireDate(String name, Instant value) {
        if (value.isBefore(Instant.EPOCH) || !value.isBefore(DATE_MAX)) {
            throw new IllegalArgumentException(name + " must lie between 1970 and 9999, was " + value);
        }
    }
}
