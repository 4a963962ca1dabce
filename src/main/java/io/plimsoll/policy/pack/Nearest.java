package io.plimsoll.policy.pack;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Guesses which known word was meant by one that is not known. */
public final class Nearest {
    private Nearest() {}

    /** {@code did you mean `word`?}; without a near word the known ones, or null if there are none. */
    public static @Nullable String hint(String written, Collection<String> known) {
        if (known.isEmpty()) {
            return null;
        }
        return to(written, known)
                .map(near -> "did you mean `" + near + "`?")
                .orElse("known here: " + String.join(", ", known));
    }

    /** The known word with the fewest edits, case and hyphens aside; empty if none is near. */
    static Optional<String> to(String written, Collection<String> known) {
        return allTo(written, known).stream().findFirst();
    }

    /** Every known word with as few edits, in alphabetical order. */
    static List<String> allTo(String written, Collection<String> known) {
        int tolerated = Math.max(2, written.length() / 3);
        int least = known.stream()
                .mapToInt(word -> distance(folded(written), folded(word)))
                .min()
                .orElse(Integer.MAX_VALUE);
        return known.stream()
                .filter(word -> least <= tolerated && distance(folded(written), folded(word)) == least)
                .distinct()
                .sorted()
                .toList();
    }

    private static String folded(String word) {
        return word.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /** Edits that lead from one word to the other; words beyond 64 letters count as wholly different. */
    private static int distance(String left, String right) {
        if (left.length() > 64 || right.length() > 64) {
            return 64;
        }
        int[] previous = new int[right.length() + 1];
        for (int j = 0; j < previous.length; j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int[] current = new int[right.length() + 1];
            current[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[right.length()];
    }
}
