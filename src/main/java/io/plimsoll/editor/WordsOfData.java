package io.plimsoll.editor;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words of manifests, scenarios and tables. */
final class WordsOfData {
    private static final Pattern WORD = Pattern.compile("[\\w./-]+");
    private static final Pattern RULE_ID = Pattern.compile("[A-Z]{2,6}-[0-9]{1,5}");

    private WordsOfData() {}

    /** A word and where it stands. */
    record Found(String text, int start, int end) {
        boolean isRuleId() {
            return RULE_ID.matcher(text).matches();
        }
    }

    /** The word an offset is in, or at the end of, on its line. */
    static Optional<Found> at(String text, int offset) {
        int start = Math.max(text.lastIndexOf('\n', offset - 1) + 1, offset - 200);
        int lineEnd = text.indexOf('\n', offset);
        int end = Math.min(lineEnd < 0 ? text.length() : lineEnd, offset + 200);
        Matcher words = WORD.matcher(text).region(Math.min(start, end), end);
        while (words.find()) {
            if (words.start() <= offset && offset <= words.end()) {
                return Optional.of(new Found(words.group(), words.start(), words.end()));
            }
        }
        return Optional.empty();
    }
}
