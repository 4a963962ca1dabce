package io.plimsoll.policy.bounds;

import io.plimsoll.decision.Case;
import io.plimsoll.decision.OutcomeAlone;
import io.plimsoll.decision.Policy;
import io.plimsoll.rules.interval.Moment;
import io.plimsoll.rules.interval.VaryingRules;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A box around where an account stands: while every mark and the instant stay in it, each margin account has the outcome it has, a margin
 * call is asked for or not as it is, and the decision is held or not as it is. All ends are inclusive, times are nanoseconds.
 *
 * @param instruments one for each instrument that the account has positions in
 * @param youngest least age of a mark, negative for one from the future
 * @param until the instant up to which time alone changes nothing, since 1970
 * @param open why there is no such box, so that every tick has the account decided again; null where there is one
 * @param reckonings how often the rules were reckoned to find it
 */
public record OutcomeBounds(
        List<Instrument> instruments,
        long youngest,
        long until,
        @Nullable String open,
        int reckonings) {

    /**
     * The box along one instrument.
     *
     * @param low least price of its mark
     * @param high greatest price of its mark
     * @param basisLow least ratio of its index to its mark; 0 without an index
     * @param basisHigh greatest ratio of its index to its mark; infinite without an index
     * @param oldest greatest age of its mark
     */
    public record Instrument(String name, double low, double high, double basisLow, double basisHigh, long oldest) {}

    public OutcomeBounds {
        instruments = List.copyOf(instruments);
    }

    /**
     * The widest box that can be proven around a case, its fills included.
     *
     * @param due what the policy decides on the case
     * @param rules of the same policy version
     */
    public static OutcomeBounds of(Case given, OutcomeAlone due, Policy policy, VaryingRules rules) {
        return BoxSearch.of(given.includingFills(), due, policy, rules);
    }

    /** No box around an instant. */
    public static OutcomeBounds open(Instant instant, String because) {
        return new OutcomeBounds(List.of(), 0, Moment.nanos(instant).orElse(0), because, 0);
    }

    /** True if there is no box, not even around the place where the account stands. */
    public boolean isOpen() {
        return open != null;
    }
}
