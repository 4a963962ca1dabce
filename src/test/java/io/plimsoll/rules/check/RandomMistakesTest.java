package io.plimsoll.rules.check;

import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.rules.model.Range;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One slip of the finger in a rule file of the library: the check never fails, points near it, says little, and its edits mend it. */
class RandomMistakesTest {
    private static final long SEED = 20_261_123;
    private static final int MISTAKES = 1_500;
    private static final int FINDINGS_MAX = 12;
    private static final Pattern WORD = Pattern.compile("[$A-Za-z0-9_.]+|\"[^\"\n]*\"|[^\\s\\w]");
    private static final Pattern HEAD = Pattern.compile("(?m)^(rule|declare)\\b");
    private static final List<String> TYPED = List.of(
            "(", ")", "[", "{", "}", ",", ";", ":", "=", "==", "<", ">", "!", "\"", "'", "$", "@", "and", "or", "not",
            "end", "then", "when", "rule", "1", "0.5", "5%", "\n", " ", "\t", "//", "/*", "\u00e9", "\u00a0", "\u201c",
            "\u0430", "\ud83d", "\u202e", "x", "B", "-", "null");

    /** A file with one slip, and where it is. */
    private record Slip(RuleSource file, int offset) {}

    @Test
    void aSlipIsFoundNearWhereItIsAndTheEditOfferedMendsIt() throws IOException {
        // Given
        List<RuleSource> files = library();
        Random random = new Random(SEED);
        int found = 0;
        int mendable = 0;
        int mended = 0;

        for (int i = 0; i < MISTAKES; i++) {
            // When
            Slip slip = slip(files.get(random.nextInt(files.size())), random);
            List<Finding> errors = errors(slip.file());

            // Then
            found += errors.isEmpty() ? 0 : 1;
            assertTrue(errors.size() <= FINDINGS_MAX, () -> "an avalanche: " + FindingsPage.of(slip.file()));
            errors.forEach(finding -> assertHasItsPlace(finding, slip.file().text()));
            assertNear(errors, slip);
            if (errors.size() == 1 && !errors.getFirst().fixes().isEmpty()) {
                mendable++;
                mended += errors(mended(slip.file(), errors.getFirst())).isEmpty() ? 1 : 0;
            }
        }
        assertTrue(found > MISTAKES / 2, "only " + found + " slips were found");
        assertTrue(mended > mendable * 9 / 10, "of " + mendable + " edits only " + mended + " mend the file");
        assertTrue(mendable > MISTAKES / 6, "only " + mendable + " slips have an edit");
    }

    @Test
    void whatHasManyMistakesIsCheckedAsWell() throws IOException {
        List<RuleSource> files = library();
        Random random = new Random(SEED);
        for (int i = 0; i < 300; i++) {
            // Given
            RuleSource file = files.get(random.nextInt(files.size()));
            for (int slips = random.nextInt(30); slips >= 0; slips--) {
                file = slip(file, random).file();
            }

            // When
            RuleSource broken = file;
            List<Finding> errors = assertTimeout(Duration.ofSeconds(10), () -> errors(broken));

            // Then
            errors.forEach(finding -> assertHasItsPlace(finding, broken.text()));
        }
    }

    /** In the rule or declaration that holds the slip, or before any; a name that is declared may be missed wherever it is used. */
    private static void assertNear(List<Finding> errors, Slip slip) {
        String text = slip.file().text();
        int line = lineOf(text, slip.offset());
        int head = 1;
        boolean inRule = false;
        for (MatchResult match : (Iterable<MatchResult>) HEAD.matcher(text).results()::iterator) {
            if (match.start() <= slip.offset()) {
                head = lineOf(text, match.start());
                inRule = match.group().equals("rule");
            }
        }
        int from = head;
        boolean near = errors.isEmpty()
                || !inRule
                || errors.stream()
                        .anyMatch(finding -> finding.range().startLine() >= from - 2
                                && finding.range().startLine() <= line + 12);
        assertTrue(near, () -> "slip at line " + line + ": " + FindingsPage.of(slip.file()));
    }

    private static void assertHasItsPlace(Finding finding, String text) {
        assertIsWithin(finding.range(), text);
        finding.fixes().forEach(fix -> assertIsWithin(fix.range(), text));
    }

    private static void assertIsWithin(Range range, String text) {
        assertTrue(offset(text, range.startLine(), range.startColumn()) <= text.length(), () -> "beyond: " + range);
        assertTrue(offset(text, range.endLine(), range.endColumn()) <= text.length(), () -> "beyond: " + range);
    }

    private static RuleSource mended(RuleSource file, Finding finding) {
        Fix fix = finding.fixes().getFirst();
        Range range = fix.range();
        String text = file.text();
        return new RuleSource(
                file.path(),
                text.substring(0, offset(text, range.startLine(), range.startColumn()))
                        + fix.replacement()
                        + text.substring(offset(text, range.endLine(), range.endColumn())));
    }

    private static Slip slip(RuleSource file, Random random) {
        String text = file.text();
        List<MatchResult> words = WORD.matcher(text).results().toList();
        int at = random.nextInt(text.length() - 1);
        int word = random.nextInt(words.size() - 1);
        MatchResult first = words.get(word);
        MatchResult second = words.get(word + 1);
        return switch (random.nextInt(7)) {
            case 0 -> slip(file, at, at + 1, "");
            case 1 -> slip(file, at, at, TYPED.get(random.nextInt(TYPED.size())));
            case 2 -> slip(file, at, at + 1, String.valueOf((char) (33 + random.nextInt(94))));
            case 3 -> slip(file, at, at + 2, "" + text.charAt(at + 1) + text.charAt(at));
            case 4 -> slip(file, first.start(), first.end(), "");
            case 5 -> slip(file, first.end(), first.end(), " " + first.group());
            default ->
                slip(
                        file,
                        first.start(),
                        second.end(),
                        second.group() + text.substring(first.end(), second.start()) + first.group());
        };
    }

    private static Slip slip(RuleSource file, int start, int end, String typed) {
        String text = file.text().substring(0, start) + typed + file.text().substring(end);
        return new Slip(new RuleSource(file.path(), text), start);
    }

    private static List<Finding> errors(RuleSource file) {
        return RuleChecker.check(List.of(file)).findings().stream()
                .filter(Finding::isError)
                .toList();
    }

    private static List<RuleSource> library() throws IOException {
        List<RuleSource> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(Path.of("rules"))) {
            for (Path file : all.filter(path -> path.toString().endsWith(".drl"))
                    .sorted()
                    .toList()) {
                files.add(new RuleSource(
                        file.getParent().getFileName() + "/" + file.getFileName(), Files.readString(file)));
            }
        }
        assertTrue(files.size() > 5, "found " + files);
        return files;
    }

    private static int lineOf(String text, int offset) {
        return 1
                + (int) text.substring(0, Math.min(offset, text.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    private static int offset(String text, int line, int column) {
        int start = 0;
        for (int i = 1; i < line; i++) {
            start = text.indexOf('\n', start) + 1;
        }
        return start + column - 1;
    }
}
