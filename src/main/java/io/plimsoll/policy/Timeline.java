package io.plimsoll.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The versions of one pack that may decide: the one in force, and at most one that is scheduled.
 *
 * @param versions by the instant from which each is in force
 */
record Timeline(List<ServedPack> versions) {
    static final Timeline EMPTY = new Timeline(List.of());

    Timeline {
        versions = List.copyOf(versions);
    }

    /** The version in force for a snapshot of an instant. The snapshot's own time decides, so a replay finds the same one. */
    Optional<ServedPack> at(Instant asOf) {
        return versions.stream()
                .filter(version -> !version.from().isAfter(asOf))
                .max(Comparator.comparing(ServedPack::from));
    }

    /** With another version: one that is in force at once replaces all, a scheduled one stands after what is in force now. */
    Timeline with(ServedPack version, Instant now) {
        if (version.from().equals(Instant.MIN)) {
            return new Timeline(List.of(version));
        }
        List<ServedPack> both = new ArrayList<>(at(now).stream().toList());
        both.add(version);
        return new Timeline(both);
    }

    /** With the versions of this content run by the engine. */
    Timeline byEngine(String hash, String why) {
        return new Timeline(versions.stream()
                .map(version -> version.id().hash().equals(hash) ? version.byEngine(why) : version)
                .toList());
    }

    /** With a version that is in force until the scheduled one is. */
    Timeline under(ServedPack version) {
        List<ServedPack> both = new ArrayList<>(versions);
        both.addFirst(version);
        return new Timeline(both);
    }
}
