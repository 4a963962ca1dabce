package io.plimsoll.rules.check;

import io.plimsoll.rules.check.Variable.Place;
import java.util.HashSet;
import java.util.Set;

/**
 * A comparison, as the engine is told it, and what it tells about presence.
 *
 * @param whenTrue fields that are present wherever it holds
 * @param whenFalse fields that are present wherever it does not hold
 */
record Truth(String engine, Set<Place> whenTrue, Set<Place> whenFalse) {

    static Truth of(String engine) {
        return new Truth(engine, Set.of(), Set.of());
    }

    Truth not() {
        return new Truth("!( " + engine + " )", whenFalse, whenTrue);
    }

    Truth and(Truth other) {
        return new Truth(
                "( " + engine + " && " + other.engine + " )",
                union(whenTrue, other.whenTrue),
                intersection(whenFalse, other.whenFalse));
    }

    Truth or(Truth other) {
        return new Truth(
                "( " + engine + " || " + other.engine + " )",
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
