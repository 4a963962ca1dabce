package io.plimsoll.rules;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.model.Call;
import io.plimsoll.rules.model.Rule;
import java.util.List;
import java.util.Set;

/** Tells packs that know an initial margin of positions from those that know the maintenance margin alone. */
final class InitialMargins {

    private static final Set<String> VERBS = Set.of("initial", "initialAmount", "initialByLeverage");

    private InitialMargins() {}

    /** True if some margin rule says what the initial margin of a position is. */
    static boolean areSaidBy(List<Rule> rules) {
        return rules.stream()
                .filter(rule -> rule.info().stage() == Stage.MARGIN)
                .flatMap(rule -> rule.then().stream())
                .anyMatch(InitialMargins::isInitialMargin);
    }

    private static boolean isInitialMargin(Call call) {
        return VERBS.contains(call.verb().name());
    }
}
