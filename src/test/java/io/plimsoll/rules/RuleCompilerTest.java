package io.plimsoll.rules;

import static io.plimsoll.rules.RulesFixture.LIMITS;
import static io.plimsoll.rules.RulesFixture.check;
import static io.plimsoll.rules.RulesFixture.compile;
import static io.plimsoll.rules.RulesFixture.decimal;
import static io.plimsoll.rules.RulesFixture.file;
import static io.plimsoll.rules.RulesFixture.rule;
import static io.plimsoll.rules.RulesFixture.saying;
import static io.plimsoll.rules.RulesFixture.view;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.plimsoll.decision.Proposed;
import io.plimsoll.decision.Stage;
import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.check.RuleSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An edit compiles what it changes and nothing else, and rules compiled at different times work as one. */
class RuleCompilerTest {

    private static final String TABLE = """
            declare Limit
                rate : BigDecimal
            end
            """;

    private static final String OTHER_TABLE = """
            declare Level
                ratio : BigDecimal
            end
            """;

    private static String initial(int number, String above) {
        return rule(
                "CMP-%03d requires an initial margin".formatted(number),
                "$p : Position( notional > " + above + " ) Limit( $rate : rate )",
                "margin.initial($p, $rate);");
    }

    private static RuleSource margin(String... parts) {
        return file(Stage.MARGIN, String.join("\n", parts));
    }

    @Test
    void anEditCompilesTheRuleThatItChanges() {
        // Given
        CompiledRules before = compile(margin(TABLE, initial(1, "0"), initial(2, "0")));

        // When
        CompiledRules after = compile(margin(TABLE, initial(1, "1"), initial(2, "0")));

        // Then
        assertNotSame(before.loaderOf("CMP-001"), after.loaderOf("CMP-001"));
        assertSame(before.loaderOf("CMP-002"), after.loaderOf("CMP-002"));
    }

    @Test
    void aRuleThatMovesOrIsExplainedOtherwiseIsTheSame() {
        // Given
        CompiledRules before = compile(margin(TABLE, initial(1, "0")));

        // When
        CompiledRules after = compile(margin(
                TABLE, "// a comment\n", initial(1, "0").replace("requires an initial margin", "asks for more")));

        // Then
        assertSame(before.loaderOf("CMP-001"), after.loaderOf("CMP-001"));
        assertEquals("asks for more", after.rules().getFirst().says());
    }

    @Test
    void aTableOfAnotherShapeCompilesTheRulesThatReadIt() {
        // Given
        String level = rule("CMP-003 reads a level", "Level( $l : ratio ) $p : Position()", "margin.initial($p, $l);");
        CompiledRules before = compile(margin(TABLE, OTHER_TABLE, initial(1, "0"), level));

        // When
        String wider = TABLE.replace("end", "    note : String\nend");
        CompiledRules after = compile(margin(wider, OTHER_TABLE, initial(1, "0"), level));

        // Then
        assertNotSame(before.loaderOf("CMP-001"), after.loaderOf("CMP-001"));
        assertSame(before.loaderOf("CMP-003"), after.loaderOf("CMP-003"));
    }

    @Test
    void rulesCompiledAtDifferentTimesReadTheSameRowsAndProposeTogether() {
        // Given
        CompiledRules before = compile(margin(TABLE, initial(1, "0"), initial(2, "0")));

        // When
        CompiledRules after = compile(margin(TABLE, initial(1, "1"), initial(2, "0"), initial(3, "0")));
        List<Proposed> proposed = after.with(Map.of("Limit", List.of(Map.of("rate", decimal("0.1")))), LIMITS)
                .propose(Stage.MARGIN, view())
                .all();

        // Then
        assertEquals(6, proposed.size());
        assertEquals(2, before.rules().size());
    }

    @Test
    void everyRuleThatTheEngineRefusesIsFoundAndTheOthersNeedNotBeCompiledAgain() {
        // Given
        CheckedRules checked = check(margin(TABLE, initial(1, "0"), initial(2, "0"), initial(3, "0"), initial(4, "7")));
        CheckedRules broken = saying(
                saying(checked, "CMP-001", text -> text.replace("notional", "notionl")),
                "CMP-003",
                text -> text.replace("initial", "initially"));

        // When
        RulesDoNotCompile refused = assertThrows(RulesDoNotCompile.class, () -> RuleCompiler.compile(broken));

        // Then
        assertEquals(
                List.of("CMP-001", "CMP-003"),
                refused.findings().stream().map(Finding::rule).distinct().toList());
    }
}
