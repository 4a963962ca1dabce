package io.plimsoll.policy.analysis;

import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.HoldReason;
import io.plimsoll.decision.Outcome;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An account at one value of what is moved, and what came of it.
 *
 * @param firings of the rules, each once an evaluation; what rules say of other prices is left out
 * @param distances left side less right side of every comparison
 */
record Reading(BigDecimal at, Case given, Decision decision, List<Firing> firings, Map<Limit, BigDecimal> distances) {

    /** The outcome; where no rule says how positions are closed, the one that is withheld for it. */
    Outcome outcome() {
        Outcome withheld = decision.withheld();
        return withheld != null && withheld.closesPositions() && !isHeldFor(HoldReason.Code.GUARD)
                ? withheld
                : decision.outcome();
    }

    boolean isHeldFor(HoldReason.Code code) {
        return decision.holdReasons().stream().anyMatch(reason -> reason.code() == code);
    }

    /** No order among outcomes is to be expected, because a rule is missing before any of them was looked for. */
    boolean isHeldForWant() {
        return outcome() == Outcome.HOLD && !isHeldFor(HoldReason.Code.GUARD);
    }

    SortedSet<String> fired() {
        SortedSet<String> rules = new TreeSet<>();
        firings.forEach(firing -> rules.add(firing.rule()));
        return rules;
    }

    SortedSet<String> firedWithRows() {
        SortedSet<String> firedWith = new TreeSet<>();
        firings.forEach(firing -> firedWith.add(firing.signature()));
        return firedWith;
    }

    /** Rules whose proposals shaped the decision. */
    SortedSet<String> won() {
        SortedSet<String> rules = new TreeSet<>();
        decision.because().stream()
                .filter(because -> because.won())
                .forEach(because -> rules.add(because.proposed().rule()));
        return rules;
    }

    /** The same for readings between which nothing of note happens. */
    String signature() {
        return decision.outcome() + " " + decision.withheld() + " " + firedWithRows();
    }
}
