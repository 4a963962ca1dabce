package io.plimsoll.decision;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.Collateral;
import io.plimsoll.account.ContractKind;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.Position;
import io.plimsoll.account.PositionId;
import io.plimsoll.decision.CollateralProposal.Conversion;
import io.plimsoll.decision.CollateralProposal.Haircut;
import io.plimsoll.decision.CollateralProposal.HaircutAbove;
import io.plimsoll.decision.CollateralProposal.JoinProfit;
import io.plimsoll.decision.MarginProposal.DebtMargin;
import io.plimsoll.decision.MarginProposal.Initial;
import io.plimsoll.decision.MarginProposal.InitialAmount;
import io.plimsoll.decision.MarginProposal.InitialByLeverage;
import io.plimsoll.decision.MarginProposal.Maintenance;
import io.plimsoll.decision.MarginProposal.MaintenanceAmount;
import io.plimsoll.decision.MarginProposal.MaintenanceByLeverage;
import io.plimsoll.fixtures.Positions;
import io.plimsoll.fixtures.ScriptedRules;
import io.plimsoll.margin.MaintenanceConvention;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.market.Mark;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * An account and its terms, valued straight from the formulas of {@code docs/margin.md}: plain and slow, every sum written out, sixty
 * digits, sharing nothing with the kernel. The same terms as rules make the decision that it is held against. Amounts are of the settlement
 * currency USDT, or of EUR for contracts that are settled in it.
 *
 * @param grid of the contracts that are in it, together
 * @param profitHaircut fraction of a profit in EUR that does not count
 * @param joins true if profits in EUR join the balance of EUR instead
 */
record NaiveAccount(
        List<Contract> contracts, List<Asset> assets, NaiveGrid grid, BigDecimal profitHaircut, boolean joins) {

    private static final MathContext FINE = new MathContext(60);
    private static final BigDecimal EUR = new BigDecimal("1.25");

    enum Kind {
        BRACKET,
        LEVERAGE,
        AMOUNT,
        GRID
    }

    /**
     * A future and what it requires: {@code BRACKET} {@code N·rate − deduction}, {@code LEVERAGE} {@code N/leverage}, {@code AMOUNT}
     * {@code N·rate + N²/depth}, {@code GRID} what {@link NaiveGrid} says of all in it together. Initial margin is twice as much, a grid's the same.
     *
     * @param foreign true if it is settled in EUR
     */
    record Contract(
            String name,
            ContractKind contract,
            boolean foreign,
            BigDecimal quantity,
            BigDecimal multiplier,
            BigDecimal entry,
            BigDecimal mark,
            Kind kind,
            BigDecimal rate,
            BigDecimal leverage,
            BigDecimal depth,
            BigDecimal deduction) {

        BigDecimal conversion() {
            return foreign ? EUR : BigDecimal.ONE;
        }

        /** USDT. */
        BigDecimal notional(BigDecimal price) {
            return quantity.abs().multiply(multiplier).multiply(price).multiply(conversion());
        }

        /** USDT. */
        BigDecimal profit(BigDecimal price) {
            return quantity.multiply(multiplier).multiply(price.subtract(entry)).multiply(conversion());
        }

        /** USDT; zero in a grid. */
        BigDecimal maintenance(BigDecimal price) {
            BigDecimal own = notional(price).divide(conversion(), FINE);
            BigDecimal required = switch (kind) {
                case BRACKET -> own.multiply(rate).subtract(deduction).max(BigDecimal.ZERO);
                case LEVERAGE -> own.divide(leverage, FINE);
                case AMOUNT -> own.multiply(rate).add(own.multiply(own).divide(depth, FINE));
                case GRID -> BigDecimal.ZERO;
            };
            return required.multiply(conversion());
        }

        /** USDT; zero in a grid. */
        BigDecimal initial(BigDecimal price) {
            BigDecimal two = BigDecimal.valueOf(2);
            return kind == Kind.BRACKET
                    ? notional(price).multiply(rate).multiply(two)
                    : maintenance(price).multiply(two);
        }

        boolean isProportional() {
            return kind == Kind.LEVERAGE || kind == Kind.GRID;
        }

        Contract as(String newName, BigDecimal newQuantity) {
            return new Contract(
                    newName,
                    contract,
                    foreign,
                    newQuantity,
                    multiplier,
                    entry,
                    mark,
                    kind,
                    rate,
                    leverage,
                    depth,
                    deduction);
        }

        private Contract scaled(BigDecimal factor) {
            return new Contract(
                    name,
                    contract,
                    foreign,
                    quantity.multiply(factor),
                    multiplier,
                    entry,
                    mark,
                    kind,
                    rate,
                    leverage,
                    depth.multiply(factor),
                    deduction.multiply(factor));
        }

        private Position position() {
            return new Position(
                    name,
                    contract,
                    MarginMode.CROSS,
                    quantity,
                    entry,
                    new Mark(mark, null, Positions.NOON),
                    multiplier,
                    null,
                    null,
                    kind == Kind.GRID ? "GRID" : name,
                    null,
                    null,
                    foreign ? "EUR" : null);
        }

        private List<Proposal> asked(PricedPosition at) {
            PositionId id = at.id();
            BigDecimal own = at.inItsOwnCurrency().notional();
            BigDecimal two = BigDecimal.valueOf(2);
            return switch (kind) {
                case BRACKET -> List.of(new Initial(id, rate.multiply(two)), new Maintenance(id, rate, deduction));
                case LEVERAGE ->
                    List.of(
                            new InitialByLeverage(id, leverage.divide(two, FINE)),
                            new MaintenanceByLeverage(id, leverage));
                case AMOUNT -> {
                    BigDecimal amount = own.multiply(rate).add(own.multiply(own).divide(depth, FINE));
                    yield List.of(new InitialAmount(id, amount.multiply(two)), new MaintenanceAmount(id, amount));
                }
                case GRID -> List.of();
            };
        }
    }

    /**
     * An asset of the balance, of which the part above a floor has a second haircut.
     *
     * @param held units, below zero for a debt
     * @param debtRate maintenance margin of a debt in it; initial margin is twice that
     */
    record Asset(
            String name,
            BigDecimal held,
            BigDecimal borrowed,
            BigDecimal price,
            BigDecimal haircut,
            BigDecimal floor,
            BigDecimal haircutAbove,
            BigDecimal debtRate) {

        static Asset nothing(String name) {
            return new Asset(
                    name,
                    BigDecimal.ZERO,
                    BigDecimal.ZERO,
                    BigDecimal.ONE,
                    BigDecimal.ZERO,
                    BigDecimal.ONE,
                    BigDecimal.ZERO,
                    BigDecimal.ZERO);
        }

        BigDecimal counted() {
            return counted(held.max(BigDecimal.ZERO).multiply(price));
        }

        BigDecimal counted(BigDecimal value) {
            BigDecimal below = value.min(floor);
            BigDecimal above = value.subtract(below);
            return below.multiply(BigDecimal.ONE.subtract(haircut))
                    .add(above.multiply(BigDecimal.ONE.subtract(haircut.max(haircutAbove))));
        }

        BigDecimal debt() {
            return borrowed.add(held.negate().max(BigDecimal.ZERO)).multiply(price);
        }

        private Asset scaled(BigDecimal factor) {
            return new Asset(
                    name,
                    held.multiply(factor),
                    borrowed.multiply(factor),
                    price,
                    haircut,
                    floor.multiply(factor),
                    haircutAbove,
                    debtRate);
        }
    }

    NaiveAccount with(List<Contract> otherContracts, List<Asset> otherAssets) {
        return new NaiveAccount(otherContracts, otherAssets, grid, profitHaircut, joins);
    }

    NaiveAccount scaled(BigDecimal factor) {
        return new NaiveAccount(
                contracts.stream().map(of -> of.scaled(factor)).toList(),
                assets.stream().map(of -> of.scaled(factor)).toList(),
                grid.scaled(factor),
                profitHaircut,
                joins);
    }

    BigDecimal wallet() {
        BigDecimal wallet = BigDecimal.ZERO;
        for (Asset asset : assets) {
            wallet = wallet.add(asset.counted()).subtract(asset.debt());
        }
        return wallet;
    }

    /** @param prices of contracts by name, where they are not the marks */
    BigDecimal equity(Map<String, BigDecimal> prices) {
        BigDecimal own = profit(false, prices);
        BigDecimal foreign = profit(true, prices);
        if (joins && contracts.stream().anyMatch(Contract::foreign)) {
            Asset euros = euros();
            BigDecimal sum = sumOfEuros(prices);
            BigDecimal counts = sum.signum() < 0 ? sum : euros.counted(sum);
            return wallet().subtract(euros.counted()).add(euros.debt()).add(own).add(counts);
        }
        BigDecimal lost = foreign.max(BigDecimal.ZERO).multiply(profitHaircut);
        return wallet().add(own).add(foreign).subtract(lost);
    }

    private BigDecimal profit(boolean foreign, Map<String, BigDecimal> prices) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Contract contract : contracts) {
            if (contract.foreign() == foreign) {
                sum = sum.add(contract.profit(prices.getOrDefault(contract.name(), contract.mark())));
            }
        }
        return sum;
    }

    private Asset euros() {
        return assets.stream().filter(of -> of.name().equals("EUR")).findFirst().orElseThrow();
    }

    private BigDecimal sumOfEuros(Map<String, BigDecimal> prices) {
        Asset euros = euros();
        return euros.held().subtract(euros.borrowed()).multiply(euros.price()).add(profit(true, prices));
    }

    private BigDecimal owed(Asset asset, Map<String, BigDecimal> prices) {
        boolean settles = contracts.stream().anyMatch(Contract::foreign);
        return joins && settles && asset.name().equals("EUR")
                ? sumOfEuros(prices).negate().max(BigDecimal.ZERO)
                : asset.debt();
    }

    BigDecimal maintenance(Map<String, BigDecimal> prices) {
        BigDecimal total = grid.requirement(contracts);
        for (Contract contract : contracts) {
            total = total.add(contract.maintenance(prices.getOrDefault(contract.name(), contract.mark())));
        }
        for (Asset asset : assets) {
            total = total.add(owed(asset, prices).multiply(asset.debtRate()));
        }
        return total;
    }

    BigDecimal initial(Map<String, BigDecimal> prices) {
        BigDecimal total = grid.requirement(contracts);
        for (Contract contract : contracts) {
            total = total.add(contract.initial(prices.getOrDefault(contract.name(), contract.mark())));
        }
        for (Asset asset : assets) {
            total = total.add(owed(asset, prices).multiply(asset.debtRate()).multiply(BigDecimal.valueOf(2)));
        }
        return total;
    }

    /** Equity less maintenance margin with one contract at another price. */
    BigDecimal surplus(String name, BigDecimal price, MaintenanceConvention convention) {
        Map<String, BigDecimal> there = Map.of(name, price);
        return equity(there)
                .subtract(maintenance(convention == MaintenanceConvention.FIXED_AT_MARK ? Map.of() : there));
    }

    AccountSnapshot snapshot() {
        return new AccountSnapshot(
                "NAIVE",
                1,
                Positions.NOON,
                "TEST",
                "USDT",
                assets.stream()
                        .map(of -> new Collateral(of.name(), of.held(), of.price(), of.borrowed(), BigDecimal.ZERO))
                        .toList(),
                contracts.stream().map(Contract::position).toList(),
                List.of(),
                List.of(),
                Map.of(),
                List.of());
    }

    /** The same terms as rules; no threshold asks for anything. */
    ScriptedRules rules(ScriptedRules none) {
        return none.rule(Stage.COLLATERAL, "COL-1", view -> haircuts())
                .rule(Stage.MARGIN, "MRG-1", this::requirements)
                .rule(Stage.MARGIN, "MRG-2", view -> debts())
                .rule(Stage.MARGIN, "MRG-3", view -> grid.asked(view, contracts));
    }

    private List<Proposal> haircuts() {
        List<Proposal> proposals = new ArrayList<>();
        for (Asset asset : assets) {
            proposals.add(new Haircut(asset.name(), asset.haircut()));
            proposals.add(new HaircutAbove(asset.name(), asset.floor(), asset.haircutAbove()));
        }
        proposals.add(new Conversion("EUR", profitHaircut));
        if (joins) {
            proposals.add(new JoinProfit("EUR"));
        }
        return proposals;
    }

    private List<Proposal> requirements(View view) {
        List<Proposal> proposals = new ArrayList<>();
        for (PricedPosition position : view.positions()) {
            for (Contract contract : contracts) {
                if (contract.name().equals(position.id().instrument())) {
                    proposals.addAll(contract.asked(position));
                }
            }
        }
        return proposals;
    }

    private List<Proposal> debts() {
        List<Proposal> proposals = new ArrayList<>();
        for (Asset asset : assets) {
            proposals.add(
                    new DebtMargin(asset.name(), asset.debtRate().multiply(BigDecimal.valueOf(2)), asset.debtRate()));
        }
        return proposals;
    }

    /** @param grids true if some contracts may be in the grid */
    static NaiveAccount random(Random random, boolean grids) {
        List<Contract> contracts = new ArrayList<>();
        BigDecimal notional = BigDecimal.ZERO;
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            Contract contract = contract(random, "P" + i, grids);
            contracts.add(contract);
            notional = notional.add(contract.notional(contract.mark()));
        }
        List<Asset> assets = new ArrayList<>();
        assets.add(asset(random, "USDT", "1", notional, false));
        assets.add(asset(random, "EUR", EUR.toPlainString(), notional, random.nextBoolean()));
        assets.add(asset(random, "ETH", "2000", notional, random.nextBoolean()));
        return new NaiveAccount(
                contracts, assets, NaiveGrid.random(random), two(random.nextInt(101)), random.nextBoolean());
    }

    private static Contract contract(Random random, String name, boolean grids) {
        Kind kind = Kind.values()[random.nextInt(grids ? 4 : 3)];
        BigDecimal entry = BigDecimal.valueOf(50 + random.nextInt(100));
        BigDecimal mark =
                entry.multiply(BigDecimal.valueOf(90 + random.nextInt(21))).movePointLeft(2);
        BigDecimal size = BigDecimal.valueOf(1 + random.nextInt(400));
        return new Contract(
                name,
                random.nextBoolean() ? ContractKind.QUANTO : ContractKind.LINEAR,
                random.nextBoolean(),
                random.nextBoolean() ? size : size.negate(),
                random.nextBoolean() ? BigDecimal.ONE : new BigDecimal("0.05"),
                entry,
                mark,
                kind,
                new BigDecimal("0.00" + (1 + random.nextInt(9))).multiply(BigDecimal.valueOf(1 + random.nextInt(5))),
                BigDecimal.valueOf(3 + random.nextInt(90)),
                BigDecimal.valueOf(400_000 + random.nextInt(1_000_000)),
                BigDecimal.valueOf(random.nextInt(20)));
    }

    private static Asset asset(Random random, String name, String price, BigDecimal notional, boolean owed) {
        BigDecimal part =
                notional.multiply(two(random.nextInt(25))).divide(new BigDecimal(price), 6, java.math.RoundingMode.UP);
        boolean belowZero = owed && random.nextBoolean();
        return new Asset(
                name,
                owed ? (belowZero ? part.negate() : part) : part,
                owed && !belowZero ? part.divide(BigDecimal.valueOf(2)) : BigDecimal.ZERO,
                new BigDecimal(price),
                two(random.nextInt(20)),
                BigDecimal.valueOf(1 + random.nextInt(2_000)),
                two(random.nextInt(60)),
                two(random.nextInt(15)));
    }

    private static BigDecimal two(int hundredths) {
        return BigDecimal.valueOf(hundredths, 2);
    }
}
