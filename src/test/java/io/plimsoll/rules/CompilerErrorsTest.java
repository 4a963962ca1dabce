package io.plimsoll.rules;

import static io.plimsoll.rules.RulesFixture.check;
import static io.plimsoll.rules.RulesFixture.file;
import static io.plimsoll.rules.RulesFixture.saying;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.check.RuleSource;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only the compiler finds stands at its place in the author's text, as if the check had found it. */
class CompilerErrorsTest {

    private static final String RULES = """
            rule "ERR-001 initial margin of a quantity, which is sound"
                @owner("market-risk") @source("Manual 1")
            when
                $p : Position( notional > 0 )
            then
                margin.initial($p, 1);
            end

            rule "ERR-002 initial margin of a quantity"
                @owner("market-risk") @source("Manual 1")
            when
                $p : Position( notional > 0,
                               $q : quantity )
                // every order of the instrument
                OpenOrder( $n : notional,
                           $q < notional, instrument == "A" )
            then
                margin.initial($p,
                               $q);
                margin.initial($p, $n);
            end
            """;

    /** What the author wrote, what stands there instead, and where the finding stands, counted from the rules' first line. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            $q : quantity     | $q : quantty    | 13:25 quantty
            OpenOrder(        | OpenOder(       | 15:5 OpenOder
            $q < notional     | $q < notionl    | 16:21 notionl
            $q < notional     | $z < notional   | 16:16 $z < notional
            margin.initial($p, $n) | margin.initially($p, $n) | 20:12 initially
            margin.initial($p, $n) | margn.initial($p, $n)    | 20:5 margn
            margin.initial($p, $n) | margin.initial($p, $m)   | 20:24 $m
            margin.initial($p, $n) | margin.initial($p, $p)   | 18:12 initial
            margin.initial($p, $n) | margin.initial($p, $n.notional()) | 20:27 notional
            """)
    void standsAtItsPlace(String written, String instead, String place) {
        // Given
        CheckedRules sound = check(file(Stage.MARGIN, RULES));
        assertTrue(!sound.hasErrors(), () -> sound.findings().toString());
        CheckedRules broken = saying(sourceSaying(sound, written, instead), "ERR-002", text -> {
            assertTrue(text.replaceAll("\\s+", "").contains(squeezed(written)), () -> text + " without " + written);
            return replaced(text, written, instead);
        });
        int before = sound.sources().getFirst().text().indexOf("rule \"ERR-001");
        int firstLine = 1
                + (int) sound.sources()
                        .getFirst()
                        .text()
                        .substring(0, before)
                        .lines()
                        .count()
                - 1;

        // When
        Finding finding = assertThrows(RulesDoNotCompile.class, () -> RuleCompiler.compile(broken))
                .findings()
                .getFirst();

        // Then
        assertEquals("PLM-901", finding.code());
        assertEquals("ERR-002", finding.rule());
        assertEquals(
                place,
                (finding.range().startLine() - firstLine) + ":"
                        + finding.range().startColumn() + " " + finding.snippet(),
                finding::message);
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", "");
    }

    /** Replaces a text of which the engine's has other spaces. */
    private static String replaced(String text, String written, String instead) {
        String pattern = String.join(
                "\\s*",
                squeezed(written)
                        .chars()
                        .mapToObj(c -> Pattern.quote(Character.toString(c)))
                        .toList());
        return text.replaceFirst(pattern, Matcher.quoteReplacement(instead));
    }

    private static CheckedRules sourceSaying(CheckedRules checked, String written, String instead) {
        RuleSource source = checked.sources().getFirst();
        int rule = source.text().indexOf("rule \"ERR-002");
        String text =
                source.text().substring(0, rule) + source.text().substring(rule).replace(written, instead);
        return new CheckedRules(
                checked.findings(),
                checked.rules(),
                checked.tables(),
                List.of(new RuleSource(source.path(), text)),
                checked.engineTexts(),
                checked.model());
    }
}
