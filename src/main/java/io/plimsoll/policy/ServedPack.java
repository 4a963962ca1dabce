package io.plimsoll.policy;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.Policy;
import io.plimsoll.decision.PolicyId;
import io.plimsoll.policy.pack.Manifest;
import io.plimsoll.rules.interval.VaryingRules;
import java.time.Instant;
import java.util.SortedMap;

/**
 * A version that serves. It holds its rules, and with them class loaders; nothing else may.
 *
 * @param decides its policy, by each evaluator
 * @param varying its rules, asked about marks and times that move
 * @param rulesHash hash of the rule files that {@code rules} came from
 * @param ruleCount how many rules it has
 * @param since when it was activated
 * @param from snapshots of this instant and later are decided by it; {@link Instant#MIN} if it was in force at once
 * @param rowCounts rows by declared type
 */
record ServedPack(
        Manifest manifest,
        VersionPolicy decides,
        PackRules rules,
        VaryingRules varying,
        String rulesHash,
        int ruleCount,
        Instant since,
        Instant from,
        SortedMap<String, Integer> rowCounts) {

    PolicyId id() {
        return decides.id();
    }

    Policy policy() {
        return decides.policy();
    }

    /** The same, run by the engine from now on. */
    ServedPack byEngine(String why) {
        rules.leaveToEngine(why);
        return new ServedPack(
                manifest, decides.byEngine(why), rules, varying, rulesHash, ruleCount, since, from, rowCounts);
    }

    /** True if the pack would take the snapshot without being named. */
    boolean fits(AccountSnapshot snapshot) {
        return settles(snapshot) && manifest.appliesTo().fits(snapshot);
    }

    /** True if the snapshot's amounts are in the pack's currency. */
    boolean settles(AccountSnapshot snapshot) {
        return manifest.settlesIn().equals(snapshot.settlementCurrency());
    }
}
