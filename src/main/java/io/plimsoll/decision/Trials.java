package io.plimsoll.decision;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.margin.MarginAccountId;
import java.util.function.BooleanSupplier;

/** Decides altered snapshots of a case under its policy, at the same instant and with the same open calls, as long as there is time. */
final class Trials {

    private final Case given;
    private final Policy policy;
    private final BooleanSupplier timeUp;
    private int evaluations;

    Trials(Case given, Policy policy, BooleanSupplier timeUp) {
        this.given = given;
        this.policy = policy;
        this.timeUp = timeUp;
    }

    Decision decision(AccountSnapshot snapshot) {
        evaluations++;
        return DecisionService.evaluate(given.with(snapshot), policy, given.evaluatedAt());
    }

    boolean isTimeUp() {
        return timeUp.getAsBoolean();
    }

    int evaluations() {
        return evaluations;
    }

    /** Nothing is asked of a margin account that is not there any more. */
    static Outcome outcome(Decision decision, MarginAccountId id) {
        return decision.marginAccounts().stream()
                .filter(account -> account.id().equals(id))
                .map(Decision.MarginAccountDecision::outcome)
                .findFirst()
                .orElse(Outcome.HEALTHY);
    }
}
