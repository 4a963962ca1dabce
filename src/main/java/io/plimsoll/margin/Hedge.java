package io.plimsoll.margin;

import io.plimsoll.account.Position;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A hedge instead of a closing: the lots of one contract that, traded at its price, lower most what a scenario grid requires. A book that is short of
 * options can often be kept for the price of a future.
 *
 * @param quantity positive bought, negative sold; never zero
 * @param requiredBefore maintenance margin, exact
 * @param account with the hedge: what it held of the contract is realised, and the cost is paid
 */
public record Hedge(BigDecimal quantity, BigDecimal requiredBefore, MarginAccount account) {

    /** By how much the maintenance margin falls, as a fraction of what it was, rounded down at 34 digits; above 0 to 1. */
    public BigDecimal relief() {
        return Decimals.quotientRoundedDown(requiredBefore.subtract(account.maintenanceExact()), requiredBefore);
    }

    /**
     * The best hedge in whole lots; of equals the smallest. It is found by the grid of the contract's underlying and then asked of the rules, so that whatever
     * else they require of it counts.
     *
     * @param lot a cross position of one lot, long and entered at its price; not an option
     * @param costRate fee and slippage as a fraction of the notional traded, zero or more
     * @return empty where no lot lowers the maintenance margin, or no grid speaks about the contract
     */
    public static Optional<Hedge> best(
            MarginAccount account, PricedPosition lot, BigDecimal costRate, TermsAt termsAt) {
        Position contract = lot.position();
        if (contract.contract().isOption()
                || contract.quantity().signum() <= 0
                || contract.entryPrice().compareTo(lot.price()) != 0) {
            throw new IllegalArgumentException(
                    "a hedge needs one lot, long, entered at its price and no option, was " + lot);
        }
        PortfolioMargin portfolio = account.portfolio();
        Optional<ScenarioGrid> grid = portfolio.grids().stream()
                .filter(of -> of.underlying().equals(contract.underlying()))
                .findFirst()
                .filter(of -> portfolio.terms().cover(lot));
        return grid.map(of -> lots(of, of.withoutAssets().with(List.of(lot), portfolio.terms())))
                .filter(count -> count.signum() != 0)
                .flatMap(count -> with(count, account, lot, costRate, termsAt))
                .filter(hedge -> hedge.account().maintenanceExact().compareTo(hedge.requiredBefore()) < 0);
    }

    /** How many lots the grid requires least with: its requirement is convex in them, so that where one more raises it no farther one lowers it. */
    private static BigInteger lots(ScenarioGrid grid, ScenarioGrid ofLot) {
        BigInteger most = BigInteger.ZERO;
        for (int i = 0; i < grid.scenarios().size(); i++) {
            BigDecimal gain = ofLot.cells().get(i).gain();
            BigDecimal cell = grid.cells().get(i).gain();
            if (gain.signum() != 0) {
                BigInteger evens =
                        cell.divide(gain, 0, RoundingMode.UP).toBigInteger().abs();
                most = most.max(evens);
            }
        }
        List<ScenarioGrid.Cell> cells = grid.cells();
        List<ScenarioGrid.Cell> lots = ofLot.cells();
        BigInteger low = most.negate();
        BigInteger high = most;
        while (low.compareTo(high) < 0) {
            BigInteger middle = low.add(high).shiftRight(1);
            BigDecimal here = required(cells, lots, middle, grid.meanOf());
            BigDecimal next = required(cells, lots, middle.add(BigInteger.ONE), grid.meanOf());
            boolean falls = next.compareTo(here) < 0 || (next.compareTo(here) == 0 && middle.signum() < 0);
            low = falls ? middle.add(BigInteger.ONE) : low;
            high = falls ? high : middle;
        }
        return low;
    }

    private static BigDecimal required(
            List<ScenarioGrid.Cell> cells, List<ScenarioGrid.Cell> lots, BigInteger count, int meanOf) {
        List<BigDecimal> losses = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            BigDecimal gain = cells.get(i).gain().add(lots.get(i).gain().multiply(new BigDecimal(count)));
            BigDecimal loss = gain.negate().multiply(cells.get(i).scenario().weight());
            losses.add(Decimals.largest(loss, Decimals.ZERO));
        }
        return ScenarioGrid.meanOfLargest(losses, Math.min(meanOf, losses.size()));
    }

    private static Optional<Hedge> with(
            BigInteger lots, MarginAccount account, PricedPosition lot, BigDecimal costRate, TermsAt termsAt) {
        BigDecimal quantity = Decimals.normalised(lot.position().quantity().multiply(new BigDecimal(lots)));
        BigDecimal cost = lot.notional().multiply(new BigDecimal(lots.abs())).multiply(costRate);
        BigDecimal held = quantity;
        MarginAccount traded = account;
        for (MarginedPosition position : account.positions()) {
            Position of = position.priced().position();
            if (of.instrument().equals(lot.position().instrument())) {
                held = held.add(of.quantity());
                traded = traded.closed(
                        position.priced(), position.priced().equityValue(), Decimals.ZERO, without(traded, position));
            }
        }
        List<PricedPosition> positions = new ArrayList<>(traded.priced());
        if (held.signum() != 0) {
            positions.add(
                    new PricedPosition(lot.position().withQuantity(held), lot.price(), lot.source(), lot.conversion()));
        }
        MarginAccount paid = traded.with(traded.wallet().subtract(cost), traded.positions());
        return termsAt.at(paid, positions).map(hedged -> new Hedge(quantity, account.maintenanceExact(), hedged));
    }

    private static List<MarginedPosition> without(MarginAccount account, MarginedPosition gone) {
        return account.positions().stream()
                .filter(position -> !position.id().equals(gone.id()))
                .toList();
    }
}
