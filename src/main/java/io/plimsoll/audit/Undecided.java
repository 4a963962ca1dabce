package io.plimsoll.audit;

import io.plimsoll.decision.Policies.NoPolicyFits;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** What could not be decided in one look at what is due, told in a line for each reason: thousands of accounts may want for the same pack. */
final class Undecided {

    private record Reason(Exception first, String firstId, int count) {
        Reason and(Reason another) {
            return new Reason(first, firstId, count + another.count);
        }
    }

    private final Map<String, Reason> reasons = new ConcurrentHashMap<>();

    void add(String id, Exception reason) {
        reasons.merge(reason.toString(), new Reason(reason, id, 1), Reason::and);
    }

    int count() {
        return reasons.values().stream().mapToInt(Reason::count).sum();
    }

    /** @param what it is that is due, in the plural */
    void report(Logger log, String what) {
        reasons.values().forEach(reason -> {
            Throwable trace =
                    reason.first() instanceof NoPolicyFits ? null : reason.first(); // which says all in its message
            log.errorf(
                    trace,
                    "%s cannot be decided: count=%d first=%s reason=%s",
                    what,
                    reason.count(),
                    reason.firstId(),
                    reason.first().getMessage());
        });
    }
}
