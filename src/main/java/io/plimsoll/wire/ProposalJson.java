package io.plimsoll.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.account.PositionId;
import io.plimsoll.decision.CollateralProposal;
import io.plimsoll.decision.CollateralProposal.Accept;
import io.plimsoll.decision.CollateralProposal.Conversion;
import io.plimsoll.decision.CollateralProposal.Exclude;
import io.plimsoll.decision.CollateralProposal.Follows;
import io.plimsoll.decision.CollateralProposal.Haircut;
import io.plimsoll.decision.CollateralProposal.HaircutAbove;
import io.plimsoll.decision.CollateralProposal.JoinProfit;
import io.plimsoll.decision.CollateralProposal.LoanToValue;
import io.plimsoll.decision.CollateralProposal.SmallestUnit;
import io.plimsoll.decision.CollateralProposal.ValueCap;
import io.plimsoll.decision.GuardProposal;
import io.plimsoll.decision.GuardProposal.CapVolatility;
import io.plimsoll.decision.GuardProposal.Hold;
import io.plimsoll.decision.GuardProposal.HoldClosing;
import io.plimsoll.decision.GuardProposal.IgnoreMark;
import io.plimsoll.decision.GuardProposal.IgnoreQuote;
import io.plimsoll.decision.GuardProposal.UsePrice;
import io.plimsoll.decision.LiquidationProposal;
import io.plimsoll.decision.LiquidationProposal.Absorb;
import io.plimsoll.decision.LiquidationProposal.AssetAuction;
import io.plimsoll.decision.LiquidationProposal.AtMost;
import io.plimsoll.decision.LiquidationProposal.Auction;
import io.plimsoll.decision.LiquidationProposal.AutoDeleverage;
import io.plimsoll.decision.LiquidationProposal.CancelOrders;
import io.plimsoll.decision.LiquidationProposal.Close;
import io.plimsoll.decision.LiquidationProposal.Fee;
import io.plimsoll.decision.LiquidationProposal.Fillable;
import io.plimsoll.decision.LiquidationProposal.First;
import io.plimsoll.decision.LiquidationProposal.InOrder;
import io.plimsoll.decision.LiquidationProposal.InsuranceFund;
import io.plimsoll.decision.LiquidationProposal.LeaveAtLeast;
import io.plimsoll.decision.LiquidationProposal.Lot;
import io.plimsoll.decision.LiquidationProposal.MinimumNotional;
import io.plimsoll.decision.LiquidationProposal.MinimumQuantity;
import io.plimsoll.decision.LiquidationProposal.PriceLimit;
import io.plimsoll.decision.LiquidationProposal.ProtocolFee;
import io.plimsoll.decision.LiquidationProposal.ReduceByFraction;
import io.plimsoll.decision.LiquidationProposal.ReduceToInitial;
import io.plimsoll.decision.LiquidationProposal.ReduceToNotional;
import io.plimsoll.decision.LiquidationProposal.ReduceToRatio;
import io.plimsoll.decision.LiquidationProposal.Repay;
import io.plimsoll.decision.LiquidationProposal.Route;
import io.plimsoll.decision.LiquidationProposal.Seize;
import io.plimsoll.decision.LiquidationProposal.Slices;
import io.plimsoll.decision.LiquidationProposal.Socialise;
import io.plimsoll.decision.LiquidationProposal.StopAtRatio;
import io.plimsoll.decision.LiquidationProposal.SurplusTo;
import io.plimsoll.decision.LiquidationProposal.TakeOverPosition;
import io.plimsoll.decision.MarginProposal;
import io.plimsoll.decision.MarginProposal.AddOn;
import io.plimsoll.decision.MarginProposal.Alone;
import io.plimsoll.decision.MarginProposal.ClosingCost;
import io.plimsoll.decision.MarginProposal.DebtMargin;
import io.plimsoll.decision.MarginProposal.Discount;
import io.plimsoll.decision.MarginProposal.FormSpread;
import io.plimsoll.decision.MarginProposal.GridCharge;
import io.plimsoll.decision.MarginProposal.GridMean;
import io.plimsoll.decision.MarginProposal.GridScenario;
import io.plimsoll.decision.MarginProposal.InGrid;
import io.plimsoll.decision.MarginProposal.Initial;
import io.plimsoll.decision.MarginProposal.InitialAddOn;
import io.plimsoll.decision.MarginProposal.InitialAmount;
import io.plimsoll.decision.MarginProposal.InitialByLeverage;
import io.plimsoll.decision.MarginProposal.InitialGridMultiple;
import io.plimsoll.decision.MarginProposal.InitialMultiple;
import io.plimsoll.decision.MarginProposal.Maintenance;
import io.plimsoll.decision.MarginProposal.MaintenanceAmount;
import io.plimsoll.decision.MarginProposal.MaintenanceByLeverage;
import io.plimsoll.decision.MarginProposal.Multiply;
import io.plimsoll.decision.MarginProposal.OrderInitial;
import io.plimsoll.decision.MarginProposal.OwnMove;
import io.plimsoll.decision.MarginProposal.PortfolioCredit;
import io.plimsoll.decision.MarginProposal.PortfolioMinimum;
import io.plimsoll.decision.MarginProposal.ScanFactor;
import io.plimsoll.decision.MarginProposal.SpreadDelta;
import io.plimsoll.decision.MarginProposal.TermOfVolatility;
import io.plimsoll.decision.Proposal;
import io.plimsoll.decision.ThresholdProposal;
import io.plimsoll.decision.ThresholdProposal.BlockNewRisk;
import io.plimsoll.decision.ThresholdProposal.CallMinimum;
import io.plimsoll.decision.ThresholdProposal.CallStep;
import io.plimsoll.decision.ThresholdProposal.CallToEquity;
import io.plimsoll.decision.ThresholdProposal.CallToEquityBy;
import io.plimsoll.decision.ThresholdProposal.CallToRatio;
import io.plimsoll.decision.ThresholdProposal.CallToRatioBy;
import io.plimsoll.decision.ThresholdProposal.ExtendCall;
import io.plimsoll.decision.ThresholdProposal.ExtendCallTo;
import io.plimsoll.decision.ThresholdProposal.Liquidate;
import io.plimsoll.decision.ThresholdProposal.Reduce;
import io.plimsoll.decision.ThresholdProposal.TakeOver;
import io.plimsoll.decision.ThresholdProposal.Warn;
import io.plimsoll.margin.Scenario;
import io.plimsoll.margin.VolatilityMove;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The contract's words for what rules propose: a stable code for each kind, and its terms. Codes outlive the names of classes. */
final class ProposalJson {

    private ProposalJson() {}

    static String code(Proposal proposal) {
        return switch (proposal) {
            case Hold hold -> "HOLD";
            case UsePrice usePrice -> "USE_PRICE";
            case IgnoreQuote ignore -> "IGNORE_QUOTE";
            case IgnoreMark ignore -> "IGNORE_MARK";
            case CapVolatility cap -> "CAP_VOLATILITY";
            case HoldClosing hold -> "HOLD_CLOSING";
            case Haircut haircut -> "HAIRCUT";
            case HaircutAbove haircut -> "HAIRCUT_ABOVE";
            case ValueCap cap -> "CAP";
            case LoanToValue loan -> "LOAN_TO_VALUE";
            case Conversion conversion -> "CONVERSION";
            case JoinProfit join -> "JOIN_PROFIT";
            case Follows follows -> "FOLLOWS";
            case Exclude exclude -> "EXCLUDE";
            case Accept accept -> "ACCEPT";
            case SmallestUnit unit -> "SMALLEST_UNIT";
            case Initial initial -> "INITIAL_MARGIN";
            case InitialAmount initial -> "INITIAL_MARGIN_AMOUNT";
            case InitialByLeverage initial -> "INITIAL_MARGIN_BY_LEVERAGE";
            case Maintenance maintenance -> "MAINTENANCE_MARGIN";
            case MaintenanceAmount maintenance -> "MAINTENANCE_MARGIN_AMOUNT";
            case MaintenanceByLeverage maintenance -> "MAINTENANCE_MARGIN_BY_LEVERAGE";
            case AddOn addOn -> "ADD_ON";
            case Discount discount -> "DISCOUNT";
            case InitialAddOn addOn -> "INITIAL_ADD_ON";
            case Multiply multiply -> "MULTIPLY";
            case OrderInitial order -> "ORDER_MARGIN";
            case DebtMargin debt -> "DEBT_MARGIN";
            case ClosingCost cost -> "CLOSING_COST";
            case GridScenario scenario -> "SCENARIO";
            case TermOfVolatility term -> "VOLATILITY_TERM";
            case GridMean mean -> "GRID_MEAN";
            case ScanFactor scan -> "SCAN_FACTOR";
            case OwnMove move -> "OWN_MOVE";
            case Alone alone -> "ALONE";
            case InGrid in -> "IN_GRID";
            case GridCharge charge -> "GRID_CHARGE";
            case SpreadDelta delta -> "SPREAD_DELTA";
            case FormSpread spread -> "SPREAD";
            case PortfolioCredit credit -> "PORTFOLIO_CREDIT";
            case PortfolioMinimum minimum -> "PORTFOLIO_MINIMUM";
            case InitialGridMultiple multiple -> "INITIAL_GRID_MULTIPLE";
            case InitialMultiple multiple -> "INITIAL_MULTIPLE";
            case Warn warn -> "WARNING";
            case CallToRatio call -> "MARGIN_CALL";
            case CallToEquity call -> "MARGIN_CALL";
            case CallToRatioBy call -> "MARGIN_CALL";
            case CallToEquityBy call -> "MARGIN_CALL";
            case CallMinimum minimum -> "CALL_MINIMUM";
            case CallStep step -> "CALL_STEP";
            case ExtendCall extend -> "EXTEND_CALL";
            case ExtendCallTo extend -> "EXTEND_CALL";
            case BlockNewRisk block -> "REDUCE_ONLY";
            case Reduce reduce -> "REDUCE";
            case Liquidate liquidate -> "LIQUIDATE";
            case TakeOver takeOver -> "TAKE_OVER";
            case CancelOrders cancel -> "CANCEL_ORDERS";
            case Lot lot -> "LOT";
            case AtMost most -> "AT_MOST";
            case MinimumQuantity minimum -> "MINIMUM_QUANTITY";
            case MinimumNotional minimum -> "MINIMUM_NOTIONAL";
            case First first -> "FIRST";
            case InOrder order -> "ORDER";
            case Fee fee -> "FEE";
            case ReduceByFraction reduce -> "REDUCE_BY_FRACTION";
            case ReduceToNotional reduce -> "REDUCE_TO_NOTIONAL";
            case ReduceToRatio reduce -> "REDUCE_TO_RATIO";
            case ReduceToInitial reduce -> "REDUCE_TO_INITIAL";
            case Close close -> "CLOSE_POSITION";
            case Repay repay -> "REPAY";
            case Seize seize -> "SEIZE";
            case Absorb absorb -> "ABSORB";
            case AssetAuction auction -> "ASSET_AUCTION";
            case ProtocolFee fee -> "PROTOCOL_FEE";
            case LeaveAtLeast least -> "LEAVE_AT_LEAST";
            case TakeOverPosition takeOver -> "TAKE_OVER_POSITION";
            case Route route -> "ROUTE";
            case InsuranceFund fund -> "INSURANCE_FUND";
            case AutoDeleverage deleverage -> "AUTO_DELEVERAGE";
            case Socialise socialise -> "SOCIALISE";
            case Slices slices -> "SLICES";
            case Auction auction -> "AUCTION";
            case Fillable fillable -> "FILLABLE_PRICE";
            case PriceLimit limit -> "PRICE_LIMIT";
            case StopAtRatio stop -> "STOP_AT_RATIO";
            case SurplusTo surplus -> "SURPLUS_TO";
        };
    }

    static ObjectNode terms(Proposal proposal) {
        return switch (proposal) {
            case GuardProposal guard -> guardTerms(guard);
            case CollateralProposal collateral -> collateralTerms(collateral);
            case MarginProposal margin -> marginTerms(margin);
            case ThresholdProposal threshold -> thresholdTerms(threshold);
            case LiquidationProposal liquidation -> liquidationTerms(liquidation);
        };
    }

    private static ObjectNode guardTerms(GuardProposal proposal) {
        return switch (proposal) {
            case Hold hold -> Json.object().put("reason", hold.reason());
            case UsePrice usePrice ->
                about(usePrice.position())
                        .put("source", usePrice.source().name())
                        .put("reason", usePrice.reason());
            case IgnoreQuote ignore ->
                Json.object()
                        .put("instrument", ignore.instrument())
                        .put("source", ignore.source())
                        .put("reason", ignore.reason());
            case IgnoreMark ignore -> about(ignore.position()).put("reason", ignore.reason());
            case CapVolatility cap ->
                about(cap.position()).put("most", plain(cap.most())).put("reason", cap.reason());
            case HoldClosing hold -> {
                ObjectNode terms = Json.object();
                if (hold.instrument() != null) {
                    terms.put("instrument", hold.instrument());
                }
                yield terms.put("reason", hold.reason());
            }
        };
    }

    private static ObjectNode collateralTerms(CollateralProposal proposal) {
        ObjectNode terms = Json.object().put("asset", proposal.asset());
        return switch (proposal) {
            case Haircut haircut -> terms.put("rate", plain(haircut.rate()));
            case HaircutAbove haircut ->
                terms.put("floor", plain(haircut.floor())).put("rate", plain(haircut.rate()));
            case ValueCap cap -> terms.put("value", plain(cap.value()));
            case LoanToValue loan -> terms.put("rate", plain(loan.rate()));
            case Conversion conversion -> terms.put("rate", plain(conversion.rate()));
            case JoinProfit join -> terms;
            case Follows follows -> terms.put("instrument", follows.instrument());
            case Exclude exclude -> terms.put("reason", exclude.reason());
            case Accept accept -> terms.put("step", plain(accept.step()));
            case SmallestUnit unit -> terms.put("unit", plain(unit.quantity()));
        };
    }

    private static ObjectNode marginTerms(MarginProposal proposal) {
        return switch (proposal) {
            case Initial initial -> about(initial.position()).put("rate", plain(initial.rate()));
            case Maintenance maintenance ->
                about(maintenance.position())
                        .put("rate", plain(maintenance.rate()))
                        .put("deduction", plain(maintenance.deduction()));
            case InitialAmount initial -> about(initial.position()).put("amount", plain(initial.amount()));
            case InitialByLeverage initial -> about(initial.position()).put("leverage", plain(initial.leverage()));
            case MaintenanceAmount maintenance ->
                about(maintenance.position()).put("amount", plain(maintenance.amount()));
            case MaintenanceByLeverage maintenance ->
                about(maintenance.position()).put("leverage", plain(maintenance.leverage()));
            case AddOn addOn ->
                about(addOn.position()).put("amount", plain(addOn.amount())).put("reason", addOn.reason());
            case Discount discount ->
                about(discount.position())
                        .put("amount", plain(discount.amount()))
                        .put("reason", discount.reason());
            case InitialAddOn addOn ->
                Json.object().put("amount", plain(addOn.amount())).put("reason", addOn.reason());
            case Multiply multiply ->
                about(multiply.position())
                        .put("factor", plain(multiply.factor()))
                        .put("reason", multiply.reason());
            case OrderInitial order ->
                Json.object().put("orderId", order.orderId()).put("rate", plain(order.rate()));
            case DebtMargin debt ->
                Json.object()
                        .put("asset", debt.asset())
                        .put("initialRate", plain(debt.initialRate()))
                        .put("maintenanceRate", plain(debt.maintenanceRate()));
            case ClosingCost cost -> about(cost.position()).put("rate", plain(cost.rate()));
            case GridScenario grid -> terms(grid.scenario());
            case TermOfVolatility of ->
                Json.object()
                        .put("underlying", of.underlying())
                        .put("longExponent", plain(of.term().longExponent()))
                        .put("leastDays", plain(of.term().leastDays()))
                        .put("leastRaised", plain(of.term().leastRaised()));
            case GridMean mean ->
                Json.object().put("underlying", mean.underlying()).put("worst", mean.worst());
            case ScanFactor scan -> about(scan.position()).put("factor", plain(scan.factor()));
            case OwnMove move ->
                about(move.position())
                        .put("grid", move.grid())
                        .put("cell", move.cell())
                        .put("priceMove", plain(move.priceMove()));
            case Alone alone ->
                about(alone.position())
                        .put("initial", plain(alone.initial()))
                        .put("maintenance", plain(alone.maintenance()));
            case InGrid in ->
                Json.object()
                        .put("asset", in.asset())
                        .put("underlying", in.underlying())
                        .put("value", plain(in.value()));
            case GridCharge charge ->
                Json.object()
                        .put("underlying", charge.underlying())
                        .put("amount", plain(charge.amount()))
                        .put("reason", charge.reason());
            case SpreadDelta delta ->
                about(delta.position()).put("leg", delta.leg()).put("delta", plain(delta.delta()));
            case FormSpread spread -> {
                ObjectNode terms = Json.object()
                        .put("priority", plain(spread.priority()))
                        .put("leg", spread.leg())
                        .put("delta", plain(spread.delta()))
                        .put("otherLeg", spread.otherLeg())
                        .put("otherDelta", plain(spread.otherDelta()))
                        .put("charge", plain(spread.charge()));
                yield spread.creditRate().signum() == 0 ? terms : terms.put("creditRate", plain(spread.creditRate()));
            }
            case PortfolioCredit credit ->
                Json.object().put("amount", plain(credit.amount())).put("reason", credit.reason());
            case PortfolioMinimum minimum ->
                Json.object().put("amount", plain(minimum.amount())).put("reason", minimum.reason());
            case InitialGridMultiple multiple -> Json.object().put("factor", plain(multiple.factor()));
            case InitialMultiple multiple -> Json.object().put("factor", plain(multiple.factor()));
        };
    }

    /** A volatility that does not move is left out, and so is the exponent of moves that are the same for every expiry. */
    static ObjectNode terms(Scenario scenario) {
        VolatilityMove move = scenario.volatilityMove();
        ObjectNode terms = Json.object()
                .put("underlying", scenario.underlying())
                .put("name", scenario.name())
                .put("priceMove", plain(scenario.priceMove()));
        if (scenario.pricePoints().signum() != 0) {
            terms.put("pricePoints", plain(scenario.pricePoints()));
        }
        if (move.relative().signum() != 0) {
            terms.put("volatilityMove", plain(move.relative()));
        }
        if (move.points().signum() != 0) {
            terms.put("volatilityPoints", plain(move.points()));
        }
        if (move.exponent().signum() != 0) {
            terms.put("exponent", plain(move.exponent()));
        }
        return terms.put("weight", plain(scenario.weight()));
    }

    private static ObjectNode thresholdTerms(ThresholdProposal proposal) {
        return switch (proposal) {
            case Warn warn -> reason(warn.reason());
            case CallToRatio call ->
                Json.object()
                        .put("targetRatio", plain(call.targetRatio()))
                        .put("cure", call.cure().toString());
            case CallToEquity call ->
                Json.object()
                        .put("equity", plain(call.equity()))
                        .put("cure", call.cure().toString());
            case CallToRatioBy call ->
                Json.object()
                        .put("targetRatio", plain(call.targetRatio()))
                        .put("dueBy", call.dueBy().toString());
            case CallToEquityBy call ->
                Json.object()
                        .put("equity", plain(call.equity()))
                        .put("dueBy", call.dueBy().toString());
            case CallMinimum minimum -> Json.object().put("amount", plain(minimum.amount()));
            case CallStep step -> Json.object().put("step", plain(step.step()));
            case ExtendCall extend ->
                Json.object().put("cure", extend.cure().toString()).put("reason", extend.reason());
            case ExtendCallTo extend ->
                Json.object().put("dueBy", extend.dueBy().toString()).put("reason", extend.reason());
            case BlockNewRisk block -> reason(block.reason());
            case Reduce reduce -> reason(reduce.reason());
            case Liquidate liquidate -> reason(liquidate.reason());
            case TakeOver takeOver -> reason(takeOver.reason());
        };
    }

    private static ObjectNode liquidationTerms(LiquidationProposal proposal) {
        return switch (proposal) {
            case CancelOrders cancel -> Json.object();
            case Repay repay ->
                Json.object().put("asset", repay.asset()).put("closeFactor", plain(repay.closeFactor()));
            case Seize seize ->
                Json.object()
                        .put("asset", seize.asset())
                        .put("order", plain(seize.order()))
                        .put("bonus", plain(seize.bonus()));
            case Absorb absorb -> Json.object().put("asset", absorb.asset()).put("share", plain(absorb.share()));
            case AssetAuction auction -> {
                ObjectNode terms = Json.object().put("asset", auction.asset()).put("buffer", plain(auction.buffer()));
                ClosureJson.write(auction.curve(), terms);
                yield terms;
            }
            case ProtocolFee fee -> Json.object().put("asset", fee.asset()).put("share", plain(fee.share()));
            case LeaveAtLeast least -> Json.object().put("value", plain(least.value()));
            case Lot lot -> about(lot.position()).put("size", plain(lot.size()));
            case AtMost most -> about(most.position()).put("fraction", plain(most.fraction()));
            case MinimumQuantity minimum -> about(minimum.position()).put("quantity", plain(minimum.quantity()));
            case MinimumNotional minimum -> about(minimum.position()).put("notional", plain(minimum.notional()));
            case First first -> about(first.position()).put("rank", plain(first.rank()));
            case InOrder order -> Json.object().put("order", order.order().name());
            case Fee fee ->
                about(fee.position()).put("rate", plain(fee.rate())).put("fundShare", plain(fee.fundShare()));
            case ReduceByFraction reduce -> about(reduce.position()).put("fraction", plain(reduce.fraction()));
            case ReduceToNotional reduce -> about(reduce.position()).put("cap", plain(reduce.cap()));
            case ReduceToRatio reduce -> Json.object().put("target", plain(reduce.target()));
            case ReduceToInitial reduce -> Json.object().put("multiple", plain(reduce.multiple()));
            case Close close -> about(close.position());
            case TakeOverPosition takeOver -> about(takeOver.position());
            case Route route ->
                about(route.position()).put("method", route.method().name());
            case Slices slices ->
                about(slices.position())
                        .put("count", slices.count())
                        .put("interval", slices.interval().toString());
            case Auction auction -> {
                ObjectNode terms = about(auction.position()).put("buffer", plain(auction.buffer()));
                ClosureJson.write(auction.curve(), terms);
                yield terms;
            }
            case Fillable fillable ->
                about(fillable.position())
                        .put("adjustment", plain(fillable.adjustment()))
                        .put("spread", plain(fillable.spread()));
            case PriceLimit limit -> about(limit.position()).put("band", plain(limit.band()));
            case StopAtRatio stop -> Json.object().put("ratio", plain(stop.ratio()));
            case SurplusTo surplus -> Json.object().put("owner", surplus.owner().name());
            case InsuranceFund fund ->
                fund.most() == null ? Json.object() : Json.object().put("most", plain(fund.most()));
            case AutoDeleverage deleverage -> Json.object();
            case Socialise socialise -> Json.object();
        };
    }

    private static ObjectNode about(@Nullable PositionId position) {
        ObjectNode terms = Json.object();
        if (position != null) {
            DecisionJson.write(position, terms);
        }
        return terms;
    }

    private static ObjectNode reason(String reason) {
        return Json.object().put("reason", reason);
    }

    /** Rules may compute with trailing zeros or exponents; the contract's decimals have neither. */
    private static String plain(BigDecimal value) {
        return Decimals.plain(Decimals.normalised(value));
    }
}
