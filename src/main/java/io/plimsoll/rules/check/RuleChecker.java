package io.plimsoll.rules.check;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.model.RuleInfo;
import io.plimsoll.rules.model.TableType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checks rule files against the strict profile.
 *
 * <p>The files are read by a parser of our own that knows the profile and nothing else: what it does not know is refused. The engine then
 * compiles not the author's text but what was understood of it, so nothing can be said in a file that the check did not see.
 */
public final class RuleChecker {

    private RuleChecker() {}

    /** Everything that is wrong with the files, at once. The files are those of one pack: types and ids are shared among them. */
    public static CheckedRules check(List<RuleSource> sources) {
        return check(sources, Limits.DEFAULT);
    }

    /** The same with other limits. */
    public static CheckedRules check(List<RuleSource> sources, Limits limits) {
        List<FileCheck> files =
                sources.stream().map(source -> new FileCheck(source, limits)).toList();
        Map<Stage, Vocabulary> vocabularies = new EnumMap<>(Stage.class);
        Map<String, TableType> tables = new TreeMap<>();
        files.stream().filter(file -> file.stage().isPresent()).forEach(file -> file.declare(tables));
        for (FileCheck file : files) {
            file.stage().ifPresent(stage -> file.tell(vocabularies.computeIfAbsent(stage, Vocabulary::new), tables));
        }
        Map<String, RuleInfo> rules = new LinkedHashMap<>();
        List<EngineText> engineTexts = new ArrayList<>();
        for (FileCheck file : files) {
            file.stage().ifPresent(stage -> {
                Vocabulary vocabulary = vocabularies.computeIfAbsent(stage, Vocabulary::new);
                file.check(vocabulary, tables, rules).ifPresent(engineTexts::add);
            });
        }
        files.forEach(EngineParserCheck::check);
        List<Finding> findings = files.stream()
                .flatMap(file -> file.findings().all().stream())
                .sorted(Finding.BY_PLACE)
                .toList();
        boolean correct = findings.stream().noneMatch(Finding::isError);
        return new CheckedRules(
                findings,
                List.copyOf(rules.values()),
                List.copyOf(tables.values()),
                sources,
                correct ? engineTexts : List.of(),
                correct
                        ? files.stream()
                                .flatMap(file -> file.understood().stream())
                                .toList()
                        : List.of());
    }
}
