package io.plimsoll.decision;

import io.plimsoll.account.PositionId;
import io.plimsoll.decision.MarginProposal.Alone;
import io.plimsoll.decision.MarginProposal.FormSpread;
import io.plimsoll.decision.MarginProposal.GridCharge;
import io.plimsoll.decision.MarginProposal.GridMean;
import io.plimsoll.decision.MarginProposal.GridScenario;
import io.plimsoll.decision.MarginProposal.InGrid;
import io.plimsoll.decision.MarginProposal.InitialAddOn;
import io.plimsoll.decision.MarginProposal.InitialGridMultiple;
import io.plimsoll.decision.MarginProposal.InitialMultiple;
import io.plimsoll.decision.MarginProposal.OwnMove;
import io.plimsoll.decision.MarginProposal.PortfolioCredit;
import io.plimsoll.decision.MarginProposal.PortfolioMinimum;
import io.plimsoll.decision.MarginProposal.PortfolioProposal;
import io.plimsoll.decision.MarginProposal.ScanFactor;
import io.plimsoll.decision.MarginProposal.SpreadDelta;
import io.plimsoll.decision.MarginProposal.TermOfVolatility;
import io.plimsoll.margin.PortfolioMargin;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.margin.Revaluation;
import io.plimsoll.margin.Scenario;
import io.plimsoll.margin.ScenarioGrid;
import io.plimsoll.margin.Spreads;
import io.plimsoll.margin.VolatilityMove;
import io.plimsoll.margin.VolatilityTerm;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes of the margin rules' scenarios and spreads what the cross margin account's portfolio requires: scenarios and the cells of positions' own moves unite, spreads form in the order of their
 * priority, credits sum, the largest multiple wins.
 */
final class PortfolioTerms {

    /** Of equal priority the dearest spread is formed first, then by name, so that the order in which rules speak does not matter. */
    private static final Comparator<FormSpread> IN_ORDER = Comparator.comparing(FormSpread::priority)
            .thenComparing(FormSpread::charge, Comparator.reverseOrder())
            .thenComparing(FormSpread::creditRate)
            .thenComparing(FormSpread::leg)
            .thenComparing(FormSpread::otherLeg)
            .thenComparing(FormSpread::delta)
            .thenComparing(FormSpread::otherDelta);

    /** Revaluations of one account; a chain of 200 options takes 3,200 in a grid of 16 cells. */
    static final int REVALUATIONS_MAX = 20_000;

    private PortfolioTerms() {}

    /** The portfolio of the cross positions, held where one of them cannot be valued. */
    static PortfolioMargin of(View view, Proposals proposals, Set<Proposed> won, Trail trail) {
        PortfolioMargin.Terms terms = terms(view, proposals, won);
        if (terms.equals(PortfolioMargin.NONE.terms())) {
            return PortfolioMargin.NONE;
        }
        List<Proposals.Of<GridScenario>> proposed = proposals.of(GridScenario.class);
        List<PricedPosition> covered =
                view.positions().stream().filter(terms::cover).toList();
        if (isTooLarge(terms.scenarios(), covered)) {
            trail.hold(
                    HoldReason.Code.LIMIT_REACHED,
                    "more than " + REVALUATIONS_MAX + " revaluations in "
                            + terms.scenarios().size() + " scenarios of " + covered.size() + " positions");
            return PortfolioMargin.NONE;
        }
        for (PricedPosition priced : covered) {
            Revaluation.missing(priced.position())
                    .ifPresent(field -> trail.hold(
                            HoldReason.Code.NOT_VALUED,
                            "`" + priced.id() + "` has no `" + field + "`, without which no scenario values it"));
        }
        PortfolioMargin portfolio = PortfolioMargin.of(terms, covered);
        noteWorst(portfolio, proposed, proposals.of(OwnMove.class), won);
        noteFormed(portfolio.spreads(), proposals.of(FormSpread.class), won);
        return portfolio;
    }

    /** What the rules ask for the portfolio, before anything is valued. */
    static PortfolioMargin.Terms terms(View view, Proposals proposals, Set<Proposed> won) {
        if (proposals.of(PortfolioProposal.class).isEmpty()) {
            return PortfolioMargin.NONE.terms();
        }
        List<Scenario> scenarios = proposals.of(GridScenario.class).stream()
                .map(of -> of.proposal().scenario())
                .toList();
        return new PortfolioMargin.Terms(
                withCellsOfMoves(scenarios, proposals.of(OwnMove.class)),
                meanOf(proposals.of(GridMean.class), won),
                volatilityTerms(proposals.of(TermOfVolatility.class), won),
                factors(proposals.of(ScanFactor.class), won),
                moves(proposals.of(OwnMove.class)),
                assets(proposals.of(InGrid.class), won),
                charges(proposals.of(GridCharge.class), won),
                alone(view, proposals.of(Alone.class), won),
                spreads(proposals, won),
                Combine.sum(proposals.of(PortfolioCredit.class), PortfolioCredit::amount, won),
                Combine.largest(proposals.of(PortfolioMinimum.class), PortfolioMinimum::amount, won)
                        .orElse(Decimals.ZERO),
                Combine.sum(proposals.of(InitialAddOn.class), InitialAddOn::amount, won),
                Combine.largest(proposals.of(InitialGridMultiple.class), InitialGridMultiple::factor, won)
                        .orElse(Decimals.ONE),
                Combine.largest(proposals.of(InitialMultiple.class), InitialMultiple::factor, won)
                        .orElse(Decimals.ONE),
                view.evaluatedAt());
    }

    private static Map<String, Integer> meanOf(List<Proposals.Of<GridMean>> proposed, Set<Proposed> won) {
        Map<String, List<Proposals.Of<GridMean>>> byUnderlying = proposed.stream()
                .collect(Collectors.groupingBy(of -> of.proposal().underlying()));
        Map<String, Integer> fewest = new HashMap<>();
        byUnderlying.forEach((underlying, all) ->
                Combine.smallest(all, GridMean::worst, won).ifPresent(count -> fewest.put(underlying, count)));
        return fewest;
    }

    /** Of several the strictest in each counts, and whoever says one of its numbers wins. */
    private static Map<String, VolatilityTerm> volatilityTerms(
            List<Proposals.Of<TermOfVolatility>> proposed, Set<Proposed> won) {
        Map<String, VolatilityTerm> strictest = proposed.stream()
                .map(Proposals.Of::proposal)
                .collect(Collectors.toMap(
                        TermOfVolatility::underlying, TermOfVolatility::term, VolatilityTerm::strictest));
        for (Proposals.Of<TermOfVolatility> of : proposed) {
            VolatilityTerm counted = strictest.get(of.proposal().underlying());
            if (counted != null && of.proposal().term().shares(counted)) {
                won.add(of.origin());
            }
        }
        return strictest;
    }

    private static Map<PositionId, BigDecimal> factors(List<Proposals.Of<ScanFactor>> proposed, Set<Proposed> won) {
        Map<PositionId, List<Proposals.Of<ScanFactor>>> byPosition = proposed.stream()
                .collect(Collectors.groupingBy(of -> of.proposal().position()));
        Map<PositionId, BigDecimal> largest = new HashMap<>();
        byPosition.forEach((position, all) ->
                Combine.largest(all, ScanFactor::factor, won).ifPresent(factor -> largest.put(position, factor)));
        return largest;
    }

    /** A cell that only positions' own moves name does nothing else, and counts whole. */
    private static List<Scenario> withCellsOfMoves(List<Scenario> scenarios, List<Proposals.Of<OwnMove>> proposed) {
        if (proposed.isEmpty()) {
            return scenarios;
        }
        Set<Cell> said = scenarios.stream()
                .map(scenario -> new Cell(scenario.underlying(), scenario.name()))
                .collect(Collectors.toSet());
        List<Scenario> all = new ArrayList<>(scenarios);
        proposed.stream()
                .map(of -> new Cell(of.proposal().grid(), of.proposal().cell()))
                .distinct()
                .filter(cell -> !said.contains(cell))
                .forEach(cell -> all.add(
                        new Scenario(cell.grid(), cell.name(), Decimals.ZERO, VolatilityMove.NONE, Decimals.ONE)));
        return all;
    }

    private record Cell(String grid, String name) {}

    private static Map<String, BigDecimal> assets(List<Proposals.Of<InGrid>> proposed, Set<Proposed> won) {
        Map<String, Map<String, List<Proposals.Of<InGrid>>>> byGrid = proposed.stream()
                .collect(Collectors.groupingBy(
                        of -> of.proposal().underlying(),
                        Collectors.groupingBy(of -> of.proposal().asset())));
        Map<String, BigDecimal> values = new HashMap<>();
        byGrid.forEach((underlying, byAsset) -> byAsset.values()
                .forEach(all -> Combine.smallest(all, InGrid::value, won)
                        .ifPresent(value -> values.merge(underlying, value, BigDecimal::add))));
        return values;
    }

    private static Map<String, BigDecimal> charges(List<Proposals.Of<GridCharge>> proposed, Set<Proposed> won) {
        Map<String, List<Proposals.Of<GridCharge>>> byUnderlying = proposed.stream()
                .collect(Collectors.groupingBy(of -> of.proposal().underlying()));
        Map<String, BigDecimal> largest = new HashMap<>();
        byUnderlying.forEach((underlying, all) ->
                Combine.largest(all, GridCharge::amount, won).ifPresent(charge -> largest.put(underlying, charge)));
        return largest;
    }

    /** In the account's currency; a position that is not there requires nothing. */
    private static Map<PositionId, PortfolioMargin.Alone> alone(
            View view, List<Proposals.Of<Alone>> proposed, Set<Proposed> won) {
        Map<PositionId, List<Proposals.Of<Alone>>> byPosition = proposed.stream()
                .collect(Collectors.groupingBy(of -> of.proposal().position()));
        Map<PositionId, PortfolioMargin.Alone> largest = new HashMap<>();
        for (PricedPosition priced : view.positions()) {
            List<Proposals.Of<Alone>> all = byPosition.getOrDefault(priced.id(), List.of());
            Combine.largest(all, Alone::initial, won)
                    .ifPresent(initial -> largest.put(
                            priced.id(),
                            new PortfolioMargin.Alone(
                                    Decimals.product(initial, priced.conversion()),
                                    Decimals.product(
                                            Combine.largest(all, Alone::maintenance, won)
                                                    .orElseThrow(),
                                            priced.conversion()))));
        }
        return largest;
    }

    private static Map<PositionId, Map<String, Map<String, BigDecimal>>> moves(List<Proposals.Of<OwnMove>> proposed) {
        Map<PositionId, Map<String, Map<String, BigDecimal>>> moves = new HashMap<>();
        for (Proposals.Of<OwnMove> of : proposed) {
            OwnMove move = of.proposal();
            moves.computeIfAbsent(move.position(), id -> new HashMap<>())
                    .computeIfAbsent(move.grid(), grid -> new HashMap<>())
                    .merge(move.cell(), Decimals.normalised(move.priceMove()), PortfolioTerms::larger);
        }
        return moves;
    }

    private static BigDecimal larger(BigDecimal one, BigDecimal other) {
        int bySize = one.abs().compareTo(other.abs());
        return bySize > 0 || bySize == 0 && one.signum() < 0 ? one : other;
    }

    private static Spreads.Terms spreads(Proposals proposals, Set<Proposed> won) {
        Map<PositionId, Map<String, BigDecimal>> deltas = new HashMap<>();
        for (Proposals.Of<SpreadDelta> of : proposals.of(SpreadDelta.class)) {
            SpreadDelta delta = of.proposal();
            won.add(of.origin());
            deltas.computeIfAbsent(delta.position(), id -> new HashMap<>())
                    .merge(delta.leg(), Decimals.normalised(delta.delta()), BigDecimal::add);
        }
        List<Spreads.Spread> inOrder = proposals.of(FormSpread.class).stream()
                .map(Proposals.Of::proposal)
                .sorted(IN_ORDER)
                .map(FormSpread::spread)
                .distinct()
                .toList();
        return new Spreads.Terms(inOrder, deltas);
    }

    private static boolean isTooLarge(List<Scenario> scenarios, List<PricedPosition> covered) {
        return (long) scenarios.size() * covered.size() > REVALUATIONS_MAX;
    }

    private static void noteFormed(Spreads spreads, List<Proposals.Of<FormSpread>> proposed, Set<Proposed> won) {
        List<Spreads.Spread> formed =
                spreads.formed().stream().map(Spreads.Formed::spread).toList();
        proposed.stream().filter(of -> formed.contains(of.proposal().spread())).forEach(of -> won.add(of.origin()));
    }

    /** Of the scenarios of a grid, those win that require most; where it requires a mean, those that are in it. */
    private static void noteWorst(
            PortfolioMargin portfolio,
            List<Proposals.Of<GridScenario>> proposed,
            List<Proposals.Of<OwnMove>> moves,
            Set<Proposed> won) {
        Set<Scenario> worst = portfolio.grids().stream()
                .filter(grid -> !grid.positions().isEmpty())
                .flatMap(grid -> {
                    BigDecimal least = grid.cells().stream()
                            .map(ScenarioGrid.Cell::weightedLoss)
                            .sorted(Comparator.reverseOrder())
                            .limit(grid.meanOf())
                            .reduce(Decimals.ZERO, (larger, smaller) -> smaller);
                    return grid.cells().stream()
                            .filter(cell -> cell.weightedLoss().signum() > 0
                                    && cell.weightedLoss().compareTo(least) >= 0)
                            .map(ScenarioGrid.Cell::scenario);
                })
                .collect(Collectors.toSet());
        for (Proposals.Of<GridScenario> of : proposed) {
            if (worst.contains(of.proposal().scenario())) {
                won.add(of.origin());
            }
        }
        for (Proposals.Of<OwnMove> of : moves) {
            OwnMove move = of.proposal();
            boolean counts = worst.stream()
                    .map(scenario -> portfolio.terms().of(move.position(), scenario))
                    .anyMatch(scenario -> scenario.underlying().equals(move.grid())
                            && scenario.name().equals(move.cell())
                            && scenario.priceMove().compareTo(move.priceMove()) == 0);
            if (counts) {
                won.add(of.origin());
            }
        }
    }
}
