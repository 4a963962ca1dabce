package io.plimsoll.decision;

import java.math.BigDecimal;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The commutative operators that combine proposals; equal proposals win together, so the order of firing never shows. */
final class Combine {

    /** Where nobody asks who won, as at another price: takes everybody and keeps none. */
    static final Set<Proposed> UNNOTED = new AbstractSet<>() {
        @Override
        public boolean add(Proposed proposed) {
            return false;
        }

        @Override
        public Iterator<Proposed> iterator() {
            return Collections.emptyIterator();
        }

        @Override
        public int size() {
            return 0;
        }
    };

    private Combine() {}

    /** The largest value among the proposals, whose makers are added to the winners; empty without proposals. */
    static <P extends Proposal, V extends Comparable<V>> Optional<V> largest(
            List<Proposals.Of<P>> proposals, Function<P, V> value, Set<Proposed> won) {
        return chosen(proposals, value, Comparator.naturalOrder(), won);
    }

    /** The smallest value among the proposals, whose makers are added to the winners; empty without proposals. */
    static <P extends Proposal, V extends Comparable<V>> Optional<V> smallest(
            List<Proposals.Of<P>> proposals, Function<P, V> value, Set<Proposed> won) {
        return chosen(proposals, value, Comparator.reverseOrder(), won);
    }

    /** The greatest proposal by an order in which those that compare equal say the same; its makers are added to the winners. */
    static <P extends Proposal> Optional<P> best(
            List<Proposals.Of<P>> proposals, Comparator<P> order, Set<Proposed> won) {
        return chosen(proposals, Function.identity(), order, won);
    }

    /** The sum of the values of all proposals, each of which wins. */
    static <P extends Proposal> BigDecimal sum(
            List<Proposals.Of<P>> proposals, Function<P, BigDecimal> value, Set<Proposed> won) {
        BigDecimal total = BigDecimal.ZERO;
        for (Proposals.Of<P> of : proposals) {
            total = total.add(value.apply(of.proposal()));
            won.add(of.origin());
        }
        return total;
    }

    private static <P extends Proposal, V> Optional<V> chosen(
            List<Proposals.Of<P>> proposals, Function<P, V> value, Comparator<V> order, Set<Proposed> won) {
        if (proposals.isEmpty()) {
            return Optional.empty();
        }
        V best = value.apply(proposals.getFirst().proposal());
        if (proposals.size() == 1) {
            won.add(proposals.getFirst().origin());
            return Optional.of(best);
        }
        for (Proposals.Of<P> of : proposals) {
            V other = value.apply(of.proposal());
            best = order.compare(best, other) < 0 ? other : best;
        }
        for (Proposals.Of<P> of : proposals) {
            if (order.compare(value.apply(of.proposal()), best) == 0) {
                won.add(of.origin());
            }
        }
        return Optional.of(best);
    }
}
