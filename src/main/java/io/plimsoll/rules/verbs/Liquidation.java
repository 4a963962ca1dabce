package io.plimsoll.rules.verbs;

import io.plimsoll.decision.ExecutionMethod;
import io.plimsoll.decision.Proposal;
import io.plimsoll.rules.facts.About;
import io.plimsoll.rules.facts.OneOf;
import io.plimsoll.rules.facts.Position;
import java.math.BigDecimal;

/** Verbs of liquidation rules: the steps by which a margin account is closed. Their order is the engine's. */
public final class Liquidation {

    private final Proposing proposing;

    public Liquidation(Proposing proposing) {
        this.proposing = proposing;
    }

    @About("Cancel the open orders first.")
    public void cancelOrders() {
        proposing.propose(() -> new Proposal.CancelOrders());
    }

    @About("Quantities of the position are closed in multiples of this size, positive. The largest wins.")
    public void lot(Position position, BigDecimal size) {
        proposing.propose(() -> new Proposal.Lot(position.id(), size));
    }

    @About("Close a fraction of the position, 0 to 1. The larger reduction wins.")
    public void reduce(Position position, BigDecimal fraction) {
        proposing.propose(() -> new Proposal.ReduceByFraction(position.id(), fraction));
    }

    @About("Close until the position's notional is at most a cap in settlement currency. The larger reduction wins.")
    public void reduceToNotional(Position position, BigDecimal cap) {
        proposing.propose(() -> new Proposal.ReduceToNotional(position.id(), cap));
    }

    @About("Close the least that restores equity to target · maintenance margin. The highest target wins.")
    public void reduceToRatio(BigDecimal target) {
        proposing.propose(() -> new Proposal.ReduceToRatio(target));
    }

    @About("Close the least that restores equity to multiple · initial margin, positive. The highest multiple wins.")
    public void reduceToInitial(BigDecimal multiple) {
        proposing.propose(() -> new Proposal.ReduceToInitial(multiple));
    }

    @About("Close the position altogether.")
    public void close(Position position) {
        proposing.propose(() -> new Proposal.Close(position.id()));
    }

    @About("Hand the position over at its bankruptcy price.")
    public void takeOver(Position position) {
        proposing.propose(() -> new Proposal.TakeOverPosition(position.id()));
    }

    @About("How the position is closed. The method that spares the market most wins.")
    public void route(Position position, @OneOf(ExecutionMethod.class) String method) {
        proposing.propose(() -> new Proposal.Route(position.id(), Names.of(ExecutionMethod.class, method)));
    }

    @About("The insurance fund bears what is short.")
    public void insuranceFund() {
        proposing.propose(() -> new Proposal.InsuranceFund());
    }

    @About("After the insurance fund, opposite positions are deleveraged.")
    public void autoDeleverage() {
        proposing.propose(() -> new Proposal.AutoDeleverage());
    }
}
