package io.plimsoll.rules.straight;

import io.plimsoll.decision.HoldReason;
import io.plimsoll.decision.Proposal;
import io.plimsoll.decision.Proposals;
import io.plimsoll.decision.Proposed;
import io.plimsoll.decision.View;
import io.plimsoll.rules.Because;
import io.plimsoll.rules.EvaluationLimits;
import io.plimsoll.rules.FactsOf;
import io.plimsoll.rules.Failures;
import io.plimsoll.rules.facts.FactModel;
import io.plimsoll.rules.verbs.Proposing;
import io.plimsoll.rules.verbs.VerbModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One evaluation of one stage: what the generated code is given, and where it leaves what it proposes. Facts are made when they are first asked for. */
final class StraightEvaluation implements Proposing {

    /** The clock is asked once for so many facts that are tried and rules that fire. */
    private static final int TRIES_PER_LOOK = 1_000;

    private static final Proposals NOTHING = new Proposals(List.of(), List.of());
    private static final int TYPES = FactModel.types().size();

    private final StagePlan plan;
    private final StageRows rows;
    private final View view;
    private final EvaluationLimits limits;
    private final Object global;
    private final long startedNanos;
    private final Object[][] facts = new Object[TYPES][];
    private final List<Proposed> proposed = new ArrayList<>();
    private final List<HoldReason> failures = new ArrayList<>();
    private @Nullable Set<String> keys;
    private @Nullable Firing firing;
    private @Nullable Match match;
    private int firings;
    private int tries;
    private @Nullable String limitReached;

    StraightEvaluation(StagePlan plan, StageRows rows, View view, EvaluationLimits limits) {
        this.plan = plan;
        this.rows = rows;
        this.view = view;
        this.limits = limits;
        this.global = VerbModel.bind(plan.stage(), this);
        this.startedNanos = System.nanoTime();
    }

    /** @throws RuntimeException for what is not a rule's doing, but a fault of this evaluator */
    Proposals run() {
        try {
            plan.code().code().run(this, plan.constants());
        } catch (RuntimeException | StackOverflowError e) {
            if (firing == null) {
                throw e; // no rule's doing
            }
            return Failures.nothingBut(Failures.ruleFailed(rule(), e));
        }
        boolean isEmpty = proposed.isEmpty() && failures.isEmpty();
        if (limitReached != null || (!isEmpty && look())) {
            return Failures.nothingBut(Failures.limitReached(plan.stage(), Objects.requireNonNull(limitReached)));
        }
        return isEmpty ? NOTHING : new Proposals(proposed, failures);
    }

    /** The facts of a type, by its place in the model. */
    Object[] facts(int type) {
        Object[] known = facts[type];
        if (known == null) {
            known = FactsOf.of(FactModel.types().get(type).name(), view, plan.wanted())
                    .toArray();
            facts[type] = known;
        }
        return known;
    }

    RowIndex index(int number) {
        return rows.index(number);
    }

    /** The rows of a table whose key occurs in the snapshot. */
    StraightRow[] visible(int table) {
        return rows.visible(table, keys());
    }

    /** The same rows if what they were found by occurs in the snapshot, else none. */
    Bucket guarded(Bucket found, @Nullable Object key) {
        return found.rows.length > 0 && key instanceof String text && keys().contains(text) ? found : Bucket.EMPTY;
    }

    private Set<String> keys() {
        Set<String> known = keys;
        if (known == null) {
            known = FactsOf.keys(view.snapshot());
            keys = known;
        }
        return known;
    }

    Object global() {
        return global;
    }

    /** True if nothing more is to be tried. */
    boolean isExhausted() {
        tries++;
        return tries >= TRIES_PER_LOOK && look();
    }

    private boolean look() {
        if (limitReached == null) {
            tries = 0;
            if (System.nanoTime() - startedNanos > limits.budget().toNanos()) {
                reached("more than " + limits.budget().toMillis() + " ms");
            }
        }
        return limitReached != null;
    }

    private void reached(String limit) {
        limitReached = limit;
        tries = TRIES_PER_LOOK;
    }

    /** False if the rule may not fire, because a limit is reached. */
    boolean begins(Firing rule) {
        if (limitReached == null && firings >= limits.firingsMax()) {
            reached("more than " + limits.firingsMax() + " rule firings");
        }
        if (limitReached != null || isExhausted()) {
            return false;
        }
        firings++;
        firing = rule;
        return true;
    }

    /** What the rule that fires has matched: the fact, row or result in each slot. */
    void matches(@Nullable Object slot) {
        matches(slot, null);
    }

    void matches(@Nullable Object first, @Nullable Object second) {
        match = new Match.OfTwo(fired(), first, second);
    }

    void matches(@Nullable Object[] slots) {
        match = new Match.OfMany(fired(), slots);
    }

    /** The rule could not calculate something: a failure of it alone, which makes no further proposal for this match. */
    void failed(ArithmeticException thrown) {
        failures.add(Failures.ruleFailed(rule(), thrown));
    }

    /** @return true if no more matches are wanted */
    boolean ended() {
        firing = null;
        return limitReached != null;
    }

    @Override
    public void propose(Supplier<Proposal> proposal) {
        if (proposed.size() + failures.size() >= limits.firingsMax()) {
            reached("more than " + limits.firingsMax() + " proposals");
            return;
        }
        try {
            Because.OfRule rule = fired().rule();
            proposed.add(new Proposed(rule.id(), rule.says(), Objects.requireNonNull(match), proposal.get()));
        } catch (IllegalArgumentException | NullPointerException | ArithmeticException e) {
            failures.add(Failures.ruleFailed(rule(), e));
        }
    }

    private Firing fired() {
        return Objects.requireNonNull(firing);
    }

    private String rule() {
        return fired().rule().id();
    }
}
