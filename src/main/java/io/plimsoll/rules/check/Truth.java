package io.plimsoll.rules.check;

import io.plimsoll.rules.check.Variable.Place;
import io.plimsoll.rules.model.Range;
import io.plimsoll.rules.model.Test;
import java.util.HashSet;
import java.util.Set;

/**
 * A comparison, as the engine is told it, and what it tells about presence.
 *
 * @param engine empty for what is asked last, which the rule's consequence asks
 * @param test what it asks
 * @param whenTrue fields that are present wherever it holds
 * @param whenFalse fields that are present wherever it does not hold
 */
record Truth(String engine, Test test, Set<Place> whenTrue, Set<Place> whenFalse) {

    static Truth of(String engine, Test test) {
        return new Truth(engine, test, Set.of(), Set.of());
    }

    Truth not(Range range) {
        return new Truth("!( " + engine + " )", new Test.Opposite(test, range), whenFalse, whenTrue);
    }

    Truth and(Truth other) {
        return new Truth(
                "( " + engine + " && " + other.engine + " )",
                new Test.Both(test, other.test),
                union(whenTrue, other.whenTrue),
                intersection(whenFalse, other.whenFalse));
    }

    Truth or(Truth other) {
        return new Truth(
                "( " + engine + " || " + other.engine + " )",
                new Test.Either(test, other.test),
                intersection(whenTrue, other.whenTrue),
                union(whenFalse, other.whenFalse));
    }

    private static Set<Place> union(Set<Place> left, Set<Place> right) {
        Set<Place> all = new HashSet<>(left);
        all.addAll(right);
        return all;
    }

    private static Set<Place> intersection(Set<Place> left, Set<Place> right) {
        Set<Place> both = new HashSet<>(left);
        both.retainAll(right);
        return both;
    }
}
