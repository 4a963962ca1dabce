package io.plimsoll.policy.scenario;

import io.plimsoll.policy.pack.Findings;
import io.plimsoll.policy.pack.YamlFile;
import io.plimsoll.policy.pack.YamlValue;
import io.plimsoll.policy.pack.YamlValue.Entry;
import io.plimsoll.policy.pack.YamlValue.YamlList;
import io.plimsoll.policy.pack.YamlValue.YamlMap;
import io.plimsoll.policy.pack.YamlValue.YamlScalar;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** A suite as its author typed it, to which a case is added without touching anything that is there. */
public final class SuiteText {
    private final String text;
    private final List<String> lines;

    private SuiteText(String text) {
        this.text = text;
        this.lines = text.lines().toList();
    }

    /** A suite cannot be added to by adding lines; the message says why. */
    public static final class NotExtensible extends Exception {
        private static final long serialVersionUID = 1;

        NotExtensible(String message) {
            super(message);
        }
    }

    /**
     * The text with one more case after the last.
     *
     * @param item the case as a list item's lines, by the spaces that stand before its dash
     */
    public static String withCase(String text, IntFunction<String> item) throws NotExtensible {
        return new SuiteText(text).withCase(item);
    }

    private String withCase(IntFunction<String> item) throws NotExtensible {
        List<YamlValue> cases = casesOf(text);
        YamlValue last = cases.getLast();
        String line = lines.get(last.range().startLine() - 1);
        int dash = line.substring(0, last.range().startColumn() - 1).lastIndexOf('-');
        if (dash < 0 || !line.substring(0, dash).isBlank()) {
            throw new NotExtensible("its cases are not written one below the other, each after a dash");
        }
        List<String> extended = new ArrayList<>(lines);
        extended.addAll(lastLineOf(last), item.apply(dash).lines().toList());
        String lineEnd = text.contains("\r\n") ? "\r\n" : "\n";
        String result = String.join(lineEnd, extended) + lineEnd;
        if (!startsWith(casesOf(result), cases)) {
            throw new NotExtensible("a case after its last one would change what is there");
        }
        return result;
    }

    private static List<YamlValue> casesOf(String text) throws NotExtensible {
        Findings findings = new Findings("", text);
        Optional<YamlValue> cases = YamlFile.read(text, findings).flatMap(yaml -> yaml.get("cases"));
        if (cases.isEmpty()
                || !(cases.get() instanceof YamlList list)
                || list.items().isEmpty()) {
            throw new NotExtensible("it has no cases to add one to");
        }
        return list.items();
    }

    /** The last line on which anything of the value stands. Where a block's mark is, its last part has to be asked. */
    private int lastLineOf(YamlValue value) {
        boolean closed = value.range().endColumn() >= 2
                && value.range().endLine() <= lines.size()
                && "]}"
                                .indexOf(charBefore(
                                        value.range().endLine(), value.range().endColumn()))
                        >= 0;
        return switch (value) {
            case YamlScalar scalar ->
                scalar.range().endColumn() == 1
                                && scalar.range().endLine() > scalar.range().startLine()
                        ? scalar.range().endLine() - 1
                        : scalar.range().endLine();
            case YamlMap map
            when !closed && !map.entries().isEmpty() ->
                lastLineOf(map.entries().lastEntry().getValue().value());
            case YamlList list
            when !closed && !list.items().isEmpty() -> lastLineOf(list.items().getLast());
            default -> value.range().endLine();
        };
    }

    private char charBefore(int line, int column) {
        String there = lines.get(line - 1);
        return column - 2 < there.length() ? there.charAt(column - 2) : ' ';
    }

    private static boolean startsWith(List<YamlValue> cases, List<YamlValue> before) {
        if (cases.size() != before.size() + 1) {
            return false;
        }
        Iterator<YamlValue> others = cases.iterator();
        return before.stream().allMatch(value -> isSame(value, others.next()));
    }

    /** Equal wherever they stand. */
    private static boolean isSame(YamlValue one, YamlValue other) {
        return switch (one) {
            case YamlScalar scalar ->
                other instanceof YamlScalar that && scalar.text().equals(that.text()) && scalar.plain() == that.plain();
            case YamlList list -> other instanceof YamlList that && isSame(list.items(), that.items());
            case YamlMap map ->
                other instanceof YamlMap that
                        && List.copyOf(map.entries().keySet())
                                .equals(List.copyOf(that.entries().keySet()))
                        && isSame(values(map), values(that));
        };
    }

    private static boolean isSame(List<YamlValue> some, List<YamlValue> others) {
        if (some.size() != others.size()) {
            return false;
        }
        Iterator<YamlValue> rest = others.iterator();
        return some.stream().allMatch(value -> isSame(value, rest.next()));
    }

    private static List<YamlValue> values(YamlMap map) {
        return map.all().stream().map(Entry::value).toList();
    }
}
