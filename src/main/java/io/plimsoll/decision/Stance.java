package io.plimsoll.decision;

import io.plimsoll.decision.Decision.MarginAccountDecision;
import io.plimsoll.decision.DecisionLog.Standing;
import io.plimsoll.margin.MarginAccountId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What of a decision tells whether it says anything new: whether it is held, and of each margin account its outcome, whether it is breached,
 * which rules look back on, and whether margin is called. Amounts and deadlines follow prices and are brought up to date by the next decision.
 *
 * @param accounts by margin account
 */
record Stance(boolean held, Map<MarginAccountId, OfAccount> accounts) {

    /**
     * Of one margin account.
     *
     * @param called whether margin is called; false where positions are closed, because a call then waits for the closure
     */
    record OfAccount(Outcome outcome, boolean breached, boolean called) {}

    Stance {
        accounts = Map.copyOf(accounts);
    }

    static Stance of(OutcomeAlone due) {
        Map<MarginAccountId, OfAccount> accounts = new HashMap<>();
        for (MarginAccountDecision account : due.marginAccounts()) {
            accounts.put(
                    account.id(),
                    ofAccount(
                            account.outcome(),
                            account.figures().isBreached(),
                            due.called().contains(account.id())));
        }
        return new Stance(due.outcome() == Outcome.HOLD, accounts);
    }

    /** What the last decision that was not held left. */
    private static Stance of(Standing standing) {
        Set<MarginAccountId> called = new HashSet<>();
        standing.openCalls().forEach(call -> called.add(call.marginAccount()));
        Map<MarginAccountId, OfAccount> accounts = new HashMap<>();
        for (LastDecision last : standing.lastDecisions()) {
            accounts.put(
                    last.marginAccount(),
                    ofAccount(last.outcome(), last.breachedSince() != null, called.contains(last.marginAccount())));
        }
        return new Stance(false, accounts);
    }

    private static OfAccount ofAccount(Outcome outcome, boolean breached, boolean called) {
        return new OfAccount(outcome, breached, called && outcome != Outcome.HOLD && !outcome.closesPositions());
    }

    /** @param wasHeld true if the account's last decision was held */
    boolean isNews(Standing standing, boolean wasHeld) {
        return held != wasHeld || (!held && !equals(of(standing)));
    }
}
