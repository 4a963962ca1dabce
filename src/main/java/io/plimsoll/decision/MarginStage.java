package io.plimsoll.decision;

import static io.plimsoll.decision.PositionRequirements.aboutAccount;

import io.plimsoll.account.MarginMode;
import io.plimsoll.account.OpenOrder;
import io.plimsoll.account.PositionId;
import io.plimsoll.decision.CollateralStage.Collaterals;
import io.plimsoll.decision.MarginProposal.AddOn;
import io.plimsoll.decision.MarginProposal.OrderInitial;
import io.plimsoll.margin.Balances;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.margin.MarginedPosition;
import io.plimsoll.margin.OrderMargin;
import io.plimsoll.margin.PortfolioMargin;
import io.plimsoll.margin.PositionTerms;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Third stage: what each position, order, debt and scenario requires. What no rule tells is unknown, and held for. Where a rule failed, what the
 * others said is not the requirement, so that nothing is known and the failure is the reason.
 */
final class MarginStage {

    private final View view;
    private final Policy policy;
    private final Proposals proposals;
    private final Set<Proposed> won;

    /** What is not known, and why. */
    private final Trail unknown = Trail.ofHolds();

    private MarginStage(View view, Policy policy, Set<Proposed> won) {
        this.view = view;
        this.policy = policy;
        this.won = won;
        this.proposals = policy.rules().propose(Stage.MARGIN, view);
    }

    /** The cross margin account first, then one for each isolated position in the order of the snapshot. */
    static List<Margined> run(View view, Collaterals collaterals, Policy policy, Trail trail) {
        var stage = new MarginStage(view, policy, trail.winners());
        List<Margined> accounts = stage.run(collaterals);
        stage.unknown.holds().stream()
                .filter(reason -> reason.code() != HoldReason.Code.NO_REQUIREMENT || !stage.failed())
                .forEach(trail::hold);
        trail.note(stage.proposals, stage.won, null);
        return accounts;
    }

    private boolean failed() {
        return !proposals.failures().isEmpty();
    }

    private List<Margined> run(Collaterals collaterals) {
        PositionRequirements required = PositionRequirements.of(proposals, view.positions(), won);
        BigDecimal addOn = Combine.sum(aboutAccount(proposals.of(AddOn.class)), AddOn::amount, won);
        Balances balances = DebtMargins.of(
                view.snapshot(),
                collaterals.balances(),
                collaterals.conversions().joined(),
                proposals,
                won,
                unknown);
        PortfolioMargin portfolio = PortfolioTerms.of(view, proposals, won, unknown);
        Told ofRest = failed() || unknown.isHeld() ? Told.NOTHING : Told.BOTH;
        Map<String, BigDecimal> orderRates = orderRates();
        if (ofRest == Told.BOTH && !tellsAllOrders(orderRates)) {
            ofRest = Told.MAINTENANCE;
        }
        Map<PositionId, Told> told = new HashMap<>();
        List<MarginedPosition> cross = new ArrayList<>();
        List<Margined> accounts = new ArrayList<>();
        for (PricedPosition position : view.positions()) {
            var margined =
                    new MarginedPosition(position, required.terms().getOrDefault(position.id(), PositionTerms.NONE));
            told.put(position.id(), toldOf(position, required, portfolio));
            BigDecimal isolatedMargin = position.position().isolatedMargin();
            if (position.position().mode() == MarginMode.CROSS || isolatedMargin == null) {
                cross.add(margined);
            } else {
                accounts.add(
                        new Margined(isolated(margined, isolatedMargin), told, failed() ? Told.NOTHING : Told.BOTH));
            }
        }
        MarginAccount account = new MarginAccount(
                MarginAccountId.CROSS,
                balances.wallet(),
                cross,
                addOn,
                OrderMargin.of(view.snapshot(), orderRates),
                policy.rounding(),
                balances,
                portfolio,
                collaterals.conversions());
        accounts.addFirst(new Margined(account, told, ofRest));
        return accounts;
    }

    private MarginAccount isolated(MarginedPosition position, BigDecimal margin) {
        return new MarginAccount(
                MarginAccountId.of(position.id()),
                margin.multiply(position.priced().conversion()),
                List.of(position),
                Decimals.ZERO,
                Decimals.ZERO,
                policy.rounding());
    }

    /** Of a position that no rule speaks about, or only half, the decision is held, unless the whole pack knows no initial margin. */
    private Told toldOf(PricedPosition position, PositionRequirements required, PortfolioMargin portfolio) {
        if (failed()) {
            return Told.NOTHING;
        }
        if (!required.terms().containsKey(position.id()) && !portfolio.terms().cover(position)) {
            holdFor(
                    "maintenance margin `" + position.id() + "` requires",
                    position.inItsOwnCurrency().notional());
            return Told.NOTHING;
        }
        if (!required.withoutInitial().contains(position.id())) {
            return Told.BOTH;
        }
        if (!policy.rules().traits().saysInitialMargin()) {
            return Told.ONE_FOR_BOTH;
        }
        holdFor(
                "initial margin `" + position.id() + "` requires",
                position.inItsOwnCurrency().notional());
        return Told.MAINTENANCE;
    }

    /** An order that may add risk and that no rule speaks about would bind nothing, so the decision is held. */
    private boolean tellsAllOrders(Map<String, BigDecimal> rates) {
        if (view.snapshot().openOrders().isEmpty()) {
            return true;
        }
        List<OpenOrder> untold = view.snapshot().openOrders().stream()
                .filter(order -> !order.reduceOnly() && !rates.containsKey(order.orderId()))
                .toList();
        untold.forEach(order -> holdFor(
                "initial margin the order `" + order.orderId() + "` of `" + order.instrument() + "` binds",
                view.snapshot().notionalOf(order)));
        return untold.isEmpty();
    }

    private void holdFor(String what, BigDecimal notional) {
        unknown.hold(
                HoldReason.Code.NO_REQUIREMENT,
                "no rule says what " + what + " at a notional of " + Decimals.plain(notional));
    }

    private Map<String, BigDecimal> orderRates() {
        Map<String, List<Proposals.Of<OrderInitial>>> byOrder = new HashMap<>();
        for (Proposals.Of<OrderInitial> of : proposals.of(OrderInitial.class)) {
            byOrder.computeIfAbsent(of.proposal().orderId(), id -> new ArrayList<>())
                    .add(of);
        }
        Map<String, BigDecimal> rates = new HashMap<>();
        byOrder.forEach(
                (id, all) -> Combine.largest(all, OrderInitial::rate, won).ifPresent(rate -> rates.put(id, rate)));
        return rates;
    }
}
