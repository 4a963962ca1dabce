package io.plimsoll.policy.coverage;

import io.plimsoll.policy.pack.PolicyFiles;
import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.model.Range;
import io.plimsoll.rules.model.Rule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What rules say in their authors' words, by place. */
public final class RuleTexts {
    private final Map<String, List<String>> linesByFile = new HashMap<>();

    public RuleTexts(CheckedRules rules) {
        rules.sources()
                .forEach(source ->
                        linesByFile.put(source.path(), source.text().lines().toList()));
    }

    /** The rule's file, from the home folder. */
    public static String fileOf(Rule rule) {
        return PolicyFiles.RULES + rule.info().file();
    }

    /** The text of a range in the rule's file, on one line. */
    public String text(Rule rule, Range range) {
        List<String> lines = linesByFile.getOrDefault(rule.info().file(), List.of());
        StringBuilder text = new StringBuilder();
        for (int number = range.startLine(); number <= Math.min(range.endLine(), lines.size()); number++) {
            String line = lines.get(number - 1);
            int from = number == range.startLine() ? Math.min(range.startColumn() - 1, line.length()) : 0;
            int to = number == range.endLine() ? Math.min(range.endColumn() - 1, line.length()) : line.length();
            text.append(number == range.startLine() ? "" : " ")
                    .append(line.substring(from, Math.max(from, to)).strip());
        }
        return text.toString();
    }

    /** The lines of the rule's file from the one that its name stands in to its end. */
    public List<String> lines(Rule rule) {
        List<String> lines = linesByFile.getOrDefault(rule.info().file(), List.of());
        int from = Math.min(rule.info().line() - 1, lines.size());
        int count = (int) rule.info().text().lines().count();
        return lines.subList(from, Math.min(from + count, lines.size()));
    }
}
