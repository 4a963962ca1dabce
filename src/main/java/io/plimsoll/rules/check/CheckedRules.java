package io.plimsoll.rules.check;

import io.plimsoll.rules.model.Rule;
import io.plimsoll.rules.model.RuleInfo;
import io.plimsoll.rules.model.TableType;
import java.util.List;

/**
 * What a check of rule files found.
 *
 * @param findings everything that is wrong, in the order of files and lines; empty if nothing is
 * @param rules the rules that could be read
 * @param tables the types that the files declare, each once
 * @param sources the files that were checked
 * @param engineTexts what the engine compiles; empty if there are errors
 * @param model what the rules say, as data; empty if there are errors
 */
public record CheckedRules(
        List<Finding> findings,
        List<RuleInfo> rules,
        List<TableType> tables,
        List<RuleSource> sources,
        List<EngineText> engineTexts,
        List<Rule> model) {
    public CheckedRules {
        findings = List.copyOf(findings);
        rules = List.copyOf(rules);
        tables = List.copyOf(tables);
        sources = List.copyOf(sources);
        engineTexts = List.copyOf(engineTexts);
        model = List.copyOf(model);
    }

    public boolean hasErrors() {
        return findings.stream().anyMatch(Finding::isError);
    }
}
