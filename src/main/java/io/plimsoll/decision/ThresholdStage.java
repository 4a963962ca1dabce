package io.plimsoll.decision;

import io.plimsoll.decision.Proposal.CallToEquity;
import io.plimsoll.decision.Proposal.CallToRatio;
import io.plimsoll.decision.Proposal.ExtendCall;
import io.plimsoll.decision.Proposal.ThresholdProposal;
import io.plimsoll.margin.MarginAccount;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Fourth stage, once for each margin account: what is due? The strictest outcome wins; among calls the larger amount and the earlier deadline. */
final class ThresholdStage {

    private ThresholdStage() {}

    /**
     * What is due for one margin account.
     *
     * @param call the margin call that is asked for, whether or not a stricter outcome stands above it
     * @param extension time to cure, counted from a call's opening, that rules grant instead; empty if none, or without a call
     */
    record Verdict(Outcome outcome, Optional<CallTerms> call, Optional<Duration> extension) {}

    /**
     * Terms of a margin call.
     *
     * @param amount settlement currency, rounded up, positive
     * @param askedBy ids of the rules that ask for this amount or this deadline, sorted
     */
    record CallTerms(BigDecimal amount, Duration cure, List<String> askedBy) {}

    static Verdict run(View view, MarginAccount account, Policy policy, Trail trail) {
        Proposals proposals = policy.rules().propose(Stage.THRESHOLD, view);
        Set<Proposed> won = new HashSet<>();
        List<Call> calls = calls(proposals, account);
        Outcome outcome = strictest(proposals, calls);
        Optional<CallTerms> call = Optional.empty();
        if (!outcome.closesPositions()) {
            call = combine(calls, won);
        }
        for (Proposals.Of<ThresholdProposal> of : proposals.of(ThresholdProposal.class)) {
            if (of.proposal().outcome() == outcome && outcome != Outcome.HEALTHY && outcome != Outcome.MARGIN_CALL) {
                won.add(of.origin());
            }
        }
        Optional<Duration> extension = call.isEmpty()
                ? Optional.empty()
                : Combine.largest(proposals.of(ExtendCall.class), ExtendCall::cure, won);
        trail.note(proposals, won, account.id());
        if (outcome == Outcome.HEALTHY && !account.coversMaintenance(BigDecimal.ONE)) {
            trail.hold(
                    HoldReason.Code.NO_THRESHOLD,
                    "equity of " + account.id() + " is below its maintenance margin and no rule says what is due");
        }
        return new Verdict(outcome, call, extension);
    }

    private static Outcome strictest(Proposals proposals, List<Call> calls) {
        Outcome strictest = calls.isEmpty() ? Outcome.HEALTHY : Outcome.MARGIN_CALL;
        for (Proposals.Of<ThresholdProposal> of : proposals.of(ThresholdProposal.class)) {
            Outcome asked = of.proposal().outcome();
            if (asked != Outcome.MARGIN_CALL && asked.isStricterThan(strictest)) {
                strictest = asked;
            }
        }
        return strictest;
    }

    /** A proposed call with what it comes to; one whose target is already met asks for nothing and is left out. */
    private record Call(Proposed origin, BigDecimal amount, Duration cure) {}

    private static List<Call> calls(Proposals proposals, MarginAccount account) {
        List<Call> calls = new ArrayList<>();
        for (Proposals.Of<CallToRatio> of : proposals.of(CallToRatio.class)) {
            BigDecimal target = of.proposal().targetRatio().multiply(account.maintenanceMargin());
            calls.add(new Call(
                    of.origin(), missing(target, account), of.proposal().cure()));
        }
        for (Proposals.Of<CallToEquity> of : proposals.of(CallToEquity.class)) {
            calls.add(new Call(
                    of.origin(),
                    missing(of.proposal().equity(), account),
                    of.proposal().cure()));
        }
        return calls.stream().filter(call -> call.amount().signum() > 0).toList();
    }

    private static BigDecimal missing(BigDecimal targetEquity, MarginAccount account) {
        return account.rounding().callRoundedUp(targetEquity.subtract(account.equity()));
    }

    private static Optional<CallTerms> combine(List<Call> calls, Set<Proposed> won) {
        Optional<BigDecimal> amount = calls.stream().map(Call::amount).max(BigDecimal::compareTo);
        Optional<Duration> cure = calls.stream().map(Call::cure).min(Duration::compareTo);
        if (amount.isEmpty() || cure.isEmpty()) {
            return Optional.empty();
        }
        Set<String> askedBy = new TreeSet<>();
        for (Call call : calls) {
            if (call.amount().compareTo(amount.get()) == 0 || call.cure().equals(cure.get())) {
                won.add(call.origin());
                askedBy.add(call.origin().rule());
            }
        }
        return Optional.of(new CallTerms(amount.get(), cure.get(), List.copyOf(askedBy)));
    }
}
