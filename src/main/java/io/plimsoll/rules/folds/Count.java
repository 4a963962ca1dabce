package io.plimsoll.rules.folds;

import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.Serializable;
import org.kie.api.runtime.rule.AccumulateFunction;

/** The {@code count} of rule files: an integer, as every other count is; the engine's own yields a long. */
public final class Count implements AccumulateFunction<Count.Tally> {

    /** How many there were so far. */
    public static final class Tally implements Serializable {
        private static final long serialVersionUID = 1L;
        private int count;
    }

    @Override
    public Tally createContext() {
        return new Tally();
    }

    @Override
    public void init(Tally tally) {
        tally.count = 0;
    }

    @Override
    public void accumulate(Tally tally, Object value) {
        tally.count++;
    }

    @Override
    public void reverse(Tally tally, Object value) {
        tally.count--;
    }

    @Override
    public Object getResult(Tally tally) {
        return tally.count;
    }

    @Override
    public boolean supportsReverse() {
        return true;
    }

    @Override
    public Class<?> getResultType() {
        return Integer.class;
    }

    @Override
    public void writeExternal(ObjectOutput out) {
        // It has no state of its own.
    }

    @Override
    public void readExternal(ObjectInput in) {
        // It has no state of its own.
    }
}
