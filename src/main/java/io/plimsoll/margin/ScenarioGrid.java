package io.plimsoll.margin;

import io.plimsoll.account.PositionId;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The positions of one underlying in every scenario of its grid. What it requires is the largest weighted loss of a cell, or the mean of so many of the
 * largest; a cell that gains counts as no loss.
 *
 * @param scenarios at least one
 * @param meanOf how many of the largest losses the mean is taken of, 1 or more; all where there are not so many
 * @param positions each with its gain per unit in every scenario, in their order
 * @param assets value of what is held, less what is owed, of assets that move with the underlying: a hedge of the positions, nothing by itself; settlement currency
 */
public record ScenarioGrid(
        String underlying, List<Scenario> scenarios, int meanOf, List<Revalued> positions, BigDecimal assets) {

    public ScenarioGrid {
        scenarios = List.copyOf(scenarios);
        positions = List.copyOf(positions);
        if (scenarios.isEmpty()) {
            throw new IllegalArgumentException("the grid of `" + underlying + "` has no scenario");
        }
        if (meanOf < 1) {
            throw new IllegalArgumentException(
                    "the grid of `" + underlying + "` takes the mean of " + meanOf + " cells");
        }
    }

    /** The same without assets. */
    public ScenarioGrid(String underlying, List<Scenario> scenarios, int meanOf, List<Revalued> positions) {
        this(underlying, scenarios, meanOf, positions, Decimals.ZERO);
    }

    /** A position with what one unit of it, held long, gains in each scenario. */
    public record Revalued(PricedPosition position, List<Revaluation.OfUnit> units) {
        public Revalued {
            units = List.copyOf(units);
        }

        BigDecimal gain(int scenario) {
            return Decimals.normalised(
                    position.signedUnits().multiply(units.get(scenario).gain()));
        }

        /** True for a position that differs in its quantity alone. */
        boolean isOf(PricedPosition other) {
            return position.withQuantity(other.position().quantity()).equals(other);
        }
    }

    /**
     * What one scenario does.
     *
     * @param gains of each position, settlement currency; with that of the assets they add up to the cell's
     * @param ofAssets what assets gain that move with the underlying, settlement currency
     */
    public record Cell(Scenario scenario, Map<PositionId, BigDecimal> gains, BigDecimal ofAssets) {
        public Cell {
            gains = Collections.unmodifiableMap(new LinkedHashMap<>(gains));
        }

        /** Profit and loss of the cell, settlement currency; negative is a loss. */
        public BigDecimal gain() {
            return gains.values().stream().reduce(ofAssets, BigDecimal::add);
        }

        /** The loss as far as it counts, zero or more. */
        public BigDecimal weightedLoss() {
            return Decimals.normalised(Decimals.largest(gain().negate().multiply(scenario.weight()), Decimals.ZERO));
        }
    }

    /**
     * Values the positions in every scenario.
     *
     * @param at the instant from which times to expiry count
     * @throws IllegalArgumentException if an option lacks what {@link Revaluation#missing} names
     */
    public static ScenarioGrid of(
            String underlying, List<Scenario> scenarios, List<PricedPosition> positions, Instant at) {
        var terms = new PortfolioMargin.Terms(scenarios, Decimals.ZERO, Decimals.ONE, at);
        return new ScenarioGrid(underlying, scenarios, 1, List.of()).with(positions, terms);
    }

    /**
     * The same grid with other positions; those of which only the quantity differs are not valued again.
     *
     * @param terms by which multiple of the cells' price moves a position's price moves, or by what of its own; and the instant from which times count
     */
    ScenarioGrid with(List<PricedPosition> others, PortfolioMargin.Terms terms) {
        Map<PositionId, Revalued> held = new HashMap<>();
        positions.forEach(position -> held.put(position.position().id(), position));
        List<Revalued> revalued = new ArrayList<>();
        for (PricedPosition other : others) {
            Optional<Revalued> known = Optional.ofNullable(held.get(other.id())).filter(of -> of.isOf(other));
            revalued.add(new Revalued(
                    other,
                    known.map(Revalued::units)
                            .orElseGet(() -> scenarios.stream()
                                    .map(scenario ->
                                            Revaluation.inScenario(other, terms.of(other.id(), scenario), terms.at()))
                                    .toList())));
        }
        return new ScenarioGrid(underlying, scenarios, meanOf, revalued, assets);
    }

    Revalued of(PositionId position) {
        return positions.stream()
                .filter(revalued -> revalued.position().id().equals(position))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no position " + position + " in the grid"));
    }

    /** Every cell, in the order of the scenarios. */
    public List<Cell> cells() {
        return IntStream.range(0, scenarios.size()).mapToObj(this::cell).toList();
    }

    /** The cell with the largest weighted loss, where none loses the one with the smallest gain; of equals the first. */
    public Cell worst() {
        Cell worst = cell(0);
        for (Cell cell : cells()) {
            int byLoss = cell.weightedLoss().compareTo(worst.weightedLoss());
            if (byLoss > 0
                    || byLoss == 0
                            && worst.weightedLoss().signum() == 0
                            && cell.gain().compareTo(worst.gain()) < 0) {
                worst = cell;
            }
        }
        return worst;
    }

    /** The largest weighted loss, or the mean of several: settlement currency, zero or more, at 34 digits a leg. */
    public BigDecimal requirement() {
        return meanOfWorst(Math.min(meanOf, scenarios.size()));
    }

    /**
     * The mean of the largest weighted losses, as Prisma takes it of its stressed scenarios.
     *
     * @param count of cells, 1 to as many as there are
     * @return settlement currency, zero or more; a mean of several at 34 digits, rounded up
     */
    public BigDecimal meanOfWorst(int count) {
        if (count < 1 || count > scenarios.size()) {
            throw new IllegalArgumentException("a mean of " + count + " of " + scenarios.size() + " cells");
        }
        return meanOfLargest(cells().stream().map(Cell::weightedLoss).toList(), count);
    }

    /**
     * The part of the largest loss that is the price's, as SPAN tells it for spreads between commodities: the mean loss of the cells that move the price as the
     * worst does, whatever volatility does in them, less the mean loss of those that do not move it. What a grid of futures requires, where no cell is a mean.
     *
     * @return settlement currency, zero or more; means at 34 digits, rounded down
     */
    public BigDecimal priceRisk() {
        Scenario worst = worst().scenario();
        BigDecimal moved = meanLoss(of -> of.priceMove().compareTo(worst.priceMove()) == 0
                && of.pricePoints().compareTo(worst.pricePoints()) == 0
                && of.weight().compareTo(worst.weight()) == 0);
        BigDecimal still =
                meanLoss(of -> of.priceMove().signum() == 0 && of.pricePoints().signum() == 0);
        return Decimals.largest(Decimals.normalised(moved.subtract(still)), Decimals.ZERO);
    }

    /** Weighted, a gain counting as a loss below zero; zero where there is no such cell. */
    private BigDecimal meanLoss(Predicate<Scenario> wanted) {
        List<BigDecimal> losses = cells().stream()
                .filter(cell -> wanted.test(cell.scenario()))
                .map(cell -> cell.gain().negate().multiply(cell.scenario().weight()))
                .toList();
        return losses.isEmpty()
                ? Decimals.ZERO
                : Decimals.quotientRoundedDown(
                        losses.stream().reduce(Decimals.ZERO, BigDecimal::add), BigDecimal.valueOf(losses.size()));
    }

    static BigDecimal meanOfLargest(List<BigDecimal> losses, int count) {
        BigDecimal sum =
                losses.stream().sorted(Comparator.reverseOrder()).limit(count).reduce(Decimals.ZERO, BigDecimal::add);
        return count == 1 ? sum : Decimals.quotientRoundedUp(sum, BigDecimal.valueOf(count));
    }

    /** What the assets gain in a scenario; a move in points is one of prices, of which an asset's value says nothing. */
    BigDecimal ofAssets(int scenario) {
        return assets.multiply(scenarios.get(scenario).priceMove());
    }

    /** The same grid for positions alone. */
    ScenarioGrid withoutAssets() {
        return new ScenarioGrid(underlying, scenarios, meanOf, positions);
    }

    private Cell cell(int scenario) {
        Map<PositionId, BigDecimal> gains = new LinkedHashMap<>();
        positions.forEach(position -> gains.put(position.position().id(), position.gain(scenario)));
        return new Cell(scenarios.get(scenario), gains, ofAssets(scenario));
    }
}
