package io.plimsoll.rules.verbs;

import io.plimsoll.decision.Proposal;
import io.plimsoll.rules.facts.About;
import java.math.BigDecimal;
import java.time.Duration;

/** Verbs of threshold rules: what becomes of the margin account. The strictest outcome wins. */
public final class Threshold {

    private final Proposing proposing;

    public Threshold(Proposing proposing) {
        this.proposing = proposing;
    }

    @About("Warn the customer.")
    public void warn(String reason) {
        proposing.propose(() -> new Proposal.Warn(reason));
    }

    @About(
            "Call margin up to targetRatio · maintenance margin, to be cured in time. Larger amount, earlier deadline win.")
    public void marginCall(BigDecimal targetRatio, Duration cure) {
        proposing.propose(() -> new Proposal.CallToRatio(targetRatio, cure));
    }

    @About(
            "Call margin up to an equity in settlement currency, to be cured in time. Larger amount, earlier deadline win.")
    public void marginCallToEquity(BigDecimal equity, Duration cure) {
        proposing.propose(() -> new Proposal.CallToEquity(equity, cure));
    }

    @About("The time to cure a call, counted from its opening, is this long instead. The longest wins.")
    public void extendCall(Duration cure, String reason) {
        proposing.propose(() -> new Proposal.ExtendCall(cure, reason));
    }

    @About("Block new risk; nothing is closed.")
    public void reduceOnly(String reason) {
        proposing.propose(() -> new Proposal.BlockNewRisk(reason));
    }

    @About("Close as much as restores the margin account.")
    public void reduce(String reason) {
        proposing.propose(() -> new Proposal.Reduce(reason));
    }

    @About("Close everything on the market.")
    public void liquidate(String reason) {
        proposing.propose(() -> new Proposal.Liquidate(reason));
    }

    @About("Take everything over at the bankruptcy price.")
    public void takeOver(String reason) {
        proposing.propose(() -> new Proposal.TakeOver(reason));
    }
}
