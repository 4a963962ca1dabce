package io.plimsoll;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dependency picture of the house: what each package may know, and what the core must never do. */
class ArchitectureTest {

    private static final int CLASSES_MIN = 40;

    private static final String[] CORE = {
        "io.plimsoll.money..",
        "io.plimsoll.account..",
        "io.plimsoll.market..",
        "io.plimsoll.calendar..",
        "io.plimsoll.pricing..",
        "io.plimsoll.margin..",
        "io.plimsoll.auction..",
        "io.plimsoll.waterfall..",
        "io.plimsoll.lending..",
        "io.plimsoll.decision.."
    };

    private static final String[] ADAPTERS = {
        "io.plimsoll.api..",
        "io.plimsoll.stream..",
        "io.plimsoll.audit..",
        "io.plimsoll.tape..",
        "io.plimsoll.cli..",
        "io.plimsoll.console..",
        "io.plimsoll.editor.."
    };

    private static final JavaClasses PLIMSOLL = new ClassFileImporter().importPath(Path.of("target", "classes"));

    @Test
    void theRulesBelowLookAtClassesAndNotAtAnEmptyFolder() {
        assertTrue(PLIMSOLL.size() > CLASSES_MIN, "found " + PLIMSOLL.size());
        for (String part : CORE) {
            assertTrue(
                    PLIMSOLL.stream().anyMatch(JavaClass.Predicates.resideInAPackage(part)),
                    "nothing found in " + part);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "money, money",
        "market, money market",
        "account, money market account",
        "pricing, money account pricing",
        "margin, money market account pricing margin",
        "auction, money account auction",
        "waterfall, money account waterfall",
        "calendar, calendar",
        "lending, money market account margin lending",
        "decision, money market account pricing margin auction waterfall calendar decision lending"
    })
    void eachPackageOfTheCoreKnowsOnlyThoseToItsLeft(String part, String known) {
        String[] allowed = Stream.of(known.split(" "))
                .map(name -> "io.plimsoll." + name + "..")
                .toArray(String[]::new);
        holds(noClasses()
                .that()
                .resideInAPackage("io.plimsoll." + part + "..")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("io.plimsoll..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(allowed)))));
    }

    @Test
    void theCoreImportsJavaAndNullnessAnnotationsAlone() {
        holds(classes()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(Stream.concat(Stream.of(CORE), Stream.of("java..", "org.jspecify.."))
                        .toArray(String[]::new)));
    }

    @Test
    void onlyTheRulesSeeDrools() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage("io.plimsoll.rules..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.drools..", "org.kie..", "org.mvel2.."));
    }

    @Test
    void onlyTheStreamsSeeKafka() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage("io.plimsoll.stream..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka.."));
    }

    @Test
    void onlyAuditAndPolicyStoreAnything() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackages("io.plimsoll.audit..", "io.plimsoll.policy..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.persistence..", "io.quarkus.hibernate..", "org.hibernate.."));
    }

    @Test
    void theCoreAndTheRulesKnowNoAdapter() {
        holds(noClasses()
                .that()
                .resideInAnyPackage(Stream.concat(Stream.of(CORE), Stream.of("io.plimsoll.rules.."))
                        .toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ADAPTERS));
    }

    @Test
    void packagesFormNoCycle() {
        holds(slices().matching("io.plimsoll.(*)..").should().beFreeOfCycles());
    }

    @Test
    void theCoreReadsNoClockAndRollsNoDice() {
        holds(noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .accessTargetWhere(describe("read the wall clock or are random", ArchitectureTest::isClockOrDice)));
        holds(noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.util\\.(Random|SplittableRandom|Date)|java\\.util\\.random\\..*"
                        + "|java\\.security\\.SecureRandom|java\\.util\\.concurrent\\.ThreadLocalRandom"));
    }

    @Test
    void theCoreHasNoFloatingPoint() {
        holds(classes().that().resideInAnyPackage(CORE).should(not(useFloatingPoint())));
    }

    @Test
    void everyPackageSaysThatNothingIsNullUnlessMarked() throws IOException {
        Set<String> silent = new TreeSet<>();
        for (Path folder : foldersWithJava(Path.of("src/main/java"))) {
            Path description = folder.resolve("package-info.java");
            if (!Files.exists(description) || !Files.readString(description).contains("@NullMarked")) {
                silent.add(folder.toString());
            }
        }
        assertEquals(Set.of(), silent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"util", "utils", "common", "service", "impl", "dto", "helper"})
    void noPackageIsNamedAfterNothing(String name) {
        holds(noClasses().should().resideInAPackage("io.plimsoll.." + name + ".."));
    }

    private static void holds(ArchRule rule) {
        rule.allowEmptyShould(true).check(PLIMSOLL);
    }

    private static boolean isClockOrDice(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getName();
        return switch (owner) {
            case "java.lang.System" -> name.equals("currentTimeMillis") || name.equals("nanoTime");
            case "java.lang.Math", "java.lang.StrictMath" -> name.equals("random");
            case "java.util.UUID" -> name.equals("randomUUID");
            case "java.time.Clock", "java.time.InstantSource" -> name.startsWith("system") || name.startsWith("tick");
            default -> owner.startsWith("java.time.") && name.equals("now");
        };
    }

    private static ArchCondition<JavaClass> useFloatingPoint() {
        return new ArchCondition<>("use double or float") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                Stream<JavaClass> fields = type.getFields().stream().map(field -> field.getRawType());
                Stream<JavaClass> signatures = type.getCodeUnits().stream().flatMap(unit -> signature(unit));
                Stream<JavaClass> called = type.getAccessesFromSelf().stream()
                        .map(JavaAccess::getTarget)
                        .filter(CodeUnitAccessTarget.class::isInstance)
                        .map(CodeUnitAccessTarget.class::cast)
                        .flatMap(target -> signature(target));
                Set<String> floating = Stream.of(fields, signatures, called)
                        .flatMap(types -> types)
                        .map(found -> found.getBaseComponentType().getName())
                        .filter(List.of("double", "float", "java.lang.Double", "java.lang.Float")::contains)
                        .collect(Collectors.toSet());
                events.add(new SimpleConditionEvent(
                        type, !floating.isEmpty(), type.getName() + " uses " + String.join(", ", floating)));
            }
        };
    }

    private static Stream<JavaClass> signature(JavaCodeUnit unit) {
        return Stream.concat(Stream.of(unit.getRawReturnType()), unit.getRawParameterTypes().stream());
    }

    private static Stream<JavaClass> signature(CodeUnitAccessTarget called) {
        return Stream.concat(Stream.of(called.getRawReturnType()), called.getRawParameterTypes().stream());
    }

    private static List<Path> foldersWithJava(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> folders = files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .sorted()
                    .toList();
            assertTrue(folders.size() > 5, "found " + folders);
            return folders;
        }
    }
}
