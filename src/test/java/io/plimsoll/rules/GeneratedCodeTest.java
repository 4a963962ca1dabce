package io.plimsoll.rules;

import static io.plimsoll.rules.RulesFixture.check;
import static io.plimsoll.rules.RulesFixture.file;
import static io.plimsoll.rules.RulesFixture.rule;
import static io.plimsoll.rules.RulesFixture.saying;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.check.Finding;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With the check of the text out of the way, the look through the generated classes alone keeps a rule from doing anything but proposing. */
class GeneratedCodeTest {

    private static final String CALL = "margin.initial($p, 1);";

    private static final String CONDITION = "notional > 7";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            System.exit(0);                                                      | java.lang.System.exit
            Runtime.getRuntime().exec("id");                                     | java.lang.Runtime.getRuntime
            new ProcessBuilder("id").start();                                    | java.lang.ProcessBuilder
            new Thread().start();                                                | java.lang.Thread
            Thread.sleep(1000000);                                               | java.lang.Thread.sleep
            new java.io.File("/etc/passwd").length();                            | java.io.File
            java.nio.file.Files.readString(java.nio.file.Path.of("/etc/passwd"));| java.nio.file.Path.of
            new java.net.Socket("localhost", 1);                                 | java.net.Socket
            Class.forName("java.lang.Runtime");                                  | java.lang.Class.forName
            $p.getClass().getClassLoader();                                      | java.lang.Object.getClass
            $p.getClass().getMethods();                                          | java.lang.Class.getMethods
            System.getProperty("user.home");                                     | java.lang.System.getProperty
            System.getenv();                                                     | java.lang.System.getenv
            System.setProperty("a", "b");                                        | java.lang.System.setProperty
            System.load("/tmp/x.so");                                            | java.lang.System.load
            System.out.println("x");                                             | java.lang.System.out
            io.plimsoll.money.Decimals.ZERO.negate();                            | io.plimsoll.money.Decimals.ZERO
            while ($p != null) { }                                                     | loop
            for (int i = 0; i < 10; i = i + 1) { margin.order(null, null); }        | loop
            try { margin.order(null, null); } catch (Exception e) { }               | catches
            synchronized ($p) { margin.order(null, null); }                         | locks
            if ($p != null) { throw new RuntimeException("x"); }                                    | throws
            Runnable later = () -> margin.order(null, null); later.run();           | lambda
            long[] much = new long[2000000000];                                  | array
            Object[] much = new Object[2000000000];                              | array
            new BigDecimal("2").pow(999999999);                                  | java.math.BigDecimal.pow
            new BigDecimal(0.1);                                                 | java.math.BigDecimal
            "x".repeat(2000000000);                                              | java.lang.String.repeat
            new java.util.ArrayList().addAll(new java.util.ArrayList());         | java.util.ArrayList.addAll
            """)
    void aConsequenceDoesNothingButPropose(String code, String named) {
        assertRefused(text -> text.replace("then", "then " + code), named);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            eval(java.lang.System.getProperty("x") == null)          | java.lang.System.getProperty
            notional.pow(999999999) > 7                              | java.math.BigDecimal.pow
            instrument.repeat(2000000000) != null                    | java.lang.String.repeat
            instrument == System.getenv("HOME")                      | java.lang.System.getenv
            """)
    void aConditionDoesNothingButLook(String condition, String named) {
        assertRefused(text -> text.replace(CONDITION + "B", condition), named);
    }

    private static void assertRefused(UnaryOperator<String> said, String named) {
        // Given
        String rules = rule("SAF-001 is fine", "$p : Position( notional > 1 )", CALL)
                + rule("SAF-002 is not", "$p : Position( " + CONDITION + " )", CALL);
        CheckedRules checked = check(file(Stage.MARGIN, rules));

        // When
        RulesDoNotCompile refused =
                assertThrows(RulesDoNotCompile.class, () -> RuleCompiler.compile(saying(checked, "SAF-002", said)));

        // Then
        List<Finding> findings = refused.findings();
        assertTrue(findings.stream().anyMatch(finding -> finding.message().contains(named)), () -> findings.toString());
        assertEquals(
                List.of("PLM-902"),
                findings.stream().map(Finding::code).distinct().toList(),
                findings::toString);
        assertEquals(
                List.of("SAF-002"),
                findings.stream().map(Finding::rule).distinct().toList());
    }
}
