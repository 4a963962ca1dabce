package io.plimsoll.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.drools.compiler.kie.builder.impl.KieRepositoryImpl;
import org.drools.model.codegen.ExecutableModelProject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;
import org.kie.api.runtime.KieContainer;
import org.kie.api.runtime.KieSession;

/**
 * What the rule engine really does, beside what one would think it does. Each case is a reason for a line of the profile; an engine upgrade
 * that changes one of them is seen here. The rules are compiled as they stand, without the check.
 */
public class DrlTrapsTest {

    /** A fact to be trapped with. Public, since the engine's generated code reads it. */
    public record Fact(
            @Nullable BigDecimal ratio,
            BigDecimal equity,
            String cls,
            long large,
            Duration age,
            Integer count,
            boolean isolated) {}

    private static final Fact FACT =
            new Fact(decimal("1.10"), decimal("10"), "C1", (1L << 53) + 1, Duration.ofSeconds(5), 4, true);

    private static final Fact WITHOUT_RATIO = new Fact(null, decimal("5"), "C2", 0, Duration.ZERO, 1, false);

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }

    /** Number of the trap, a condition, and whether it holds for {@code FACT}. */
    private static final Object[][] CONDITIONS = {
        {"1: a bare decimal goes through double", "Fact( ratio < 1.1 )", true},
        {"1: with B it is exact", "Fact( ratio < 1.1B )", false},
        {"1: an integer is exact", "Fact( equity < 10 )", false},
        {"2: so does one in arithmetic", "Fact( equity * 0.1 == 1 )", false},
        {"2: with B it is exact", "Fact( equity * 0.1B == 1 )", true},
        {"4: a text is less than a number", "Fact( cls > 5 )", true},
        {"5: long goes through double", "Fact( large == 9007199254740992 )", true},
        {"15: a bare boolean compiles in the executable model", "Fact( isolated )", true},
        {
            "17: a binding drops the arithmetic behind it",
            "Fact( $twice : equity * 2 ) Fact( equity == 10, $twice == 10 )",
            true
        },
        {
            "18: arithmetic rounds at 34 digits",
            "Fact( equity + 0.0000000000000000000000000000000000000001B == 10 )",
            true
        },
        {"18: calls do not", "Fact( equity.add( new java.math.BigDecimal(\"1e-40\") ) == 10 )", false},
        {
            "19: an average has the places of its sum",
            "accumulate( Fact( $e : equity ); $a : average($e) ) Fact( $a == 8 )",
            true
        },
    };

    @TestFactory
    Stream<DynamicTest> aConditionIsNotWhatItSeems() {
        return Stream.of(CONDITIONS)
                .map(row -> DynamicTest.dynamicTest((String) row[0], () -> {
                    // When
                    Set<String> fired = fired(rule("trap", (String) row[1], "out.add(\"trap\");"), FACT);

                    // Then
                    assertEquals(row[2], fired.contains("trap"));
                }));
    }

    @Test
    void trap3AFactWithoutAValueMatchesNeitherSide() {
        // When
        Set<String> fired = fired(
                rule("below", "Fact( ratio < 1 )", "out.add(\"below\");")
                        + rule("above", "Fact( ratio >= 1 )", "out.add(\"above\");"),
                WITHOUT_RATIO);

        // Then
        assertEquals(Set.of(), fired);
    }

    @Test
    void trap6AnUnknownFieldHasNoPlace() {
        // When
        List<Message> errors = errors(rule("trap", "Fact( rato > 1 )", "out.add(\"x\");"));

        // Then
        assertFalse(errors.isEmpty());
        assertTrue(errors.stream().allMatch(error -> error.getColumn() == 0), errors::toString);
    }

    @Test
    void trap7ABadCallIsAnErrorInAFileNobodyWrote() {
        // When
        List<Message> errors = errors(rule("trap", "Fact( )", "out.ad(\"x\");"));

        // Then
        assertTrue(
                errors.stream()
                        .anyMatch(error -> String.valueOf(error.getPath()).contains("LambdaConsequence")),
                errors::toString);
    }

    @Test
    void trap8OneErrorHidesTheErrorsOfTheNextKind() {
        // When
        List<Message> errors = errors(
                rule("field", "Fact( rato > 1 )", "out.add(\"x\");") + rule("call", "Fact( )", "out.ad(\"x\");"));

        // Then
        assertTrue(errors.stream().noneMatch(error -> error.getText().contains("ad(")), errors::toString);
    }

    @Test
    void trap9AConsequenceMayDoAnything() {
        // When
        List<Message> errors = errors(rule("stops", "Fact( )", "System.exit(0);")
                + rule("forks", "Fact( )", "new Thread(() -> {}).start();")
                + rule("reads", "Fact( )", "new java.io.File(\"/etc/passwd\").length();")
                + rule("hangs", "Fact( )", "while (true) { out.add(\"x\"); }"));

        // Then
        assertEquals(List.of(), errors);
    }

    @Test
    void trap11ADecimalLiteralInACallBreaksTheCompiler() {
        assertThrows(
                ClassCastException.class,
                () -> errors(rule("trap", "Fact( equity.compareTo(0B) > 0 )", "out.add(\"x\");")));
    }

    @Test
    void trap12TheRepositoryKeepsADisposedVersion() {
        // Given
        ReleaseId release = KieServices.get().newReleaseId("traps", "kept", "1");
        KieContainer container = container(release, rule("trap", "Fact( )", "out.add(\"x\");"));

        // When
        container.dispose();
        boolean kept = KieServices.get().getRepository().getKieModule(release) != null;
        ((KieRepositoryImpl) KieServices.get().getRepository()).removeKieModule(release);

        // Then
        assertTrue(kept);
    }

    @Test
    void trap14JavaFilesAreCompiled() {
        // Given
        KieFileSystem files = files(KieServices.get().newReleaseId("traps", "java", "1"), "package traps\n");
        files.write(
                "src/main/java/traps/Evil.java",
                "package traps; public class Evil { static { System.out.println(); } }");

        // When
        KieBuilder builder = KieServices.get().newKieBuilder(files).buildAll(ExecutableModelProject.class);

        // Then
        assertTrue(((org.drools.compiler.kie.builder.impl.InternalKieModule) builder.getKieModule())
                .getFileNames().stream().anyMatch(name -> name.endsWith("traps/Evil.class")));
    }

    @Test
    void trap20AnExpressionInAnAccumulateFunctionReadsTheWrongVariable() {
        // When
        RuntimeException failed = assertThrows(
                RuntimeException.class,
                () -> fired(
                        rule(
                                "trap",
                                "accumulate( Fact( $c : count, $e : equity ); $s : sum($e * 2B), $n : count() )",
                                "out.add(\"trap\");"),
                        FACT));

        // Then
        assertTrue(String.valueOf(failed.getMessage()).contains("cannot be cast"), failed::toString);
    }

    @Test
    void trap21TwoRulesThatShareAJoinFailTogether() {
        // Given
        String exists = rule("exists", "exists ( Fact( $c : cls ) and Other( name == $c ) )", "out.add(\"exists\");");
        String sum = rule(
                "sum",
                "accumulate( ( Fact( $c : cls, $e : equity ) and Other( name == $c ) ); $s : sum($e) )",
                "out.add(\"sum\");");
        String declared = "declare Other name : String end\n";

        // When
        Set<String> alone = new TreeSet<>(fired(declared + exists, FACT));
        alone.addAll(fired(declared + sum, FACT));
        RuntimeException together = assertThrows(RuntimeException.class, () -> fired(declared + exists + sum, FACT));

        // Then
        assertEquals(Set.of("sum"), alone);
        assertTrue(String.valueOf(together.getMessage()).contains("cannot be cast"), together::toString);
    }

    @Test
    void trap22AGlobalsClassHidesAFactOfTheSameName() {
        // Given
        String heading = "import io.plimsoll.rules.facts.*\nglobal io.plimsoll.rules.verbs.Collateral collateral\n";

        // When
        List<Message> hidden = errors(heading + rule("trap", "Collateral( $a : asset )", "out.add($a);"));
        List<Message> named =
                errors(heading + rule("trap", "io.plimsoll.rules.facts.Collateral( $a : asset )", "out.add($a);"));

        // Then
        assertFalse(hidden.isEmpty());
        assertEquals(List.of(), named);
    }

    @Test
    void trap23ACountIsALong() {
        // When
        List<Message> errors = errors(rule(
                "trap",
                "accumulate( Fact( $e : equity ); $n : count() )",
                "out.add(java.math.BigDecimal.ZERO.add($n));"));

        // Then
        assertTrue(errors.stream().anyMatch(error -> error.getText().contains("Long")), errors::toString);
    }

    @Test
    void trap24AFoldOfNothingPassesBesideAnother() {
        // When
        String none = "accumulate( Fact( $e : equity, equity > 1000 ); $a : %s )";
        Set<String> alone = fired(rule("trap", none.formatted("min($e)"), "out.add(\"min \" + $a);"), FACT);
        Set<String> beside =
                fired(rule("trap", none.formatted("min($e), $b : max($e)"), "out.add($a + \" to \" + $b);"), FACT);

        // Then
        assertEquals(Set.of(), alone);
        assertEquals(Set.of("null to null"), beside);
    }

    private static String rule(String name, String when, String then) {
        return "rule \"" + name + "\" dialect \"mvel\" when " + when + " then " + then + " end\n";
    }

    private static Set<String> fired(String rules, Fact fact) {
        ReleaseId release = KieServices.get().newReleaseId("traps", "fired", "1");
        KieContainer container = container(release, rules);
        KieSession session = container.newKieSession();
        List<String> out = new ArrayList<>();
        try {
            session.setGlobal("out", out);
            session.insert(fact);
            if (rules.contains("average")) {
                session.insert(WITHOUT_RATIO);
            }
            session.fireAllRules(100);
            return new TreeSet<>(out);
        } finally {
            session.dispose();
            container.dispose();
            KieServices.get().getRepository().removeKieModule(release);
        }
    }

    private static KieContainer container(ReleaseId release, String rules) {
        KieBuilder builder =
                KieServices.get().newKieBuilder(files(release, text(rules))).buildAll(ExecutableModelProject.class);
        assertEquals(List.of(), builder.getResults().getMessages(Message.Level.ERROR));
        return KieServices.get().newKieContainer(release);
    }

    private static List<Message> errors(String rules) {
        ReleaseId release = KieServices.get().newReleaseId("traps", "errors", "1");
        try {
            return KieServices.get()
                    .newKieBuilder(files(release, text(rules)))
                    .buildAll(ExecutableModelProject.class)
                    .getResults()
                    .getMessages(Message.Level.ERROR);
        } finally {
            KieServices.get().getRepository().removeKieModule(release);
        }
    }

    private static String text(String rules) {
        return "package traps\nimport " + Fact.class.getCanonicalName() + "\nglobal java.util.List out\n" + rules;
    }

    private static KieFileSystem files(ReleaseId release, String text) {
        KieFileSystem files = KieServices.get().newKieFileSystem();
        files.generateAndWritePomXML(release);
        files.write("src/main/resources/traps/traps.drl", text);
        return files;
    }
}
