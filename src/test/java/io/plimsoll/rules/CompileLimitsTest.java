package io.plimsoll.rules;

import static io.plimsoll.rules.RulesFixture.check;
import static io.plimsoll.rules.RulesFixture.file;
import static io.plimsoll.rules.RulesFixture.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.compile.CompileLimits;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A compilation ends at its limits, says so, and leaves the compiler good for the next. */
@Timeout(300)
class CompileLimitsTest {

    /** As many constraints, of as many operands, as one rule may have. */
    private static final int CONSTRAINTS = 60;

    private static final int OPERANDS = 30;

    @Test
    void theLargestRuleCompilesWithinTheLimits() throws Exception {
        // When
        CompiledRules compiled = RuleCompiler.compile(largest(1));

        // Then
        assertEquals(1, compiled.rules().size());
    }

    @Test
    void aRuleThatTakesTooLongIsRefusedAtItsPlace() throws Exception {
        // Given
        CheckedRules rules = largest(2);

        // When
        long began = System.nanoTime();
        Finding finding = refused(rules, new CompileLimits(Duration.ofMillis(1), Long.MAX_VALUE));

        // Then
        assertEquals("LIM-002", finding.rule());
        assertTrue(finding.message().contains("takes longer than 1 ms"), finding::message);
        assertTrue(System.nanoTime() - began < Duration.ofSeconds(60).toNanos());
        assertEquals(1, RuleCompiler.compile(rules).rules().size());
    }

    @Test
    void aRuleThatTakesTooMuchMemoryIsRefusedAtItsPlace() throws Exception {
        // Given
        CheckedRules rules = largest(3);

        // When
        Finding finding = refused(rules, new CompileLimits(Duration.ofMinutes(5), 10_000));

        // Then
        assertEquals("LIM-003", finding.rule());
        assertTrue(finding.message().contains("takes more than 10000 bytes"), finding::message);
        assertEquals(1, RuleCompiler.compile(rules).rules().size());
    }

    private static Finding refused(CheckedRules rules, CompileLimits limits) {
        RulesDoNotCompile refused = assertThrows(RulesDoNotCompile.class, () -> RuleCompiler.compile(rules, limits));
        Finding finding = refused.findings().getFirst();
        assertEquals("PLM-903", finding.code());
        assertEquals("margin/test.drl", finding.file());
        return finding;
    }

    private static CheckedRules largest(int number) {
        String constraints = IntStream.range(0, CONSTRAINTS)
                .mapToObj(i -> "notional > quantity"
                        + IntStream.range(0, OPERANDS)
                                .mapToObj(j -> (j + i) % 2 == 0 ? " + price" : " - quantity * " + number)
                                .collect(Collectors.joining()))
                .collect(Collectors.joining(",\n    "));
        CheckedRules checked = check(file(
                Stage.MARGIN,
                rule(
                        "LIM-%03d is as large as can be".formatted(number),
                        "$p : Position( " + constraints + " )",
                        "margin.initial($p, 1);")));
        assertTrue(!checked.hasErrors(), () -> checked.findings().toString());
        return checked;
    }
}
