package io.plimsoll.rules.check;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds what an author may have meant. */
final class Similar {

    private Similar() {}

    /** {@code did you mean `equity`?}, or null where nothing is near. */
    static @Nullable String hint(String written, Collection<String> known) {
        return nearest(written, known)
                .map(near -> "did you mean `" + near + "`?")
                .orElse(null);
    }

    /** {@code did you mean `equity`?}, or the list of what there is where nothing is near. */
    static String hintOrList(String written, Collection<String> known) {
        String hint = hint(written, known);
        return hint != null ? hint : list(known);
    }

    /** {@code there is `equity`, `wallet`}. */
    static String list(Collection<String> known) {
        return "there is `" + String.join("`, `", known) + "`";
    }

    /** The known name that takes the fewest edits, at most a third of its letters. */
    static Optional<String> nearest(String written, Collection<String> known) {
        return allNearest(written, known).stream().findFirst();
    }

    /** Every known name that takes as few edits, in alphabetical order. */
    static List<String> allNearest(String written, Collection<String> known) {
        NavigableMap<Integer, SortedSet<String>> byDistance = new TreeMap<>();
        for (String name : known) {
            int distance = distance(written, name);
            if (distance <= tolerance(written, name)) {
                byDistance.computeIfAbsent(distance, any -> new TreeSet<>()).add(name);
            }
        }
        return byDistance.isEmpty()
                ? List.of()
                : List.copyOf(byDistance.firstEntry().getValue());
    }

    /** A third of the letters; names of a letter or two are near nothing but themselves in other case. */
    private static int tolerance(String written, String name) {
        int letters = Math.min(
                written.replace("$", "").length(), name.replace("$", "").length());
        return letters < 3 ? (written.startsWith("$") == name.startsWith("$") ? 0 : 1) : Math.max(1, letters / 3);
    }

    /** Letters to insert, delete, replace or swap, whatever their case. */
    static int distance(String left, String right) {
        String from = left.toLowerCase(Locale.ROOT);
        String to = right.toLowerCase(Locale.ROOT);
        int[][] edits = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int replace = edits[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                edits[i][j] = Math.min(replace, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
                boolean swapped = i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1);
                if (swapped) {
                    edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
                }
            }
        }
        return edits[from.length()][to.length()];
    }
}
