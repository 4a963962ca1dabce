package io.plimsoll.rules.plain;

import io.plimsoll.rules.model.Condition;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.Test;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Is told what happens while rules run. Nodes are those of the rules' model; facts and rows are as they were matched. */
public interface Observer {

    /** Sees nothing. */
    Observer NONE = new Observer() {};

    /** A rule is about to be tried on an account. */
    default void tried(Rule rule) {}

    /** A fact is about to be held against a pattern: what is tested next is asked of it. */
    default void trying(Rule rule, Condition.Pattern pattern, Object fact) {}

    /** What a presence or a one-of is asked about; told before {@link #tested}. Null where the field is absent. */
    default void read(Rule rule, Test test, @Nullable Object value) {}

    /** A test, or a part of one, was asked. */
    default void tested(Rule rule, Test test, boolean holds) {}

    /** Two values were compared; told before {@link #tested}. Either may be null where a field is absent. */
    default void compared(Rule rule, Test.Comparison comparison, @Nullable Object left, @Nullable Object right) {}

    /** A fact or row satisfies all that its pattern asks. */
    default void matched(Rule rule, Condition.Pattern pattern, Object fact) {}

    /** A {@code not}, an {@code exists}, a fold or a branch of an {@code or} was asked; of a branch only that it holds is told. */
    default void asked(Rule rule, Condition condition, boolean holds) {}

    /**
     * A rule fires.
     *
     * @param facts the facts and rows that its patterns matched, outside of {@code not}, {@code exists} and {@code accumulate}
     */
    default void fired(Rule rule, List<Object> facts) {}
}
