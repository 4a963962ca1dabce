package io.plimsoll.rules.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleFormatterTest {

    private static final String HEADING = """
            package plimsoll.threshold

            import io.plimsoll.rules.facts.*
            dialect "mvel"
            global io.plimsoll.rules.verbs.Threshold decide

            """;

    /** Everything the language has, in one line. */
    private static final String FLAT = "package plimsoll.threshold; import io.plimsoll.rules.facts.*; dialect \"mvel\";"
            + " global io.plimsoll.rules.verbs.Threshold decide; declare Level segment:String @key; ratio:BigDecimal cure:Duration end"
            + " rule \"THR-001 a rule\" @owner(\"a\")@source(\"b\") when Account($s:segment) Level(segment==$s,$r:ratio,$cure:cure)"
            + " not Position() MarginAccount(marginRatio!=null,marginRatio<$r*1&&(equity<-1||!(equity>0)),mode in(\"CROSS\",\"ISOLATED\"))"
            + " accumulate(Position($n:notional);$sum:sum($n),$c:count();$sum>1) (MarginCall()or exists MarginCall(overdue==true))"
            + " then decide.warn(\"x\");decide.marginCallToEquity($r+1,$cure);end";

    @Test
    void aFileThatStandsInOneLineGetsTheOneStyle() {
        // Given
        String flat = FLAT;

        // When
        String formatted = format(flat);

        // Then
        assertEquals(HEADING + """
                declare Level
                    segment : String @key
                    ratio   : BigDecimal
                    cure    : Duration
                end

                rule "THR-001 a rule"
                    @owner("a") @source("b")
                when
                    Account( $s : segment )
                    Level( segment == $s, $r : ratio, $cure : cure )
                    not Position()
                    MarginAccount( marginRatio != null, marginRatio < $r * 1 && (equity < -1 || !(equity > 0)),
                                   mode in ("CROSS", "ISOLATED") )
                    accumulate( Position( $n : notional ); $sum : sum($n), $c : count(); $sum > 1 )
                    ( MarginCall() or exists MarginCall( overdue == true ) )
                then
                    decide.warn("x");
                    decide.marginCallToEquity($r + 1, $cure);
                end
                """, formatted);
    }

    @Test
    void commentsStayInTheirOrderAndBesideTheirWords() {
        // Given
        String text = """
                // of the file
                package plimsoll.threshold // behind


                /* of the
                     type */
                declare   Level //   of Level
                  // of ratio
                  ratio:BigDecimal//behind ratio
                  other /* a */ : /* b */ BigDecimal
                  // last of Level
                end
                // of the rule

                rule "THR-001 a rule" // behind the name
                  @owner("a") // the owner
                  @source("b")
                // before when
                when // behind when

                  // of the first condition
                  Account( segment == "A", // first
                    // second
                    segment != "B" /* inline */ )


                  MarginCall() // behind it
                  // last condition
                then
                  decide.warn( // why
                     "x" ); // behind the call
                end // behind the end
                // last
                """;

        // When
        String formatted = format(text);

        // Then
        assertEquals("""
                // of the file
                package plimsoll.threshold // behind

                /* of the
                     type */
                declare Level           //   of Level
                    // of ratio
                    ratio : BigDecimal  //behind ratio
                    other : BigDecimal  /* a */ /* b */
                    // last of Level
                end

                // of the rule

                rule "THR-001 a rule" // behind the name
                    @owner("a") // the owner
                    @source("b")
                    // before when
                when // behind when
                    // of the first condition
                    Account( segment == "A", // first
                             // second
                             segment != "B" /* inline */ )

                    MarginCall() // behind it
                    // last condition
                then
                    decide.warn( // why
                                "x"); // behind the call
                end // behind the end
                // last
                """, formatted);
        assertEquals(formatted, format(formatted));
    }

    @Test
    void aPatternGoesOnBelowItsParenthesisFromTheFirstWordThatDoesNotFit() {
        String fits = "    Position( instrument == \"%s\", notional > 0 )";
        for (int length : List.of(119, 120, 121)) {
            String name = "A".repeat(length - fits.formatted("").length());
            String line = format(rule(fits.formatted(name)))
                    .lines()
                    .skip(9)
                    .findFirst()
                    .orElseThrow();
            assertEquals(
                    length <= 120 ? length : "    Position( instrument == \"\",".length() + name.length(),
                    line.length());
        }
    }

    @Test
    void windowsLineEndsStay() {
        String text = rule("    Account( segment == \"A\" )");
        assertEquals(format(text).replace("\n", "\r\n"), format(text.replace("\n", "\r\n")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rule \"THR-001 a rule\" when Account( then end",
                "package plimsoll.threshold\nfunction x",
                "rule \"THR-001 a rule\" when Account() then decide.warn(\"x\") end",
                "/* open",
                "package plimsoll.threshold 'x'",
            })
    void aFileWithASyntaxErrorIsLeftAlone(String text) {
        Formatted formatted = RuleFormatter.format(new RuleSource("threshold/x.drl", text));
        assertEquals(text, formatted.text());
        assertFalse(formatted.isReadable());
        assertTrue(formatted.findings().stream().allMatch(Finding::isError));
    }

    @Test
    void aFileOfAWrongKindOfFactIsFormattedAllTheSame() {
        assertTrue(RuleFormatter.format(new RuleSource("threshold/x.drl", rule("Nothing(a<b)")))
                .isReadable());
    }

    @Test
    void nothingStaysNothing() {
        assertEquals("", format(""));
        assertEquals("", format("\n\n  \n"));
        assertEquals("// only this\n", format("\n// only this"));
    }

    /** Whatever white space and comments stand between the words, formatting says the same, keeps the comments and is done once. */
    @Test
    void shippedRulesInAnyWhiteSpaceSayTheSameAndComeOutTheSame() throws IOException {
        Random random = new Random(3);
        for (Path file : ruleFiles()) {
            String path = file.getParent().getFileName() + "/" + file.getFileName();
            for (int i = 0; i < 20; i++) {
                requireSameInTheOneStyle(path, scattered(Files.readString(file), random));
            }
        }
        for (int i = 0; i < 200; i++) {
            requireSameInTheOneStyle("threshold/flat.drl", scattered(FLAT, random));
        }
    }

    private static void requireSameInTheOneStyle(String path, String text) {
        String formatted = format(text);
        assertEquals(formatted, format(formatted), text);
        assertEquals(comments(text), comments(formatted), text);
        assertEquals(said(path, text), said(path, formatted), text);
    }

    /** Of a file with words missing, doubled or exchanged the formatter makes either nothing, or the same words in the one style. */
    @Test
    void aDamagedFileIsLeftAloneOrFormatted() {
        Random random = new Random(11);
        int formatted = 0;
        for (int i = 0; i < 3000; i++) {
            List<String> words = new ArrayList<>(List.of(FLAT.split("(?<=\\W)|(?=\\W)")));
            for (int edits = random.nextInt(3); edits >= 0; edits--) {
                int at = random.nextInt(words.size());
                switch (random.nextInt(3)) {
                    case 0 -> words.remove(at);
                    case 1 -> words.add(at, words.get(random.nextInt(words.size())));
                    default -> words.set(at, words.get(random.nextInt(words.size())));
                }
            }
            String text = String.join("", words);
            Formatted result = RuleFormatter.format(new RuleSource("threshold/x.drl", text));
            if (result.isReadable()) {
                formatted++;
                assertEquals(result.text(), format(result.text()), text);
            } else {
                assertEquals(text, result.text());
            }
        }
        assertTrue(formatted > 100, "only " + formatted + " were readable");
    }

    @Test
    void shippedRulesAreInTheOneStyle() throws IOException {
        for (Path file : ruleFiles()) {
            String text = Files.readString(file);
            assertEquals(format(text), text, file + ": run `./plimsoll fmt`");
        }
    }

    /** Other white space and further comments between the words. */
    private static String scattered(String text, Random random) {
        Lexer lexer = new Lexer(new SourceText(new RuleSource("", text)), none());
        StringBuilder scattered = new StringBuilder();
        List<Span> comments = new ArrayList<>();
        List<Token> tokens = lexer.tokens();
        comments.addAll(lexer.comments());
        for (Token token : tokens) {
            while (!comments.isEmpty()
                    && comments.getFirst().start() < token.span().start()) {
                Span comment = comments.removeFirst();
                scattered.append(text, comment.start(), comment.end()).append('\n');
            }
            scattered.append(text, token.span().start(), token.span().end()).append(gap(random));
        }
        return scattered.toString();
    }

    private static String gap(Random random) {
        return switch (random.nextInt(24)) {
            case 0 -> "\n";
            case 1 -> "\n\n\n";
            case 2 -> "\r\n\t";
            case 3 -> " // said " + random.nextInt(100) + "  \n";
            case 4 -> "\n  // alone " + random.nextInt(100) + "\n";
            case 5 -> " /* within " + random.nextInt(100) + " */ ";
            case 6 -> " /* two\n   lines */";
            case 7 -> " /* one */ // two\n";
            default -> " ".repeat(1 + random.nextInt(3));
        };
    }

    private static List<String> comments(String text) {
        Lexer lexer = new Lexer(new SourceText(new RuleSource("", text)), none());
        lexer.tokens();
        return lexer.comments().stream()
                .map(comment -> text.substring(comment.start(), comment.end())
                        .replace("\r\n", "\n")
                        .stripTrailing())
                .toList();
    }

    /** What the engine is told of a file, without its lines, and what its rules look at. */
    private static String said(String path, String text) {
        CheckedRules checked = RuleChecker.check(List.of(new RuleSource(path, text)));
        assertEquals(List.of(), checked.findings(), () -> text);
        EngineText engine = checked.engineTexts().getFirst();
        List<String> rules = engine.rules().stream()
                .map(rule -> rule.text().replaceAll("\\s+", " "))
                .toList();
        return engine.heading() + engine.tables() + rules + engine.readings() + engine.joins();
    }

    private static FindingsOfFile none() {
        return new FindingsOfFile(new SourceText(new RuleSource("", "")));
    }

    private static String rule(String condition) {
        return HEADING + "rule \"THR-001 a rule\"\n    @owner(\"a\") @source(\"b\")\nwhen\n" + condition
                + "\nthen\n    decide.warn(\"x\");\nend\n";
    }

    private static String format(String text) {
        Formatted formatted = RuleFormatter.format(new RuleSource("threshold/x.drl", text));
        assertEquals(List.of(), formatted.findings());
        return formatted.text();
    }

    private static List<Path> ruleFiles() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("rules"))) {
            List<Path> files = all.filter(file -> file.toString().endsWith(".drl"))
                    .sorted()
                    .toList();
            assertTrue(files.size() > 10, "only " + files);
            return files;
        }
    }
}
