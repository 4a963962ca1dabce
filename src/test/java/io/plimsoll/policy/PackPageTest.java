package io.plimsoll.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.policy.pack.Code;
import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.policy.scenario.ScenarioRun;
import io.plimsoll.rules.CompiledRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What policies/README.md tells risk officers must be so. */
class PackPageTest {
    private static final Path PAGE = Path.of("policies/README.md");
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @ParameterizedTest
    @EnumSource
    void everyFindingIsListed(Code code) throws Exception {
        String line = "| " + code.id() + " | " + code.meaning() + " |";
        assertTrue(Files.readString(PAGE).lines().anyMatch(line::equals), line);
    }

    @Test
    void theExampleOfASuiteHoldsForThePerpetuals() throws Exception {
        // Given
        PolicyFiles shipped = TestPacks.read(Path.of("."));
        List<PolicyFile> files = new ArrayList<>(shipped.readable().values());
        files.removeIf(file -> file.path().startsWith("policies/perpetuals/scenarios/"));
        files.add(PolicyFile.of(
                "policies/perpetuals/scenarios/page.yaml", examples().get(1)));

        // When
        PackCheck check = PackCheck.of(PolicyFiles.of(files), "perpetuals");

        // Then
        assertEquals(List.of(), check.findings());
        Candidate candidate = check.candidate().orElseThrow();
        try (CompiledRules compiled = candidate.compile()) {
            ScenarioRun run = candidate.run(compiled, name -> true);
            assertEquals(List.of(), run.findings());
            assertEquals(3, run.results().size());
        }
    }

    @Test
    void theExampleOfAManifestHasOnlyKnownKeys() throws Exception {
        // When
        PackCheck check = PackCheck.of(
                PolicyFiles.of(List.of(PolicyFile.of(
                        "policies/perpetuals/pack.yaml", examples().getFirst()))),
                "perpetuals");

        // Then
        List<String> codes = check.findings().stream()
                .map(finding -> finding.code())
                .distinct()
                .toList();
        assertEquals(List.of(Code.NO_SCENARIOS.id(), Code.FILE_MISSING.id()), codes);
    }

    private static List<String> examples() throws Exception {
        Matcher examples = EXAMPLE.matcher(Files.readString(PAGE));
        List<String> found = new ArrayList<>();
        while (examples.find()) {
            found.add(examples.group(1));
        }
        return found;
    }
}
