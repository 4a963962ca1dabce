package io.plimsoll.rules.interval;

import io.plimsoll.rules.interval.Domain.Kind;
import io.plimsoll.rules.model.Relation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether something holds, which may depend on the variables of a {@link Sheet}. */
public abstract sealed class Question extends Node {

    Question(int at) {
        super(at);
    }

    /** The amounts by which this can be told to hold in one part of their range alone. */
    List<Amount> cutAmounts() {
        return List.of();
    }

    /** What is known without looking at the variables. */
    static final class Known extends Question {
        final Truth truth;

        Known(int at, Truth truth) {
            super(at);
            this.truth = truth;
        }

        @Override
        List<Node> parts() {
            return List.of();
        }

        @Override
        void reckon(Reckoning reckoning) {
            reckoning.truth[at] = truth;
        }
    }

    /** A comparison of two amounts. */
    static final class Compared extends Question {
        final Amount left;
        final Relation relation;
        final Amount right;

        /** The same comparison without the quotient on its left: {@code dividend − right · divisor}; null where there is none. */
        final @Nullable Amount cleared;

        Compared(int at, Amount left, Relation relation, Amount right, @Nullable Amount cleared) {
            super(at);
            this.left = left;
            this.relation = relation;
            this.right = right;
            this.cleared = cleared;
        }

        @Override
        List<Amount> parts() {
            return cleared == null ? List.of(left, right) : List.of(left, right, cleared);
        }

        @Override
        List<Amount> cutAmounts() {
            return List.of(left, right);
        }

        @Override
        void reckon(Reckoning reckoning) {
            reckoning.compare(this);
        }
    }

    /** A comparison of a time with a fixed one. */
    static final class Timed extends Question {
        final Moment left;
        final Relation relation;
        final long right;

        Timed(int at, Moment left, Relation relation, long right) {
            super(at);
            this.left = left;
            this.relation = relation;
            this.right = right;
        }

        @Override
        List<Node> parts() {
            return List.of();
        }

        @Override
        int looksAt() {
            return Kind.TIMES.bit();
        }

        @Override
        void reckon(Reckoning reckoning) {
            reckoning.compareTimes(this);
        }
    }

    /** Holds where all do, or where any does. */
    static final class Joined extends Question {
        final List<Question> of;
        final boolean all;

        Joined(int at, List<Question> of, boolean all) {
            super(at);
            this.of = of;
            this.all = all;
        }

        @Override
        List<Question> parts() {
            return of;
        }

        @Override
        List<Amount> cutAmounts() {
            return all ? of.stream().flatMap(part -> part.cutAmounts().stream()).toList() : List.of();
        }

        @Override
        void reckon(Reckoning reckoning) {
            Truth decisive = all ? Truth.FALSE : Truth.TRUE;
            Truth joined = decisive.not();
            for (Question part : of) {
                Truth truth = reckoning.truth[part.at];
                if (truth == decisive) {
                    reckoning.truth[at] = decisive;
                    return;
                }
                if (truth == Truth.UNKNOWN) {
                    joined = Truth.UNKNOWN;
                }
            }
            reckoning.truth[at] = joined;
        }
    }

    static final class Opposite extends Question {
        final Question of;

        Opposite(int at, Question of) {
            super(at);
            this.of = of;
        }

        @Override
        List<Question> parts() {
            return List.of(of);
        }

        @Override
        void reckon(Reckoning reckoning) {
            reckoning.truth[at] = reckoning.truth[of.at].not();
        }
    }

    /** Whether a chosen amount has any piece that counts. */
    static final class Given extends Question {
        final Amount.Chosen of;

        Given(int at, Amount.Chosen of) {
            super(at);
            this.of = of;
        }

        @Override
        List<Node> parts() {
            return List.of(of);
        }

        @Override
        void reckon(Reckoning reckoning) {
            reckoning.truth[at] = reckoning.truth[of.at];
        }
    }
}
