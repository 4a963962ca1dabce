package io.plimsoll.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.decision.Stage;
import io.plimsoll.policy.pack.PolicyFile;
import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.check.FindingsPage;
import io.plimsoll.rules.check.RuleChecker;
import io.plimsoll.rules.check.RuleSource;
import io.plimsoll.rules.verbs.VerbModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every code has a page, what its wrong example brings forth is that code and stands on the page word for word, and its right example is
 * sound. Run with {@code -Dplimsoll.write-findings=true} to write the findings and the index anew.
 */
class FindingPagesTest {
    private static final Path PAGES = Path.of("docs/findings");
    private static final boolean WRITE = Boolean.getBoolean("plimsoll.write-findings");

    /** Their examples would be too large for a page, need a disk or a database, or a fault of the program. */
    private static final Set<String> WITHOUT_EXAMPLE = Set.of(
            "PLM-109", "PLM-601", "PLM-602", "PLM-603", "PLM-604", "PLM-605", "PLM-702", "PLM-738", "PLM-740",
            "PLM-798", "PLM-799", "PLM-851", "PLM-857", "PLM-858", "PLM-859", "PLM-860", "PLM-881", "PLM-882",
            "PLM-883", "PLM-884", "PLM-885", "PLM-886", "PLM-887", "PLM-888", "PLM-889", "PLM-901", "PLM-902",
            "PLM-903");

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\S+)([^\n]*)\n(.*?)^```$");

    private static final Map<Stage, String> DECLARED = Map.of(
            Stage.MARGIN, """
                    declare Bracket
                        instrument  : String @key
                        floor       : BigDecimal
                        cap         : BigDecimal
                        initialRate : BigDecimal
                    end
                    """,
            Stage.THRESHOLD, """
                    declare Level
                        segment   : String @key
                        callRatio : BigDecimal
                        cure      : Duration
                    end
                    """);

    private static final Map<Stage, String> BEFORE = Map.of(
            Stage.MARGIN,
            "$p : Position( $instrument : instrument, $notional : notional )",
            Stage.THRESHOLD,
            "Account( $segment : segment )\n" + "Level( segment == $segment, $level : callRatio, $cure : cure )");

    /**
     * A fenced example.
     *
     * @param words behind the language: where it belongs, then {@code wrong} or {@code right}
     */
    private record Example(String language, List<String> words, String text) {
        boolean is(String word) {
            return words.contains(word);
        }
    }

    @TestFactory
    Stream<DynamicTest> theExamplesOfAPageAreSo() {
        return FindingCodes.all().keySet().stream()
                .map(code -> DynamicTest.dynamicTest(code, () -> assertExamples(code)));
    }

    @Test
    void theIndexNamesEveryPage() throws IOException {
        // Given
        StringBuilder index = new StringBuilder("""
                # Findings

                Generated from the code and held to it by a test; do not edit. Each page says what a finding means and why the file is refused, with an
                example.

                | code | what is wrong |
                | --- | --- |
                """);
        FindingCodes.all()
                .forEach((code, about) -> index.append("| [%s](%s.md) | %s |\n".formatted(code, code, about)));
        if (WRITE) {
            Files.writeString(PAGES.resolve("README.md"), index);
        }

        // Then
        assertEquals(index.toString(), Files.readString(PAGES.resolve("README.md")));
        try (Stream<Path> pages = Files.list(PAGES)) {
            Set<String> names =
                    pages.map(page -> page.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
            Set<String> expected = new TreeSet<>(Set.of("README.md"));
            FindingCodes.all().keySet().forEach(code -> expected.add(code + ".md"));
            assertEquals(expected, names);
        }
    }

    private static void assertExamples(String code) throws IOException {
        // Given
        Path path = PAGES.resolve(code + ".md");
        String page = Files.readString(path);
        assertEquals(
                "# " + code + ": " + FindingCodes.all().get(code),
                page.lines().findFirst().orElse(""));
        List<Example> examples = examples(page);
        Optional<Example> wrong =
                examples.stream().filter(example -> example.is("wrong")).findFirst();
        Optional<Example> right =
                examples.stream().filter(example -> example.is("right")).findFirst();
        assertEquals(WITHOUT_EXAMPLE.contains(code), wrong.isEmpty(), "an example");
        if (wrong.isEmpty()) {
            return;
        }

        // When
        List<PolicyFile> files = new ArrayList<>();
        List<Finding> found = findings(wrong.get(), right, files);

        // Then
        assertTrue(found.stream().anyMatch(finding -> finding.code().equals(code)), () -> "found " + found);
        String shown = shown(found, files);
        if (WRITE) {
            page = page.replaceFirst("(?s)```text\n.*?```", Matcher.quoteReplacement("```text\n" + shown + "```"));
            Files.writeString(path, page);
        }
        assertTrue(page.contains("```text\n" + shown + "```"), () -> "the page does not say\n" + shown);
        if (right.isPresent()) {
            assertEquals(List.of(), findings(right.get(), right, new ArrayList<>()));
        }
    }

    private static List<Example> examples(String page) {
        return BLOCK.matcher(page)
                .results()
                .map(found -> new Example(
                        found.group(1), List.of(found.group(2).strip().split(" ")), found.group(3)))
                .toList();
    }

    private static String shown(List<Finding> found, List<PolicyFile> files) {
        return found.stream()
                .map(finding -> FindingsPage.shown(
                        finding,
                        files.stream()
                                .filter(file -> file.path().equals(finding.file()))
                                .findFirst()
                                .map(PolicyFile::text)
                                .orElse("")))
                .collect(Collectors.joining("\n"));
    }

    /** @param files what was checked */
    private static List<Finding> findings(Example example, Optional<Example> right, List<PolicyFile> files) {
        if (example.language().equals("drl") && !example.words().getFirst().contains("/")) {
            PolicyFile file = ruleFile(example);
            files.add(file);
            return RuleChecker.check(List.of(new RuleSource(file.path(), file.text())))
                    .findings();
        }
        PolicyFiles pack = pack(example, right);
        files.addAll(pack.readable().values());
        List<Finding> findings = new ArrayList<>(PackCheck.of(pack, "small").findings());
        PackCheck.ofUnused(pack).stream()
                .filter(finding -> example.words().getFirst().contains("rules/"))
                .forEach(findings::add);
        return findings;
    }

    private static PolicyFile ruleFile(Example example) {
        String folder = example.words().getFirst();
        Optional<Stage> stage = Arrays.stream(Stage.values())
                .filter(known -> known.topic().equals(folder))
                .findFirst();
        String text = switch (example.words().get(1)) {
            case "file" -> example.text();
            case "rule" -> heading(stage.orElseThrow()) + example.text();
            case "when" ->
                heading(stage.orElseThrow())
                        + rule(
                                BEFORE.get(stage.get()) + "\n" + example.text(),
                                stage.get() == Stage.MARGIN ? "margin.closingCost($p, 1);" : "decide.warn(\"so\");");
            case "then" ->
                heading(stage.orElseThrow())
                        + rule(
                                BEFORE.get(stage.get())
                                        + "\nBracket( instrument == $instrument, $rate : initialRate )\n",
                                example.text());
            default -> throw new IllegalArgumentException(example.words().toString());
        };
        return PolicyFile.of(folder + "/example.drl", text);
    }

    private static String heading(Stage stage) {
        VerbModel.Global global = VerbModel.of(stage);
        return """
                package plimsoll.%s
                import io.plimsoll.rules.facts.*
                import java.math.BigDecimal
                import java.time.Duration
                dialect "mvel"
                global %s %s
                """.formatted(stage.topic(), global.className(), global.name()) + DECLARED.get(stage);
    }

    private static String rule(String when, String then) {
        return "rule \"MRG-910 an example\"\n@owner(\"market-risk\") @source(\"Manual 4.2\")\nwhen\n" + when + "then\n"
                + then + (then.endsWith("\n") ? "" : "\n") + "end\n";
    }

    /** The small pack with the right example replaced by this one, or with this one as a further file. */
    private static PolicyFiles pack(Example example, Optional<Example> right) {
        String path = Path.of("policies/small")
                .resolve(example.words().getFirst())
                .normalize()
                .toString();
        String text = TestPacks.small().file(path).map(PolicyFile::text).orElse("");
        if (text.isEmpty() && path.endsWith(".csv") && right.isPresent()) {
            return packWithTable(path, example.text());
        }
        if (right.isEmpty()) {
            return TestPacks.smallWithFile(path, example.text());
        }
        String there = right.get().text();
        assertTrue(text.contains(there), path + " does not contain\n" + there);
        return TestPacks.smallWithFile(path, text.replace(there, example.text()));
    }

    /** The small pack with the example as a table of a type of its own, each column of the kind that its first row has. */
    private static PolicyFiles packWithTable(String path, String csv) {
        String[] names = csv.lines().findFirst().orElseThrow().split(",");
        String[] cells = csv.lines().skip(1).findFirst().orElseThrow().split(",");
        StringBuilder type = new StringBuilder("declare Example\n");
        for (int i = 0; i < names.length; i++) {
            type.append("    %s : %s%s\n".formatted(names[i], kind(cells[i]), i == 0 ? " @key" : ""));
        }
        String manifest = TestPacks.small()
                .file("policies/small/pack.yaml")
                .orElseThrow()
                .text()
                .replace("rules:\n", "rules:\n  - rules/margin/example.drl\n")
                .replace("tables:\n", "tables:\n  Example: " + path.substring("policies/small/".length()) + "\n");
        String rules = heading(Stage.MARGIN).replace(DECLARED.get(Stage.MARGIN), type + "end\n")
                + rule("$p : Position( )\nExample( )\n", "margin.closingCost($p, 1);");
        List<PolicyFile> files = new ArrayList<>(TestPacks.small().readable().values());
        files.removeIf(file -> file.path().equals("policies/small/pack.yaml"));
        files.add(PolicyFile.of("policies/small/pack.yaml", manifest));
        files.add(PolicyFile.of("rules/margin/example.drl", rules));
        files.add(PolicyFile.of(path, csv));
        return PolicyFiles.of(files);
    }

    private static String kind(String cell) {
        if (cell.startsWith("PT")) {
            return "Duration";
        }
        return cell.matches("-?[0-9.]+") ? "BigDecimal" : "String";
    }
}
