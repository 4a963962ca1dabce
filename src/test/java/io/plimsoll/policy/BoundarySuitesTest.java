package io.plimsoll.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.policy.boundary.BoundarySuites;
import io.plimsoll.policy.coverage.CoverageRun;
import io.plimsoll.policy.coverage.PackCoverage;
import io.plimsoll.policy.coverage.PackCoverage.Kind;
import io.plimsoll.policy.coverage.PackCoverage.Part;
import io.plimsoll.policy.coverage.PackCoverage.RuleCoverage;
import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.policy.scenario.ScenarioRun;
import io.plimsoll.rules.CompiledRules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cases that are written from the limits of rules. */
class BoundarySuitesTest {

    /** Limits to which no one quantity of a case leads: quotes and outages stand by themselves. */
    private static final List<String> NOT_REACHED = List.of(
            "GRD-042 `sourceCount > 0`",
            "GRD-043 `medianDeviation != null`",
            "GRD-044 `medianDeviation != null`",
            "GRD-050 `confidenceRatio != null`",
            "GRD-060 `meanDeviations != null`",
            "GRD-061 `meanDeviation != null`",
            "GRD-070 `begins <= $now`",
            "GRD-070 `heldUntil > $now`");

    @Test
    void theSuitesOfAShippedPackPassAndHitTheirLimitsBelowAtAndAbove() throws Exception {
        // Given
        PolicyFiles shipped = TestPacks.read(Path.of("."));
        Candidate before = PackCheck.of(shipped, "perpetuals").candidate().orElseThrow();

        // When
        BoundarySuites suites = BoundarySuites.of(before, id -> true);

        // Then
        List<PolicyFile> files = new ArrayList<>(shipped.readable().values());
        files.removeIf(file -> file.path().startsWith("policies/perpetuals/scenarios/"));
        files.addAll(suites.files());
        PackCheck check = PackCheck.of(PolicyFiles.of(files), "perpetuals");
        assertEquals(List.of(), check.findings());
        Candidate alone = check.candidate().orElseThrow();
        try (CompiledRules compiled = alone.compile()) {
            ScenarioRun run = alone.run(compiled, name -> true);
            assertEquals(List.of(), run.findings());
            assertTrue(run.results().size() > 60, "only " + run.results().size() + " cases");
        }
        PackCoverage coverage = CoverageRun.of(alone, name -> true);
        for (RuleCoverage rule : coverage.rules()) {
            for (Part part : rule.parts()) {
                boolean isMissing = suites.missing().stream()
                        .anyMatch(line -> line.startsWith(rule.file() + ":" + part.range() + " "));
                if (part.kind() == Kind.LIMIT && !isMissing) {
                    assertEquals(List.of(), part.missing(), rule.info().id() + " " + part.text());
                }
            }
        }
        List<String> missing = suites.missing().stream()
                .map(line -> line.replaceFirst("^\\S+ (\\S+ `[^`]*`): .*$", "$1"))
                .toList();
        assertEquals(NOT_REACHED, missing);
    }

    @Test
    void aLimitThatNothingLeadsToIsListedWithItsPlace() throws Exception {
        // Given
        String rules = "rules/threshold/twins.drl";
        String rule = """

                rule "THR-3 nothing leads here"
                    @owner("tests") @source("tests")
                when
                    Left( number > 5 )
                then
                    decide.warn("never");
                end
                """;
        PolicyFiles files = TestPacks.smallWithFile(
                rules, TestPacks.small().file(rules).orElseThrow().text() + rule);

        // When
        BoundarySuites suites =
                BoundarySuites.of(PackCheck.of(files, "small").candidate().orElseThrow(), "THR-3"::equals);

        // Then
        assertEquals(List.of(), suites.files());
        assertEquals(
                List.of("rules/threshold/twins.drl:38:11 THR-3 `number > 5`: no quantity of a case that comes here,"
                        + " moved by itself, leads exactly to the limit"),
                suites.missing());
    }
}
