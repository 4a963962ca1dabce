package io.plimsoll.editor;

import io.plimsoll.decision.Stage;
import io.plimsoll.editor.Library.Declared;
import io.plimsoll.editor.Library.Filled;
import io.plimsoll.editor.Library.RulePlace;
import io.plimsoll.rules.check.RuleOutline;
import io.plimsoll.rules.check.RuleOutline.Binding;
import io.plimsoll.rules.check.RuleOutline.Word;
import io.plimsoll.rules.facts.FactModel;
import io.plimsoll.rules.facts.FactModel.Field;
import io.plimsoll.rules.model.Value;
import io.plimsoll.rules.verbs.VerbModel;
import io.plimsoll.rules.verbs.VerbModel.Parameter;
import io.plimsoll.rules.verbs.VerbModel.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a word means, in Markdown. */
final class Hovering {
    private static final int FIELDS_MAX = 40;

    private final Library library;
    private final String path;

    Hovering(Library library, String path) {
        this.library = library;
        this.path = path;
    }

    /** What a word of a rule file means; empty where nothing is to be said. */
    Optional<String> word(Word word) {
        return switch (word.role()) {
            case TYPE, TABLE -> type(word.text());
            case FIELD, COLUMN -> field(word.owner(), word.text());
            case VARIABLE -> variable(word);
            case VERB -> verb(word.owner(), word.text());
            case GLOBAL -> global(word.text());
            case RULE_NAME -> rule(word.text().replace("\"", "").split(" ", 2)[0]);
            case FUNCTION -> Optional.of(function(word.text()));
            case CALCULATION -> Value.Function.of(word.text()).map(Hovering::calculation);
            default -> Optional.empty();
        };
    }

    /** A rule by its id, as scenarios name it. */
    Optional<String> rule(String id) {
        List<String> told = new ArrayList<>();
        for (RulePlace place : library.rules(id)) {
            List<String> packs = library.packsOf(place.path());
            String used = packs.isEmpty() ? "in force in no pack" : "in the pack " + String.join(", ", packs);
            told.add("**" + id + "** " + place.rule().says() + "\n\n" + place.path() + ", " + used);
        }
        return told.isEmpty() ? Optional.empty() : Optional.of(String.join("\n\n", told));
    }

    /** A fact or declared type with its fields, and where packs have its rows. */
    Optional<String> type(String name) {
        return library.type(name, path).map(type -> {
            boolean fact = FactModel.type(name).isPresent();
            StringBuilder text = new StringBuilder("**" + name + "** ")
                    .append(fact ? "fact, seen from the " + type.from().topic() + " stage on" : "declared type")
                    .append("\n\n");
            if (!type.about().isEmpty()) {
                text.append(type.about()).append("\n\n");
            }
            text.append("| field | type | meaning |\n| --- | --- | --- |\n");
            for (Field field : seen(type)) {
                String mark = field.nullable() ? " ?" : "";
                text.append(
                        "| `" + field.name() + "`" + mark + " | " + kind(field) + " | " + cell(field.about()) + " |\n");
            }
            if (!fact) {
                text.append(tables(name));
            }
            return text.toString();
        });
    }

    private List<Field> seen(FactModel.Type type) {
        Stage stage = Library.stage(path).orElse(Stage.LIQUIDATION);
        return type.fields().stream()
                .filter(field -> field.from().compareTo(stage) <= 0)
                .limit(FIELDS_MAX)
                .toList();
    }

    private String tables(String name) {
        Optional<Declared> declared = library.declarations(name, path).stream().findFirst();
        List<Filled> filled = declared.map(library::filled).orElse(List.of());
        if (filled.isEmpty()) {
            return "\nNo pack has rows for it.";
        }
        return filled.stream()
                .map(table -> "\n- " + table.pack() + ": " + table.path() + ", " + table.rows()
                        + (table.rows() == 1 ? " row" : " rows"))
                .collect(Collectors.joining());
    }

    private Optional<String> field(String type, String name) {
        return library.field(type, name, path)
                .map(field -> "`" + name + "` " + kind(field) + ", field of `" + type + "`\n\n" + meaning(field));
    }

    private static String meaning(Field field) {
        StringBuilder text = new StringBuilder(field.about());
        if (field.nullable()) {
            text.append("\n\nMay be absent: test `" + field.name() + " != null` in the same pattern first.");
        }
        if (field.from() != Stage.GUARD) {
            text.append("\n\nSeen from the " + field.from().topic() + " stage on.");
        }
        return text.toString();
    }

    private Optional<String> variable(Word word) {
        return binding(library.outline(path), word).map(binding -> {
            String name = "`" + word.text() + "` ";
            if (!binding.function().isEmpty()) {
                return name + "is the " + function(binding.function());
            }
            if (binding.field().isEmpty()) {
                return name + "is a " + type(binding.type()).orElse("`" + binding.type() + "`");
            }
            return name + "is "
                    + field(binding.type(), binding.field())
                            .orElse("`" + binding.field() + "` of `" + binding.type() + "`");
        });
    }

    /** Where a variable of the same rule is bound. */
    static Optional<Binding> binding(RuleOutline outline, Word variable) {
        return outline.bindings().stream()
                .filter(binding -> binding.variable().rule() == variable.rule()
                        && binding.variable().text().equals(variable.text()))
                .findFirst();
    }

    private static String function(String name) {
        return switch (name) {
            case "sum" -> "`sum` of a decimal over every match; 0 without one";
            case "count" -> "`count` of the matches; 0 without one";
            case "min", "max", "average" ->
                "`" + name + "` of a decimal over every match; without one the condition does not hold";
            default -> "`" + name + "`";
        };
    }

    /** What a function of values gives. */
    static String calculation(Value.Function function) {
        return switch (function) {
            case MAX -> "`max(a, b)` the largest of two values or more";
            case MIN -> "`min(a, b)` the smallest of two values or more";
            case ABS -> "`abs(a)` without its sign";
            case SQRT -> "`sqrt(a)` the square root, rounded down at 34 digits; of a negative number the rule fails";
        };
    }

    private Optional<String> global(String name) {
        return Library.stage(path)
                .map(VerbModel::of)
                .filter(global -> global.name().equals(name))
                .map(global -> global.verbs().stream()
                        .map(verb -> "- `" + signature(global.name(), verb) + "` " + verb.about())
                        .collect(Collectors.joining("\n")));
    }

    private Optional<String> verb(String global, String name) {
        List<String> told = Library.stage(path).stream()
                .flatMap(stage -> VerbModel.of(stage).verbs().stream())
                .filter(verb -> verb.name().equals(name))
                .map(verb -> "`" + signature(global, verb) + "`\n\n" + verb.about() + values(verb))
                .toList();
        return told.isEmpty() ? Optional.empty() : Optional.of(String.join("\n\n", told));
    }

    /** {@code margin.initial(position : Position, rate : BigDecimal)}. */
    static String signature(String global, Verb verb) {
        return global + "." + verb.name() + "("
                + verb.parameters().stream()
                        .map(parameter -> parameter.name() + " : " + parameter.type())
                        .collect(Collectors.joining(", "))
                + ")";
    }

    private static String values(Verb verb) {
        return verb.parameters().stream()
                .filter(parameter -> !parameter.values().isEmpty())
                .map(Hovering::values)
                .collect(Collectors.joining());
    }

    private static String values(Parameter parameter) {
        return "\n\n`" + parameter.name() + "` is one of `\"" + String.join("\"`, `\"", parameter.values()) + "\"`.";
    }

    /** The type of a field, or the texts it may have. */
    static String kind(Field field) {
        return field.values().isEmpty()
                ? field.kind().declaredAs()
                : "`\"" + String.join("\"`, `\"", field.values()) + "\"`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
