package io.plimsoll.policy.analysis;

import io.plimsoll.rules.check.Severity;

/** The kinds of weaknesses. The number is what pages, tests and people refer to: it never changes its meaning. */
public enum Kind {
    UNREACHABLE(881, Severity.ERROR, "a rule that no account can make fire"),
    CONTRADICTORY(882, Severity.ERROR, "two rules that ask for what cannot both be done"),
    SHADOWED(883, Severity.WARNING, "a rule that changes no decision, because others always ask for as much"),
    OVERLAP(884, Severity.ERROR, "two rows, or two rules' bands, of which one is meant, both match"),
    GAP(885, Severity.ERROR, "a value between two bands that no band covers"),
    NON_MONOTONE(886, Severity.ERROR, "an account that is better off is treated worse"),
    JUMP(887, Severity.WARNING, "an amount that jumps where its account moves by a tick"),
    INITIAL_BELOW_MAINTENANCE(888, Severity.ERROR, "an initial margin below the maintenance margin"),
    RULE_FAILS(889, Severity.ERROR, "a rule that fails on an account");

    private final String id;
    private final Severity severity;
    private final String meaning;

    Kind(int number, Severity severity, String meaning) {
        this.id = "PLM-" + number;
        this.severity = severity;
        this.meaning = meaning;
    }

    /** As findings carry it, such as {@code PLM-885}. */
    public String id() {
        return id;
    }

    /** An error where a decision may be wrong, a warning where it may merely surprise. */
    public Severity severity() {
        return severity;
    }

    /** One line for a list of all codes. */
    public String meaning() {
        return meaning;
    }
}
