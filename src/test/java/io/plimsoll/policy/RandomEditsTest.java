package io.plimsoll.policy;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.rules.CompiledRules;
import io.plimsoll.rules.check.Finding;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is typed into a file, the check answers with findings that have a place in it, and never fails itself. */
class RandomEditsTest {
    private static final long SEED = 20_261_122;
    private static final int EDITS = 600;
    private static final List<String> FILES = List.of(
            "policies/small/pack.yaml",
            "policies/small/tables/bracket.csv",
            "policies/small/tables/haircut.csv",
            "policies/small/scenarios/all.yaml",
            "rules/threshold/twins.drl");
    private static final List<String> TYPED = List.of(
            "",
            " ",
            "\t",
            "\n",
            "\r\n",
            ":",
            "- ",
            "{",
            "}",
            "[",
            "]",
            ",",
            "\"",
            "'",
            "#",
            "&a ",
            "*a",
            "!!int ",
            "|",
            ">",
            "%",
            "@",
            "~",
            "null",
            "/",
            "//",
            "/positions/0",
            "..",
            "0",
            "-1",
            "1e999999999",
            "9".repeat(60),
            "0x1F",
            "NaN",
            "PT",
            "asOf - ",
            "remove",
            "é",
            "\uD83D\uDE00",
            "\u0000",
            "\u2028",
            "\uFEFF",
            "<<: ",
            "---\n",
            "...\n",
            "? ",
            "end\n",
            "rule \"X-1 x\"",
            "(",
            ")",
            "=",
            "== null");

    private final PolicyFiles small = TestPacks.small();

    @Test
    void noEditMakesTheCheckOrTheScenariosFail() throws Exception {
        // Given
        Random random = new Random(SEED);
        Candidate sound = PackCheck.of(small, "small").candidate().orElseThrow();
        int broken = 0;

        // When
        try (CompiledRules compiled = sound.compile()) {
            for (int i = 0; i < EDITS; i++) {
                String path = FILES.get(random.nextInt(FILES.size()));
                String text = edited(small.file(path).orElseThrow().text(), random);
                try {
                    broken += isFoundBroken(path, text, sound, compiled) ? 1 : 0;
                } catch (RuntimeException | Error e) {
                    throw new AssertionError("edit " + i + " of " + path + ":\n" + text, e);
                }
            }
        }

        // Then
        assertTrue(broken > EDITS / 2, "only " + broken + " edits were found wrong");
    }

    private static boolean isFoundBroken(String path, String text, Candidate sound, CompiledRules compiled) {
        PolicyFiles files = TestPacks.smallWithFile(path, text);
        PackCheck check = PackCheck.of(files, "small");
        if (check.candidate().isPresent()) {
            Candidate candidate = check.candidate().get();
            boolean sameRules = candidate.rulesHash().equals(sound.rulesHash());
            return sameRules && candidate.run(compiled, name -> true).failed() > 0;
        }
        assertFalse(check.findings().isEmpty(), "refused without a reason");
        check.findings().forEach(finding -> assertHasItsPlace(finding, files));
        return true;
    }

    private static void assertHasItsPlace(Finding finding, PolicyFiles files) {
        long lines = files.file(finding.file()).orElseThrow().text().lines().count();
        assertTrue(finding.range().startLine() <= lines + 1, () -> "beyond its file: " + finding);
    }

    private static String edited(String text, Random random) {
        StringBuilder edited = new StringBuilder(text);
        int edits = 1 + random.nextInt(3);
        for (int i = 0; i < edits; i++) {
            int start = random.nextInt(edited.length() + 1);
            int end = Math.min(edited.length(), start + random.nextInt(random.nextInt(10) == 0 ? 200 : 8));
            edited.replace(start, end, TYPED.get(random.nextInt(TYPED.size())));
        }
        return edited.toString();
    }
}
