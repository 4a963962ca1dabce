package io.plimsoll.rules.interval;

import io.plimsoll.rules.interval.Domain.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A number that may depend on the variables of a {@link Sheet}. Made by the sheet, which does at once what does not depend on any. */
public abstract sealed class Amount extends Node {

    Amount(int at) {
        super(at);
    }

    /** A number that is known exactly. */
    static final class Given extends Amount {
        final BigDecimal value;

        Given(int at, BigDecimal value) {
            super(at);
            this.value = value;
        }

        @Override
        List<Node> parts() {
            return List.of();
        }

        @Override
        void reckon(Reckoning reckoning) {
            reckoning.given(at, value);
        }
    }

    /** A variable that other amounts follow along straight lines. */
    static final class Line extends Amount {
        final int variable;

        Line(int at, int variable) {
            super(at);
            this.variable = variable;
        }

        @Override
        List<Node> parts() {
            return List.of();
        }

        @Override
        int looksAt() {
            return Kind.LINES.bit();
        }

        @Override
        void reckon(Reckoning reckoning) {
            reckoning.line(at, variable);
        }
    }

    /** Another variable; without one any number. */
    static final class Free extends Amount {
        final int variable;

        /** @param variable −1 for any number */
        Free(int at, int variable) {
            super(at);
            this.variable = variable;
        }

        @Override
        List<Node> parts() {
            return List.of();
        }

        @Override
        int looksAt() {
            return variable < 0 ? 0 : Kind.FREES.bit();
        }

        @Override
        void reckon(Reckoning reckoning) {
            reckoning.free(at, variable);
        }
    }

    /** The part of a span of time that has passed. */
    static final class Elapsed extends Amount {
        final Moment since;
        final long whole;

        Elapsed(int at, Moment since, long whole) {
            super(at);
            this.since = since;
            this.whole = whole;
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
            reckoning.elapsed(at, since, whole);
        }
    }

    static final class Sum extends Amount {
        final List<Amount> of;

        Sum(int at, List<Amount> of) {
            super(at);
            this.of = of;
        }

        @Override
        List<Amount> parts() {
            return of;
        }

        @Override
        void reckon(Reckoning reckoning) {
            reckoning.sum(at, of);
        }
    }

    static final class Product extends Amount {
        final Amount left;
        final Amount right;

        Product(int at, Amount left, Amount right) {
            super(at);
            this.left = left;
            this.right = right;
        }

        @Override
        List<Amount> parts() {
            return List.of(left, right);
        }

        @Override
        void reckon(Reckoning reckoning) {
            reckoning.product(at, left.at, right.at);
        }
    }

    static final class Quotient extends Amount {
        final Amount dividend;
        final Amount divisor;

        Quotient(int at, Amount dividend, Amount divisor) {
            super(at);
            this.dividend = dividend;
            this.divisor = divisor;
        }

        @Override
        List<Amount> parts() {
            return List.of(dividend, divisor);
        }

        @Override
        void reckon(Reckoning reckoning) {
            reckoning.quotient(at, dividend.at, divisor.at);
        }
    }

    static final class Root extends Amount {
        final Amount of;

        Root(int at, Amount of) {
            super(at);
            this.of = of;
        }

        @Override
        List<Amount> parts() {
            return List.of(of);
        }

        @Override
        void reckon(Reckoning reckoning) {
            reckoning.root(at, of.at);
        }
    }

    static final class Largest extends Amount {
        final Amount one;
        final Amount other;

        Largest(int at, Amount one, Amount other) {
            super(at);
            this.one = one;
            this.other = other;
        }

        @Override
        List<Amount> parts() {
            return List.of(one, other);
        }

        @Override
        void reckon(Reckoning reckoning) {
            reckoning.largest(at, one.at, other.at);
        }
    }

    /** An amount rounded to decimal places, up or down. */
    static final class Rounded extends Amount {
        final Amount of;
        final double below;
        final double above;

        /** @param below by how much less the rounded amount may be, @param above by how much more */
        Rounded(int at, Amount of, double below, double above) {
            super(at);
            this.of = of;
            this.below = below;
            this.above = above;
        }

        @Override
        List<Amount> parts() {
            return List.of(of);
        }

        @Override
        void reckon(Reckoning reckoning) {
            reckoning.shifted(at, of.at, -below, above);
        }
    }

    /** The largest, or the sum, of those amounts whose question holds. */
    static final class Chosen extends Amount {

        final List<Piece> pieces;
        final boolean summed;
        final @Nullable Amount otherwise;
        final Choosing choosing;
        private final List<Node> parts;

        /** @param otherwise where no question holds; null if the amount then does not matter */
        Chosen(int at, List<Piece> pieces, boolean summed, @Nullable Amount otherwise) {
            super(at);
            this.pieces = pieces;
            this.summed = summed;
            this.otherwise = otherwise;
            this.choosing = new Choosing(this);
            this.parts = parts(pieces, otherwise);
        }

        @Override
        List<Node> parts() {
            return parts;
        }

        private static List<Node> parts(List<Piece> pieces, @Nullable Amount otherwise) {
            List<Node> parts = new ArrayList<>();
            for (Piece piece : pieces) {
                parts.add(piece.when());
                parts.add(piece.amount());
                parts.addAll(piece.when().cutAmounts());
            }
            if (otherwise != null) {
                parts.add(otherwise);
            }
            return parts;
        }

        @Override
        void reckon(Reckoning reckoning) {
            if (summed) {
                choosing.sum(reckoning);
            } else {
                choosing.largest(reckoning);
            }
        }
    }
}
