package io.plimsoll.replay;

import io.plimsoll.decision.Policy;
import io.plimsoll.decision.PolicyId;
import io.plimsoll.policy.Candidate;
import io.plimsoll.rules.plain.Observer;
import io.plimsoll.rules.plain.PlainRules;

/**
 * A version of a pack whose content is at hand.
 *
 * @param policy its rules evaluated plainly, with time enough: what was decided under load must not be held because the verifier's machine is slow
 */
public record KnownVersion(Candidate candidate, Policy policy) {

    static KnownVersion of(Candidate candidate, PolicyId id) {
        return new KnownVersion(candidate, patient(candidate, id, Observer.NONE));
    }

    /** The same policy, watched. */
    public Policy observedBy(Observer observer) {
        return patient(candidate, policy.id(), observer);
    }

    private static Policy patient(Candidate candidate, PolicyId id, Observer observer) {
        Policy patient =
                candidate.scenarioPolicy(PlainRules.of(candidate.rules()).observedBy(observer), candidate.tables());
        return new Policy(
                id, patient.rounding(), patient.maintenanceConvention(), patient.calendars(), patient.rules());
    }
}
