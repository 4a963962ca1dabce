package io.plimsoll.live;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Why accounts have no bounds, and how many of them. For one thread. */
final class Reasons {

    private final Map<Integer, String> ofAccount = new HashMap<>();
    private final Map<String, Integer> counts = new TreeMap<>();

    /** @param reason null if the account has bounds, or is not looked after */
    void note(int account, @Nullable String reason) {
        String before = reason == null ? ofAccount.remove(account) : ofAccount.put(account, reason);
        if (before != null) {
            counts.computeIfPresent(before, (why, count) -> count == 1 ? null : count - 1);
        }
        if (reason != null) {
            counts.merge(reason, 1, Integer::sum);
        }
    }

    Map<String, Integer> counts() {
        return Map.copyOf(counts);
    }

    int accounts() {
        return ofAccount.size();
    }
}
