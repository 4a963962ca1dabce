package io.plimsoll.policy.bounds;

import io.plimsoll.rules.interval.Question;
import io.plimsoll.rules.interval.Sheet;
import io.plimsoll.rules.interval.Suggestions;
import io.plimsoll.rules.interval.Truth;
import java.util.ArrayList;
import java.util.List;

/** Where a decision is held, and where a rule fails; each with who says so. Belongs to one account. */
final class Holds {

    /** Suggestions of one stage; beyond half of the firings that a pack may have by default nothing is bounded. */
    private static final int SUGGESTIONS_MAX = 5_000;

    /**
     * A question with the words for a person who asks what it is about.
     *
     * @param because such as {@code rule THR-020}
     */
    record Reason(Question when, String because) {}

    private final List<Reason> holds = new ArrayList<>();
    private final List<Reason> failures = new ArrayList<>();

    void hold(Question when, String because) {
        add(holds, when, because);
    }

    void fail(Question when, String because) {
        add(failures, when, because);
    }

    /** @throws CannotBound if a rule matches in too many ways */
    void failures(Suggestions suggestions) throws CannotBound {
        if (!suggestions.excess().isEmpty() || suggestions.all().size() > SUGGESTIONS_MAX) {
            String rule = suggestions.excess().stream()
                    .map(of -> "rule " + of.id())
                    .findFirst()
                    .orElse("a stage");
            throw new CannotBound(rule + " may match in too many ways");
        }
        suggestions
                .failures()
                .forEach(
                        failure -> fail(failure.when(), "rule " + failure.rule().id() + " may fail"));
    }

    private static void add(List<Reason> to, Question when, String because) {
        if (Sheet.known(when) != Truth.FALSE) {
            to.add(new Reason(when, because));
        }
    }

    List<Reason> holds() {
        return holds;
    }

    List<Reason> failures() {
        return failures;
    }
}
