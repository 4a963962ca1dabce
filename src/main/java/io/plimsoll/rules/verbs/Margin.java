package io.plimsoll.rules.verbs;

import io.plimsoll.decision.MarginProposal;
import io.plimsoll.margin.Scenario;
import io.plimsoll.margin.VolatilityMove;
import io.plimsoll.margin.VolatilityTerm;
import io.plimsoll.rules.facts.About;
import io.plimsoll.rules.facts.Account;
import io.plimsoll.rules.facts.Collateral;
import io.plimsoll.rules.facts.OpenOrder;
import io.plimsoll.rules.facts.Position;
import java.math.BigDecimal;
import java.util.function.Supplier;

/** Verbs of margin rules: what a position, an order or the account requires. */
public final class Margin {

    private final Proposing proposing;

    public Margin(Proposing proposing) {
        this.proposing = proposing;
    }

    @About("Initial margin as a fraction of notional, 0 or more. The largest requirement wins.")
    public void initial(Position position, BigDecimal rate) {
        proposing.propose(() -> new MarginProposal.Initial(position.id(), rate));
    }

    @About("Initial margin as an amount, settlement currency, 0 or more. The largest requirement wins.")
    public void initialAmount(Position position, BigDecimal amount) {
        proposing.propose(() -> new MarginProposal.InitialAmount(position.id(), amount));
    }

    @About("Initial margin notional / leverage, the leverage positive. The largest requirement wins.")
    public void initialByLeverage(Position position, BigDecimal leverage) {
        proposing.propose(() -> new MarginProposal.InitialByLeverage(position.id(), leverage));
    }

    @About("Maintenance margin notional · rate − deduction, both 0 or more. The largest requirement wins.")
    public void maintenance(Position position, BigDecimal rate, BigDecimal deduction) {
        proposing.propose(() -> new MarginProposal.Maintenance(position.id(), rate, deduction));
    }

    @About("Maintenance margin as an amount, settlement currency, 0 or more. The largest requirement wins.")
    public void maintenanceAmount(Position position, BigDecimal amount) {
        proposing.propose(() -> new MarginProposal.MaintenanceAmount(position.id(), amount));
    }

    @About("Maintenance margin notional / leverage, the leverage positive. The largest requirement wins.")
    public void maintenanceByLeverage(Position position, BigDecimal leverage) {
        proposing.propose(() -> new MarginProposal.MaintenanceByLeverage(position.id(), leverage));
    }

    @About("Amount on top of the position's requirements, settlement currency, 0 or more. All are summed.")
    public void addOn(Position position, BigDecimal amount, String reason) {
        proposing.propose(() -> new MarginProposal.AddOn(position.id(), amount, reason));
    }

    @About("Amount on top of the cross margin account's requirements, settlement currency, 0 or more. All are summed.")
    public void addOn(Account account, BigDecimal amount, String reason) {
        proposing.propose(() -> new MarginProposal.AddOn(null, amount, reason));
    }

    @About(
            "Amount on top of the cross margin account's initial margin alone, settlement currency, 0 or more. All are summed.")
    public void initialAddOn(Account account, BigDecimal amount, String reason) {
        proposing.propose(() -> new MarginProposal.InitialAddOn(amount, reason));
    }

    @About(
            "Amount that equity does not count of what the position adds to it, settlement currency, 0 or more: a weight on profits. All are summed. Bankruptcy and take-over prices count everything.")
    public void discount(Position position, BigDecimal amount, String reason) {
        proposing.propose(() -> new MarginProposal.Discount(position.id(), amount, reason));
    }

    @About("Factor of 1 or more on the position's requirements. The largest wins.")
    public void multiply(Position position, BigDecimal factor, String reason) {
        proposing.propose(() -> new MarginProposal.Multiply(position.id(), factor, reason));
    }

    @About("Factor of 1 or more on the requirements of every position. The largest wins.")
    public void multiply(Account account, BigDecimal factor, String reason) {
        proposing.propose(() -> new MarginProposal.Multiply(null, factor, reason));
    }

    @About("Initial margin that the order binds, as a fraction of its notional, 0 or more. The largest wins.")
    public void order(OpenOrder order, BigDecimal rate) {
        proposing.propose(() -> new MarginProposal.OrderInitial(order.orderId(), rate));
    }

    @About(
            "Margin that a debt in the asset requires to be taken and to be kept, as fractions of the debt, 0 or more. The largest of each wins.")
    public void debt(Collateral collateral, BigDecimal initialRate, BigDecimal maintenanceRate) {
        proposing.propose(() -> new MarginProposal.DebtMargin(collateral.asset(), initialRate, maintenanceRate));
    }

    @About("Expected fee and slippage of closing the position, as a fraction of notional, 0 to 1. The largest wins.")
    public void closingCost(Position position, BigDecimal rate) {
        proposing.propose(() -> new MarginProposal.ClosingCost(position.id(), rate));
    }

    @About(
            "One cell of the grid of an underlying's cross positions: prices move by a fraction above −1, volatilities by a fraction of themselves, and the loss counts times a weight of 0 or more. The largest weighted loss of a grid is required; grids add up.")
    public void scenario(
            String underlying, String name, BigDecimal priceMove, BigDecimal volatilityMove, BigDecimal weight) {
        propose(underlying, name, priceMove, () -> VolatilityMove.relative(volatilityMove), weight);
    }

    @About(
            "The same with a volatility move that is multiplied by (30 / days to expiry)^exponent of each option; the exponent is 0 or more.")
    public void scenario(
            String underlying,
            String name,
            BigDecimal priceMove,
            BigDecimal volatilityMove,
            BigDecimal exponent,
            BigDecimal weight) {
        propose(
                underlying,
                name,
                priceMove,
                () -> new VolatilityMove(volatilityMove, BigDecimal.ZERO, exponent),
                weight);
    }

    @About(
            "How volatility moves of the underlying's grid go with the time to expiry: the exponent beyond 30 days, 0 or more; the days that are counted at least; and what a volatility that is raised is raised to at least, a year as a fraction. The smallest exponent, the fewest days and the highest volatility win.")
    public void volatilityTerm(
            String underlying, BigDecimal longExponent, BigDecimal leastDays, BigDecimal leastRaised) {
        proposing.propose(() -> new MarginProposal.TermOfVolatility(
                underlying, new VolatilityTerm(longExponent, leastDays, leastRaised)));
    }

    @About("One cell like scenario, whose volatility move is added to the volatility: 0.1 makes 50 % into 60 %.")
    public void scenarioInPoints(
            String underlying, String name, BigDecimal priceMove, BigDecimal volatilityPoints, BigDecimal weight) {
        propose(underlying, name, priceMove, () -> VolatilityMove.points(volatilityPoints), weight);
    }

    @About("The same with points that are multiplied by (30 / days to expiry)^exponent of each option.")
    public void scenarioInPoints(
            String underlying,
            String name,
            BigDecimal priceMove,
            BigDecimal volatilityPoints,
            BigDecimal exponent,
            BigDecimal weight) {
        propose(
                underlying,
                name,
                priceMove,
                () -> new VolatilityMove(BigDecimal.ZERO, volatilityPoints, exponent),
                weight);
    }

    @About(
            "One cell of a scan: prices move by an amount in price units, the same for every month, volatilities by a fraction of themselves, and the loss counts times a weight of 0 or more.")
    public void scan(
            String underlying, String name, BigDecimal pricePoints, BigDecimal volatilityMove, BigDecimal weight) {
        proposing.propose(() -> new MarginProposal.GridScenario(new Scenario(
                underlying, name, BigDecimal.ZERO, pricePoints, VolatilityMove.relative(volatilityMove), weight)));
    }

    @About(
            "The underlying's grid requires the mean of so many of its largest weighted losses, 1 or more, where it would require the largest. The fewest win.")
    public void gridMean(String underlying, Integer worst) {
        proposing.propose(() -> new MarginProposal.GridMean(underlying, worst));
    }

    @About(
            "In every cell of its underlying's grid the position's price moves by this multiple, 0 or more, of the cell's price move: a month's own scan range, a share's beta. The largest wins; without one 1.")
    public void scanFactor(Position position, BigDecimal factor) {
        proposing.propose(() -> new MarginProposal.ScanFactor(position.id(), factor));
    }

    @About(
            "In this cell of this grid the position's price moves by its own fraction, above −1: a day of history, in which each instrument has its return. The position is in the grid, whatever its underlying, and the cell in it, whose weight is 1 and whose volatilities stay where scenario says nothing else. The largest move wins, of equal ones the fall.")
    public void move(Position position, String grid, String cell, BigDecimal priceMove) {
        proposing.propose(() -> new MarginProposal.OwnMove(position.id(), grid, cell, priceMove));
    }

    @About(
            "What the position would require by itself to be opened and to be kept, settlement currency, 0 or more. Where every position of a grid says so, the grid requires at most their sum: the lesser of naked options and their largest loss. The largest of each wins.")
    public void alone(Position position, BigDecimal initial, BigDecimal maintenance) {
        proposing.propose(() -> new MarginProposal.Alone(position.id(), initial, maintenance));
    }

    @About(
            "So much of the asset's value, settlement currency, negative of a debt, moves with the underlying's price in its grid: spot that hedges what is held there. Without a position the grid requires nothing. The smallest value of an asset wins; those of several assets add up.")
    public void inGrid(Collateral collateral, String underlying, BigDecimal value) {
        proposing.propose(() -> new MarginProposal.InGrid(collateral.asset(), underlying, value));
    }

    @About(
            "Amount that the underlying's grid requires on top of its cells, settlement currency, 0 or more: for what no cell reaches. The largest wins.")
    public void gridCharge(String underlying, BigDecimal amount, String reason) {
        proposing.propose(() -> new MarginProposal.GridCharge(underlying, amount, reason));
    }

    @About(
            "What one unit of the position's quantity, held long, brings to a leg of spreads: a month, a tier, a commodity. All of a leg are summed, longs against shorts.")
    public void spreadDelta(Position position, String leg, BigDecimal delta) {
        proposing.propose(() -> new MarginProposal.SpreadDelta(position.id(), leg, delta));
    }

    @About(
            "Spreads of so much delta of one leg against so much of another, on opposite sides of the market, both positive: formed as often as those of a smaller priority have left delta for, and charged each, settlement currency; a negative charge is a credit. Part of what the grids require.")
    public void spread(
            BigDecimal priority,
            String leg,
            BigDecimal delta,
            String otherLeg,
            BigDecimal otherDelta,
            BigDecimal charge) {
        proposing.propose(() -> new MarginProposal.FormSpread(priority, leg, delta, otherLeg, otherDelta, charge));
    }

    @About(
            "A spread of two underlyings as spread, that earns a rate, 0 to 1, of the price risk of both legs: each leg's grid over its net delta, for each delta that the spreads take.")
    public void spreadCredit(
            BigDecimal priority,
            String underlying,
            BigDecimal delta,
            String otherUnderlying,
            BigDecimal otherDelta,
            BigDecimal rate) {
        proposing.propose(() -> new MarginProposal.FormSpread(
                priority, underlying, delta, otherUnderlying, otherDelta, BigDecimal.ZERO, rate));
    }

    @About(
            "Amount off what the grids of all underlyings require together, settlement currency, 0 or more. All are summed; never below zero.")
    public void credit(Account account, BigDecimal amount, String reason) {
        proposing.propose(() -> new MarginProposal.PortfolioCredit(amount, reason));
    }

    @About(
            "What the grids of all underlyings require together after credits is at least this, settlement currency, 0 or more. The largest wins.")
    public void portfolioMinimum(Account account, BigDecimal amount, String reason) {
        proposing.propose(() -> new MarginProposal.PortfolioMinimum(amount, reason));
    }

    @About(
            "To open positions the grids with their spreads, credits and minimum require this multiple, 1 or more, of what they require to keep them; what stands beside them is as it is. The largest wins.")
    public void initialGridMultiple(Account account, BigDecimal factor) {
        proposing.propose(() -> new MarginProposal.InitialGridMultiple(factor));
    }

    @About(
            "The cross account's initial margin is at least this multiple, 1 or more, of its maintenance margin. The largest wins.")
    public void initialMultiple(Account account, BigDecimal factor) {
        proposing.propose(() -> new MarginProposal.InitialMultiple(factor));
    }

    private void propose(
            String underlying,
            String name,
            BigDecimal priceMove,
            Supplier<VolatilityMove> volatilityMove,
            BigDecimal weight) {
        proposing.propose(() -> new MarginProposal.GridScenario(
                new Scenario(underlying, name, priceMove, volatilityMove.get(), weight)));
    }
}
