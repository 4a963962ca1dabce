package io.plimsoll.rules.plain;

import io.plimsoll.decision.HoldReason;
import io.plimsoll.decision.Proposal;
import io.plimsoll.decision.Proposals;
import io.plimsoll.decision.Proposed;
import io.plimsoll.decision.Stage;
import io.plimsoll.rules.Because;
import io.plimsoll.rules.EvaluationLimits;
import io.plimsoll.rules.Failures;
import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Call;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.verbs.Proposing;
import io.plimsoll.rules.verbs.VerbModel;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One evaluation of one stage, under the same limits as the engine's. */
final class PlainEvaluation implements Proposing {

    /** The clock is asked once for so many facts that are tried. */
    private static final int TRIES_PER_LOOK = 1_000;

    private final Stage stage;
    private final Because because;
    private final EvaluationLimits limits;
    private final Observer observer;
    private final Object global;
    private final long startedNanos = System.nanoTime();
    private final List<Proposed> proposed = new ArrayList<>();
    private final List<HoldReason> failures = new ArrayList<>();
    private String firing = "";
    private Match match = Match.NOTHING;
    private int firings;
    private int tries;
    private @Nullable String limitReached;

    PlainEvaluation(Stage stage, Because because, EvaluationLimits limits, Observer observer) {
        this.stage = stage;
        this.because = because;
        this.limits = limits;
        this.observer = observer;
        this.global = VerbModel.bind(stage, this);
    }

    /** @param facts by the name of their type */
    Proposals of(List<Rule> rules, Map<String, List<Object>> facts) {
        try {
            for (Rule rule : rules) {
                observer.tried(rule);
                Matching matching = new Matching(rule, facts, observer, this::isExhausted);
                matching.each(found -> fire(rule, matching, found));
            }
        } catch (RuntimeException | StackOverflowError e) {
            return Failures.nothingBut(
                    firing.isEmpty() ? Failures.stageFailed(stage, e) : Failures.ruleFailed(firing, e));
        }
        return limitReached == null
                ? new Proposals(proposed, failures)
                : Failures.nothingBut(Failures.limitReached(stage, limitReached));
    }

    /** True if no more matches are wanted. */
    private boolean fire(Rule rule, Matching matching, Match found) {
        if (firings >= limits.firingsMax()) {
            limitReached = "more than " + limits.firingsMax() + " rule firings";
        }
        if (limitReached != null || isLate()) {
            return true;
        }
        firings++;
        firing = rule.id();
        match = found;
        try {
            if (matching.holdsAtLast(found)) {
                observer.fired(rule, found.facts());
                rule.then().forEach(call -> call(call, found));
            }
        } catch (ArithmeticException e) {
            failures.add(Failures.ruleFailed(firing, e));
        }
        firing = "";
        return false;
    }

    private void call(Call call, Match found) {
        List<Object> arguments = new ArrayList<>();
        for (int i = 0; i < call.arguments().size(); i++) {
            Object value = Objects.requireNonNull(Values.of(call.arguments().get(i), found));
            boolean decimal = call.verb().parameters().get(i).kind().equals(Optional.of(FieldKind.DECIMAL));
            arguments.add(decimal ? Values.decimal(value) : value);
        }
        try {
            call.verb().method().invoke(global, arguments.toArray());
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("verb `" + call.verb().name() + "` cannot be called", e);
        }
    }

    /** A proposal that cannot be made is a failure of its rule alone. */
    @Override
    public void propose(Supplier<Proposal> proposal) {
        if (proposed.size() + failures.size() >= limits.firingsMax()) {
            limitReached = "more than " + limits.firingsMax() + " proposals";
            return;
        }
        try {
            proposed.add(because.proposed(firing, match, proposal.get()));
        } catch (IllegalArgumentException | NullPointerException | ArithmeticException e) {
            failures.add(Failures.ruleFailed(firing, e));
        }
    }

    private boolean isExhausted() {
        tries++;
        return limitReached != null || (tries % TRIES_PER_LOOK == 0 && isLate());
    }

    private boolean isLate() {
        if (System.nanoTime() - startedNanos > limits.budget().toNanos()) {
            limitReached = "more than " + limits.budget().toMillis() + " ms";
        }
        return limitReached != null;
    }
}
