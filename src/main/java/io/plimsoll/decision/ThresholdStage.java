package io.plimsoll.decision;

import io.plimsoll.decision.ThresholdProposal.ExtensionProposal;
import io.plimsoll.margin.MarginAccount;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Fourth stage, once for each margin account: what is due? The strictest outcome wins; among calls the larger amount and the earlier deadline. */
final class ThresholdStage {

    private ThresholdStage() {}

    /**
     * What is due for one margin account.
     *
     * @param call the margin call that is asked for, whether or not a stricter outcome stands above it
     * @param extendedTo deadline that rules grant instead, if it is later; empty if they grant none, or without a call
     */
    record Verdict(Outcome outcome, Optional<CallTerms> call, Optional<Instant> extendedTo) {

        /** Of an account of which a requirement is unknown. */
        static final Verdict UNKNOWN = new Verdict(Outcome.HOLD, Optional.empty(), Optional.empty());
    }

    /**
     * Terms of a margin call.
     *
     * @param amount settlement currency, rounded up, positive
     * @param dueBy deadline of a call that is opened now
     * @param askedBy ids of the rules that ask for this amount or this deadline, sorted
     */
    record CallTerms(BigDecimal amount, Instant dueBy, List<String> askedBy) {}

    static Verdict run(View view, MarginAccount account, Policy policy, Trail trail) {
        Proposals proposals = proposals(view, policy);
        Set<Proposed> won = trail.winners();
        Calls calls = Calls.of(proposals, account, view, won);
        Outcome outcome = strictest(proposals, calls);
        Optional<CallTerms> call = outcome.closesPositions() ? Optional.empty() : calls.combined(won);
        for (Proposals.Of<ThresholdProposal> of : proposals.of(ThresholdProposal.class)) {
            if (of.proposal().outcome() == outcome && outcome != Outcome.HEALTHY && outcome != Outcome.MARGIN_CALL) {
                won.add(of.origin());
            }
        }
        OpenCall open = view.openCall();
        Instant openedAt = open == null ? view.evaluatedAt() : open.openedAt();
        Optional<Instant> extendedTo = call.isEmpty() ? Optional.empty() : Calls.extendedTo(proposals, openedAt, won);
        trail.note(proposals, won, account.id());
        if (call.isPresent() && open == null) {
            calls.dueAlready(view.evaluatedAt())
                    .forEach(origin -> trail.hold(
                            HoldReason.Code.RULE_FAILED,
                            "rule `" + origin.rule() + "` calls margin by an instant that has passed"));
        }
        if (outcome == Outcome.HEALTHY && !calls.isAnythingMissing() && !account.coversMaintenance(BigDecimal.ONE)) {
            trail.hold(
                    HoldReason.Code.NO_THRESHOLD,
                    "equity of " + account.id() + " is below its maintenance margin and no rule says what is due");
        }
        return new Verdict(outcome, call, extendedTo);
    }

    /**
     * What rules propose, asked once more where they extend an open call: whether it is overdue, and what follows, depends on the deadline that they grant.
     * A call that was judged at its deadline is not revived.
     */
    private static Proposals proposals(View view, Policy policy) {
        Proposals first = policy.rules().propose(Stage.THRESHOLD, view);
        OpenCall open = view.openCall();
        if (open == null || open.isJudgedAtDeadline()) {
            return first;
        }
        return Calls.extendedTo(first, open.openedAt(), new HashSet<>())
                .filter(granted -> granted.isAfter(open.dueBy()))
                .map(granted -> first.keeping(
                        ExtensionProposal.class,
                        policy.rules().propose(Stage.THRESHOLD, view.withOpenCall(open.until(granted)))))
                .orElse(first);
    }

    private static Outcome strictest(Proposals proposals, Calls calls) {
        Outcome strictest = calls.isEmpty() ? Outcome.HEALTHY : Outcome.MARGIN_CALL;
        for (Proposals.Of<ThresholdProposal> of : proposals.of(ThresholdProposal.class)) {
            Outcome asked = of.proposal().outcome();
            if (asked != Outcome.MARGIN_CALL && asked.isStricterThan(strictest)) {
                strictest = asked;
            }
        }
        return strictest;
    }
}
