package io.plimsoll.decision;

import io.plimsoll.decision.MarginProposal.GridScenario;
import io.plimsoll.decision.MarginProposal.InitialMultiple;
import io.plimsoll.decision.MarginProposal.PortfolioCredit;
import io.plimsoll.decision.MarginProposal.PortfolioMinimum;
import io.plimsoll.margin.PortfolioMargin;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.margin.Revaluation;
import io.plimsoll.margin.Scenario;
import io.plimsoll.margin.ScenarioGrid;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes of the margin rules' scenarios what the cross margin account's portfolio requires: scenarios unite, credits sum, the largest multiple wins. */
final class PortfolioTerms {

    /** Revaluations of one account; a chain of 200 options takes 3,200 in a grid of 16 cells. */
    static final int REVALUATIONS_MAX = 20_000;

    private PortfolioTerms() {}

    /** The portfolio of the cross positions, held where one of them cannot be valued. */
    static PortfolioMargin of(View view, Proposals proposals, Set<Proposed> won, Trail trail) {
        List<Proposals.Of<GridScenario>> proposed = proposals.of(GridScenario.class);
        PortfolioMargin.Terms terms = terms(view, proposals, won);
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
        noteWorst(portfolio, proposed, won);
        return portfolio;
    }

    /** What the rules ask for the portfolio, before anything is valued. */
    static PortfolioMargin.Terms terms(View view, Proposals proposals, Set<Proposed> won) {
        return new PortfolioMargin.Terms(
                proposals.of(GridScenario.class).stream()
                        .map(of -> of.proposal().scenario())
                        .toList(),
                Combine.sum(proposals.of(PortfolioCredit.class), PortfolioCredit::amount, won),
                Combine.largest(proposals.of(PortfolioMinimum.class), PortfolioMinimum::amount, won)
                        .orElse(Decimals.ZERO),
                Combine.largest(proposals.of(InitialMultiple.class), InitialMultiple::factor, won)
                        .orElse(Decimals.ONE),
                view.evaluatedAt());
    }

    private static boolean isTooLarge(List<Scenario> scenarios, List<PricedPosition> covered) {
        return (long) scenarios.size() * covered.size() > REVALUATIONS_MAX;
    }

    /** Of the scenarios of a grid, those wins that require most. */
    private static void noteWorst(
            PortfolioMargin portfolio, List<Proposals.Of<GridScenario>> proposed, Set<Proposed> won) {
        Set<Scenario> worst = portfolio.grids().stream()
                .filter(grid -> !grid.positions().isEmpty())
                .flatMap(grid -> {
                    BigDecimal required = grid.requirement();
                    return grid.cells().stream()
                            .filter(cell ->
                                    required.signum() > 0 && cell.weightedLoss().compareTo(required) == 0)
                            .map(ScenarioGrid.Cell::scenario);
                })
                .collect(Collectors.toSet());
        for (Proposals.Of<GridScenario> of : proposed) {
            if (worst.contains(of.proposal().scenario())) {
                won.add(of.origin());
            }
        }
    }
}
