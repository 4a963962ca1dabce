package io.plimsoll.rules;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.model.Call;
import io.plimsoll.rules.model.Condition;
import io.plimsoll.rules.model.Condition.Absence;
import io.plimsoll.rules.model.Condition.All;
import io.plimsoll.rules.model.Condition.Any;
import io.plimsoll.rules.model.Condition.Existence;
import io.plimsoll.rules.model.Condition.Fold;
import io.plimsoll.rules.model.Condition.Pattern;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.Value.Bound;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Tells margin rules that look at positions one by one from those that look at several at once. */
final class AcrossPositions {

    private static final String POSITION = "Position";

    private AcrossPositions() {}

    /**
     * True if what a margin rule proposes for one position may depend on others: where it matches a second position, folds over positions or
     * asks whether there is one, or where it proposes for the account what it has seen of a position.
     */
    static boolean isAskedBy(List<Rule> rules) {
        return rules.stream()
                .filter(rule -> rule.info().stage() == Stage.MARGIN)
                .anyMatch(AcrossPositions::looksAcross);
    }

    private static boolean looksAcross(Rule rule) {
        Set<String> positions = new TreeSet<>();
        boolean together = rule.when().stream().anyMatch(condition -> holdsFoldOrQuestion(condition, positions));
        return together
                || positions.size() > 1
                || (positions.size() == 1 && rule.then().stream().anyMatch(call -> !isAboutOneOf(positions, call)));
    }

    /** Notes the variables of positions that are matched; true if positions are folded or asked about. */
    private static boolean holdsFoldOrQuestion(Condition condition, Set<String> positions) {
        return switch (condition) {
            case Pattern pattern -> {
                if (!pattern.table() && pattern.type().equals(POSITION)) {
                    positions.add(pattern.variable());
                }
                yield false;
            }
            case Absence absence -> holdsPosition(absence.of());
            case Existence existence -> holdsPosition(existence.of());
            case Fold fold -> holdsPosition(fold.of());
            case All all -> anyHolds(all.parts(), positions);
            case Any any -> anyHolds(any.branches(), positions);
        };
    }

    private static boolean anyHolds(List<Condition> conditions, Set<String> positions) {
        boolean holds = false;
        for (Condition condition : conditions) {
            holds |= holdsFoldOrQuestion(condition, positions);
        }
        return holds;
    }

    private static boolean holdsPosition(Condition condition) {
        Set<String> positions = new TreeSet<>();
        return holdsFoldOrQuestion(condition, positions) || !positions.isEmpty();
    }

    private static boolean isAboutOneOf(Set<String> positions, Call call) {
        return call.arguments().stream()
                .anyMatch(argument -> argument instanceof Bound bound && positions.contains(bound.variable()));
    }
}
