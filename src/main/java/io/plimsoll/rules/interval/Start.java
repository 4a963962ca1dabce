package io.plimsoll.rules.interval;

import java.util.List;

/**
 * What everything came to where a search began. A difference that a comparison asks about is taken to go straight from there, so how soon it meets
 * zero is a guess: whoever searches has to try it.
 *
 * @param truth by place
 * @param middles by place; of a comparison the difference it asks about
 */
record Start(Truth[] truth, double[] middles) {

    double partKnown(Question question, Reckoning now) {
        if (now.of(question) != Truth.UNKNOWN) {
            return 1;
        }
        return switch (question) {
            case Question.Compared compared -> untilZero(compared, now);
            case Question.Opposite opposite -> partKnown(opposite.of, now);
            case Question.Joined joined -> joined(joined, now);
            case Question.Given given ->
                nearest(given.of.pieces.stream().map(Piece::when).toList(), now, Truth.TRUE, false);
            case Question.Timed timed -> 0;
            case Question.Known known -> 0;
        };
    }

    /** Where all held, it ends with the first that does not; where one was decisive, with the last of those that were. */
    private double joined(Question.Joined joined, Reckoning now) {
        Truth decisive = joined.all ? Truth.FALSE : Truth.TRUE;
        return truth[joined.at] == decisive
                ? nearest(joined.of, now, decisive, false)
                : nearest(joined.of, now, decisive.not(), true);
    }

    private double nearest(List<Question> of, Reckoning now, Truth wanted, boolean first) {
        double nearest = first ? 1 : 0;
        for (Question one : of) {
            if (truth[one.at] == wanted) {
                double part = partKnown(one, now);
                nearest = first ? Math.min(nearest, part) : Math.max(nearest, part);
            }
        }
        return nearest;
    }

    private double untilZero(Question.Compared compared, Reckoning now) {
        double from = middles[compared.at];
        double to = from > 0 ? now.low[compared.at] : now.high[compared.at];
        double part = from / (from - to);
        return part >= 0 && part <= 1 ? part : 0;
    }
}
