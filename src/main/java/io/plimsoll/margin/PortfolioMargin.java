package io.plimsoll.margin;

import io.plimsoll.account.MarginMode;
import io.plimsoll.account.PositionId;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a margin account requires as a portfolio: {@code max(least, Σ grids + spread charges − credit)}, a function of its positions. One grid an underlying
 * that has scenarios and cross positions; a grid without positions requires nothing.
 *
 * @param grids by the name of their underlying
 * @param spreads those that the positions form
 */
public record PortfolioMargin(Terms terms, List<ScenarioGrid> grids, Spreads spreads) {

    /** Of an account that no scenario or spread speaks about. */
    public static final PortfolioMargin NONE = new PortfolioMargin(
            new Terms(List.of(), Decimals.ZERO, Decimals.ONE, Instant.EPOCH), List.of(), Spreads.NONE);

    public PortfolioMargin {
        grids = List.copyOf(grids);
    }

    /**
     * What the margin rules ask for a portfolio.
     *
     * @param scenarios of all underlyings, in any order; one that is given twice counts once
     * @param meanOf of how many of the largest losses a grid requires the mean, by its underlying; without one the largest
     * @param factors by which multiple, zero or more, of its cells' price moves a position's price moves; 1 without one
     * @param spreads that may be formed
     * @param credit for positions of different underlyings that offset one another, settlement currency, zero or more
     * @param least what is required even where the grids require less, settlement currency, zero or more; SPAN's short option minimum
     * @param initialMultiple the initial margin is at least this multiple of the maintenance margin; 1 or more
     * @param at the instant from which times to expiry count
     */
    public record Terms(
            List<Scenario> scenarios,
            Map<String, Integer> meanOf,
            Map<PositionId, BigDecimal> factors,
            Spreads.Terms spreads,
            BigDecimal credit,
            BigDecimal least,
            BigDecimal initialMultiple,
            Instant at) {
        public Terms {
            scenarios = scenarios.stream().distinct().sorted().toList();
            meanOf = Map.copyOf(meanOf);
            factors = Map.copyOf(factors);
            credit = Decimals.normalised(credit);
            least = Decimals.normalised(least);
            initialMultiple = Decimals.normalised(initialMultiple);
            if (credit.signum() < 0 || least.signum() < 0 || initialMultiple.compareTo(Decimals.ONE) < 0) {
                throw new IllegalArgumentException(
                        "credit and minimum must not be negative and the initial multiple 1 or more, were " + credit
                                + ", " + least + " and " + initialMultiple);
            }
        }

        /** Each grid requires its largest loss, and there are no spreads. */
        public Terms(
                List<Scenario> scenarios, BigDecimal credit, BigDecimal least, BigDecimal initialMultiple, Instant at) {
            this(scenarios, Map.of(), Map.of(), Spreads.Terms.NONE, credit, least, initialMultiple, at);
        }

        /** Without a minimum either. */
        public Terms(List<Scenario> scenarios, BigDecimal credit, BigDecimal initialMultiple, Instant at) {
            this(scenarios, credit, Decimals.ZERO, initialMultiple, at);
        }

        /** True for a position that a grid speaks about: a cross position on an underlying with scenarios. */
        public boolean cover(PricedPosition priced) {
            return priced.position().mode() == MarginMode.CROSS
                    && scenarios.stream()
                            .anyMatch(scenario -> scenario.underlying()
                                    .equals(priced.position().underlying()));
        }
    }

    /** Options that lack what {@link Revaluation#missing} names are in no grid: whoever asks for one has to look for them before. */
    public static PortfolioMargin of(Terms terms, List<PricedPosition> positions) {
        Map<String, List<Scenario>> byUnderlying = terms.scenarios().stream()
                .collect(Collectors.groupingBy(Scenario::underlying, TreeMap::new, Collectors.toList()));
        List<ScenarioGrid> grids = byUnderlying.entrySet().stream()
                .map(entry -> new ScenarioGrid(
                        entry.getKey(), entry.getValue(), terms.meanOf().getOrDefault(entry.getKey(), 1), List.of()))
                .toList();
        return new PortfolioMargin(terms, grids, Spreads.NONE).with(positions);
    }

    /** The same terms for other positions, as after a closing or at another price. */
    public PortfolioMargin with(List<PricedPosition> positions) {
        List<ScenarioGrid> others = grids.stream()
                .map(grid -> grid.with(
                        positions.stream()
                                .filter(priced -> terms.cover(priced)
                                        && Revaluation.missing(priced.position())
                                                .isEmpty()
                                        && priced.position().underlying().equals(grid.underlying()))
                                .toList(),
                        terms.factors(),
                        terms.at()))
                .toList();
        return new PortfolioMargin(terms, others, terms.spreads().of(positions, leg -> priceRisk(others, leg)));
    }

    private static BigDecimal priceRisk(List<ScenarioGrid> grids, String underlying) {
        return grids.stream()
                .filter(grid -> grid.underlying().equals(underlying))
                .map(ScenarioGrid::priceRisk)
                .findFirst()
                .orElse(Decimals.ZERO);
    }

    /** True if no scenario or spread speaks about the account. */
    public boolean isEmpty() {
        return grids.isEmpty() && terms.spreads().equals(Spreads.Terms.NONE);
    }

    /** Settlement currency, zero or more. */
    public BigDecimal requirement() {
        BigDecimal sum = Decimals.ZERO;
        for (ScenarioGrid grid : grids) {
            sum = sum.add(grid.requirement());
        }
        return Decimals.largest(sum.add(spreads.charge()).subtract(terms.credit()), terms.least());
    }
}
