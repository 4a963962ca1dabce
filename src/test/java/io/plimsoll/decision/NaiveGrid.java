package io.plimsoll.decision;

import io.plimsoll.decision.MarginProposal.FormSpread;
import io.plimsoll.decision.MarginProposal.GridMean;
import io.plimsoll.decision.MarginProposal.GridScenario;
import io.plimsoll.decision.MarginProposal.PortfolioCredit;
import io.plimsoll.decision.MarginProposal.PortfolioMinimum;
import io.plimsoll.decision.MarginProposal.ScanFactor;
import io.plimsoll.decision.MarginProposal.SpreadDelta;
import io.plimsoll.decision.NaiveAccount.Contract;
import io.plimsoll.decision.NaiveAccount.Kind;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.margin.Scenario;
import io.plimsoll.margin.VolatilityMove;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * The portfolio of a {@link NaiveAccount}: {@code max(least, mean of the largest losses + spreads · charge − credit)}, written out. Contracts stand in one of two
 * legs by the number in their name; a spread takes so much of each, on opposite sides of the market.
 *
 * @param meanOf how many of the largest losses count
 * @param factors of the moves, for either leg
 * @param deltas that a spread takes of either leg
 * @param charge for a spread, below zero a credit
 */
record NaiveGrid(
        List<Cell> cells,
        int meanOf,
        List<BigDecimal> factors,
        List<BigDecimal> deltas,
        BigDecimal charge,
        BigDecimal credit,
        BigDecimal least) {

    private static final MathContext FINE = new MathContext(60);

    /** Prices go to {@code P·(1 + factor · move) + factor · points}. */
    record Cell(BigDecimal move, BigDecimal points, BigDecimal weight) {}

    NaiveGrid scaled(BigDecimal factor) {
        return new NaiveGrid(cells, meanOf, factors, deltas, charge, credit.multiply(factor), least.multiply(factor));
    }

    private static List<Contract> covered(List<Contract> contracts) {
        return contracts.stream().filter(of -> of.kind() == Kind.GRID).toList();
    }

    private static int leg(String name) {
        return (name.charAt(1) - '0') % 2;
    }

    BigDecimal requirement(List<Contract> contracts) {
        List<Contract> covered = covered(contracts);
        if (covered.isEmpty()) {
            return BigDecimal.ZERO;
        }
        BigDecimal sum = mean(covered).add(spreads(covered).multiply(charge)).subtract(credit);
        return sum.max(least);
    }

    private BigDecimal mean(List<Contract> covered) {
        List<BigDecimal> losses = new ArrayList<>();
        for (Cell cell : cells) {
            BigDecimal gain = BigDecimal.ZERO;
            for (Contract contract : covered) {
                BigDecimal factor = factors.get(leg(contract.name()));
                BigDecimal moved = contract.mark()
                        .multiply(BigDecimal.ONE.add(cell.move().multiply(factor)))
                        .add(cell.points().multiply(factor));
                gain = gain.add(contract.profit(moved)).subtract(contract.profit(contract.mark()));
            }
            losses.add(gain.multiply(cell.weight()).negate().max(BigDecimal.ZERO));
        }
        losses.sort(Comparator.reverseOrder());
        int count = Math.min(meanOf, losses.size());
        BigDecimal sum = BigDecimal.ZERO;
        for (BigDecimal loss : losses.subList(0, count)) {
            sum = sum.add(loss);
        }
        return sum.divide(BigDecimal.valueOf(count), FINE);
    }

    private BigDecimal spreads(List<Contract> covered) {
        BigDecimal[] net = {BigDecimal.ZERO, BigDecimal.ZERO};
        for (Contract contract : covered) {
            int leg = leg(contract.name());
            net[leg] = net[leg].add(contract.quantity());
        }
        return net[0].signum() * net[1].signum() >= 0
                ? BigDecimal.ZERO
                : net[0].abs().divide(deltas.get(0), FINE).min(net[1].abs().divide(deltas.get(1), FINE));
    }

    List<Proposal> asked(View view, List<Contract> contracts) {
        List<Proposal> asked = new ArrayList<>();
        List<String> covered = covered(contracts).stream().map(Contract::name).toList();
        if (covered.isEmpty()) {
            return asked;
        }
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            asked.add(new GridScenario(new Scenario(
                    "GRID",
                    "cell " + i,
                    cell.move(),
                    cell.points(),
                    VolatilityMove.relative(BigDecimal.ZERO),
                    cell.weight())));
        }
        for (PricedPosition position : view.positions()) {
            String name = position.id().instrument();
            if (covered.contains(name)) {
                asked.add(new ScanFactor(position.id(), factors.get(leg(name))));
                asked.add(new SpreadDelta(position.id(), "leg " + leg(name), BigDecimal.ONE));
            }
        }
        asked.add(new GridMean("GRID", meanOf));
        asked.add(new FormSpread(BigDecimal.ONE, "leg 0", deltas.get(0), "leg 1", deltas.get(1), charge));
        asked.add(new PortfolioCredit(credit, "offsets"));
        asked.add(new PortfolioMinimum(least, "short options"));
        return asked;
    }

    static NaiveGrid random(Random random) {
        List<Cell> cells = new ArrayList<>();
        int count = 1 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            boolean extreme = random.nextInt(5) == 0;
            cells.add(new Cell(
                    hundredths(random.nextInt(61) - 30),
                    random.nextBoolean() ? BigDecimal.ZERO : hundredths(random.nextInt(2_001) - 1_000),
                    extreme ? new BigDecimal("0.35") : BigDecimal.ONE));
        }
        return new NaiveGrid(
                cells,
                1 + random.nextInt(4),
                List.of(halves(random.nextInt(4)), halves(random.nextInt(4))),
                List.of(BigDecimal.valueOf(1 + random.nextInt(3)), BigDecimal.valueOf(1 + random.nextInt(3))),
                hundredths(random.nextInt(400) - 200),
                BigDecimal.valueOf(random.nextBoolean() ? 0 : random.nextInt(200)),
                BigDecimal.valueOf(random.nextBoolean() ? 0 : random.nextInt(400)));
    }

    private static BigDecimal halves(int count) {
        return BigDecimal.valueOf(count).multiply(new BigDecimal("0.5"));
    }

    private static BigDecimal hundredths(int count) {
        return BigDecimal.valueOf(count, 2);
    }
}
