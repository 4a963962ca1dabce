package io.plimsoll.rules.verbs;

import io.plimsoll.auction.PriceCurve;
import io.plimsoll.decision.ClosurePlan.Surplus;
import io.plimsoll.decision.ExecutionMethod;
import io.plimsoll.decision.LiquidationProposal;
import io.plimsoll.margin.ClosingOrder;
import io.plimsoll.rules.facts.About;
import io.plimsoll.rules.facts.OneOf;
import io.plimsoll.rules.facts.Position;
import java.math.BigDecimal;
import java.time.Duration;

/** Verbs of liquidation rules: the steps by which a margin account is closed. Their order is the engine's. */
public final class Liquidation {

    private final Proposing proposing;

    public Liquidation(Proposing proposing) {
        this.proposing = proposing;
    }

    @About("Cancel the open orders first.")
    public void cancelOrders() {
        proposing.propose(() -> new LiquidationProposal.CancelOrders());
    }

    @About("Quantities of the position are closed in multiples of this size, positive. The largest wins.")
    public void lot(Position position, BigDecimal size) {
        proposing.propose(() -> new LiquidationProposal.Lot(position.id(), size));
    }

    @About("No smaller quantity of the position is closed or left, zero or more. The largest wins.")
    public void minimum(Position position, BigDecimal quantity) {
        proposing.propose(() -> new LiquidationProposal.MinimumQuantity(position.id(), quantity));
    }

    @About(
            "No smaller notional of the position is closed or left, settlement currency, zero or more. The largest wins.")
    public void minimumNotional(Position position, BigDecimal notional) {
        proposing.propose(() -> new LiquidationProposal.MinimumNotional(position.id(), notional));
    }

    @About(
            "No more than this fraction of the position is closed at once, above 0 to 1, rounded down to lots but no less than the least quantity; what is left is decided again. The smallest wins.")
    public void atMost(Position position, BigDecimal fraction) {
        proposing.propose(() -> new LiquidationProposal.AtMost(position.id(), fraction));
    }

    @About(
            "Positions of a smaller rank are closed first, those without a rank last. The smallest rank of a position wins.")
    public void first(Position position, BigDecimal rank) {
        proposing.propose(() -> new LiquidationProposal.First(position.id(), rank));
    }

    @About(
            "Which of the positions of equal rank is closed first; MARGIN_PER_COST without a rule. The order named later wins.")
    public void order(@OneOf(ClosingOrder.class) String order) {
        proposing.propose(() -> new LiquidationProposal.InOrder(Names.of(ClosingOrder.class, order)));
    }

    @About(
            "A fee on the notional that is closed, and the insurance fund's share of the fee, both 0 to 1. The largest rate wins, then the largest share.")
    public void fee(Position position, BigDecimal rate, BigDecimal fundShare) {
        proposing.propose(() -> new LiquidationProposal.Fee(position.id(), rate, fundShare));
    }

    @About("Close a fraction of the position, 0 to 1. The larger reduction wins.")
    public void reduce(Position position, BigDecimal fraction) {
        proposing.propose(() -> new LiquidationProposal.ReduceByFraction(position.id(), fraction));
    }

    @About("Close until the position's notional is at most a cap in settlement currency. The larger reduction wins.")
    public void reduceToNotional(Position position, BigDecimal cap) {
        proposing.propose(() -> new LiquidationProposal.ReduceToNotional(position.id(), cap));
    }

    @About("Close the least that restores equity to target · maintenance margin. The highest target wins.")
    public void reduceToRatio(BigDecimal target) {
        proposing.propose(() -> new LiquidationProposal.ReduceToRatio(target));
    }

    @About("Close the least that restores equity to multiple · initial margin, positive. The highest multiple wins.")
    public void reduceToInitial(BigDecimal multiple) {
        proposing.propose(() -> new LiquidationProposal.ReduceToInitial(multiple));
    }

    @About("Close the position altogether.")
    public void close(Position position) {
        proposing.propose(() -> new LiquidationProposal.Close(position.id()));
    }

    @About(
            "A share of the debt in the asset, 0 to 1, may be repaid by who gets collateral for it; counted from the debt as it stood when the account was last healthy. The largest wins.")
    public void repay(String asset, BigDecimal closeFactor) {
        proposing.propose(() -> new LiquidationProposal.Repay(asset, closeFactor));
    }

    @About(
            "The asset is seized for what is repaid, smaller order first, with a bonus of 0 or more on top of the repaid value. The smallest order and the largest bonus win.")
    public void seize(String asset, BigDecimal order, BigDecimal bonus) {
        proposing.propose(() -> new LiquidationProposal.Seize(asset, order, bonus));
    }

    @About(
            "All of the asset is taken, and a share of its value, above 0 to 1, is set against the debts; what is over is paid out in the debt's asset. Before anything is repaid and seized. The smallest share wins.")
    public void absorb(String asset, BigDecimal share) {
        proposing.propose(() -> new LiquidationProposal.Absorb(asset, share));
    }

    @About("Fraction of the bonus on the seized asset that goes to the protocol, 0 to 1. The largest wins.")
    public void protocolFee(String asset, BigDecimal share) {
        proposing.propose(() -> new LiquidationProposal.ProtocolFee(asset, share));
    }

    @About(
            "A step that takes neither all of a debt nor all of the collateral for it leaves at least this much of either, settlement currency, zero or more; it repays less where it must. The largest wins.")
    public void leaveAtLeast(BigDecimal value) {
        proposing.propose(() -> new LiquidationProposal.LeaveAtLeast(value));
    }

    @About("Hand the position over at its bankruptcy price.")
    public void takeOver(Position position) {
        proposing.propose(() -> new LiquidationProposal.TakeOverPosition(position.id()));
    }

    @About("How the position is closed. The method that spares the market most wins.")
    public void route(Position position, @OneOf(ExecutionMethod.class) String method) {
        proposing.propose(() -> new LiquidationProposal.Route(position.id(), Names.of(ExecutionMethod.class, method)));
    }

    @About(
            "A TWAP of the position is sent in so many slices, one or more, this far apart. The most slices win, then the longest interval.")
    public void slices(Position position, Integer count, Duration interval) {
        proposing.propose(() -> new LiquidationProposal.Slices(position.id(), count, interval));
    }

    @About(
            "An auction of the position starts at buffer · price and falls evenly to nothing in a time. The largest buffer wins.")
    public void auction(Position position, BigDecimal buffer, Duration length) {
        proposing.propose(() -> new LiquidationProposal.Auction(position.id(), buffer, new PriceCurve.Linear(length)));
    }

    @About(
            "An auction of the position starts at buffer · price and is multiplied by cut, between 0 and 1, at each step of time. The largest buffer wins.")
    public void auctionInSteps(Position position, BigDecimal buffer, BigDecimal cut, Duration step) {
        proposing.propose(
                () -> new LiquidationProposal.Auction(position.id(), buffer, new PriceCurve.Stairstep(cut, step)));
    }

    @About(
            "What is seized of the asset is sold in an auction that starts at buffer · price and falls evenly to nothing in a time. The largest buffer wins.")
    public void auctionAsset(String asset, BigDecimal buffer, Duration length) {
        proposing.propose(() -> new LiquidationProposal.AssetAuction(asset, buffer, new PriceCurve.Linear(length)));
    }

    @About(
            "What is seized of the asset is sold in an auction that starts at buffer · price and is multiplied by cut, between 0 and 1, at each step of time. The largest buffer wins.")
    public void auctionAssetInSteps(String asset, BigDecimal buffer, BigDecimal cut, Duration step) {
        proposing.propose(
                () -> new LiquidationProposal.AssetAuction(asset, buffer, new PriceCurve.Stairstep(cut, step)));
    }

    @About(
            "The position is closed at its fillable price or better: the price less min(1, adjustment · (1 − equity / maintenance margin)) · spread · its maintenance margin a unit, for a short plus. It may lie beyond the bankruptcy price, and the insurance fund bears the difference. The price best for the account wins.")
    public void fillablePrice(Position position, BigDecimal adjustment, BigDecimal spread) {
        proposing.propose(() -> new LiquidationProposal.Fillable(position.id(), adjustment, spread));
    }

    @About(
            "The position is not closed at a price farther away than this fraction, 0 to 1; never beyond its bankruptcy price. The smallest wins.")
    public void priceLimit(Position position, BigDecimal band) {
        proposing.propose(() -> new LiquidationProposal.PriceLimit(position.id(), band));
    }

    @About(
            "What is not closed yet when equity is back at ratio · maintenance margin is left, positive. The highest wins.")
    public void stopAtRatio(BigDecimal ratio) {
        proposing.propose(() -> new LiquidationProposal.StopAtRatio(ratio));
    }

    @About(
            "Who gets what a closing brings above the bankruptcy price; the customer without a rule, and where rules differ.")
    public void surplusTo(@OneOf(Surplus.class) String owner) {
        proposing.propose(() -> new LiquidationProposal.SurplusTo(Names.of(Surplus.class, owner)));
    }

    @About("The insurance fund bears what is short.")
    public void insuranceFund() {
        proposing.propose(() -> new LiquidationProposal.InsuranceFund(null));
    }

    @About(
            "The insurance fund bears what is short, at most this much in settlement currency, zero or more. The smallest wins.")
    public void insuranceFund(BigDecimal most) {
        proposing.propose(() -> new LiquidationProposal.InsuranceFund(most));
    }

    @About("After the insurance fund, opposite positions are deleveraged.")
    public void autoDeleverage() {
        proposing.propose(() -> new LiquidationProposal.AutoDeleverage());
    }

    @About("What then is left is borne by all who are in profit.")
    public void socialise() {
        proposing.propose(() -> new LiquidationProposal.Socialise());
    }
}
