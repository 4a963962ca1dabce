package io.plimsoll.margin;

import io.plimsoll.account.MarginMode;
import io.plimsoll.account.PositionId;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a margin account requires as a portfolio: {@code max(least, Σ grids + spread charges − credit)}, a function of its positions. One grid an underlying
 * that has scenarios and cross positions; a grid without positions requires nothing, and one whose positions each say what they would require alone requires
 * {@code min(worst cell + charge, Σ alone)}.
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
     * @param volatilityTerms by underlying how the time to expiry changes its volatility moves; without one the cell's exponent alone
     * @param factors by which multiple, zero or more, of its cells' price moves a position's price moves; 1 without one
     * @param moves by position and grid the price move of its own, above −1, in each cell of which one is named; the position is in these grids too
     * @param assets by grid the value of assets that move with it, settlement currency, negative where more is owed
     * @param charges by grid what it requires on top of its cells, settlement currency, zero or more
     * @param alone what a position would require by itself: where each position of a grid has it, the grid with its charge requires at most the sum
     * @param spreads that may be formed
     * @param credit for positions of different underlyings that offset one another, settlement currency, zero or more
     * @param least what is required even where the grids require less, settlement currency, zero or more; SPAN's short option minimum
     * @param initialAddOn on top of the account's initial margin alone, settlement currency, zero or more
     * @param initialGridMultiple to open positions grids, spreads, credit and minimum count this multiple, 1 or more, of what they count to keep them
     * @param initialMultiple the initial margin is at least this multiple of the maintenance margin; 1 or more
     * @param at the instant from which times to expiry count
     */
    public record Terms(
            List<Scenario> scenarios,
            Map<String, Integer> meanOf,
            Map<String, VolatilityTerm> volatilityTerms,
            Map<PositionId, BigDecimal> factors,
            Map<PositionId, Map<String, Map<String, BigDecimal>>> moves,
            Map<String, BigDecimal> assets,
            Map<String, BigDecimal> charges,
            Map<PositionId, Alone> alone,
            Spreads.Terms spreads,
            BigDecimal credit,
            BigDecimal least,
            BigDecimal initialAddOn,
            BigDecimal initialGridMultiple,
            BigDecimal initialMultiple,
            Instant at) {
        public Terms {
            scenarios = scenarios.stream().distinct().sorted().toList();
            meanOf = Map.copyOf(meanOf);
            volatilityTerms = Map.copyOf(volatilityTerms);
            factors = Map.copyOf(factors);
            moves = Map.copyOf(moves);
            assets = Map.copyOf(assets);
            charges = Map.copyOf(charges);
            alone = Map.copyOf(alone);
            credit = Decimals.normalised(credit);
            least = Decimals.normalised(least);
            initialAddOn = Decimals.normalised(initialAddOn);
            initialGridMultiple = Decimals.normalised(initialGridMultiple);
            initialMultiple = Decimals.normalised(initialMultiple);
            if (credit.signum() < 0
                    || least.signum() < 0
                    || initialAddOn.signum() < 0
                    || initialGridMultiple.compareTo(Decimals.ONE) < 0
                    || initialMultiple.compareTo(Decimals.ONE) < 0) {
                throw new IllegalArgumentException(
                        "credit, minimum and add-on must not be negative and the initial multiples 1 or more, were "
                                + credit + ", " + least + ", " + initialAddOn + ", " + initialGridMultiple + " and "
                                + initialMultiple);
            }
        }

        /** No position moves by itself, and nothing is on top of the initial margin alone. */
        public Terms(
                List<Scenario> scenarios,
                Map<String, Integer> meanOf,
                Map<PositionId, BigDecimal> factors,
                Spreads.Terms spreads,
                BigDecimal credit,
                BigDecimal least,
                BigDecimal initialMultiple,
                Instant at) {
            this(
                    scenarios,
                    meanOf,
                    Map.of(),
                    factors,
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    spreads,
                    credit,
                    least,
                    Decimals.ZERO,
                    Decimals.ONE,
                    initialMultiple,
                    at);
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

        /** True for a position that a grid speaks about: a cross position on an underlying with scenarios, or with moves of its own. */
        public boolean cover(PricedPosition priced) {
            return scenarios.stream().anyMatch(scenario -> isIn(priced, scenario.underlying()));
        }

        BigDecimal allCharges() {
            return charges.values().stream().reduce(Decimals.ZERO, BigDecimal::add);
        }

        boolean isIn(PricedPosition priced, String grid) {
            return priced.position().mode() == MarginMode.CROSS
                    && (priced.position().underlying().equals(grid)
                            || moves.getOrDefault(priced.id(), Map.of()).containsKey(grid));
        }

        /** True for a position that may be in another grid than its underlying's, or move there by itself. */
        boolean movesByItself(PricedPosition priced) {
            return moves.containsKey(priced.id());
        }

        /** What a cell does to a position. */
        public Scenario of(PositionId position, Scenario cell) {
            BigDecimal own = moves.getOrDefault(position, Map.of())
                    .getOrDefault(cell.underlying(), Map.of())
                    .get(cell.name());
            VolatilityTerm term = volatilityTerms.get(cell.underlying());
            Scenario timed = term == null ? cell : cell.with(term);
            return own == null ? timed.times(factors.getOrDefault(position, Decimals.ONE)) : timed.to(own);
        }
    }

    /** What a position would require by itself to be opened and to be kept; settlement currency, exact, zero or more. */
    public record Alone(BigDecimal initial, BigDecimal maintenance) {
        public Alone {
            if (initial.signum() < 0 || maintenance.signum() < 0) {
                throw new IllegalArgumentException(
                        "a position alone requires nothing or more, was " + initial + " and " + maintenance);
            }
        }
    }

    /** Options that lack what {@link Revaluation#missing} names are in no grid: whoever asks for one has to look for them before. */
    public static PortfolioMargin of(Terms terms, List<PricedPosition> positions) {
        Map<String, List<Scenario>> byUnderlying = terms.scenarios().stream()
                .collect(Collectors.groupingBy(Scenario::underlying, TreeMap::new, Collectors.toList()));
        List<ScenarioGrid> grids = byUnderlying.entrySet().stream()
                .map(entry -> new ScenarioGrid(
                        entry.getKey(),
                        entry.getValue(),
                        terms.meanOf().getOrDefault(entry.getKey(), 1),
                        List.of(),
                        terms.assets().getOrDefault(entry.getKey(), Decimals.ZERO)))
                .toList();
        return new PortfolioMargin(terms, grids, Spreads.NONE).with(positions);
    }

    /** The same terms for other positions, as after a closing or at another price. */
    public PortfolioMargin with(List<PricedPosition> positions) {
        List<ScenarioGrid> others = grids.stream()
                .map(grid -> grid.with(
                        positions.stream()
                                .filter(priced -> terms.isIn(priced, grid.underlying())
                                        && Revaluation.missing(priced.position())
                                                .isEmpty())
                                .toList(),
                        terms))
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

    private BigDecimal requirement(ScenarioGrid grid, BigDecimal multiple, Function<Alone, BigDecimal> alone) {
        BigDecimal together = grid.positions().isEmpty()
                ? Decimals.ZERO
                : grid.requirement()
                        .add(terms.charges().getOrDefault(grid.underlying(), Decimals.ZERO))
                        .multiply(multiple);
        BigDecimal apart = Decimals.ZERO;
        for (ScenarioGrid.Revalued held : grid.positions()) {
            Alone own = terms.alone().get(held.position().id());
            if (own == null) {
                return together;
            }
            apart = apart.add(alone.apply(own));
        }
        return Decimals.smallest(together, apart);
    }

    /** True if no scenario or spread speaks about the account. */
    public boolean isEmpty() {
        return grids.isEmpty() && terms.spreads().equals(Spreads.Terms.NONE);
    }

    /** To keep the positions; settlement currency, zero or more. */
    public BigDecimal requirement() {
        return requirement(Decimals.ONE, Alone::maintenance);
    }

    /** To open them: another amount only where grids require a multiple, or positions another one alone. */
    public BigDecimal initialRequirement() {
        return requirement(terms.initialGridMultiple(), Alone::initial);
    }

    private BigDecimal requirement(BigDecimal multiple, Function<Alone, BigDecimal> alone) {
        BigDecimal sum = Decimals.ZERO;
        for (ScenarioGrid grid : grids) {
            sum = sum.add(requirement(grid, multiple, alone));
        }
        BigDecimal beside = spreads.charge().subtract(terms.credit());
        return Decimals.largest(
                sum.add(beside.multiply(multiple)), terms.least().multiply(multiple));
    }
}
