package io.plimsoll.rules;

import io.plimsoll.decision.HoldReason;
import io.plimsoll.decision.Proposal;
import io.plimsoll.decision.Proposals;
import io.plimsoll.decision.Proposed;
import io.plimsoll.decision.Stage;
import io.plimsoll.rules.verbs.Proposing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kie.api.event.rule.AfterMatchFiredEvent;
import org.kie.api.event.rule.BeforeMatchFiredEvent;
import org.kie.api.event.rule.DefaultAgendaEventListener;
import org.kie.api.runtime.rule.AgendaFilter;
import org.kie.api.runtime.rule.Match;

/** One evaluation of one stage: knows which rule is firing, takes what it proposes, and stops at the limits. */
final class Evaluation extends DefaultAgendaEventListener implements Proposing, AgendaFilter {

    private final Because because;
    private final EvaluationLimits limits;
    private final LongSupplier nanoTime;
    private final long startedNanos;
    private final List<Proposed> proposed = new ArrayList<>();
    private final List<HoldReason> failures = new ArrayList<>();
    private @Nullable Match firing;
    private int firings;
    private boolean thrown;
    private @Nullable String limitReached;

    Evaluation(Because because, EvaluationLimits limits, LongSupplier nanoTime) {
        this.because = because;
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.startedNanos = nanoTime.getAsLong();
    }

    /** Lets no rule fire once a limit is reached; what is left on the agenda then drains without running. */
    @Override
    public boolean accept(Match match) {
        if (limitReached == null && firings >= limits.firingsMax()) {
            limitReached = "more than " + limits.firingsMax() + " rule firings";
        }
        if (limitReached == null
                && nanoTime.getAsLong() - startedNanos > limits.budget().toNanos()) {
            limitReached = "more than " + limits.budget().toMillis() + " ms";
        }
        return limitReached == null;
    }

    @Override
    public void beforeMatchFired(BeforeMatchFiredEvent event) {
        firing = event.getMatch();
        firings++;
    }

    @Override
    public void afterMatchFired(AfterMatchFiredEvent event) {
        firing = null;
    }

    /** A proposal that cannot be made is a failure of its rule alone: the other rules still propose, in whatever order they fire. */
    @Override
    public void propose(Supplier<Proposal> proposal) {
        Match match = firing;
        if (match == null) {
            throw new IllegalStateException("a verb was called while no rule was firing");
        }
        if (proposed.size() + failures.size() >= limits.firingsMax()) {
            limitReached = "more than " + limits.firingsMax() + " proposals";
            return;
        }
        try {
            Proposed made = because.proposed(match.getRule().getName(), new Bound(match), proposal.get());
            made.facts(); // what a match binds is gone once its session is used again
            proposed.add(made);
        } catch (IllegalArgumentException | NullPointerException | ArithmeticException e) {
            failures.add(Failures.ruleFailed(match.getRule().getName(), e));
        }
    }

    /** What the rule that fires could not calculate is a failure of it alone; it then makes no further proposal for this match. */
    boolean takesFailure(Throwable failure) {
        Match match = firing;
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (match == null || !(cause instanceof ArithmeticException)) {
            return false;
        }
        failures.add(Failures.ruleFailed(match.getRule().getName(), cause));
        firing = null;
        thrown = true;
        return true;
    }

    /** What the engine's match binds. */
    private record Bound(Match match) implements Because.Bindings {
        @Override
        public boolean has(String variable) {
            return match.getDeclarationIds().contains(variable);
        }

        @Override
        public @Nullable Object value(String variable) {
            return match.getDeclarationValue(variable);
        }
    }

    /** False once the engine has thrown, which leaves its session in an unknown state. */
    boolean allCalculated() {
        return !thrown;
    }

    boolean stoppedEarly() {
        return limitReached != null;
    }

    /** Id of the rule that is firing. */
    Optional<String> firing() {
        return Optional.ofNullable(firing).map(match -> match.getRule().getName());
    }

    /** Which rules had fired when a limit was reached depends on their order, so none of their proposals is passed on. */
    Proposals proposals(Stage stage) {
        return limitReached == null
                ? new Proposals(proposed, failures)
                : Failures.nothingBut(Failures.limitReached(stage, limitReached));
    }
}
