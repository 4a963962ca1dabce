package io.plimsoll.decision;

import io.plimsoll.decision.ThresholdProposal.CallMinimum;
import io.plimsoll.decision.ThresholdProposal.CallProposal;
import io.plimsoll.decision.ThresholdProposal.CallStep;
import io.plimsoll.decision.ThresholdProposal.ExtensionProposal;
import io.plimsoll.decision.ThresholdStage.CallTerms;
import io.plimsoll.margin.MarginAccount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The margin calls that rules propose for one margin account, combined to one: the larger amount, the earlier deadline.
 *
 * @param all those that ask for anything; one whose target is met already, or which is below the least amount that is called, is left out
 * @param isAnythingMissing true if a target is not met, whether or not the amount is worth a call
 */
record Calls(List<Call> all, boolean isAnythingMissing) {

    /**
     * A proposed call with what it comes to.
     *
     * @param amount settlement currency, rounded up to the step and to the pack's places, positive
     */
    record Call(Proposed origin, BigDecimal amount, Instant dueBy) {}

    Calls {
        all = List.copyOf(all);
    }

    /** @param won receives the rules whose least amount and step were applied */
    static Calls of(Proposals proposals, MarginAccount account, View view, Set<Proposed> won) {
        List<Call> missing = new ArrayList<>();
        for (Proposals.Of<CallProposal> of : proposals.of(CallProposal.class)) {
            BigDecimal target = of.proposal().target(account.maintenanceMargin());
            BigDecimal amount = account.rounding().callRounded(target.subtract(account.equity()));
            if (amount.signum() > 0) {
                missing.add(new Call(of.origin(), amount, of.proposal().dueBy(view.evaluatedAt())));
            }
        }
        if (missing.isEmpty()) {
            return new Calls(List.of(), false);
        }
        Optional<BigDecimal> minimum = Combine.largest(proposals.of(CallMinimum.class), CallMinimum::amount, won);
        Optional<BigDecimal> step = Combine.largest(proposals.of(CallStep.class), CallStep::step, won);
        List<Call> worthCalling = missing.stream()
                .filter(call -> minimum.isEmpty() || call.amount().compareTo(minimum.get()) >= 0)
                .map(call -> new Call(
                        call.origin(),
                        step.map(multiple -> roundedUp(call.amount(), multiple, account))
                                .orElse(call.amount()),
                        call.dueBy()))
                .toList();
        return new Calls(worthCalling, true);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** The rules whose deadline has passed before their call is opened. */
    List<Proposed> dueAlready(Instant evaluatedAt) {
        return all.stream()
                .filter(call -> !call.dueBy().isAfter(evaluatedAt))
                .map(Call::origin)
                .toList();
    }

    /** @param won receives the rules that ask for the amount or the deadline */
    Optional<CallTerms> combined(Set<Proposed> won) {
        if (all.isEmpty()) {
            return Optional.empty();
        }
        Optional<BigDecimal> amount = all.stream().map(Call::amount).max(Comparator.naturalOrder());
        Optional<Instant> dueBy = all.stream().map(Call::dueBy).min(Comparator.naturalOrder());
        if (amount.isEmpty() || dueBy.isEmpty()) {
            return Optional.empty();
        }
        Set<String> askedBy = new TreeSet<>();
        for (Call call : all) {
            if (call.amount().compareTo(amount.get()) == 0 || call.dueBy().equals(dueBy.get())) {
                won.add(call.origin());
                askedBy.add(call.origin().rule());
            }
        }
        return Optional.of(new CallTerms(amount.get(), dueBy.get(), List.copyOf(askedBy)));
    }

    /**
     * The latest deadline that rules grant instead; empty if they grant none.
     *
     * @param openedAt when the call was opened, or is
     * @param won receives the rules that grant it
     */
    static Optional<Instant> extendedTo(Proposals proposals, Instant openedAt, Set<Proposed> won) {
        return Combine.largest(proposals.of(ExtensionProposal.class), extension -> extension.dueBy(openedAt), won);
    }

    private static BigDecimal roundedUp(BigDecimal amount, BigDecimal step, MarginAccount account) {
        BigDecimal steps = amount.divide(step, 0, RoundingMode.CEILING);
        return account.rounding().callRounded(steps.multiply(step));
    }
}
