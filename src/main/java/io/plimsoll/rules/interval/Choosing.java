package io.plimsoll.rules.interval;

import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link Amount.Chosen} comes to where it is not known of every piece whether it counts. Pieces that only the place of one amount tells
 * apart, as the brackets of a notional, are each taken in their own part of it alone; where those parts leave no gap, one of them surely counts.
 */
final class Choosing {

    private static final int BEST = 0;
    private static final int POSSIBLE = 1;
    private static final int RAISED = 2;

    private final Amount.Chosen chosen;

    Choosing(Amount.Chosen chosen) {
        this.chosen = chosen;
    }

    void sum(Reckoning reckoning) {
        int total = reckoning.scratch(BEST);
        int possible = reckoning.scratch(POSSIBLE);
        int nothing = reckoning.scratch(RAISED);
        reckoning.ranged(total, 0, 0);
        for (Piece piece : chosen.pieces) {
            switch (reckoning.of(piece.when())) {
                case TRUE -> reckoning.add(total, total, piece.amount().at);
                case UNKNOWN -> {
                    reckoning.ranged(nothing, 0, 0);
                    reckoning.hull(possible, nothing, piece.amount().at);
                    reckoning.add(total, total, possible);
                }
                case FALSE -> {}
            }
        }
        reckoning.copy(chosen.at, total);
        reckoning.truth[chosen.at] = Truth.TRUE;
    }

    void largest(Reckoning reckoning) {
        int best = reckoning.scratch(BEST);
        boolean sure = false;
        List<Piece> unsure = new ArrayList<>(0);
        for (Piece piece : chosen.pieces) {
            switch (reckoning.of(piece.when())) {
                case TRUE -> {
                    if (sure) {
                        reckoning.largest(best, best, piece.amount().at);
                    } else {
                        reckoning.copy(best, piece.amount().at);
                    }
                    sure = true;
                }
                case UNKNOWN -> unsure.add(piece);
                case FALSE -> {}
            }
        }
        if (unsure.isEmpty()) {
            reckoning.truth[chosen.at] = Truth.of(sure);
            if (sure) {
                reckoning.copy(chosen.at, best);
            } else {
                otherwise(chosen.at, reckoning);
            }
            return;
        }
        boolean covered = possible(unsure, reckoning);
        int possible = reckoning.scratch(POSSIBLE);
        reckoning.truth[chosen.at] = Truth.of(sure || covered) == Truth.TRUE ? Truth.TRUE : Truth.UNKNOWN;
        if (sure) {
            int raised = reckoning.scratch(RAISED);
            reckoning.largest(raised, best, possible);
            if (covered) {
                reckoning.copy(chosen.at, raised);
            } else {
                reckoning.hull(chosen.at, best, raised);
            }
        } else if (covered) {
            reckoning.copy(chosen.at, possible);
        } else {
            otherwise(best, reckoning);
            reckoning.hull(chosen.at, best, possible);
        }
    }

    private void otherwise(int at, Reckoning reckoning) {
        if (chosen.otherwise == null) {
            reckoning.ranged(at, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        } else {
            reckoning.copy(at, chosen.otherwise.at);
        }
    }

    /** Leaves in its place what the pieces may come to; true if one of them surely counts. */
    private static boolean possible(List<Piece> unsure, Reckoning reckoning) {
        int possible = reckoning.scratch(POSSIBLE);
        List<Stretch> stretches = Stretch.of(unsure, reckoning);
        int along = stretches.isEmpty() ? -1 : stretches.getFirst().line(reckoning);
        if (along >= 0) {
            alongOneLine(possible, stretches, along, reckoning);
        } else {
            reckoning.copy(possible, unsure.getFirst().amount().at);
            for (Piece piece : unsure) {
                reckoning.hull(possible, possible, piece.amount().at);
            }
        }
        return Stretch.leaveNoGap(stretches);
    }

    /** A line from the first stretch to the last, with room for what each piece is on its own stretch. */
    private static void alongOneLine(int at, List<Stretch> stretches, int line, Reckoning reckoning) {
        double first = 2;
        double last = -2;
        double atFirst = 0;
        double atLast = 0;
        for (Stretch stretch : stretches) {
            int piece = stretch.piece().amount().at;
            if (stretch.from(reckoning) < first) {
                first = stretch.from(reckoning);
                atFirst = reckoning.middle(piece) + reckoning.slope(piece, line) * first;
            }
            if (stretch.to(reckoning) > last) {
                last = stretch.to(reckoning);
                atLast = reckoning.middle(piece) + reckoning.slope(piece, line) * last;
            }
        }
        double steep = last > first ? (atLast - atFirst) / (last - first) : 0;
        steep = Double.isFinite(steep) ? steep : 0;
        double from = Double.POSITIVE_INFINITY;
        double to = Double.NEGATIVE_INFINITY;
        double rangeLow = Double.POSITIVE_INFINITY;
        double rangeHigh = Double.NEGATIVE_INFINITY;
        for (Stretch stretch : stretches) {
            if (stretch.from(reckoning) > stretch.to(reckoning)) {
                continue;
            }
            int piece = stretch.piece().amount().at;
            rangeLow = Math.min(rangeLow, reckoning.lowAt(piece));
            rangeHigh = Math.max(rangeHigh, reckoning.highAt(piece));
            double rest = reckoning.error(piece);
            for (int s = 0; s < reckoning.lines(); s++) {
                rest += s == line ? 0 : Math.abs(reckoning.slope(piece, s));
            }
            rest += (reckoning.size(piece) + Math.abs(steep)) * reckoning.rounding();
            double one = (reckoning.slope(piece, line) - steep) * stretch.from(reckoning);
            double other = (reckoning.slope(piece, line) - steep) * stretch.to(reckoning);
            from = Math.min(from, reckoning.middle(piece) + Math.min(one, other) - rest);
            to = Math.max(to, reckoning.middle(piece) + Math.max(one, other) + rest);
        }
        if (from > to) {
            reckoning.ranged(at, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        } else {
            reckoning.lineWithin(at, line, steep, from, to, rangeLow, rangeHigh);
        }
    }
}
