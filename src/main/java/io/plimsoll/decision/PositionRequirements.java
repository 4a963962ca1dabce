package io.plimsoll.decision;

import io.plimsoll.account.MarginMode;
import io.plimsoll.account.PositionId;
import io.plimsoll.decision.MarginProposal.AddOn;
import io.plimsoll.decision.MarginProposal.ClosingCost;
import io.plimsoll.decision.MarginProposal.Discount;
import io.plimsoll.decision.MarginProposal.GridScenario;
import io.plimsoll.decision.MarginProposal.InitialRequirement;
import io.plimsoll.decision.MarginProposal.MaintenanceRequirement;
import io.plimsoll.decision.MarginProposal.Multiply;
import io.plimsoll.decision.MarginProposal.OwnMove;
import io.plimsoll.decision.MarginProposal.PositionProposal;
import io.plimsoll.decision.MarginProposal.Required;
import io.plimsoll.margin.PositionTerms;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.margin.RequirementLine;
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

/**
 * Makes of the margin rules' proposals what each position requires: the largest requirement and the largest factor win, add-ons and discounts sum.
 *
 * @param terms of each position of which a maintenance margin is known
 * @param withoutInitial those of them of which no rule says an initial margin; it is the maintenance margin then
 */
record PositionRequirements(Map<PositionId, PositionTerms> terms, Set<PositionId> withoutInitial) {

    PositionRequirements {
        terms = Map.copyOf(terms);
        withoutInitial = Set.copyOf(withoutInitial);
    }

    static PositionRequirements of(Proposals proposals, List<PricedPosition> positions, Set<Proposed> won) {
        Map<PositionId, Mine> byPosition = byPosition(proposals);
        List<Proposals.Of<Multiply>> factorsOfAccount = aboutAccount(proposals.of(Multiply.class));
        List<Proposals.Of<GridScenario>> scenarios = proposals.of(GridScenario.class);
        List<Proposals.Of<OwnMove>> moves = proposals.of(OwnMove.class);
        Set<PositionId> movedByThemselves = moves.isEmpty()
                ? Set.of()
                : moves.stream().map(of -> of.proposal().position()).collect(Collectors.toSet());
        Set<String> gridded = scenarios.isEmpty()
                ? Set.of()
                : scenarios.stream()
                        .map(of -> of.proposal().scenario().underlying())
                        .collect(Collectors.toSet());
        Map<PositionId, PositionTerms> terms = new HashMap<>();
        Set<PositionId> withoutInitial = new HashSet<>();
        for (PricedPosition position : positions) {
            PositionId id = position.id();
            Mine mine = byPosition.getOrDefault(id, Mine.NOTHING);
            boolean inGrid = position.position().mode() == MarginMode.CROSS
                    && (gridded.contains(position.position().underlying()) || movedByThemselves.contains(id));
            Optional<PositionTerms> found = termsOf(position, mine, factorsOfAccount, inGrid, won);
            found.ifPresent(known -> terms.put(id, known));
            if (found.isPresent() && mine.initial.isEmpty() && !mine.maintenance.isEmpty()) {
                withoutInitial.add(id);
            }
        }
        return new PositionRequirements(terms, withoutInitial);
    }

    /** Proposals about the account as a whole. */
    static <P extends PositionProposal> List<Proposals.Of<P>> aboutAccount(List<Proposals.Of<P>> all) {
        return all.isEmpty()
                ? all
                : all.stream().filter(of -> of.proposal().position() == null).toList();
    }

    /** What is proposed about one position, by kind. */
    private static final class Mine {
        static final Mine NOTHING = new Mine();

        final List<Proposals.Of<InitialRequirement>> initial = new ArrayList<>(2);
        final List<Proposals.Of<MaintenanceRequirement>> maintenance = new ArrayList<>(2);
        final List<Proposals.Of<Multiply>> factors = new ArrayList<>(0);
        final List<Proposals.Of<AddOn>> addOns = new ArrayList<>(0);
        final List<Proposals.Of<ClosingCost>> costs = new ArrayList<>(2);
        final List<Proposals.Of<Discount>> discounts = new ArrayList<>(0);

        void add(Proposed origin, PositionProposal proposal) {
            switch (proposal) {
                case InitialRequirement it -> initial.add(new Proposals.Of<>(origin, it));
                case MaintenanceRequirement it -> maintenance.add(new Proposals.Of<>(origin, it));
                case Multiply it -> factors.add(new Proposals.Of<>(origin, it));
                case AddOn it -> addOns.add(new Proposals.Of<>(origin, it));
                case ClosingCost it -> costs.add(new Proposals.Of<>(origin, it));
                case Discount it -> discounts.add(new Proposals.Of<>(origin, it));
            }
        }
    }

    /** Sorted out once, because looking through all proposals for each of a thousand positions takes a million looks. */
    private static Map<PositionId, Mine> byPosition(Proposals proposals) {
        Map<PositionId, Mine> byPosition = new HashMap<>();
        for (Proposed proposed : proposals.all()) {
            if (proposed.proposal() instanceof PositionProposal proposal) {
                PositionId position = proposal.position();
                if (position != null) {
                    byPosition.computeIfAbsent(position, id -> new Mine()).add(proposed, proposal);
                }
            }
        }
        return byPosition;
    }

    /** Empty without a maintenance requirement, unless a grid speaks about the position: then it has only add-ons and costs of its own. */
    private static Optional<PositionTerms> termsOf(
            PricedPosition position,
            Mine mine,
            List<Proposals.Of<Multiply>> factorsOfAccount,
            boolean inGrid,
            Set<Proposed> won) {
        BigDecimal notional = position.inItsOwnCurrency().notional();
        BigDecimal conversion = position.conversion();
        var maintenance = largestLine(mine.maintenance, notional, won);
        if (maintenance.isEmpty() && !inGrid) {
            return Optional.empty();
        }
        RequirementLine required = maintenance.orElse(RequirementLine.NONE);
        var initial = largestLine(mine.initial, notional, won);
        List<Proposals.Of<Multiply>> factors = mine.factors;
        if (!factorsOfAccount.isEmpty()) {
            factors = new ArrayList<>(factors);
            factors.addAll(factorsOfAccount);
        }
        return Optional.of(new PositionTerms(
                initial.orElse(required).converted(conversion),
                required.converted(conversion),
                Combine.largest(factors, Multiply::factor, won).orElse(Decimals.ONE),
                Decimals.product(Combine.sum(mine.addOns, AddOn::amount, won), conversion),
                Combine.largest(mine.costs, ClosingCost::rate, won).orElse(Decimals.ZERO),
                discount(mine.discounts, notional, won).converted(conversion)));
    }

    private static RequirementLine discount(
            List<Proposals.Of<Discount>> discounts, BigDecimal notional, Set<Proposed> won) {
        BigDecimal amount = Combine.sum(discounts, Discount::amount, won);
        return amount.signum() == 0 ? RequirementLine.NONE : RequirementLine.ofAmount(amount, notional);
    }

    /** The line that requires most at a notional; among those that require the same, the steeper one. */
    private static <P extends Required> Optional<RequirementLine> largestLine(
            List<Proposals.Of<P>> proposals, BigDecimal notional, Set<Proposed> won) {
        return Combine.largest(proposals, of -> new Ranked(of.at(notional), notional), won)
                .map(Ranked::line)
                .map(line ->
                        line.at(notional).signum() == 0 ? RequirementLine.NONE : line); // no line below its deduction
    }

    private record Ranked(RequirementLine line, BigDecimal notional) implements Comparable<Ranked> {
        @Override
        public int compareTo(Ranked other) {
            int byRequirement = line.at(notional).compareTo(other.line.at(notional));
            return byRequirement != 0 ? byRequirement : line.slope().compareTo(other.line.slope());
        }
    }
}
