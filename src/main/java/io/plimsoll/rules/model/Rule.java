package io.plimsoll.rules.model;

import java.util.List;
import java.util.stream.Stream;

/** A checked rule: for every way in which all of its conditions hold together, it makes all of its calls. */
public record Rule(RuleInfo info, List<Condition> when, List<Call> then) {
    public Rule {
        when = List.copyOf(when);
        then = List.copyOf(then);
    }

    /**
     * The comparisons that divide or take a root, in order. They are asked once all else of the rule holds, so that none fails on values
     * that the rule is not about; where one cannot be calculated, the rule fails.
     */
    public List<Test.Comparison> askedLast() {
        return when.stream()
                .flatMap(Rule::testsThatMatch)
                .filter(test -> test instanceof Test.Comparison comparison && comparison.mayFail())
                .map(Test.Comparison.class::cast)
                .toList();
    }

    /** The tests of what is there whenever the rule fires. */
    private static Stream<? extends Constraint> testsThatMatch(Condition condition) {
        return switch (condition) {
            case Condition.Pattern pattern -> pattern.constraints().stream();
            case Condition.All all -> all.parts().stream().flatMap(Rule::testsThatMatch);
            case Condition.Fold fold -> fold.tests().stream();
            case Condition.Absence absence -> Stream.empty();
            case Condition.Existence existence -> Stream.empty();
            case Condition.Any any -> Stream.empty();
        };
    }

    /** First word of the name, such as {@code MRG-010}. */
    public String id() {
        return info.id();
    }
}
