package io.plimsoll.rules.check;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.facts.FactModel;
import io.plimsoll.rules.verbs.VerbModel;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page from which rule authors work: every fact, every verb and every finding, as they are in the code. */
public final class VocabularyPage {

    private VocabularyPage() {}

    /** Markdown, ending in a line break. */
    public static String markdown() {
        StringBuilder page = new StringBuilder("""
                # What rules can see and say

                Generated from the code and held to it by a test; do not edit. Amounts are in the settlement currency, rates and ratios are plain fractions.

                ## Facts

                """);
        FactModel.types().forEach(type -> fact(type, page));
        page.append("## Verbs\n\n");
        for (Stage stage : Stage.values()) {
            verbs(stage, page);
        }
        page.append("## Findings\n\n| code | what is found |\n| --- | --- |\n");
        for (Code code : Code.values()) {
            row(page, "[" + code.id() + "](../" + Finding.PAGES + code.id() + ".md)", code.about());
        }
        return page.toString();
    }

    private static void fact(FactModel.Type type, StringBuilder page) {
        page.append("### ").append(type.name()).append("\n\n").append(type.about());
        if (type.from() != Stage.GUARD) {
            page.append(" From the ").append(type.from().topic()).append(" stage on.");
        }
        page.append("\n\n| field | type | meaning |\n| --- | --- | --- |\n");
        for (FactModel.Field field : type.fields()) {
            String from = field.from() == type.from()
                    ? ""
                    : " From the " + field.from().topic() + " stage on.";
            String kind = field.values().isEmpty()
                    ? field.kind().declaredAs()
                    : field.values().stream()
                            .map(value -> "`\"" + value + "\"`")
                            .collect(Collectors.joining(", "));
            row(page, "`" + field.name() + "`" + (field.nullable() ? " ?" : ""), kind, field.about() + from);
        }
        page.append("\n");
    }

    private static void verbs(Stage stage, StringBuilder page) {
        VerbModel.Global global = VerbModel.of(stage);
        page.append("### ")
                .append(stage.topic())
                .append(": `")
                .append(global.name())
                .append("`\n\n");
        page.append("`global ")
                .append(global.className())
                .append(" ")
                .append(global.name())
                .append("`\n\n");
        page.append("| verb | meaning |\n| --- | --- |\n");
        for (VerbModel.Verb verb : global.verbs()) {
            String parameters = verb.parameters().stream()
                    .map(parameter -> parameter.type() + " " + parameter.name())
                    .collect(Collectors.joining(", "));
            row(page, "`" + global.name() + "." + verb.name() + "(" + parameters + ")`", verb.about());
        }
        page.append("\n");
    }

    private static void row(StringBuilder page, String... cells) {
        String escaped = Stream.of(cells).map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | "));
        page.append("| ").append(escaped).append(" |\n");
    }
}
