package io.plimsoll.rules;

import io.plimsoll.rules.model.Call;
import io.plimsoll.rules.model.Condition;
import io.plimsoll.rules.model.Constraint;
import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.Test;
import io.plimsoll.rules.model.Value;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Tells packs whose rules read what the search for liquidation prices finds from those in which it only tells. */
final class LiquidationPricesRead {

    private static final String POSITION = "Position";

    private static final Set<String> FOUND = Set.of(
            "liquidationPrice", "liquidationDistance", "liquidationDeviations", "touchProbability", "bankruptcyPrice");

    private LiquidationPricesRead() {}

    static boolean areReadBy(List<Rule> rules) {
        return rules.stream()
                .anyMatch(rule -> rule.when().stream().anyMatch(LiquidationPricesRead::reads)
                        || rule.then().stream()
                                .flatMap(LiquidationPricesRead::arguments)
                                .anyMatch(LiquidationPricesRead::reads));
    }

    private static Stream<Value> arguments(Call call) {
        return call.arguments().stream();
    }

    private static boolean reads(Condition condition) {
        return switch (condition) {
            case Condition.Pattern pattern ->
                pattern.constraints().stream().anyMatch(constraint -> reads(constraint, pattern));
            case Condition.Absence absence -> reads(absence.of());
            case Condition.Existence existence -> reads(existence.of());
            case Condition.All all -> all.parts().stream().anyMatch(LiquidationPricesRead::reads);
            case Condition.Any any -> any.branches().stream().anyMatch(LiquidationPricesRead::reads);
            case Condition.Fold fold ->
                reads(fold.of())
                        || fold.tests().stream().anyMatch(LiquidationPricesRead::reads)
                        || fold.results().stream()
                                .flatMap(result -> result.of().stream())
                                .anyMatch(LiquidationPricesRead::reads);
        };
    }

    private static boolean reads(Constraint constraint, Condition.Pattern pattern) {
        return switch (constraint) {
            case Constraint.Binding binding -> reads(binding.read(pattern));
            case Test test -> reads(test);
        };
    }

    private static boolean reads(Test test) {
        return switch (test) {
            case Test.Comparison it -> reads(it.left()) || reads(it.right());
            case Test.Presence it -> reads(it.of());
            case Test.OneOf it -> reads(it.of()) || it.values().stream().anyMatch(LiquidationPricesRead::reads);
            case Test.Both it -> reads(it.left()) || reads(it.right());
            case Test.Either it -> reads(it.left()) || reads(it.right());
            case Test.Opposite it -> reads(it.of());
        };
    }

    private static boolean reads(Value value) {
        return switch (value) {
            case Value.Literal literal -> false;
            case Value.Bound bound -> false; // read where it was bound
            case Value.Read it -> it.type().equals(POSITION) && FOUND.contains(it.field());
            case Value.Arithmetic it -> reads(it.left()) || reads(it.right());
            case Value.Minus it -> reads(it.of());
            case Value.Applied it -> it.to().stream().anyMatch(LiquidationPricesRead::reads);
        };
    }
}
