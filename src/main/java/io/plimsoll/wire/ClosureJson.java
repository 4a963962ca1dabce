package io.plimsoll.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plimsoll.auction.PriceCurve;
import io.plimsoll.decision.ClosurePlan;
import io.plimsoll.decision.ClosurePlan.After;
import io.plimsoll.decision.ClosurePlan.Auction;
import io.plimsoll.decision.ClosurePlan.Execution;
import io.plimsoll.decision.ClosurePlan.Goal;
import io.plimsoll.decision.ClosurePlan.Order;
import io.plimsoll.decision.ClosurePlan.Step;
import io.plimsoll.decision.ClosurePlan.Transfer;
import io.plimsoll.decision.Figures.LoanFigures;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Writes a plan of closure, fields in the order of the contract; what a step does not have is left out. */
final class ClosureJson {

    private ClosureJson() {}

    static ObjectNode write(ClosurePlan plan) {
        ObjectNode node = Json.object();
        ArrayNode steps = node.putArray("steps");
        for (int index = 0; index < plan.steps().size(); index++) {
            write(plan.steps().get(index), steps.addObject().put("step", index + 1));
        }
        node.put("restores", plan.restores());
        ArrayNode goals = node.putArray("goals");
        plan.goals().forEach(goal -> write(goal, goals.addObject()));
        return node;
    }

    static void write(Step step, ObjectNode node) {
        node.put("action", step.action().name());
        if (step.marginAccount() != null) {
            node.put("marginAccount", step.marginAccount().toString());
        }
        if (step.order() != null) {
            write(step.order(), node);
        }
        if (step.transfer() != null) {
            write(step.transfer(), node);
        }
        put(node, "amount", step.amount());
        if (step.after() != null) {
            write(step.after(), node.putObject("after"));
        }
    }

    private static void write(Transfer transfer, ObjectNode node) {
        node.put("asset", transfer.asset());
        put(node, "quantity", transfer.quantity());
        put(node, "price", transfer.price());
        put(node, "value", transfer.value());
        put(node, "bonus", transfer.bonus());
        put(node, "toProtocol", transfer.toProtocol());
        put(node, "paidOut", transfer.paidOut());
        if (transfer.auction() != null) {
            write(transfer.auction(), node.putObject("auction"));
        }
    }

    private static void write(Order order, ObjectNode node) {
        node.put("instrument", order.position().instrument());
        node.put("positionSide", order.position().side().name());
        node.put("mode", order.position().mode().name());
        node.put("side", order.side().name());
        put(node, "quantity", order.quantity());
        put(node, "price", order.price());
        put(node, "bankruptcyPrice", order.bankruptcyPrice());
        if (order.execution() != null) {
            write(order.execution(), node);
        }
        if (order.together()) {
            node.put("together", true);
        }
    }

    private static void write(Execution execution, ObjectNode node) {
        node.put("method", execution.method().name());
        if (execution.slices() != null) {
            node.putObject("slices")
                    .put("count", execution.slices().count())
                    .put("interval", execution.slices().interval().toString());
        }
        if (execution.auction() != null) {
            write(execution.auction(), node.putObject("auction"));
        }
        put(node, "priceLimit", execution.priceLimit());
        put(node, "cost", execution.cost());
        if (execution.fee() != null) {
            ObjectNode fee = node.putObject("fee");
            put(fee, "amount", execution.fee().amount());
            put(fee, "toFund", execution.fee().toFund());
            put(fee, "toLiquidator", execution.fee().toLiquidator());
        }
    }

    private static void write(Auction auction, ObjectNode node) {
        put(node, "startPrice", auction.startPrice());
        write(auction.curve(), node);
    }

    /** How an auction's price falls, named by its shape. */
    static void write(PriceCurve curve, ObjectNode node) {
        switch (curve) {
            case PriceCurve.Linear linear ->
                node.put("curve", "LINEAR").put("length", linear.length().toString());
            case PriceCurve.Stairstep stairs -> {
                node.put("curve", "STAIRSTEP");
                put(node, "cut", stairs.cut());
                node.put("every", stairs.step().toString());
            }
            case PriceCurve.Phases phases -> {
                ArrayNode all = node.put("curve", "PHASES").putArray("phases");
                for (PriceCurve.Phase phase : phases.phases()) {
                    ObjectNode part =
                            all.addObject().put("length", phase.length().toString());
                    put(part, "from", phase.from());
                    put(part, "to", phase.to());
                }
            }
        }
    }

    private static void write(After after, ObjectNode node) {
        put(node, "equity", after.equity());
        put(node, "initialMargin", after.initialMargin());
        put(node, "maintenanceMargin", after.maintenanceMargin());
        node.put("marginRatio", after.marginRatio() == null ? null : Decimals.plain(after.marginRatio()));
        node.put("restored", after.restored());
        if (after.loans() != null) {
            write(after.loans(), node.putObject("loans"));
        }
    }

    private static void write(Goal goal, ObjectNode node) {
        node.put("marginAccount", goal.marginAccount().toString());
        put(node, "ratio", goal.ratio());
        put(node, "initialMultiple", goal.initialMultiple());
        if (goal.infeasible() != null) {
            node.put("infeasible", goal.infeasible().name());
        }
        put(node, "expectedLoss", goal.expectedLoss());
        node.put("surplusTo", goal.surplus().name());
    }

    static void write(LoanFigures loans, ObjectNode node) {
        put(node, "collateralValue", loans.collateralValue());
        put(node, "debtValue", loans.debtValue());
        put(node, "healthFactor", loans.healthFactor());
        put(node, "marginLevel", loans.marginLevel());
        put(node, "borrowingCapacity", loans.borrowingCapacity());
        put(node, "badDebt", loans.badDebt());
    }

    private static void put(ObjectNode node, String field, @Nullable BigDecimal value) {
        if (value != null) {
            node.put(field, Decimals.plain(value));
        }
    }
}
