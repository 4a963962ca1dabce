package io.plimsoll.policy.pack;

import io.plimsoll.account.AccountSnapshot;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which snapshots a pack is for. Every condition must hold; without conditions it fits any snapshot.
 *
 * @param conditions accepted values by name: {@code segment}, {@code settlement-currency}, or the name of a snapshot's attribute. An
 *     attribute that the snapshot does not have fits no condition.
 */
public record AppliesTo(SortedMap<String, Set<String>> conditions) {
    private static final String SEGMENT = "segment";
    private static final String SETTLEMENT_CURRENCY = "settlement-currency";

    public AppliesTo {
        conditions = Collections.unmodifiableSortedMap(new TreeMap<>(conditions));
    }

    public boolean fits(AccountSnapshot snapshot) {
        for (Map.Entry<String, Set<String>> condition : conditions.entrySet()) {
            String value = valueOf(condition.getKey(), snapshot);
            if (value == null || !condition.getValue().contains(value)) {
                return false;
            }
        }
        return true;
    }

    /** True if there may be a snapshot that fits both. */
    public boolean overlaps(AppliesTo other) {
        return conditions.entrySet().stream().allMatch(condition -> {
            Set<String> others = other.conditions.get(condition.getKey());
            return others == null || !Collections.disjoint(condition.getValue(), others);
        });
    }

    /** The condition that was meant by a name which only looks like one; empty for any other attribute. */
    static Optional<String> meant(String name) {
        List<String> known = List.of(SEGMENT, SETTLEMENT_CURRENCY);
        return known.contains(name) ? Optional.empty() : Nearest.to(name, known);
    }

    private static @Nullable String valueOf(String name, AccountSnapshot snapshot) {
        return switch (name) {
            case SEGMENT -> snapshot.segment();
            case SETTLEMENT_CURRENCY -> snapshot.settlementCurrency();
            default -> snapshot.attributes().get(name);
        };
    }
}
