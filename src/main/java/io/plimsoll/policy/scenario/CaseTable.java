package io.plimsoll.policy.scenario;

import io.plimsoll.policy.pack.Code;
import io.plimsoll.policy.pack.Findings;
import io.plimsoll.policy.pack.Nearest;
import io.plimsoll.policy.pack.YamlValue;
import io.plimsoll.policy.pack.YamlValue.Entry;
import io.plimsoll.policy.pack.YamlValue.YamlList;
import io.plimsoll.policy.pack.YamlValue.YamlMap;
import io.plimsoll.policy.pack.YamlValue.YamlScalar;
import io.plimsoll.rules.model.Range;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns a case with a table of parameters below {@code with:} into one case for each row. {@code ${name}} stands for the row's value: alone
 * it is the value itself, whatever its kind; within a text it is written out. A value that came from a row stands where the row wrote it, so
 * that an expectation that fails is shown in its row.
 */
final class CaseTable {
    /** Most values and characters that the rows of a suite may grow to; a few lines could otherwise stand for gigabytes. */
    static final int SIZE_MAX = 4 << 20;

    private static final String WITH = "with";
    private static final Pattern PARAMETER = Pattern.compile("\\$\\{([^{}]{0,100})}");

    private final Findings findings;
    private final Set<String> reported = new HashSet<>();
    private long size;

    CaseTable(Findings findings) {
        this.findings = findings;
    }

    /**
     * A case as if it had been written out.
     *
     * @param place the row; where there is none, the case's name
     */
    record Row(YamlMap yaml, Optional<Range> place) {}

    /** One row for each of the case's; the case itself if it has no table. Empty after a finding about the table as a whole. */
    List<Row> rows(YamlMap yaml) {
        Optional<YamlValue> table = yaml.get(WITH);
        YamlMap template = without(yaml);
        if (table.isEmpty()) {
            Filling filling = new Filling(YamlMap.EMPTY, false, yaml.range());
            return List.of(new Row(filling.filled(template), Optional.empty()));
        }
        if (!(table.get() instanceof YamlList list) || list.items().isEmpty()) {
            findings.error(
                    Code.WRONG_TYPE,
                    table.get().range(),
                    "`with` must be a list of rows, found " + table.get().kind(),
                    "write each row as {name: value, ...}");
            return List.of();
        }
        List<Row> rows = new ArrayList<>();
        for (YamlValue item : list.items()) {
            if (!(item instanceof YamlMap row)) {
                findings.error(Code.WRONG_TYPE, item.range(), "a row must be a mapping, found " + item.kind());
            } else if (size <= SIZE_MAX) {
                Filling filling = new Filling(row, true, yaml.range());
                YamlMap filled = filling.filled(template);
                filling.reportUnused();
                rows.add(new Row(filled, Optional.of(row.range())));
            }
        }
        if (size > SIZE_MAX) {
            error(Code.SUITE_SIZE, list.range(), "the rows of the suite's cases are too much to write out", null);
        }
        return rows;
    }

    private static YamlMap without(YamlMap yaml) {
        SequencedMap<String, Entry> entries = new LinkedHashMap<>(yaml.entries());
        entries.remove(WITH);
        return new YamlMap(yaml.range(), entries);
    }

    /** What is wrong with a template is one fault, not one for each row. */
    private void error(Code code, Range range, String message, @Nullable String hint) {
        if (reported.add(range + message)) {
            findings.error(code, range, message, hint);
        }
    }

    /** Puts one row's values into a template. */
    private final class Filling {
        private final YamlMap row;
        private final boolean inTable;
        private final Range ofCase;
        private final Set<String> used = new HashSet<>();

        Filling(YamlMap row, boolean inTable, Range ofCase) {
            this.row = row;
            this.inTable = inTable;
            this.ofCase = ofCase;
        }

        YamlMap filled(YamlMap template) {
            SequencedMap<String, Entry> entries = new LinkedHashMap<>();
            for (Entry entry : template.all()) {
                YamlScalar key = text(entry.key());
                Entry first = entries.putIfAbsent(key.text(), new Entry(key, filled(entry.value())));
                if (first != null) {
                    error(Code.YAML_DUPLICATE_KEY, key.range(), "`" + key.text() + "` is given twice", null);
                }
            }
            return new YamlMap(template.range(), entries);
        }

        private YamlValue filled(YamlValue template) {
            size++;
            if (size > SIZE_MAX) {
                return template;
            }
            return switch (template) {
                case YamlMap map -> filled(map);
                case YamlList list ->
                    new YamlList(
                            list.range(),
                            list.items().stream().map(this::filled).toList());
                case YamlScalar scalar -> {
                    Matcher alone = PARAMETER.matcher(scalar.text());
                    yield alone.matches() ? value(alone.group(1), scalar) : text(scalar);
                }
            };
        }

        private YamlValue value(String name, YamlScalar template) {
            YamlValue value = row.get(name).orElse(null);
            if (value == null) {
                reportUnknown(name, template);
                return template;
            }
            used.add(name);
            size += sizeOf(value);
            return value;
        }

        /** A text with the values written out; one that has no parameter is left as it is. */
        private YamlScalar text(YamlScalar template) {
            Matcher parameter = PARAMETER.matcher(template.text());
            if (!parameter.find()) {
                return template;
            }
            StringBuilder text = new StringBuilder();
            do {
                String name = parameter.group(1);
                YamlValue value = row.get(name).orElse(null);
                if (value instanceof YamlScalar scalar) {
                    used.add(name);
                    size += scalar.text().length();
                    parameter.appendReplacement(text, Matcher.quoteReplacement(size > SIZE_MAX ? "" : scalar.text()));
                } else if (value == null) {
                    reportUnknown(name, template);
                } else {
                    used.add(name);
                    error(
                            Code.WRONG_TYPE,
                            value.range(),
                            "`" + name + "` stands within a text and must be a single value, found " + value.kind(),
                            null);
                }
            } while (parameter.find());
            parameter.appendTail(text);
            return new YamlScalar(template.range(), text.toString(), template.plain());
        }

        private void reportUnknown(String name, YamlScalar template) {
            if (!inTable) {
                String hint = "give the case a table of its parameters, with: [{" + name + ": ...}]";
                error(
                        Code.PARAMETER_UNKNOWN,
                        template.range(),
                        "`${" + name + "}` stands for nothing: the case has no `with:`",
                        hint);
                return;
            }
            error(
                    Code.PARAMETER_UNKNOWN,
                    template.range(),
                    "the row in line " + row.range().startLine() + " gives no `" + name + "`",
                    Nearest.hint(name, new TreeSet<>(row.entries().keySet())));
        }

        private void reportUnused() {
            for (Entry entry : row.all()) {
                String name = entry.key().text();
                if (!used.contains(name) && reported.add(ofCase + name)) {
                    findings.error(
                            Code.PARAMETER_UNUSED,
                            entry.key().range(),
                            "the case does not use `" + name + "`",
                            "write ${" + name + "} where its value belongs");
                }
            }
        }
    }

    private static long sizeOf(YamlValue value) {
        return switch (value) {
            case YamlScalar scalar -> 1 + scalar.text().length();
            case YamlList list ->
                1 + list.items().stream().mapToLong(CaseTable::sizeOf).sum();
            case YamlMap map ->
                1
                        + map.all().stream()
                                .mapToLong(entry -> entry.key().text().length() + sizeOf(entry.value()))
                                .sum();
        };
    }
}
