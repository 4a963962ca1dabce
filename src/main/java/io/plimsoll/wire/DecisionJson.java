package io.plimsoll.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.PositionId;
import io.plimsoll.decision.Because;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.Decision.CollateralFigures;
import io.plimsoll.decision.Decision.MarginAccountDecision;
import io.plimsoll.decision.Decision.PositionFigures;
import io.plimsoll.decision.Decision.UnderlyingFigures;
import io.plimsoll.decision.DecisionHead;
import io.plimsoll.decision.Figures;
import io.plimsoll.decision.Figures.LoanFigures;
import io.plimsoll.decision.HoldReason;
import io.plimsoll.decision.MarginCall;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.OutcomeAlone;
import io.plimsoll.decision.PolicyId;
import io.plimsoll.margin.ScenarioGrid;
import io.plimsoll.margin.Spreads;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a decision as JSON, fields in the order of the contract. Decimals are plain strings and keep the places that the pack rounds to;
 * instants are ISO 8601 in UTC; a value that does not exist is null, so that its absence is seen.
 */
public final class DecisionJson {

    private DecisionJson() {}

    public static ObjectNode write(Decision decision) {
        ObjectNode node = Json.object();
        writeHead(decision, node);
        write(decision.withheld(), decision.holdReasons(), node);
        ObjectNode figures = node.putObject("figures").put("settlementCurrency", decision.settlementCurrency());
        write(decision.figures(), figures);
        ArrayNode marginAccounts = node.putArray("marginAccounts");
        decision.marginAccounts().forEach(account -> write(account, marginAccounts.addObject()));
        ArrayNode collateral = node.putArray("collateral");
        decision.collateral().forEach(asset -> write(asset, collateral.addObject()));
        ArrayNode positions = node.putArray("positions");
        decision.positions().forEach(position -> write(position, positions.addObject()));
        if (!decision.underlyings().isEmpty()) {
            ArrayNode underlyings = node.putArray("underlyings");
            decision.underlyings().forEach(underlying -> write(underlying, underlyings.addObject()));
        }
        node.set("marginCall", orNull(decision.marginCall()));
        ArrayNode calls = node.putArray("marginCalls");
        decision.marginCalls().forEach(call -> calls.add(write(call)));
        node.set("closure", decision.closure() == null ? null : ClosureJson.write(decision.closure()));
        ArrayNode because = node.putArray("because");
        decision.because().forEach(reason -> write(reason, because.addObject()));
        if (!decision.fills().isEmpty()) {
            node.set("fills", FillJson.write(decision.fills()));
        }
        if (!decision.startedFrom().isEmpty()) {
            node.set("startedFrom", LastDecisionJson.write(decision.startedFrom()));
        }
        return node;
    }

    /** What is due for an account, without what explains it. */
    public static ObjectNode write(OutcomeAlone alone, AccountSnapshot snapshot) {
        ObjectNode node = Json.object();
        node.put("accountId", snapshot.accountId());
        node.put("snapshotSequence", snapshot.sequence());
        node.put("asOf", snapshot.asOf().toString());
        write(alone.policy(), node);
        node.put("outcome", alone.outcome().name());
        write(alone.withheld(), alone.holdReasons(), node);
        ObjectNode figures = node.putObject("figures").put("settlementCurrency", snapshot.settlementCurrency());
        write(alone.marginAccounts().getFirst().figures(), figures);
        ArrayNode marginAccounts = node.putArray("marginAccounts");
        alone.marginAccounts().forEach(account -> write(account, marginAccounts.addObject()));
        return node;
    }

    private static void write(@Nullable Outcome withheld, List<HoldReason> holdReasons, ObjectNode node) {
        if (withheld != null) {
            node.put("withheld", withheld.name());
        }
        if (!holdReasons.isEmpty()) {
            ArrayNode reasons = node.putArray("holdReasons");
            holdReasons.forEach(reason -> write(reason, reasons.addObject()));
        }
    }

    private static void write(PolicyId policy, ObjectNode node) {
        node.putObject("policy")
                .put("pack", policy.pack())
                .put("version", policy.version())
                .put("hash", policy.hash());
    }

    /** The first fields of a decision, which an item of the list of decisions begins with too. */
    public static void writeHead(DecisionHead decision, ObjectNode node) {
        node.put("decisionId", decision.decisionId());
        node.put("accountId", decision.accountId());
        node.put("snapshotSequence", decision.snapshotSequence());
        node.put("asOf", decision.asOf().toString());
        node.put("evaluatedAt", decision.evaluatedAt().toString());
        node.put("decidedAt", decision.decidedAt().toString());
        node.put("trigger", decision.trigger().name());
        write(decision.policy(), node);
        node.put("outcome", decision.outcome().name());
    }

    /** A call as in a decision; also an item of the list of margin calls. */
    public static ObjectNode write(MarginCall call) {
        ObjectNode node = Json.object();
        node.put("callId", call.callId());
        node.put("marginAccount", call.marginAccount().toString());
        node.put("status", call.status().name());
        node.put("amount", plain(call.amount().amount()));
        node.put("originalAmount", plain(call.originalAmount()));
        node.put("cured", plain(call.cured()));
        node.put("currency", call.amount().currency());
        node.put("openedAt", call.openedAt().toString());
        node.put("dueBy", call.dueBy().toString());
        ArrayNode acceptable = node.putArray("acceptable");
        call.acceptable()
                .forEach(asset ->
                        acceptable.addObject().put("asset", asset.asset()).put("quantity", plain(asset.quantity())));
        node.put("equity", plain(call.equity()));
        ArrayNode askedBy = node.putArray("askedBy");
        call.askedBy().forEach(askedBy::add);
        ArrayNode liquidated = node.putArray("liquidated");
        call.liquidated().forEach(step -> ClosureJson.write(step, liquidated.addObject()));
        return node;
    }

    private static void write(HoldReason reason, ObjectNode node) {
        node.put("code", reason.code().name()).put("detail", reason.detail());
    }

    private static void write(Figures figures, ObjectNode node) {
        node.put("wallet", plain(figures.wallet()));
        node.put("unrealisedPnl", plain(figures.unrealisedPnl()));
        if (figures.optionValue().signum() != 0) {
            node.put("optionValue", plain(figures.optionValue()));
        }
        if (figures.conversionHaircut().signum() != 0) {
            node.put("conversionHaircut", plain(figures.conversionHaircut()));
        }
        node.put("equity", plain(figures.equity()));
        node.put("initialMargin", plain(figures.initialMargin()));
        node.put("maintenanceMargin", plain(figures.maintenanceMargin()));
        node.put("marginRatio", plain(figures.marginRatio()));
        LoanFigures loans = figures.loans();
        if (loans != null) {
            ClosureJson.write(loans, node.putObject("loans"));
        }
    }

    private static void write(MarginAccountDecision account, ObjectNode node) {
        node.put("id", account.id().toString());
        node.put("mode", account.id().mode().name());
        node.put("outcome", account.outcome().name());
        write(account.figures(), node.putObject("figures"));
        if (!account.grids().isEmpty()) {
            ArrayNode grids = node.putArray("scenarioGrids");
            account.grids().forEach(grid -> write(grid, grids.addObject()));
        }
        if (!account.spreads().isEmpty()) {
            ArrayNode spreads = node.putArray("spreads");
            account.spreads().forEach(spread -> write(spread, spreads.addObject()));
        }
    }

    private static void write(Spreads.Formed formed, ObjectNode node) {
        ArrayNode legs = node.putArray("legs");
        for (Spreads.Leg leg : formed.spread().legs()) {
            legs.addObject().put("name", leg.name()).put("perSpread", plain(leg.perSpread()));
        }
        node.put("count", plain(formed.count()));
        node.put("charge", plain(formed.charge()));
    }

    private static void write(ScenarioGrid grid, ObjectNode node) {
        node.put("underlying", grid.underlying());
        node.put("requirement", plain(grid.requirement()));
        if (grid.meanOf() > 1) {
            node.put("meanOf", grid.meanOf());
        }
        node.put("worst", grid.worst().scenario().name());
        ArrayNode cells = node.putArray("cells");
        for (ScenarioGrid.Cell cell : grid.cells()) {
            ObjectNode of = ProposalJson.terms(cell.scenario());
            of.remove("underlying");
            of.put("gain", plain(cell.gain()));
            if (grid.assets().signum() != 0) {
                of.put("ofAssets", plain(cell.ofAssets()));
            }
            of.put("weightedLoss", plain(cell.weightedLoss()));
            ArrayNode legs = of.putArray("legs");
            cell.gains().forEach((id, gain) -> {
                ObjectNode leg = legs.addObject();
                write(id, leg);
                leg.put("gain", plain(gain));
            });
            cells.add(of);
        }
    }

    private static void write(CollateralFigures asset, ObjectNode node) {
        node.put("asset", asset.asset());
        node.put("quantity", plain(asset.quantity()));
        node.put("price", plain(asset.price()));
        node.put("marketValue", plain(asset.marketValue()));
        node.put("countedValue", plain(asset.countedValue()));
        node.put("debtValue", plain(asset.debtValue()));
        node.put("liquidationPrice", plain(asset.liquidationPrice()));
        node.put("liquidationDistance", plain(asset.liquidationDistance()));
    }

    private static void write(PositionFigures position, ObjectNode node) {
        write(position.id(), node);
        node.put("quantity", plain(position.quantity()));
        node.put("price", plain(position.price()));
        node.put("priceSource", position.priceSource().name());
        node.put("notional", plain(position.notional()));
        node.put("unrealisedPnl", plain(position.unrealisedPnl()));
        node.put("initialMargin", plain(position.initialMargin()));
        if (position.initialMarginIsMaintenance()) {
            node.put("initialMarginIsMaintenance", true);
        }
        node.put("maintenanceMargin", plain(position.maintenanceMargin()));
        node.put("liquidationPrice", plain(position.liquidationPrice()));
        if (position.liquidationPriceIsEndOfTables()) {
            node.put("liquidationPriceIsEndOfTables", true);
        }
        if (position.oppositeLiquidationPrice() != null) {
            node.put("oppositeLiquidationPrice", plain(position.oppositeLiquidationPrice()));
        }
        node.put("liquidationPriceAfterCosts", plain(position.liquidationPriceAfterCosts()));
        node.put("bankruptcyPrice", plain(position.bankruptcyPrice()));
        node.put("liquidationDistance", plain(position.liquidationDistance()));
    }

    private static void write(UnderlyingFigures underlying, ObjectNode node) {
        node.put("marginAccount", underlying.marginAccount().toString());
        node.put("underlying", underlying.underlying());
        node.put("price", plain(underlying.price()));
        node.put("liquidationPriceBelow", plain(underlying.liquidationPriceBelow()));
        if (underlying.belowIsEndOfTables()) {
            node.put("belowIsEndOfTables", true);
        }
        node.put("liquidationPriceAbove", plain(underlying.liquidationPriceAbove()));
        if (underlying.aboveIsEndOfTables()) {
            node.put("aboveIsEndOfTables", true);
        }
        node.put("liquidationDistance", plain(underlying.liquidationDistance()));
        node.put("complete", underlying.complete());
    }

    static void write(PositionId id, ObjectNode node) {
        node.put("instrument", id.instrument());
        node.put("side", id.side().name());
        node.put("mode", id.mode().name());
    }

    private static @Nullable ObjectNode orNull(@Nullable MarginCall call) {
        return call == null ? null : write(call);
    }

    private static void write(Because because, ObjectNode node) {
        node.put("rule", because.proposed().rule());
        node.put("says", because.proposed().says());
        node.put("stage", because.proposed().proposal().stage().name());
        if (because.marginAccount() != null) {
            node.put("marginAccount", because.marginAccount().toString());
        }
        ObjectNode facts = node.putObject("facts");
        because.proposed().facts().forEach(facts::put);
        node.put("proposed", ProposalJson.code(because.proposed().proposal()));
        node.set("terms", ProposalJson.terms(because.proposed().proposal()));
        node.put("won", because.won());
    }

    private static @Nullable String plain(@Nullable BigDecimal value) {
        return value == null ? null : Decimals.plain(value);
    }
}
