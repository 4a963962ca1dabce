package io.plimsoll.rules.verbs;

import io.plimsoll.decision.Proposal;
import io.plimsoll.rules.facts.About;
import io.plimsoll.rules.facts.Account;
import io.plimsoll.rules.facts.Collateral;
import io.plimsoll.rules.facts.OpenOrder;
import io.plimsoll.rules.facts.Position;
import java.math.BigDecimal;

/** Verbs of margin rules: what a position, an order or the account requires. */
public final class Margin {

    private final Proposing proposing;

    public Margin(Proposing proposing) {
        this.proposing = proposing;
    }

    @About("Initial margin as a fraction of notional, 0 or more. The largest requirement wins.")
    public void initial(Position position, BigDecimal rate) {
        proposing.propose(() -> new Proposal.Initial(position.id(), rate));
    }

    @About("Initial margin as an amount, settlement currency, 0 or more. The largest requirement wins.")
    public void initialAmount(Position position, BigDecimal amount) {
        proposing.propose(() -> new Proposal.InitialAmount(position.id(), amount));
    }

    @About("Initial margin notional / leverage, the leverage positive. The largest requirement wins.")
    public void initialByLeverage(Position position, BigDecimal leverage) {
        proposing.propose(() -> new Proposal.InitialByLeverage(position.id(), leverage));
    }

    @About("Maintenance margin notional · rate − deduction, both 0 or more. The largest requirement wins.")
    public void maintenance(Position position, BigDecimal rate, BigDecimal deduction) {
        proposing.propose(() -> new Proposal.Maintenance(position.id(), rate, deduction));
    }

    @About("Maintenance margin as an amount, settlement currency, 0 or more. The largest requirement wins.")
    public void maintenanceAmount(Position position, BigDecimal amount) {
        proposing.propose(() -> new Proposal.MaintenanceAmount(position.id(), amount));
    }

    @About("Maintenance margin notional / leverage, the leverage positive. The largest requirement wins.")
    public void maintenanceByLeverage(Position position, BigDecimal leverage) {
        proposing.propose(() -> new Proposal.MaintenanceByLeverage(position.id(), leverage));
    }

    @About("Amount on top of the position's requirements, settlement currency, 0 or more. All are summed.")
    public void addOn(Position position, BigDecimal amount, String reason) {
        proposing.propose(() -> new Proposal.AddOn(position.id(), amount, reason));
    }

    @About("Amount on top of the cross margin account's requirements, settlement currency, 0 or more. All are summed.")
    public void addOn(Account account, BigDecimal amount, String reason) {
        proposing.propose(() -> new Proposal.AddOn(null, amount, reason));
    }

    @About("Factor of 1 or more on the position's requirements. The largest wins.")
    public void multiply(Position position, BigDecimal factor, String reason) {
        proposing.propose(() -> new Proposal.Multiply(position.id(), factor, reason));
    }

    @About("Factor of 1 or more on the requirements of every position. The largest wins.")
    public void multiply(Account account, BigDecimal factor, String reason) {
        proposing.propose(() -> new Proposal.Multiply(null, factor, reason));
    }

    @About("Initial margin that the order binds, as a fraction of its notional, 0 or more. The largest wins.")
    public void order(OpenOrder order, BigDecimal rate) {
        proposing.propose(() -> new Proposal.OrderInitial(order.orderId(), rate));
    }

    @About(
            "Margin that a debt in the asset requires to be taken and to be kept, as fractions of the debt, 0 or more. The largest of each wins.")
    public void debt(Collateral collateral, BigDecimal initialRate, BigDecimal maintenanceRate) {
        proposing.propose(() -> new Proposal.DebtMargin(collateral.asset(), initialRate, maintenanceRate));
    }

    @About("Expected fee and slippage of closing the position, as a fraction of notional, 0 to 1. The largest wins.")
    public void closingCost(Position position, BigDecimal rate) {
        proposing.propose(() -> new Proposal.ClosingCost(position.id(), rate));
    }
}
