package io.plimsoll.policy.pack;

import io.plimsoll.policy.pack.YamlValue.Entry;
import io.plimsoll.policy.pack.YamlValue.YamlList;
import io.plimsoll.policy.pack.YamlValue.YamlMap;
import io.plimsoll.policy.pack.YamlValue.YamlScalar;
import io.plimsoll.rules.model.Range;
import java.io.StringReader;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads YAML into values that know their place. Anchors, aliases and tags are refused: a document then is never larger than its file,
 * nothing in it is constructed, and a reader sees what is in force where it stands.
 */
public final class YamlFile {
    private static final int DEPTH_MAX = 20;

    private final String text;
    private final Findings findings;
    /** Numbers of the code points that are two UTF-16 units; ascending. */
    private final int[] doubles;

    private YamlFile(String text, Findings findings) {
        this.text = text;
        this.findings = findings;
        int[] codePoints = text.codePoints().toArray();
        this.doubles = IntStream.range(0, codePoints.length)
                .filter(i -> Character.isSupplementaryCodePoint(codePoints[i]))
                .toArray();
    }

    /** The file's mapping; empty after a finding. */
    public static Optional<YamlMap> read(String text, Findings findings) {
        return new YamlFile(text, findings).read();
    }

    private Optional<YamlMap> read() {
        try {
            if (!isPlain()) {
                return Optional.empty();
            }
            Node root = yaml(text).compose(new StringReader(text));
            if (root == null) {
                findings.error(Code.YAML_SHAPE, new Range(1, 1, 1, 1), "the file is empty");
                return Optional.empty();
            }
            YamlValue value = value(root);
            if (value instanceof YamlMap map) {
                return findings.hasErrors() ? Optional.empty() : Optional.of(map);
            }
            findings.error(Code.YAML_SHAPE, value.range(), "expected `key: value` lines, found " + value.kind());
        } catch (MarkedYAMLException e) {
            if (String.valueOf(e.getProblem()).contains("\\t")) {
                findings.error(Code.YAML_SYNTAX, at(e), "a tab cannot indent a line", "indent with spaces");
            } else {
                findings.error(Code.YAML_SYNTAX, at(e), sentence(e));
            }
        } catch (YAMLException e) {
            findings.error(Code.YAML_SYNTAX, new Range(1, 1, 1, 1), firstLine(String.valueOf(e.getMessage())));
        }
        return Optional.empty();
    }

    /** Looks for what is refused before any tree is built. */
    private boolean isPlain() {
        for (Event event : yaml(text).parse(new StringReader(text))) {
            Range range = range(event.getStartMark(), event.getEndMark());
            if (event instanceof AliasEvent alias) {
                findings.error(
                        Code.YAML_ALIAS, range, "alias `*" + alias.getAnchor() + "` is not allowed", "write it out");
            } else if (event instanceof NodeEvent node && node.getAnchor() != null) {
                findings.error(
                        Code.YAML_ALIAS, range, "anchor `&" + node.getAnchor() + "` is not allowed", "write it out");
            } else if (tagOf(event) != null) {
                findings.error(Code.YAML_TAG, range, "tag `" + tagOf(event) + "` is not allowed", "leave it out");
            }
        }
        return !findings.hasErrors();
    }

    private static @Nullable String tagOf(Event event) {
        return switch (event) {
            case org.yaml.snakeyaml.events.ScalarEvent scalar -> scalar.getTag();
            case org.yaml.snakeyaml.events.CollectionStartEvent start -> start.getTag();
            default -> null;
        };
    }

    private YamlValue value(Node node) {
        Range range = range(node.getStartMark(), node.getEndMark());
        return switch (node) {
            case ScalarNode scalar ->
                new YamlScalar(range, scalar.getValue(), scalar.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN);
            case SequenceNode list ->
                new YamlList(
                        range, list.getValue().stream().map(item -> value(item)).toList());
            case MappingNode map -> new YamlMap(range, entries(map));
            default -> throw new IllegalStateException("unexpected node " + node.getNodeId());
        };
    }

    private SequencedMap<String, Entry> entries(MappingNode map) {
        SequencedMap<String, Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : map.getValue()) {
            if (!(value(tuple.getKeyNode()) instanceof YamlScalar key)) {
                Node at = tuple.getKeyNode();
                findings.error(
                        Code.YAML_SHAPE, range(at.getStartMark(), at.getEndMark()), "a key must be a single word");
                continue;
            }
            Entry first = entries.putIfAbsent(key.text(), new Entry(key, value(tuple.getValueNode())));
            if (first != null) {
                int line = first.key().range().startLine();
                findings.error(
                        Code.YAML_DUPLICATE_KEY,
                        key.range(),
                        "`" + key.text() + "` is given twice, first in line " + line);
            }
        }
        return entries;
    }

    private static Yaml yaml(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(DEPTH_MAX);
        options.setCodePointLimit(Math.max(1, text.length()));
        return new Yaml(options);
    }

    private Range range(Mark start, Mark end) {
        return new Range(start.getLine() + 1, column(start), end.getLine() + 1, column(end));
    }

    /** In UTF-16 units, as everywhere else; the parser counts code points. */
    private int column(Mark mark) {
        int lineStart = mark.getIndex() - mark.getColumn();
        return mark.getColumn() + 1 + doublesBefore(mark.getIndex()) - doublesBefore(lineStart);
    }

    private int doublesBefore(int codePoint) {
        int found = Arrays.binarySearch(doubles, codePoint);
        return found < 0 ? -found - 1 : found;
    }

    /** What never ends is shown where it begins: the end of the file helps nobody. */
    private Range at(MarkedYAMLException e) {
        boolean endless = String.valueOf(e.getProblem()).contains("end of stream") && e.getContextMark() != null;
        Mark mark = endless ? e.getContextMark() : e.getProblemMark();
        return mark == null ? new Range(1, 1, 1, 1) : range(mark, mark);
    }

    private static String sentence(MarkedYAMLException e) {
        String context = e.getContext() == null ? "" : firstLine(e.getContext()) + ": ";
        return context + firstLine(String.valueOf(e.getProblem()));
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse(message).strip();
    }
}
