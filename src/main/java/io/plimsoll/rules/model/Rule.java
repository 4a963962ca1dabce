package io.plimsoll.rules.model;

import java.util.List;

/** A checked rule: for every way in which all of its conditions hold together, it makes all of its calls. */
public record Rule(RuleInfo info, List<Condition> when, List<Call> then) {
    public Rule {
        when = List.copyOf(when);
        then = List.copyOf(then);
    }

    /** First word of the name, such as {@code MRG-010}. */
    public String id() {
        return info.id();
    }
}
