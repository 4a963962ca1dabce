package io.plimsoll.rules.compile;

import io.plimsoll.rules.check.EngineText;
import io.plimsoll.rules.model.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in the author's file something stands that the engine's compiler complains about.
 *
 * <p>The compiler speaks of a text that was written from the author's, or of Java that was generated from that. What it names is looked for
 * in the engine's text, where every condition and every call stands on the author's line, and from that line on in the author's own.
 */
record RulePlace(Range range, String snippet) {

    private static final Pattern WORD = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");
    private static final Pattern PIECE = Pattern.compile(WORD.pattern() + "|[0-9.]+|\\S");

    /** Words that say nothing about the place. */
    private static final int WORD_LENGTH_MIN = 3;

    /** @param source text of the author's file */
    static RulePlace of(String source, EngineText.Rule rule, Trouble trouble) {
        List<String> authored = source.lines().toList();
        List<String> told = rule.text().lines().toList();
        List<String> searched = trouble.inConsequence() ? consequence(told) : told;
        List<String> named = named(trouble);
        for (String name : named) {
            Pattern pattern = pattern(name);
            for (int i = 0; i < searched.size(); i++) {
                if (pattern.matcher(searched.get(i)).find()) {
                    return inSource(authored, rule.line() + i, next(told, i) - i, named);
                }
            }
        }
        int line = trouble.line() > 1 ? rule.line() + trouble.line() - 2 : rule.line();
        return wholeLine(authored, Math.min(line, rule.line() + told.size() - 1));
    }

    /** What to look for, the most telling first. */
    private static List<String> named(Trouble trouble) {
        String message = trouble.message().lines().findFirst().orElse("");
        List<String> named = new ArrayList<>();
        for (String text : List.of(trouble.offending(), message.substring(message.lastIndexOf(": ") + 1))) {
            if (!text.isBlank()) {
                named.add(text.strip());
            }
            Matcher words = WORD.matcher(text);
            List<String> found = new ArrayList<>();
            while (words.find()) {
                if (words.group().length() >= WORD_LENGTH_MIN) {
                    found.add(words.group());
                }
            }
            found.reversed().forEach(named::add);
        }
        return named;
    }

    /** The text with any white space between its pieces, not as a part of a longer word. */
    private static Pattern pattern(String text) {
        StringBuilder pattern = new StringBuilder("(?<![A-Za-z0-9_$])");
        if (!WORD.matcher(text.substring(0, 1)).matches()) {
            pattern.setLength(0);
        }
        Matcher pieces = PIECE.matcher(text);
        List<String> quoted = new ArrayList<>();
        while (pieces.find()) {
            quoted.add(Pattern.quote(pieces.group()));
        }
        pattern.append(String.join("\\s*", quoted));
        if (Character.isJavaIdentifierPart(text.charAt(text.length() - 1))) {
            pattern.append("(?![A-Za-z0-9_$])");
        }
        return Pattern.compile(pattern.toString());
    }

    /** The same lines without what stands before {@code then}. */
    private static List<String> consequence(List<String> told) {
        List<String> behind = new ArrayList<>();
        boolean then = false;
        for (String line : told) {
            int at = then ? -1 : (" " + line).indexOf(" then ");
            behind.add(then ? line : at < 0 ? "" : line.substring(at));
            then |= at >= 0;
        }
        return behind;
    }

    /** The next line on which the engine is told something: all lines before it are of the same condition or call. */
    private static int next(List<String> told, int from) {
        int next = from + 1;
        while (next < told.size() && told.get(next).isBlank()) {
            next++;
        }
        return next;
    }

    /** The first of the names that stands on these lines; the engine may have been told a fact by its full name. */
    private static RulePlace inSource(List<String> authored, int from, int lines, List<String> named) {
        for (String name : named) {
            Pattern pattern = pattern(name);
            for (int line = from; line < from + lines && line <= authored.size(); line++) {
                Matcher matcher = pattern.matcher(authored.get(line - 1));
                if (matcher.find()) {
                    return new RulePlace(
                            new Range(line, matcher.start() + 1, line, matcher.end() + 1), matcher.group());
                }
            }
        }
        return wholeLine(authored, from);
    }

    private static RulePlace wholeLine(List<String> authored, int line) {
        String text = line <= authored.size() ? authored.get(line - 1) : "";
        int start = text.length() - text.stripLeading().length();
        return new RulePlace(new Range(line, start + 1, line, text.length() + 1), text.strip());
    }
}
