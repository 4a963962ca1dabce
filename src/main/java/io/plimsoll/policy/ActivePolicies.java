package io.plimsoll.policy;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.OutcomeAlone;
import io.plimsoll.decision.Policies;
import io.plimsoll.decision.Policy;
import io.plimsoll.decision.PolicyId;
import io.plimsoll.policy.bounds.OutcomeBounds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The policies that decide, as one immutable map behind one reference: a decision sees either all of a change or nothing of it, and keeps
 * the version it was given until it is made. Changes come from one thread at a time; choosing never waits.
 */
public final class ActivePolicies implements Policies {
    private volatile SortedMap<String, Timeline> packs = Collections.emptySortedMap();

    @Override
    public Policy choose(AccountSnapshot snapshot, @Nullable String pack, Instant at) throws NoPolicyFits {
        SortedMap<String, Timeline> now = packs;
        return pack == null ? fitting(now, snapshot, at) : named(now, pack, snapshot, at);
    }

    /** The bounds of a case under a policy that {@link #choose} gave; open if that version does not serve any more. */
    OutcomeBounds bounds(Case given, OutcomeAlone due, Policy policy) {
        return timeline(policy.id().pack()).versions().stream()
                .filter(version -> version.id().equals(policy.id()))
                .findFirst()
                .map(version -> OutcomeBounds.of(given, due, policy, version.varying()))
                .orElseGet(() ->
                        OutcomeBounds.open(given.evaluatedAt(), "a version of the pack that is in force no more"));
    }

    /** The versions in force at an instant. */
    Set<PolicyId> inForce(Instant at) {
        return packs.values().stream()
                .flatMap(timeline -> timeline.at(at).stream())
                .map(ServedPack::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    SortedMap<String, Timeline> packs() {
        return packs;
    }

    /** True if a version that may decide uses these rules. */
    boolean holds(PackRules rules) {
        return packs.values().stream()
                .flatMap(timeline -> timeline.versions().stream())
                .anyMatch(version -> version.rules().equals(rules));
    }

    /** The policy of a version that may decide, by each evaluator; empty if it may not any more. */
    Optional<VersionPolicy> version(PolicyId id) {
        return timeline(id.pack()).versions().stream()
                .filter(version -> version.id().equals(id))
                .map(ServedPack::decides)
                .findFirst();
    }

    /** Lets the engine run a version from now on; decisions under way end as they began. */
    public synchronized void fallBack(EvaluatorFault fault) {
        if (fault.endsStraight() && packs.containsKey(fault.pack())) {
            replace(fault.pack(), timeline(fault.pack()).byEngine(fault.hash(), fault.detail()));
        }
    }

    /** Lets a version serve; what it replaces is let go of, while decisions under way end as they began. */
    synchronized void serve(ServedPack version, Instant now) {
        replace(version.id().pack(), timeline(version.id().pack()).with(version, now));
    }

    /** Lets a version serve where none is in force, until one that is scheduled is. */
    synchronized void restore(ServedPack version) {
        replace(version.id().pack(), timeline(version.id().pack()).under(version));
    }

    /** The versions of a pack that may decide; none for an unknown one. */
    Timeline timeline(String pack) {
        return packs.getOrDefault(pack, Timeline.EMPTY);
    }

    private void replace(String pack, Timeline timeline) {
        SortedMap<String, Timeline> changed = new TreeMap<>(packs);
        Timeline before = timeline(pack);
        changed.put(pack, timeline);
        packs = Collections.unmodifiableSortedMap(changed);
        retire(before);
    }

    /** Stops a pack. */
    synchronized void stop(String pack) {
        SortedMap<String, Timeline> changed = new TreeMap<>(packs);
        Timeline before = changed.remove(pack);
        packs = Collections.unmodifiableSortedMap(changed);
        if (before != null) {
            retire(before);
        }
    }

    private void retire(Timeline before) {
        for (ServedPack version : before.versions()) {
            if (!holds(version.rules())) {
                version.rules().close();
            }
        }
    }

    private static Policy named(SortedMap<String, Timeline> packs, String pack, AccountSnapshot snapshot, Instant at)
            throws NoPolicyFits {
        Timeline timeline = packs.get(pack);
        if (timeline == null) {
            throw new NoPolicyFits("no pack `" + pack + "` is active; " + activePacks(packs));
        }
        ServedPack version = timeline.at(at)
                .orElseThrow(() -> new NoPolicyFits("pack `" + pack + "` is in force only from "
                        + timeline.versions().getFirst().from() + ", the snapshot is of " + at));
        if (!version.settles(snapshot)) {
            throw new NoPolicyFits("pack `" + pack + "` settles in "
                    + version.manifest().settlesIn() + ", the snapshot in " + snapshot.settlementCurrency());
        }
        return version.policy();
    }

    private static Policy fitting(SortedMap<String, Timeline> packs, AccountSnapshot snapshot, Instant at)
            throws NoPolicyFits {
        List<ServedPack> fitting = new ArrayList<>();
        for (Timeline timeline : packs.values()) {
            timeline.at(at).filter(version -> version.fits(snapshot)).ifPresent(fitting::add);
        }
        if (fitting.size() == 1) {
            return fitting.getFirst().policy();
        }
        if (fitting.isEmpty()) {
            throw new NoPolicyFits("no active pack applies to segment `" + snapshot.segment()
                    + "`, settlement currency `" + snapshot.settlementCurrency() + "`, attributes "
                    + snapshot.attributes() + "; " + activePacks(packs));
        }
        List<String> names =
                fitting.stream().map(version -> version.id().pack()).toList();
        throw new NoPolicyFits("more than one pack applies: " + String.join(", ", names) + "; name one of them");
    }

    private static String activePacks(SortedMap<String, Timeline> packs) {
        return packs.isEmpty() ? "no pack is active" : "active are " + String.join(", ", packs.keySet());
    }
}
