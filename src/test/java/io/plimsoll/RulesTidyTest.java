package io.plimsoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.policy.Candidate;
import io.plimsoll.policy.scenario.ScenarioRun;
import io.plimsoll.rules.CompiledRules;
import io.plimsoll.rules.RuleCompiler;
import io.plimsoll.rules.check.RuleChecker;
import io.plimsoll.rules.check.RuleSource;
import io.plimsoll.rules.model.RuleInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rule library and the packs keep the habits of the house. */
class RulesTidyTest {

    private static final int LINE_MAX = 120;
    private static final List<String> PAGE_PARTS =
            List.of("**For.**", "**Rules.**", "**Numbers.**", "**Source.**", "**Example.**");
    private static final Pattern NUMBER_IN_RULE = Pattern.compile("(?<![\\w$.-])([2-9]|\\d{2,}|\\d+\\.\\d+)B?\\b");

    @Test
    void everyPackIsWithoutAFinding() throws IOException {
        for (String pack : ShippedPacks.names()) {
            assertEquals(List.of(), ShippedPacks.check(pack).findings(), pack);
        }
    }

    @Test
    void everyRuleFileHasAPageThatNamesEachOfItsRules() throws IOException {
        for (Path file : ruleFiles()) {
            String page = Files.readString(pageOf(file));
            PAGE_PARTS.forEach(part -> assertTrue(page.contains(part), pageOf(file) + " lacks " + part));
        }
        for (RuleInfo rule : rulesById().values()) {
            Path page = pageOf(ShippedPacks.RULES.resolve(rule.file()));
            assertTrue(Files.readString(page).contains("`" + rule.id() + "`"), page + " does not name " + rule.id());
        }
    }

    /** A file that asks for a field which only another file declares would be sound in one pack and not in the next. */
    @Test
    void everyRuleFileIsSoundByItself() throws IOException {
        for (Path file : ruleFiles()) {
            RuleSource source = new RuleSource(file.toString(), Files.readString(file));
            assertEquals(List.of(), RuleChecker.check(List.of(source)).findings(), file.toString());
        }
    }

    @Test
    void everyRuleFileIsUsedByAPack() throws IOException {
        // Given
        Set<String> used = new TreeSet<>();
        rulesById()
                .values()
                .forEach(
                        rule -> used.add(ShippedPacks.RULES.resolve(rule.file()).toString()));

        // When
        List<String> all = ruleFiles().stream().map(Path::toString).toList();

        // Then
        assertEquals(new TreeSet<>(all), used);
    }

    @Test
    void everyRuleOfAPackFiresInOneOfItsScenarios() throws Exception {
        Candidate pack = ShippedPacks.candidate("perpetuals");
        Set<String> expected = new TreeSet<>();
        pack.rules().rules().forEach(rule -> expected.add(rule.id()));
        Set<String> fired = new TreeSet<>();
        try (CompiledRules rules = RuleCompiler.compile(pack.rules())) {
            ScenarioRun run = pack.run(rules, name -> true);
            run.results()
                    .forEach(result -> fired.addAll(List.of(result.summary().split("[ ,]+"))));
        }
        fired.retainAll(expected);
        assertEquals(expected, fired);
        assertTrue(expected.size() >= 20, "the pack has only " + expected.size() + " rules");
    }

    @Test
    void noRuleHoldsANumberOtherThanZeroAndOne() throws IOException {
        for (RuleInfo rule : rulesById().values()) {
            String body = rule.text().replaceAll("\"[^\"]*\"", "").replaceAll("//.*", "");
            assertTrue(!NUMBER_IN_RULE.matcher(body).find(), rule.id() + " holds a number; it belongs in a table");
        }
    }

    @Test
    void everyTableSaysWhereItsNumbersComeFrom() throws IOException {
        for (Path table : files(ShippedPacks.POLICIES, ".csv")) {
            assertTrue(Files.readString(table).startsWith("# "), table + " does not start with its source and date");
        }
    }

    @Test
    void noLineOfARuleFileIsLongerThanAScreen() throws IOException {
        for (Path file : ruleFiles()) {
            for (String line : Files.readAllLines(file)) {
                assertTrue(line.length() <= LINE_MAX, file + ": " + line);
            }
        }
    }

    private static Map<String, RuleInfo> rulesById() throws IOException {
        Map<String, RuleInfo> rules = new TreeMap<>();
        for (String pack : ShippedPacks.names()) {
            ShippedPacks.candidate(pack).rules().rules().forEach(rule -> rules.put(rule.id(), rule));
        }
        return rules;
    }

    private static Path pageOf(Path ruleFile) {
        return Path.of(ruleFile.toString().replaceFirst("\\.drl$", ".md"));
    }

    private static List<Path> ruleFiles() throws IOException {
        List<Path> files = files(ShippedPacks.RULES, ".drl");
        assertTrue(files.size() > 10, "only " + files.size() + " rule files were found");
        return files;
    }

    private static List<Path> files(Path root, String suffix) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return new ArrayList<>(all.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList());
        }
    }
}
