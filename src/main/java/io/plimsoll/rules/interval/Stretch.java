package io.plimsoll.rules.interval;

import io.plimsoll.rules.model.Relation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where on one amount a piece counts: exactly between two known numbers.
 *
 * @param along the amount, the same for all pieces that are compared
 * @param above null without a lower end
 * @param below null without an upper end
 */
record Stretch(
        Piece piece,
        Amount along,
        @Nullable End above,
        @Nullable End below) {

    /** @param included true if the number itself belongs to the stretch */
    private record End(BigDecimal at, boolean included) {}

    /** The stretches of all pieces; empty where anything else than the place of one amount tells whether they count. */
    static List<Stretch> of(List<Piece> pieces, Reckoning reckoning) {
        List<Stretch> stretches = new ArrayList<>(pieces.size());
        Amount along = null;
        for (Piece piece : pieces) {
            Optional<Stretch> found = of(piece, reckoning);
            if (found.isEmpty() || (along != null && along != found.get().along)) {
                return List.of();
            }
            along = found.get().along;
            stretches.add(found.get());
        }
        return stretches;
    }

    private static Optional<Stretch> of(Piece piece, Reckoning reckoning) {
        Question when = piece.when();
        List<Question> parts = when instanceof Question.Joined joined && joined.all ? joined.of : List.of(when);
        Amount along = null;
        End above = null;
        End below = null;
        for (Question part : parts) {
            if (reckoning.of(part) == Truth.TRUE) {
                continue;
            }
            if (!(part instanceof Question.Compared compared)) {
                return Optional.empty();
            }
            boolean isLeft = Sheet.known(compared.right) != null;
            BigDecimal limit = Sheet.known(isLeft ? compared.right : compared.left);
            Amount amount = isLeft ? compared.left : compared.right;
            if (limit == null || (along != null && along != amount) || !compared.relation.isOrder()) {
                return Optional.empty();
            }
            along = amount;
            Relation relation = compared.relation;
            boolean included = relation == Relation.AT_LEAST || relation == Relation.AT_MOST;
            boolean limitsAbove = (relation == Relation.LESS || relation == Relation.AT_MOST) == isLeft;
            End end = new End(limit, included);
            if (limitsAbove) {
                below = below == null || isTighter(end, below, -1) ? end : below;
            } else {
                above = above == null || isTighter(end, above, 1) ? end : above;
            }
        }
        return along == null ? Optional.empty() : Optional.of(new Stretch(piece, along, above, below));
    }

    private static boolean isTighter(End end, End than, int sign) {
        int order = sign > 0 ? end.at.compareTo(than.at) : than.at.compareTo(end.at);
        return order > 0 || (order == 0 && !end.included);
    }

    /** True if every number lies in one of the stretches. */
    static boolean leaveNoGap(List<Stretch> stretches) {
        End reached = null;
        boolean begun = false;
        boolean further = true;
        while (further) {
            further = false;
            for (Stretch stretch : stretches) {
                if (!begun ? stretch.above != null : !begins(stretch.above, reached)) {
                    continue;
                }
                if (stretch.below == null) {
                    return true;
                }
                if (!begun || reached == null || isBeyond(stretch.below, reached)) {
                    reached = stretch.below;
                    begun = true;
                    further = true;
                }
            }
        }
        return false;
    }

    private static boolean isBeyond(End end, End than) {
        int order = end.at.compareTo(than.at);
        return order > 0 || (order == 0 && end.included && !than.included);
    }

    /** True if a stretch begins where everything up to an end is in others. */
    private static boolean begins(@Nullable End above, @Nullable End reached) {
        if (above == null || reached == null) {
            return true;
        }
        int order = above.at.compareTo(reached.at);
        return order < 0 || (order == 0 && (above.included || reached.included));
    }

    /** The one line that the amount follows; −1 if it follows none, or several. */
    int line(Reckoning reckoning) {
        return reckoning.isFinite(along.at) ? reckoning.lineOf(along.at) : -1;
    }

    /** Where the stretch begins on the line, −1 to 1. */
    double from(Reckoning reckoning) {
        return rises(reckoning)
                ? above == null ? -1 : clamped(place(above, -1, reckoning))
                : below == null ? -1 : clamped(place(below, -1, reckoning));
    }

    /** Where it ends, −1 to 1. */
    double to(Reckoning reckoning) {
        return rises(reckoning)
                ? below == null ? 1 : clamped(place(below, 1, reckoning))
                : above == null ? 1 : clamped(place(above, 1, reckoning));
    }

    private boolean rises(Reckoning reckoning) {
        return reckoning.slope(along.at, line(reckoning)) > 0;
    }

    /** A place on the line at or beyond that of a number, in a direction. */
    private double place(End end, int direction, Reckoning reckoning) {
        double steep = reckoning.slope(along.at, line(reckoning));
        double limit = end.at.doubleValue();
        double room = reckoning.error(along.at) + (Math.abs(limit) + reckoning.size(along.at)) * reckoning.rounding();
        double place = (limit - reckoning.middle(along.at)) / steep;
        return place + direction * (room / Math.abs(steep) + (1 + Math.abs(place)) * reckoning.rounding());
    }

    private static double clamped(double place) {
        return Math.max(-1, Math.min(1, place));
    }
}
