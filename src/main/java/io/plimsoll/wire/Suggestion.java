package io.plimsoll.wire;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Guesses which known name a mistyped one stands for. */
final class Suggestion {

    private static final int EDITS_MAX = 3;
    private static final int LENGTH_MAX = 64;

    private Suggestion() {}

    /** The known name with the fewest edits, ignoring case; empty if none is near. */
    static Optional<String> nearest(String name, List<String> known) {
        if (name.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        return known.stream()
                .min(Comparator.comparingInt(candidate -> edits(name, candidate)))
                .filter(candidate -> edits(name, candidate) <= Math.min(EDITS_MAX, candidate.length() / 2));
    }

    /** Levenshtein distance of the lower-case names. */
    private static int edits(String left, String right) {
        String from = left.toLowerCase(Locale.ROOT);
        String to = right.toLowerCase(Locale.ROOT);
        int[] row = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            row[column] = column;
        }
        for (int line = 1; line <= from.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column <= to.length(); column++) {
                int substituted = diagonal + (from.charAt(line - 1) == to.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(substituted, 1 + Math.min(row[column], row[column - 1]));
            }
        }
        return row[to.length()];
    }
}
