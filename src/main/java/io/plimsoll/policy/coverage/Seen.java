package io.plimsoll.policy.coverage;

import io.plimsoll.rules.model.Condition;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.Test;
import io.plimsoll.rules.plain.Observer;
import io.plimsoll.rules.plain.PlainRow;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that running rules was seen to do, by the nodes of their model. Nodes are told apart by identity: two constraints may read the
 * same. Belongs to one thread.
 */
public final class Seen implements Observer {
    private final Set<Rule> tried = identities();
    private final Set<Rule> fired = identities();
    private final Set<Condition> held = identities();
    private final Set<Condition> failed = identities();
    private final Set<Test> testHeld = identities();
    private final Set<Test> testFailed = identities();
    private final Set<Test.Comparison> below = identities();
    private final Set<Test.Comparison> at = identities();
    private final Set<Test.Comparison> above = identities();
    private final Set<PlainRow> rows = identities();

    @Override
    public void tried(Rule rule) {
        tried.add(rule);
    }

    @Override
    public void fired(Rule rule, List<Object> facts) {
        fired.add(rule);
    }

    @Override
    public void asked(Rule rule, Condition condition, boolean holds) {
        (holds ? held : failed).add(condition);
    }

    @Override
    public void tested(Rule rule, Test test, boolean holds) {
        (holds ? testHeld : testFailed).add(test);
    }

    @Override
    public void compared(Rule rule, Test.Comparison comparison, @Nullable Object left, @Nullable Object right) {
        if (comparison.relation().isOrder() && left != null && right != null) {
            int order = order(left, right);
            (order < 0 ? below : order == 0 ? at : above).add(comparison);
        }
    }

    @Override
    public void matched(Rule rule, Condition.Pattern pattern, Object fact) {
        held.add(pattern);
        if (fact instanceof PlainRow row) {
            rows.add(row);
        }
    }

    public boolean wasTried(Rule rule) {
        return tried.contains(rule);
    }

    public boolean hasFired(Rule rule) {
        return fired.contains(rule);
    }

    /** True if the condition was once met: a pattern matched, a {@code not} found nothing, a branch of an {@code or} held. */
    public boolean hasHeld(Condition condition) {
        return held.contains(condition);
    }

    /** True if a {@code not}, an {@code exists} or a fold was once not met. */
    public boolean hasFailed(Condition condition) {
        return failed.contains(condition);
    }

    public boolean wasTested(Test test) {
        return testHeld.contains(test) || testFailed.contains(test);
    }

    public boolean hasHeld(Test test) {
        return testHeld.contains(test);
    }

    public boolean hasFailed(Test test) {
        return testFailed.contains(test);
    }

    /** True if the left side was once less than the right. */
    public boolean wasBelow(Test.Comparison limit) {
        return below.contains(limit);
    }

    public boolean wasAt(Test.Comparison limit) {
        return at.contains(limit);
    }

    public boolean wasAbove(Test.Comparison limit) {
        return above.contains(limit);
    }

    /** True if a row of the type satisfied a pattern. */
    public boolean hasMatched(String type) {
        return rows.stream().anyMatch(row -> row.type().equals(type));
    }

    /** True if a rule was tried that looks for the type. */
    public boolean wasTriedOn(String type) {
        return tried.stream()
                .flatMap(rule -> RuleNodes.conditions(rule).stream())
                .anyMatch(condition -> condition instanceof Condition.Pattern pattern
                        && pattern.type().equals(type));
    }

    /** Rows that satisfied a pattern. */
    public Set<PlainRow> rows() {
        return Collections.unmodifiableSet(rows);
    }

    /** The same, of those since this was last asked. */
    public Set<PlainRow> takeRows() {
        Set<PlainRow> taken = identities();
        taken.addAll(rows);
        rows.clear();
        return taken;
    }

    /** Negative, zero or positive, as the left is less than, equal to or more than the right; numbers by value. */
    @SuppressWarnings("unchecked")
    static int order(Object left, Object right) {
        return left instanceof Number && right instanceof Number
                ? decimal(left).compareTo(decimal(right))
                : ((Comparable<Object>) left).compareTo(right);
    }

    private static BigDecimal decimal(Object number) {
        return number instanceof BigDecimal decimal ? decimal : new BigDecimal(number.toString());
    }

    private static <T> Set<T> identities() {
        Map<T, Boolean> map = new IdentityHashMap<>();
        return Collections.newSetFromMap(map);
    }
}
