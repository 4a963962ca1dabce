package io.plimsoll.rules.verbs;

import io.plimsoll.decision.ThresholdProposal;
import io.plimsoll.rules.facts.About;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/** Verbs of threshold rules: what becomes of the margin account. The strictest outcome wins. */
public final class Threshold {

    private final Proposing proposing;

    public Threshold(Proposing proposing) {
        this.proposing = proposing;
    }

    @About("Warn the customer.")
    public void warn(String reason) {
        proposing.propose(() -> new ThresholdProposal.Warn(reason));
    }

    @About(
            "Call margin up to targetRatio · maintenance margin, to be cured in time. Larger amount, earlier deadline win.")
    public void marginCall(BigDecimal targetRatio, Duration cure) {
        proposing.propose(() -> new ThresholdProposal.CallToRatio(targetRatio, cure));
    }

    @About(
            "Call margin up to an equity in settlement currency, to be cured in time. Larger amount, earlier deadline win.")
    public void marginCallToEquity(BigDecimal equity, Duration cure) {
        proposing.propose(() -> new ThresholdProposal.CallToEquity(equity, cure));
    }

    @About(
            "Call margin up to targetRatio · maintenance margin, due at an instant. Larger amount, earlier deadline win.")
    public void marginCallBy(BigDecimal targetRatio, Instant dueBy) {
        proposing.propose(() -> new ThresholdProposal.CallToRatioBy(targetRatio, dueBy));
    }

    @About(
            "Call margin up to an equity in settlement currency, due at an instant. Larger amount, earlier deadline win.")
    public void marginCallToEquityBy(BigDecimal equity, Instant dueBy) {
        proposing.propose(() -> new ThresholdProposal.CallToEquityBy(equity, dueBy));
    }

    @About("What is missing is called only from this amount on, settlement currency, 0 or more. The largest wins.")
    public void callMinimum(BigDecimal amount) {
        proposing.propose(() -> new ThresholdProposal.CallMinimum(amount));
    }

    @About("What is called is rounded up to a multiple of this, settlement currency, positive. The largest wins.")
    public void callStep(BigDecimal step) {
        proposing.propose(() -> new ThresholdProposal.CallStep(step));
    }

    @About("The time to cure a call, counted from its opening, is this long instead. The longest wins.")
    public void extendCall(Duration cure, String reason) {
        proposing.propose(() -> new ThresholdProposal.ExtendCall(cure, reason));
    }

    @About("A call is due at this instant instead. The latest deadline wins; a call is never shortened.")
    public void extendCallTo(Instant dueBy, String reason) {
        proposing.propose(() -> new ThresholdProposal.ExtendCallTo(dueBy, reason));
    }

    @About("Block new risk; nothing is closed.")
    public void reduceOnly(String reason) {
        proposing.propose(() -> new ThresholdProposal.BlockNewRisk(reason));
    }

    @About("Close as much as restores the margin account.")
    public void reduce(String reason) {
        proposing.propose(() -> new ThresholdProposal.Reduce(reason));
    }

    @About("Close everything on the market.")
    public void liquidate(String reason) {
        proposing.propose(() -> new ThresholdProposal.Liquidate(reason));
    }

    @About("Take everything over at the bankruptcy price.")
    public void takeOver(String reason) {
        proposing.propose(() -> new ThresholdProposal.TakeOver(reason));
    }
}
