package io.plimsoll.live;

import io.plimsoll.decision.PolicyId;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which accounts have no bounds, and why. For one thread. */
final class Reasons {

    /**
     * Of an account that bounds were looked for in vain.
     *
     * @param turn of the account as it was then
     * @param at nanoseconds since 1970
     */
    record Open(String why, long turn, PolicyId policy, long at) {}

    private final Map<Integer, Open> ofAccount = new HashMap<>();
    private final Map<String, Integer> counts = new TreeMap<>();

    /** @param open null if the account has bounds, or is not looked after */
    void note(int account, @Nullable Open open) {
        Open before = open == null ? ofAccount.remove(account) : ofAccount.put(account, open);
        if (before != null) {
            counts.computeIfPresent(before.why(), (why, count) -> count == 1 ? null : count - 1);
        }
        if (open != null) {
            counts.merge(open.why(), 1, Integer::sum);
        }
    }

    /** True if bounds of the account as it is were looked for in vain under the same rules since an instant, itself excluded. */
    boolean isOpenSince(int account, long turn, PolicyId policy, long instant) {
        Open open = ofAccount.get(account);
        return open != null && open.turn() == turn && open.policy().equals(policy) && open.at() > instant;
    }

    Map<String, Integer> counts() {
        return Map.copyOf(counts);
    }

    int accounts() {
        return ofAccount.size();
    }
}
