package io.plimsoll.rules.verbs;

import io.plimsoll.decision.CollateralProposal;
import io.plimsoll.rules.facts.About;
import io.plimsoll.rules.facts.Position;
import java.math.BigDecimal;

/** Verbs of collateral rules: what an asset counts for. */
public final class Collateral {

    private final Proposing proposing;

    public Collateral(Proposing proposing) {
        this.proposing = proposing;
    }

    @About("Fraction of the asset's value that does not count, 0 to 1. The largest wins.")
    public void haircut(String asset, BigDecimal rate) {
        proposing.propose(() -> new CollateralProposal.Haircut(asset, rate));
    }

    @About(
            "What the asset's market value has above a floor, settlement currency, does not count at a rate, 0 to 1. At each amount the largest rate whose floor is passed wins.")
    public void haircutAbove(String asset, BigDecimal floor, BigDecimal rate) {
        proposing.propose(() -> new CollateralProposal.HaircutAbove(asset, floor, rate));
    }

    @About("Most market value of the asset that counts, settlement currency, before its haircut. The smallest wins.")
    public void cap(String asset, BigDecimal value) {
        proposing.propose(() -> new CollateralProposal.ValueCap(asset, value));
    }

    @About(
            "Fraction of the asset's market value, up to its cap, that may be borrowed against, 0 to 1. The smallest wins; without one nothing may.")
    public void loanToValue(String asset, BigDecimal rate) {
        proposing.propose(() -> new CollateralProposal.LoanToValue(asset, rate));
    }

    @About(
            "Fraction of the profit of cross positions settled in another currency than the account's that does not count, 0 to 1; their losses count in full. The largest wins; without one the currency's largest haircut.")
    public void conversion(String currency, BigDecimal rate) {
        proposing.propose(() -> new CollateralProposal.Conversion(currency, rate));
    }

    @About(
            "Profits and losses of cross positions settled in the currency, another than the account's, join its balance: the sum counts by its haircuts and cap, and below zero it is a debt. Any rule is enough; a conversion does not apply then.")
    public void joinProfit(String currency) {
        proposing.propose(() -> new CollateralProposal.JoinProfit(currency));
    }

    @About(
            "The asset's price moves with that of the position's instrument, linear or quanto and settled in the account's currency, when liquidation and bankruptcy prices are looked for; what counts by more than one haircut or up to a cap stands still. Of several instruments the first by name wins.")
    public void follows(String asset, Position position) {
        proposing.propose(() -> new CollateralProposal.Follows(asset, position.instrument()));
    }

    @About("The asset does not count at all; a debt still counts in full. Any exclusion excludes.")
    public void exclude(String asset, String reason) {
        proposing.propose(() -> new CollateralProposal.Exclude(asset, reason));
    }

    @About("The asset may meet a margin call, in multiples of a step in its own units. The largest step wins.")
    public void accept(String asset, BigDecimal step) {
        proposing.propose(() -> new CollateralProposal.Accept(asset, step));
    }

    @About(
            "The asset is repaid and seized in multiples of this quantity of it, positive: what is repaid is rounded up, what is seized down. The largest wins; without one 34 digits are kept.")
    public void smallestUnit(String asset, BigDecimal quantity) {
        proposing.propose(() -> new CollateralProposal.SmallestUnit(asset, quantity));
    }
}
