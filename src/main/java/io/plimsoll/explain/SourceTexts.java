package io.plimsoll.explain;

import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.check.RuleSource;
import io.plimsoll.rules.model.Range;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Parts of rule files as their authors wrote them. */
final class SourceTexts {

    private final Map<String, List<String>> lines = new HashMap<>();

    SourceTexts(CheckedRules rules) {
        for (RuleSource source : rules.sources()) {
            lines.put(source.path(), source.text().lines().toList());
        }
    }

    /** In one line. */
    String of(String file, Range range) {
        List<String> of = lines.getOrDefault(file, List.of());
        StringBuilder text = new StringBuilder();
        for (int number = range.startLine(); number <= Math.min(range.endLine(), of.size()); number++) {
            String line = of.get(number - 1);
            int from = number == range.startLine() ? range.startColumn() - 1 : 0;
            int to = number == range.endLine() ? Math.min(range.endColumn() - 1, line.length()) : line.length();
            text.append(line, Math.min(from, to), to).append(' ');
        }
        return text.toString().strip().replaceAll("\\s+", " ");
    }
}
