package io.plimsoll.rules;

import static io.plimsoll.rules.RulesFixture.check;
import static io.plimsoll.rules.RulesFixture.file;
import static io.plimsoll.rules.RulesFixture.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.compile.CompileLimits;
import io.plimsoll.rules.straight.StraightRules;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rules whose code would take too much are left to the engine, and it is said why. */
@Timeout(120)
class StraightLimitsTest {

    @Test
    void asManyWaysAsTheCheckLetsPassAreCode() {
        assertEquals(Optional.empty(), StraightRules.of(matchingInWays(8, 8)).whyNot());
    }

    @Test
    void theLargestRuleIsCodeWithinTheLimits() {
        assertEquals(Optional.empty(), StraightRules.of(largest()).whyNot());
    }

    @Test
    void codeThatTakesTooLongIsLeftToTheEngine() {
        // When
        StraightRules rules = StraightRules.of(largest(), new CompileLimits(Duration.ofNanos(1), Long.MAX_VALUE));

        // Then
        String why = rules.outside().get(Stage.MARGIN);
        assertTrue(why.contains("takes longer than"), why);
        assertThrows(IllegalStateException.class, () -> rules.with(Map.of(), RulesFixture.LIMITS));
    }

    @Test
    void codeThatTakesTooMuchMemoryIsLeftToTheEngine() {
        // When
        StraightRules rules = StraightRules.of(largest(), new CompileLimits(Duration.ofMinutes(5), 10_000));

        // Then
        String why = rules.outside().get(Stage.MARGIN);
        assertTrue(why.contains("takes more than 10000 bytes"), why);
    }

    private static CheckedRules matchingInWays(int some, int others) {
        return checked(rule(
                "LIM-001 matches in many ways",
                "$p : Position( )\n    " + oneOf("segment", some) + "\n    " + oneOf("accountId", others),
                "margin.initial($p, 1);"));
    }

    private static String oneOf(String field, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "Account( %s == \"of-%d\" )".formatted(field, i))
                .collect(Collectors.joining(" or ", "( ", " )"));
    }

    /** As many constraints, of as many operands, as one rule may have. */
    private static CheckedRules largest() {
        String constraints = IntStream.range(0, 60)
                .mapToObj(i ->
                        "notional > quantity" + " + price * %d".formatted(i + 1).repeat(15))
                .collect(Collectors.joining(",\n    "));
        return checked(rule("LIM-002 is large", "$p : Position( " + constraints + " )", "margin.initial($p, 1);"));
    }

    private static CheckedRules checked(String rule) {
        CheckedRules checked = check(file(Stage.MARGIN, rule));
        assertTrue(!checked.hasErrors(), () -> checked.findings().toString());
        return checked;
    }
}
