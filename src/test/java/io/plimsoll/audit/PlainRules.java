package io.plimsoll.audit;

import io.plimsoll.decision.CollateralProposal.Accept;
import io.plimsoll.decision.CollateralProposal.Haircut;
import io.plimsoll.decision.ExecutionMethod;
import io.plimsoll.decision.GuardProposal.Hold;
import io.plimsoll.decision.LiquidationProposal.CancelOrders;
import io.plimsoll.decision.LiquidationProposal.Close;
import io.plimsoll.decision.LiquidationProposal.Route;
import io.plimsoll.decision.MarginProposal.Initial;
import io.plimsoll.decision.MarginProposal.Maintenance;
import io.plimsoll.decision.Proposal;
import io.plimsoll.decision.Proposals;
import io.plimsoll.decision.Proposed;
import io.plimsoll.decision.RuleBook;
import io.plimsoll.decision.RuleTraits;
import io.plimsoll.decision.Stage;
import io.plimsoll.decision.ThresholdProposal.CallToEquity;
import io.plimsoll.decision.ThresholdProposal.Liquidate;
import io.plimsoll.decision.ThresholdProposal.Warn;
import io.plimsoll.decision.View;
import io.plimsoll.margin.MarginAccount;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Rules in plain Java for tests of what stands around the rules: no haircut, 10 % initial and 5 % maintenance margin, a call below initial
 * margin with one hour to cure, closure below maintenance margin or at the deadline. An attribute {@code hold} holds the decision.
 */
public final class PlainRules implements RuleBook {

    public static final Duration CURE = Duration.ofHours(1);

    @Override
    public Proposals propose(Stage stage, View view) {
        List<Proposed> all = new ArrayList<>();
        switch (stage) {
            case GUARD -> guard(view, all);
            case COLLATERAL -> collateral(view, all);
            case MARGIN -> margin(view, all);
            case THRESHOLD -> threshold(view, all);
            case LIQUIDATION -> liquidation(view, all);
        }
        return new Proposals(all, List.of());
    }

    @Override
    public RuleTraits traits() {
        return new RuleTraits(false, true, true);
    }

    private static void guard(View view, List<Proposed> all) {
        if (view.snapshot().attributes().containsKey("hold")) {
            all.add(proposed("GRD-001", "a person holds the account", Map.of(), new Hold("held by a person")));
        }
    }

    private static void collateral(View view, List<Proposed> all) {
        view.snapshot().collateral().forEach(held -> {
            all.add(proposed("COL-001", "nothing is cut", Map.of(), new Haircut(held.asset(), BigDecimal.ZERO)));
            all.add(proposed(
                    "COL-002",
                    "every asset meets a call",
                    Map.of(),
                    new Accept(held.asset(), new BigDecimal("0.00001"))));
        });
    }

    private static void margin(View view, List<Proposed> all) {
        view.positions().forEach(position -> {
            all.add(proposed(
                    "MRG-001", "ten per cent initial", Map.of(), new Initial(position.id(), new BigDecimal("0.1"))));
            all.add(proposed(
                    "MRG-002",
                    "five per cent maintenance",
                    Map.of(),
                    new Maintenance(position.id(), new BigDecimal("0.05"), BigDecimal.ZERO)));
        });
    }

    private static void threshold(View view, List<Proposed> all) {
        MarginAccount account = Objects.requireNonNull(view.marginAccount());
        BigDecimal equity = account.equity();
        boolean isOverdue = view.openCall() != null && view.openCall().isOverdueAt(view.evaluatedAt());
        Map<String, String> facts = Map.of(
                "equity", equity.toPlainString(),
                "initialMargin", account.initialMargin().toPlainString());
        boolean isShort = equity.compareTo(account.initialMargin()) < 0;
        if (equity.compareTo(account.maintenanceMargin()) < 0 || (isShort && isOverdue)) {
            all.add(proposed("THR-003", "the account is closed", facts, new Liquidate("below maintenance or overdue")));
        } else if (isShort) {
            all.add(proposed("THR-002", "margin is called", facts, new CallToEquity(account.initialMargin(), CURE)));
        } else if (equity.compareTo(account.initialMargin().multiply(new BigDecimal("1.2"))) < 0) {
            all.add(proposed("THR-001", "the customer is warned", facts, new Warn("near initial margin")));
        }
    }

    private static void liquidation(View view, List<Proposed> all) {
        all.add(proposed("LIQ-001", "orders go first", Map.of(), new CancelOrders()));
        view.positions().forEach(position -> {
            all.add(proposed("LIQ-002", "everything is closed", Map.of(), new Close(position.id())));
            all.add(proposed("LIQ-003", "on the market", Map.of(), new Route(position.id(), ExecutionMethod.MARKET)));
        });
    }

    private static Proposed proposed(String rule, String says, Map<String, String> facts, Proposal proposal) {
        return new Proposed(rule, says, facts, proposal);
    }
}
