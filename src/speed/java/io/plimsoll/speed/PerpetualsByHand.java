package io.plimsoll.speed;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Collateral;
import io.plimsoll.account.OpenOrder;
import io.plimsoll.account.Position;
import io.plimsoll.auction.PriceCurve;
import io.plimsoll.decision.CollateralProposal;
import io.plimsoll.decision.ExecutionMethod;
import io.plimsoll.decision.GuardProposal;
import io.plimsoll.decision.LiquidationProposal;
import io.plimsoll.decision.MarginProposal;
import io.plimsoll.decision.OpenCall;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.Proposal;
import io.plimsoll.decision.Proposals;
import io.plimsoll.decision.Proposed;
import io.plimsoll.decision.RuleBook;
import io.plimsoll.decision.RuleTraits;
import io.plimsoll.decision.Stage;
import io.plimsoll.decision.ThresholdProposal;
import io.plimsoll.decision.View;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.market.PriceSource;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The pack {@code perpetuals} as a programmer writes it who knows that accounts have no market data: each rule an {@code if}, each table a map,
 * nothing explained. The class against which the evaluators are measured.
 */
final class PerpetualsByHand implements RuleBook {

    private record Bracket(
            BigDecimal floor, BigDecimal cap, BigDecimal initial, BigDecimal maintenance, BigDecimal deduction) {}

    private record Terms(
            BigDecimal lot,
            BigDecimal cost,
            BigDecimal concentratedAbove,
            BigDecimal factor,
            BigDecimal limit,
            BigDecimal slicedAbove,
            BigDecimal auctionedAbove) {}

    private record Haircut(BigDecimal rate, BigDecimal cap, BigDecimal step) {}

    private record Levels(
            BigDecimal warning,
            BigDecimal initialWarning,
            BigDecimal call,
            BigDecimal callTarget,
            BigDecimal initialRestore,
            Duration cure,
            BigDecimal liquidate,
            BigDecimal restore) {}

    private record Window(Instant from, Instant until, Duration cure, String occasion) {}

    private final Map<String, List<Bracket>> brackets = new HashMap<>();
    private final Map<String, Terms> terms = new HashMap<>();
    private final Map<String, Haircut> haircuts = new HashMap<>();
    private final Map<String, Levels> levels = new HashMap<>();
    private final List<Window> outages = new ArrayList<>();
    private final List<Window> extensions = new ArrayList<>();
    private final Duration oldest;
    private final Duration youngest;
    private final BigDecimal conservativeAbove;
    private final BigDecimal holdAbove;
    private final Map<String, Object> execution;

    PerpetualsByHand(Map<String, List<Map<String, Object>>> rows) {
        rows.get("Bracket")
                .forEach(row -> brackets.computeIfAbsent((String) row.get("instrument"), any -> new ArrayList<>())
                        .add(new Bracket(
                                decimal(row, "floor"),
                                decimal(row, "cap"),
                                decimal(row, "initialRate"),
                                decimal(row, "maintenanceRate"),
                                decimal(row, "deduction"))));
        rows.get("InstrumentTerms")
                .forEach(row -> terms.put(
                        (String) row.get("instrument"),
                        new Terms(
                                decimal(row, "lot"),
                                decimal(row, "closingCost"),
                                decimal(row, "concentratedAbove"),
                                decimal(row, "concentrationFactor"),
                                decimal(row, "positionLimit"),
                                decimal(row, "slicedAbove"),
                                decimal(row, "auctionedAbove"))));
        rows.get("Haircut")
                .forEach(row -> haircuts.put(
                        (String) row.get("asset"),
                        new Haircut(decimal(row, "rate"), decimal(row, "valueCap"), decimal(row, "step"))));
        rows.get("Threshold")
                .forEach(row -> levels.put(
                        (String) row.get("segment"),
                        new Levels(
                                decimal(row, "warningRatio"),
                                decimal(row, "initialWarning"),
                                decimal(row, "callRatio"),
                                decimal(row, "callTargetRatio"),
                                decimal(row, "initialRestore"),
                                (Duration) row.get("cure"),
                                decimal(row, "liquidateRatio"),
                                decimal(row, "restoreRatio"))));
        rows.get("Outage")
                .forEach(row -> outages.add(
                        new Window((Instant) row.get("begins"), (Instant) row.get("heldUntil"), Duration.ZERO, (String)
                                row.get("occasion"))));
        rows.get("CallExtension")
                .forEach(row -> extensions.add(new Window(
                        (Instant) row.get("opensFrom"),
                        (Instant) row.get("opensUntil"),
                        (Duration) row.get("cure"),
                        (String) row.get("occasion"))));
        oldest = (Duration) rows.get("MarkAge").getFirst().get("oldest");
        youngest = (Duration) rows.get("MarkAge").getFirst().get("youngest");
        conservativeAbove = decimal(rows.get("IndexDeviation").getFirst(), "conservativeAbove");
        holdAbove = decimal(rows.get("IndexDeviation").getFirst(), "holdAbove");
        execution = rows.get("Execution").getFirst();
    }

    private static BigDecimal decimal(Map<String, Object> row, String column) {
        return (BigDecimal) row.get(column);
    }

    @Override
    public RuleTraits traits() {
        return new RuleTraits(false, true, false);
    }

    @Override
    public Proposals propose(Stage stage, View view) {
        List<Proposed> all = new ArrayList<>();
        switch (stage) {
            case GUARD -> guard(view, all);
            case COLLATERAL -> collateral(view.snapshot(), all);
            case MARGIN -> margin(view, all);
            case THRESHOLD -> threshold(view, Objects.requireNonNull(view.marginAccount()), all);
            case LIQUIDATION -> liquidation(view, Objects.requireNonNull(view.outcome()), all);
        }
        return new Proposals(all, List.of());
    }

    private static void add(List<Proposed> all, String rule, Proposal proposal) {
        all.add(new Proposed(rule, "", Map::of, proposal));
    }

    private void guard(View view, List<Proposed> all) {
        if (!view.snapshot().markets().isEmpty()) {
            throw new IllegalArgumentException("markets are not written by hand");
        }
        for (Position position : view.snapshot().positions()) {
            Duration age = position.mark().ageAt(view.evaluatedAt());
            if (age.compareTo(oldest) > 0) {
                add(all, "GRD-010", new GuardProposal.Hold("the mark is older than allowed"));
            }
            if (age.compareTo(youngest) < 0) {
                add(all, "GRD-011", new GuardProposal.Hold("the mark was struck after the snapshot"));
            }
            BigDecimal deviation = position.mark().indexDeviation();
            if (deviation != null && deviation.compareTo(holdAbove) > 0) {
                add(all, "GRD-020", new GuardProposal.Hold("the mark is too far from its index"));
            }
            if (deviation != null && deviation.compareTo(conservativeAbove) > 0) {
                add(
                        all,
                        "GRD-021",
                        new GuardProposal.UsePrice(position.id(), PriceSource.INDEX, "mark and index disagree"));
            }
        }
        for (Window outage : outages) {
            if (!outage.from().isAfter(view.evaluatedAt()) && outage.until().isAfter(view.evaluatedAt())) {
                add(all, "GRD-070", new GuardProposal.HoldClosing(null, outage.occasion()));
            }
        }
        if (!levels.containsKey(view.snapshot().segment())) {
            add(all, "GRD-030", new GuardProposal.Hold("no thresholds are set for the segment"));
        }
    }

    private void collateral(AccountSnapshot snapshot, List<Proposed> all) {
        for (Collateral held : snapshot.collateral()) {
            Haircut haircut = haircuts.get(held.asset());
            if (haircut == null) {
                add(
                        all,
                        "COL-012",
                        new CollateralProposal.Exclude(held.asset(), "the asset is not eligible as collateral"));
            } else {
                add(all, "COL-010", new CollateralProposal.Haircut(held.asset(), haircut.rate()));
                add(all, "COL-011", new CollateralProposal.ValueCap(held.asset(), haircut.cap()));
                add(all, "COL-013", new CollateralProposal.Accept(held.asset(), haircut.step()));
            }
        }
    }

    private Optional<Bracket> bracket(String instrument, BigDecimal notional) {
        for (Bracket bracket : brackets.getOrDefault(instrument, List.of())) {
            if (bracket.floor().compareTo(notional) < 0 && bracket.cap().compareTo(notional) >= 0) {
                return Optional.of(bracket);
            }
        }
        return Optional.empty();
    }

    private void margin(View view, List<Proposed> all) {
        for (PricedPosition priced : view.positions()) {
            BigDecimal notional = priced.notional();
            String instrument = priced.position().instrument();
            bracket(instrument, notional).ifPresent(bracket -> {
                add(all, "MRG-010", new MarginProposal.Initial(priced.id(), bracket.initial()));
                add(
                        all,
                        "MRG-010",
                        new MarginProposal.Maintenance(priced.id(), bracket.maintenance(), bracket.deduction()));
            });
            Terms of = terms.get(instrument);
            if (of != null) {
                add(all, "MRG-030", new MarginProposal.ClosingCost(priced.id(), of.cost()));
                if (of.concentratedAbove().compareTo(notional) < 0) {
                    add(
                            all,
                            "MRG-040",
                            new MarginProposal.Multiply(
                                    priced.id(), of.factor(), "the position is large for its instrument"));
                }
            }
        }
        for (OpenOrder order : view.snapshot().openOrders()) {
            if (!order.reduceOnly()) {
                bracket(order.instrument(), view.snapshot().notionalOf(order))
                        .ifPresent(bracket -> add(
                                all, "MRG-020", new MarginProposal.OrderInitial(order.orderId(), bracket.initial())));
            }
        }
    }

    private void threshold(View view, MarginAccount account, List<Proposed> all) {
        BigDecimal equity = account.equity();
        BigDecimal initial = Decimals.normalised(account.initialMargin());
        BigDecimal ratio = account.marginRatio().orElse(null);
        OpenCall call = view.openCall();
        Levels level = levels.get(view.snapshot().segment());
        if (level != null) {
            if (ratio != null && ratio.compareTo(level.warning()) < 0) {
                add(all, "THR-010", new ThresholdProposal.Warn("the margin ratio is below the warning level"));
            }
            if (equity.compareTo(initial.multiply(level.initialWarning())) < 0) {
                add(all, "THR-011", new ThresholdProposal.Warn("equity is near the initial margin"));
            }
            if (equity.compareTo(initial) < 0) {
                add(
                        all,
                        "THR-020",
                        new ThresholdProposal.CallToEquity(initial.multiply(level.initialRestore()), level.cure()));
            }
            if (ratio != null && ratio.compareTo(level.call()) < 0) {
                add(all, "THR-021", new ThresholdProposal.CallToRatio(level.callTarget(), level.cure()));
            }
            boolean belowRestore = equity.compareTo(initial.multiply(level.initialRestore())) < 0;
            boolean belowTarget = ratio != null && ratio.compareTo(level.callTarget()) < 0;
            if (call != null && belowRestore) {
                add(
                        all,
                        "THR-022",
                        new ThresholdProposal.CallToEquity(initial.multiply(level.initialRestore()), level.cure()));
            }
            if (call != null && belowTarget) {
                add(all, "THR-023", new ThresholdProposal.CallToRatio(level.callTarget(), level.cure()));
            }
            boolean overdue = call != null && call.isOverdueAt(view.evaluatedAt());
            if (overdue && belowRestore) {
                add(all, "THR-040", new ThresholdProposal.Reduce("a margin call was not met in time"));
            }
            if (overdue && belowTarget) {
                add(all, "THR-041", new ThresholdProposal.Reduce("a margin call was not met in time"));
            }
            if (ratio != null && ratio.compareTo(level.liquidate()) < 0) {
                add(all, "THR-060", new ThresholdProposal.Liquidate("the margin ratio is below the liquidation level"));
            }
        }
        for (Window extension : extensions) {
            if (call != null
                    && !extension.from().isAfter(call.openedAt())
                    && extension.until().isAfter(call.openedAt())) {
                add(all, "THR-024", new ThresholdProposal.ExtendCall(extension.cure(), extension.occasion()));
            }
        }
        for (PricedPosition priced : view.positions()) {
            Terms of = terms.get(priced.position().instrument());
            if (of != null && of.limit().compareTo(priced.notional()) < 0) {
                add(all, "THR-030", new ThresholdProposal.BlockNewRisk("the position is above its limit"));
            }
        }
        if (equity.compareTo(account.maintenanceMargin()) < 0) {
            add(all, "THR-050", new ThresholdProposal.Reduce("equity is below the maintenance margin"));
        }
        if (equity.signum() < 0) {
            add(all, "THR-070", new ThresholdProposal.TakeOver("equity is negative"));
        }
    }

    private void liquidation(View view, Outcome outcome, List<Proposed> all) {
        if (!view.snapshot().openOrders().isEmpty() && outcome.closesPositions()) {
            add(all, "LIQ-010", new LiquidationProposal.CancelOrders());
        }
        Levels level = levels.get(view.snapshot().segment());
        OpenCall call = view.openCall();
        if (outcome == Outcome.REDUCE && level != null) {
            add(all, "LIQ-020", new LiquidationProposal.ReduceToRatio(level.restore()));
            if (call != null && call.isOverdueAt(view.evaluatedAt())) {
                add(all, "LIQ-021", new LiquidationProposal.ReduceToRatio(level.callTarget()));
                add(all, "LIQ-022", new LiquidationProposal.ReduceToInitial(level.initialRestore()));
            }
        }
        for (PricedPosition priced : view.positions()) {
            Terms of = terms.get(priced.position().instrument());
            if (of != null) {
                add(all, "LIQ-011", new LiquidationProposal.Lot(priced.id(), of.lot()));
                if (of.slicedAbove().compareTo(priced.notional()) < 0) {
                    add(all, "LIQ-050", new LiquidationProposal.Route(priced.id(), ExecutionMethod.TWAP));
                }
                if (of.auctionedAbove().compareTo(priced.notional()) < 0) {
                    add(all, "LIQ-051", new LiquidationProposal.Route(priced.id(), ExecutionMethod.AUCTION));
                }
            }
            if (outcome == Outcome.LIQUIDATE) {
                add(all, "LIQ-030", new LiquidationProposal.Close(priced.id()));
            }
            if (outcome == Outcome.TAKE_OVER) {
                add(all, "LIQ-040", new LiquidationProposal.TakeOverPosition(priced.id()));
            }
            add(
                    all,
                    "LIQ-052",
                    new LiquidationProposal.Slices(
                            priced.id(), (Integer) execution.get("slices"), (Duration) execution.get("interval")));
            add(all, "LIQ-053", new LiquidationProposal.PriceLimit(priced.id(), decimal(execution, "band")));
            add(
                    all,
                    "LIQ-054",
                    new LiquidationProposal.Auction(
                            priced.id(),
                            decimal(execution, "buffer"),
                            new PriceCurve.Stairstep(decimal(execution, "cut"), (Duration) execution.get("step"))));
        }
        if (outcome == Outcome.TAKE_OVER) {
            add(all, "LIQ-041", new LiquidationProposal.InsuranceFund(null));
            if (!view.positions().isEmpty()) {
                add(all, "LIQ-042", new LiquidationProposal.AutoDeleverage());
            }
        }
    }
}
