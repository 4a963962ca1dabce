package io.plimsoll.policy.analysis;

import io.plimsoll.decision.Because;
import io.plimsoll.decision.CollateralProposal;
import io.plimsoll.decision.CollateralProposal.Accept;
import io.plimsoll.decision.CollateralProposal.Conversion;
import io.plimsoll.decision.CollateralProposal.Haircut;
import io.plimsoll.decision.CollateralProposal.HaircutAbove;
import io.plimsoll.decision.CollateralProposal.LoanToValue;
import io.plimsoll.decision.CollateralProposal.SmallestUnit;
import io.plimsoll.decision.CollateralProposal.ValueCap;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.Figures;
import io.plimsoll.decision.GuardProposal;
import io.plimsoll.decision.GuardProposal.CapVolatility;
import io.plimsoll.decision.GuardProposal.UsePrice;
import io.plimsoll.decision.LiquidationProposal.LeaveAtLeast;
import io.plimsoll.decision.LiquidationProposal.Lot;
import io.plimsoll.decision.LiquidationProposal.ProtocolFee;
import io.plimsoll.decision.LiquidationProposal.ReduceByFraction;
import io.plimsoll.decision.LiquidationProposal.ReduceToInitial;
import io.plimsoll.decision.LiquidationProposal.ReduceToNotional;
import io.plimsoll.decision.LiquidationProposal.ReduceToRatio;
import io.plimsoll.decision.LiquidationProposal.Repay;
import io.plimsoll.decision.LiquidationProposal.Route;
import io.plimsoll.decision.LiquidationProposal.Seize;
import io.plimsoll.decision.MarginProposal.ClosingCost;
import io.plimsoll.decision.MarginProposal.DebtMargin;
import io.plimsoll.decision.MarginProposal.Initial;
import io.plimsoll.decision.MarginProposal.InitialAmount;
import io.plimsoll.decision.MarginProposal.InitialByLeverage;
import io.plimsoll.decision.MarginProposal.Maintenance;
import io.plimsoll.decision.MarginProposal.MaintenanceAmount;
import io.plimsoll.decision.MarginProposal.MaintenanceByLeverage;
import io.plimsoll.decision.MarginProposal.Multiply;
import io.plimsoll.decision.MarginProposal.OrderInitial;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.Proposal;
import io.plimsoll.decision.ThresholdProposal;
import io.plimsoll.decision.ThresholdProposal.CallMinimum;
import io.plimsoll.decision.ThresholdProposal.CallProposal;
import io.plimsoll.decision.ThresholdProposal.CallStep;
import io.plimsoll.decision.ThresholdProposal.ExtendCall;
import io.plimsoll.decision.ThresholdProposal.ExtendCallTo;
import io.plimsoll.margin.MarginAccountId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether one proposal of a decision asks for as much or more of the same as another.
 *
 * @param account the margin account that both are about; null for one of the account as a whole
 */
record Covering(@Nullable MarginAccountId account, Decision decision) {

    /** True if the one asks for as much or more of the same as the other does. */
    boolean covers(Because one, Because another) {
        Proposal other = one.proposed().proposal();
        return switch (another.proposed().proposal()) {
            case ThresholdProposal mine when other instanceof ThresholdProposal theirs -> coversOutcome(theirs, mine);
            case Haircut mine
            when other instanceof Haircut theirs ->
                mine.asset().equals(theirs.asset()) && atLeast(theirs.rate(), mine.rate());
            case HaircutAbove mine
            when other instanceof HaircutAbove theirs ->
                mine.asset().equals(theirs.asset())
                        && atLeast(theirs.rate(), mine.rate())
                        && atLeast(mine.floor(), theirs.floor());
            case Conversion mine
            when other instanceof Conversion theirs ->
                mine.asset().equals(theirs.asset()) && atLeast(theirs.rate(), mine.rate());
            case ValueCap mine
            when other instanceof ValueCap theirs ->
                mine.asset().equals(theirs.asset()) && atLeast(mine.value(), theirs.value());
            case LoanToValue mine
            when other instanceof LoanToValue theirs ->
                mine.asset().equals(theirs.asset()) && atLeast(mine.rate(), theirs.rate());
            case DebtMargin mine
            when other instanceof DebtMargin theirs ->
                mine.asset().equals(theirs.asset())
                        && atLeast(theirs.initialRate(), mine.initialRate())
                        && atLeast(theirs.maintenanceRate(), mine.maintenanceRate());
            case Accept mine
            when other instanceof Accept theirs ->
                mine.asset().equals(theirs.asset()) && atLeast(theirs.step(), mine.step());
            case SmallestUnit mine
            when other instanceof SmallestUnit theirs ->
                mine.asset().equals(theirs.asset()) && atLeast(theirs.quantity(), mine.quantity());
            case Initial mine
            when other instanceof Initial theirs ->
                mine.position().equals(theirs.position()) && atLeast(theirs.rate(), mine.rate());
            case Maintenance mine
            when other instanceof Maintenance theirs ->
                mine.position().equals(theirs.position())
                        && atLeast(theirs.rate(), mine.rate())
                        && atLeast(mine.deduction(), theirs.deduction());
            case InitialAmount mine
            when other instanceof InitialAmount theirs ->
                mine.position().equals(theirs.position()) && atLeast(theirs.amount(), mine.amount());
            case MaintenanceAmount mine
            when other instanceof MaintenanceAmount theirs ->
                mine.position().equals(theirs.position()) && atLeast(theirs.amount(), mine.amount());
            case InitialByLeverage mine
            when other instanceof InitialByLeverage theirs ->
                mine.position().equals(theirs.position()) && atLeast(mine.leverage(), theirs.leverage());
            case MaintenanceByLeverage mine
            when other instanceof MaintenanceByLeverage theirs ->
                mine.position().equals(theirs.position()) && atLeast(mine.leverage(), theirs.leverage());
            case Multiply mine
            when other instanceof Multiply theirs ->
                (theirs.position() == null || theirs.position().equals(mine.position()))
                        && atLeast(theirs.factor(), mine.factor());
            case OrderInitial mine
            when other instanceof OrderInitial theirs ->
                mine.orderId().equals(theirs.orderId()) && atLeast(theirs.rate(), mine.rate());
            case ClosingCost mine
            when other instanceof ClosingCost theirs ->
                mine.position().equals(theirs.position()) && atLeast(theirs.rate(), mine.rate());
            case Repay mine
            when other instanceof Repay theirs ->
                mine.asset().equals(theirs.asset()) && atLeast(theirs.closeFactor(), mine.closeFactor());
            case Seize mine
            when other instanceof Seize theirs ->
                mine.asset().equals(theirs.asset())
                        && atLeast(mine.order(), theirs.order())
                        && atLeast(theirs.bonus(), mine.bonus());
            case ProtocolFee mine
            when other instanceof ProtocolFee theirs ->
                mine.asset().equals(theirs.asset()) && atLeast(theirs.share(), mine.share());
            case LeaveAtLeast mine when other instanceof LeaveAtLeast theirs -> atLeast(theirs.value(), mine.value());
            case Lot mine
            when other instanceof Lot theirs ->
                mine.position().equals(theirs.position()) && atLeast(theirs.size(), mine.size());
            case Route mine
            when other instanceof Route theirs ->
                mine.position().equals(theirs.position()) && theirs.method().compareTo(mine.method()) >= 0;
            case ReduceToRatio mine
            when other instanceof ReduceToRatio theirs -> atLeast(theirs.target(), mine.target());
            case ReduceToInitial mine
            when other instanceof ReduceToInitial theirs -> atLeast(theirs.multiple(), mine.multiple());
            case ReduceToRatio mine
            when other instanceof ReduceToInitial theirs ->
                atLeast(theirs.multiple().multiply(initial()), mine.target().multiply(maintenance()));
            case ReduceToInitial mine
            when other instanceof ReduceToRatio theirs ->
                atLeast(theirs.target().multiply(maintenance()), mine.multiple().multiply(initial()));
            case ReduceByFraction mine
            when other instanceof ReduceByFraction theirs ->
                mine.position().equals(theirs.position()) && atLeast(theirs.fraction(), mine.fraction());
            case ReduceToNotional mine
            when other instanceof ReduceToNotional theirs ->
                mine.position().equals(theirs.position()) && atLeast(mine.cap(), theirs.cap());
            case UsePrice mine
            when other instanceof UsePrice theirs ->
                mine.position().equals(theirs.position()) && mine.source() == theirs.source();
            case CapVolatility mine
            when other instanceof CapVolatility theirs ->
                mine.position().equals(theirs.position()) && atLeast(mine.most(), theirs.most());
            case GuardProposal.Hold mine -> other instanceof GuardProposal.Hold;
            case CollateralProposal.Exclude mine
            when other instanceof CollateralProposal.Exclude theirs ->
                mine.asset().equals(theirs.asset());
            case CollateralProposal.JoinProfit mine -> other.equals(mine);
            default -> false;
        };
    }

    private boolean coversOutcome(ThresholdProposal theirs, ThresholdProposal mine) {
        if (mine.outcome() == Outcome.HEALTHY) {
            return coversTerms(theirs, mine);
        }
        if (theirs instanceof CallProposal call && !asks(call)) {
            return false;
        }
        if (mine instanceof CallProposal call) {
            return theirs instanceof CallProposal other
                    ? coversCall(other, call)
                    : theirs.outcome().closesPositions();
        }
        return theirs.outcome().compareTo(mine.outcome()) >= 0;
    }

    private boolean asks(CallProposal call) {
        return figures().equity().compareTo(target(call)) < 0;
    }

    private boolean coversCall(CallProposal theirs, CallProposal mine) {
        Instant evaluatedAt = decision.evaluatedAt();
        return atLeast(target(theirs), target(mine))
                && !theirs.dueBy(evaluatedAt).isAfter(mine.dueBy(evaluatedAt));
    }

    private BigDecimal target(CallProposal call) {
        return call.target(maintenance());
    }

    /** What asks for no outcome: the terms of a call. */
    private static boolean coversTerms(ThresholdProposal theirs, ThresholdProposal mine) {
        return switch (mine) {
            case ExtendCall extend
            when theirs instanceof ExtendCall other -> other.cure().compareTo(extend.cure()) >= 0;
            case ExtendCallTo extend
            when theirs instanceof ExtendCallTo other -> !other.dueBy().isBefore(extend.dueBy());
            case CallMinimum minimum
            when theirs instanceof CallMinimum other -> atLeast(other.amount(), minimum.amount());
            case CallStep step when theirs instanceof CallStep other -> atLeast(other.step(), step.step());
            default -> false;
        };
    }

    private BigDecimal initial() {
        return known(figures().initialMargin());
    }

    private BigDecimal maintenance() {
        return known(figures().maintenanceMargin());
    }

    /** Rules are asked what is due, and how it is done, only where the requirements are known. */
    private static BigDecimal known(@Nullable BigDecimal requirement) {
        return Objects.requireNonNull(requirement, "a threshold rule fired without a requirement");
    }

    private Figures figures() {
        return decision.marginAccounts().stream()
                .filter(one -> one.id().equals(account))
                .findFirst()
                .orElse(decision.marginAccounts().getFirst())
                .figures();
    }

    private static boolean atLeast(BigDecimal value, BigDecimal than) {
        return value.compareTo(than) >= 0;
    }
}
