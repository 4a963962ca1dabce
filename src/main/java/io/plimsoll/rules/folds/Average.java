package io.plimsoll.rules.folds;

import io.plimsoll.money.Decimals;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.Serializable;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.kie.api.runtime.rule.AccumulateFunction;

/**
 * The {@code average} of rule files: rounded down at 34 digits. The engine's own rounds to the decimal places of the sum, so that the
 * average of 10 and 5 is 8. There is no average of nothing: the rule does not match.
 */
public final class Average implements AccumulateFunction<Average.Sum> {

    /** What has been added up so far. */
    public static final class Sum implements Serializable {
        private static final long serialVersionUID = 1L;
        private BigDecimal total = Decimals.ZERO;
        private int count;
    }

    @Override
    public Sum createContext() {
        return new Sum();
    }

    @Override
    public void init(Sum sum) {
        sum.total = Decimals.ZERO;
        sum.count = 0;
    }

    @Override
    public void accumulate(Sum sum, Object value) {
        sum.total = sum.total.add((BigDecimal) value);
        sum.count++;
    }

    @Override
    public void reverse(Sum sum, Object value) {
        sum.total = sum.total.subtract((BigDecimal) value);
        sum.count--;
    }

    @Override
    public @Nullable Object getResult(Sum sum) {
        return sum.count == 0 ? null : Decimals.quotientRoundedDown(sum.total, BigDecimal.valueOf(sum.count));
    }

    @Override
    public boolean supportsReverse() {
        return true;
    }

    @Override
    public Class<?> getResultType() {
        return BigDecimal.class;
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
