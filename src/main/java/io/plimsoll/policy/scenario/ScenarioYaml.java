package io.plimsoll.policy.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes JSON as YAML in the form that scenarios have: the fields of the top one a line, what is nested within braces unless the line
 * would be too long. Numbers and every text that YAML could take for something else are in quotes, so that reading it back yields the same
 * values, exactly.
 */
public final class ScenarioYaml {
    private static final int LINE_MAX = 140;

    private static final Pattern WORD = Pattern.compile("[A-Za-z/][A-Za-z0-9_/.-]*");

    /** An instant or a time told by the snapshot's own, which scenarios write bare. */
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z|asOf( [+-] P[A-Z0-9.]+)?");

    /** Words that stand for something else than themselves, in scenarios or for other readers of YAML. */
    private static final Set<String> SPECIAL =
            Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n", "remove");

    private ScenarioYaml() {}

    /**
     * The lines of a mapping's fields.
     *
     * @param indent spaces before each
     */
    public static String fields(JsonNode object, int indent) {
        StringBuilder text = new StringBuilder();
        object.properties().forEach(field -> field(field, indent, text));
        return text.toString();
    }

    /** A single value on one line. */
    public static String inline(JsonNode value) {
        if (value.isObject()) {
            List<String> parts = new ArrayList<>();
            value.properties().forEach(field -> parts.add(word(field.getKey()) + ": " + inline(field.getValue())));
            return "{" + String.join(", ", parts) + "}";
        }
        if (value.isArray()) {
            List<String> parts = new ArrayList<>();
            value.forEach(item -> parts.add(inline(item)));
            return "[" + String.join(", ", parts) + "]";
        }
        return value.isTextual() ? word(value.textValue()) : value.isNull() ? "null" : value.asText();
    }

    /** A text as YAML reads it back: bare where nothing else could be meant, otherwise in double quotes. */
    public static String word(String text) {
        boolean bare = WORD.matcher(text).matches() && !SPECIAL.contains(text.toLowerCase(Locale.ROOT))
                || TIME.matcher(text).matches();
        return bare ? text : quoted(text);
    }

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (isPrintable(c)) {
                        quoted.appendCodePoint(c);
                    } else {
                        quoted.append(c > 0xFFFF ? "\\U%08x".formatted(c) : "\\u%04x".formatted(c));
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    /** Letters, digits, signs and the space; anything that could not be seen is escaped. */
    private static boolean isPrintable(int c) {
        return c == ' '
                || switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SPACE_SEPARATOR -> false;
                    default -> c <= 0xFFFF;
                };
    }

    private static void field(Map.Entry<String, JsonNode> field, int indent, StringBuilder text) {
        String margin = " ".repeat(indent);
        JsonNode value = field.getValue();
        String line = margin + word(field.getKey()) + ":";
        if (value.isArray() && !value.isEmpty() && value.get(0).isContainerNode()) {
            text.append(line).append('\n');
            for (JsonNode item : value) {
                item(item, indent + 2, text);
            }
        } else if (value.isObject()
                && !value.isEmpty()
                && line.length() + inline(value).length() > LINE_MAX) {
            text.append(line).append('\n').append(fields(value, indent + 2));
        } else {
            text.append(line).append(' ').append(inline(value)).append('\n');
        }
    }

    private static void item(JsonNode item, int indent, StringBuilder text) {
        String line = " ".repeat(indent) + "- " + inline(item);
        if (line.length() <= LINE_MAX || !item.isObject()) {
            text.append(line).append('\n');
        } else {
            String fields = fields(item, indent + 2);
            text.append(" ".repeat(indent)).append("- ").append(fields.substring(indent + 2));
        }
    }
}
