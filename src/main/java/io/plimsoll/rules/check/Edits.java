package io.plimsoll.rules.check;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Edits that findings propose, carried out. */
public final class Edits {

    /** Of a file's heading, which its folder says word for word. */
    private static final Set<String> OF_HEADING = Set.of(Code.PACKAGE.id(), Code.GLOBAL.id(), Code.DIALECT.id());

    private Edits() {}

    /**
     * True if the edit of a finding can only be what its author meant: the one that is proposed, and either of a file's heading or of a word that
     * is one letter, a capital, a space or a hyphen from the right one.
     */
    public static boolean isCertain(Finding finding, String text) {
        if (!finding.isError() || finding.fixes().size() != 1) {
            return false;
        }
        Fix fix = finding.fixes().getFirst();
        return OF_HEADING.contains(finding.code()) || isMisspelling(written(text, fix), fix.replacement());
    }

    private static boolean isMisspelling(String written, String right) {
        return right.matches("[A-Za-z][A-Za-z0-9-]{2,}")
                && written.matches("[A-Za-z0-9_ -]{2,}")
                && (folded(written).equals(folded(right)) || Similar.distance(written, right) <= 1);
    }

    private static String folded(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
    }

    private static String written(String text, Fix fix) {
        SourceText source = source(text);
        return source.slice(source.span(fix.range()));
    }

    /** The text with every edit made; of edits that overlap the first alone. */
    public static String made(String text, List<Fix> fixes) {
        SourceText source = source(text);
        List<Fix> inOrder = fixes.stream()
                .sorted(Comparator.comparingInt(
                        (Fix fix) -> source.span(fix.range()).start()))
                .toList();
        StringBuilder edited = new StringBuilder();
        int done = 0;
        for (Fix fix : inOrder) {
            Span span = source.span(fix.range());
            if (span.start() >= done) {
                edited.append(text, done, span.start()).append(fix.replacement());
                done = span.end();
            }
        }
        return edited.append(text, done, text.length()).toString();
    }

    private static SourceText source(String text) {
        return new SourceText(new RuleSource("", text));
    }
}
