package io.plimsoll.decision;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.OpenOrder;
import io.plimsoll.account.PositionId;
import io.plimsoll.decision.CollateralStage.Collaterals;
import io.plimsoll.decision.MarginProposal.AddOn;
import io.plimsoll.decision.MarginProposal.ClosingCost;
import io.plimsoll.decision.MarginProposal.GridScenario;
import io.plimsoll.decision.MarginProposal.InitialRequirement;
import io.plimsoll.decision.MarginProposal.MaintenanceRequirement;
import io.plimsoll.decision.MarginProposal.Multiply;
import io.plimsoll.decision.MarginProposal.OrderInitial;
import io.plimsoll.decision.MarginProposal.PositionProposal;
import io.plimsoll.decision.MarginProposal.Required;
import io.plimsoll.margin.Balances;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.margin.MarginedPosition;
import io.plimsoll.margin.OrderMargin;
import io.plimsoll.margin.PortfolioMargin;
import io.plimsoll.margin.PositionTerms;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.margin.RequirementLine;
import io.plimsoll.margin.TermsAt;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Third stage: what each position requires. The largest requirement and the largest factor win, add-ons sum. */
final class MarginStage {

    /** Positions in all questions to rules that look at several at once; a hundred positions take about this many. */
    private static final long ASKED_WITH_OTHERS_MAX = 200_000;

    private MarginStage() {}

    /** The cross margin account first, then one for each isolated position in the order of the snapshot. */
    static List<MarginAccount> run(View view, Collaterals collaterals, Policy policy, Trail trail) {
        Proposals proposals = policy.rules().propose(Stage.MARGIN, view);
        Set<Proposed> won = new HashSet<>();
        Map<PositionId, PositionTerms> terms = terms(proposals, view.positions(), won);
        BigDecimal addOn = Combine.sum(aboutAccount(proposals.of(AddOn.class)), AddOn::amount, won);
        Balances balances = DebtMargins.of(view.snapshot(), collaterals.balances(), proposals, won, trail);
        BigDecimal orderMargin =
                OrderMargin.of(view.snapshot(), orderRatesOrHold(view.snapshot(), proposals, won, trail));
        PortfolioMargin portfolio = PortfolioTerms.of(view, proposals, won, trail);
        List<MarginedPosition> cross = new ArrayList<>();
        List<MarginAccount> accounts = new ArrayList<>();
        for (PricedPosition position : view.positions()) {
            MarginedPosition margined = new MarginedPosition(position, termsOrHold(position, terms, portfolio, trail));
            BigDecimal isolatedMargin = position.position().isolatedMargin();
            if (position.position().mode() == MarginMode.CROSS || isolatedMargin == null) {
                cross.add(margined);
            } else {
                MarginAccountId id = MarginAccountId.of(position.id());
                accounts.add(new MarginAccount(
                        id,
                        isolatedMargin.multiply(position.conversion()),
                        List.of(margined),
                        Decimals.ZERO,
                        Decimals.ZERO,
                        policy.rounding()));
            }
        }
        accounts.addFirst(new MarginAccount(
                MarginAccountId.CROSS,
                balances.wallet(),
                cross,
                addOn,
                orderMargin,
                policy.rounding(),
                balances,
                portfolio,
                collaterals.conversions()));
        trail.note(proposals, won, null);
        return accounts;
    }

    /**
     * Asks the margin rules again at other prices or quantities. What they say there explains no decision and so leaves no trail; but where
     * they fail, prices and sizes are not to be relied on, and the decision is held.
     */
    static TermsAt termsAt(View view, Policy policy, Trail trail) {
        return new TermsAt() {
            private long askedWithOthers;

            @Override
            public Map<PositionId, PositionTerms> ask(List<PricedPosition> positions) {
                return terms(propose(positions), positions, new HashSet<>());
            }

            @Override
            public boolean dependOnOthers() {
                return policy.rules().looksAcrossPositions();
            }

            @Override
            public Optional<MarginAccount> at(MarginAccount account, List<PricedPosition> positions) {
                List<PricedPosition> all = withThoseElsewhere(view, account, positions);
                askedWithOthers += all.size();
                if (askedWithOthers > ASKED_WITH_OTHERS_MAX) {
                    trail.hold(
                            HoldReason.Code.LIMIT_REACHED,
                            "margin rules that look at several positions at once cannot be asked for the liquidation prices of "
                                    + account.positions().size() + " positions");
                    return Optional.empty();
                }
                Proposals proposals = propose(all);
                BigDecimal addOn = account.id().equals(MarginAccountId.CROSS)
                        ? Combine.sum(aboutAccount(proposals.of(AddOn.class)), AddOn::amount, new HashSet<>())
                        : account.addOn();
                return account.under(terms(proposals, positions, new HashSet<>()), addOn, positions);
            }

            private Proposals propose(List<PricedPosition> positions) {
                Proposals proposals = policy.rules().propose(Stage.MARGIN, view.withPositions(positions));
                proposals.failures().forEach(trail::hold);
                return proposals;
            }
        };
    }

    /** The positions together with those of other margin accounts, which have the price that is asked about where it is of their instrument. */
    private static List<PricedPosition> withThoseElsewhere(
            View view, MarginAccount account, List<PricedPosition> positions) {
        List<PricedPosition> all = new ArrayList<>(positions);
        for (PricedPosition other : view.positions()) {
            if (!MarginAccountId.of(other.id()).equals(account.id())) {
                all.add(positions.stream()
                        .filter(moved ->
                                moved.id().instrument().equals(other.id().instrument()))
                        .findFirst()
                        .map(moved ->
                                new PricedPosition(other.position(), moved.price(), other.source(), other.conversion()))
                        .orElse(other));
            }
        }
        return all;
    }

    private static PositionTerms termsOrHold(
            PricedPosition position, Map<PositionId, PositionTerms> terms, PortfolioMargin portfolio, Trail trail) {
        PositionTerms known = terms.get(position.id());
        if (known != null) {
            return known;
        }
        if (!portfolio.terms().cover(position)) {
            trail.hold(
                    HoldReason.Code.NO_REQUIREMENT,
                    "no rule says what maintenance margin `" + position.id() + "` requires at a notional of "
                            + Decimals.plain(position.inItsOwnCurrency().notional()));
        }
        return PositionTerms.NONE;
    }

    private static Map<PositionId, PositionTerms> terms(
            Proposals proposals, List<PricedPosition> positions, Set<Proposed> won) {
        Map<PositionId, Proposals> byPosition = byPosition(proposals);
        Proposals none = new Proposals(List.of(), List.of());
        List<Proposals.Of<Multiply>> factorsOfAccount = aboutAccount(proposals.of(Multiply.class));
        Set<String> gridded = proposals.of(GridScenario.class).stream()
                .map(of -> of.proposal().scenario().underlying())
                .collect(Collectors.toSet());
        Map<PositionId, PositionTerms> terms = new HashMap<>();
        for (PricedPosition position : positions) {
            Proposals mine = byPosition.getOrDefault(position.id(), none);
            boolean inGrid = position.position().mode() == MarginMode.CROSS
                    && gridded.contains(position.position().underlying());
            termsOf(position, mine, factorsOfAccount, inGrid, won).ifPresent(found -> terms.put(position.id(), found));
        }
        return terms;
    }

    /** Sorted out once, because looking through all proposals for each of a thousand positions takes a million looks. */
    private static Map<PositionId, Proposals> byPosition(Proposals proposals) {
        Map<PositionId, List<Proposed>> sorted = new HashMap<>();
        for (Proposals.Of<PositionProposal> of : proposals.of(PositionProposal.class)) {
            PositionId position = of.proposal().position();
            if (position != null) {
                sorted.computeIfAbsent(position, id -> new ArrayList<>()).add(of.origin());
            }
        }
        Map<PositionId, Proposals> byPosition = new HashMap<>();
        sorted.forEach((position, mine) -> byPosition.put(position, new Proposals(mine, List.of())));
        return byPosition;
    }

    /**
     * Empty without a maintenance requirement, unless a grid speaks about the position: then it has only add-ons and costs of its own. Without an
     * initial requirement, initial margin is the maintenance margin.
     */
    private static Optional<PositionTerms> termsOf(
            PricedPosition position,
            Proposals mine,
            List<Proposals.Of<Multiply>> factorsOfAccount,
            boolean inGrid,
            Set<Proposed> won) {
        BigDecimal notional = position.inItsOwnCurrency().notional();
        BigDecimal conversion = position.conversion();
        var maintenance = largestLine(mine.of(MaintenanceRequirement.class), notional, won);
        if (maintenance.isEmpty() && !inGrid) {
            return Optional.empty();
        }
        RequirementLine required = maintenance.orElse(RequirementLine.NONE);
        var initial = largestLine(mine.of(InitialRequirement.class), notional, won);
        var factors = new ArrayList<>(mine.of(Multiply.class));
        factors.addAll(factorsOfAccount);
        return Optional.of(new PositionTerms(
                initial.orElse(required).converted(conversion),
                required.converted(conversion),
                Combine.largest(factors, Multiply::factor, won).orElse(Decimals.ONE),
                Combine.sum(mine.of(AddOn.class), AddOn::amount, won).multiply(conversion),
                Combine.largest(mine.of(ClosingCost.class), ClosingCost::rate, won)
                        .orElse(Decimals.ZERO)));
    }

    /** The line that requires most at a notional; among those that require the same, the steeper one. */
    private static <P extends Required> Optional<RequirementLine> largestLine(
            List<Proposals.Of<P>> proposals, BigDecimal notional, Set<Proposed> won) {
        return Combine.largest(proposals, of -> new Ranked(of.at(notional), notional), won)
                .map(Ranked::line);
    }

    private record Ranked(RequirementLine line, BigDecimal notional) implements Comparable<Ranked> {
        @Override
        public int compareTo(Ranked other) {
            int byRequirement = line.at(notional).compareTo(other.line.at(notional));
            return byRequirement != 0 ? byRequirement : line.slope().compareTo(other.line.slope());
        }
    }

    /** Proposals about the account as a whole. */
    private static <P extends PositionProposal> List<Proposals.Of<P>> aboutAccount(List<Proposals.Of<P>> all) {
        return all.stream().filter(of -> of.proposal().position() == null).toList();
    }

    /** An order that may add risk and that no rule speaks about would bind nothing, so the decision is held. */
    private static Map<String, BigDecimal> orderRatesOrHold(
            AccountSnapshot snapshot, Proposals proposals, Set<Proposed> won, Trail trail) {
        Map<String, BigDecimal> rates = orderRates(proposals, won);
        for (OpenOrder order : snapshot.openOrders()) {
            if (!order.reduceOnly() && !rates.containsKey(order.orderId())) {
                trail.hold(
                        HoldReason.Code.NO_REQUIREMENT,
                        "no rule says what initial margin the order `" + order.orderId() + "` of `" + order.instrument()
                                + "` binds at a notional of " + Decimals.plain(snapshot.notionalOf(order)));
            }
        }
        return rates;
    }

    private static Map<String, BigDecimal> orderRates(Proposals proposals, Set<Proposed> won) {
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
