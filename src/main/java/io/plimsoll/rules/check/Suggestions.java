package io.plimsoll.rules.check;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.facts.FactModel;
import io.plimsoll.rules.verbs.VerbModel;
import io.plimsoll.rules.verbs.VerbModel.Verb;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What an author may have meant by a name that is not known where it stands, wherever else it is known. */
final class Suggestions {

    /** A hint, and the edit that follows it where there is one. */
    record Suggestion(String hint, Fix... fixes) {}

    private static final Pattern CAPITALS = Pattern.compile("[A-Z][A-Z0-9_]+");

    private static final Pattern DURATION = Pattern.compile("PT?[0-9]+[A-Z0-9]*");
    private static final String DURATION_IN_TABLE =
            "declare a field of type `Duration`, put it into a table, and bind it";

    private final FindingsOfFile findings;
    private final Vocabulary vocabulary;

    Suggestions(FindingsOfFile findings, Vocabulary vocabulary) {
        this.findings = findings;
        this.vocabulary = vocabulary;
    }

    /** For a field that its fact does not have. */
    Suggestion field(FactModel.Type type, Token name, Set<String> variables) {
        List<String> fields = vocabulary.fields(type);
        Optional<Suggestion> near = meant(name, fields);
        if (near.isPresent()) {
            return near.get();
        }
        if (variables.contains("$" + name.text())) {
            return meant(name, Set.of("$" + name.text())).orElseThrow();
        }
        if (DURATION.matcher(name.text()).matches()) {
            return new Suggestion(DURATION_IN_TABLE);
        }
        if (CAPITALS.matcher(name.text()).matches()) {
            String quoted = "\"" + name.text() + "\"";
            return new Suggestion(
                    "a text stands in double quotes: `" + quoted + "`", findings.write(name.span(), quoted));
        }
        return vocabulary.types().stream()
                .filter(other -> other.field(name.text()).isPresent())
                .findFirst()
                .map(other -> new Suggestion(ofAnotherFact(other, name.text())))
                .orElseGet(() -> new Suggestion(Similar.list(fields)));
    }

    private String ofAnotherFact(FactModel.Type other, String field) {
        String known = "`" + field + "` is a field of `" + other.name() + "`";
        Stage from = other.from();
        return from.compareTo(vocabulary.stage()) > 0
                ? known + ", which is known from the " + from.topic() + " stage on"
                : known + ": write `" + other.name() + "( $" + field + " : " + field + " )`";
    }

    /** For a fact that does not exist. */
    Suggestion fact(Token name) {
        return meant(name, vocabulary.names()).orElseGet(() -> new Suggestion(Similar.list(vocabulary.names())));
    }

    /** For a variable that nothing binds; {@code name} may lack its {@code $}. */
    Suggestion variable(Token name, Set<String> variables) {
        Optional<Suggestion> near = meant(name, variables);
        if (near.isPresent()) {
            return near.get();
        }
        if (DURATION.matcher(name.text()).matches()) {
            return new Suggestion(DURATION_IN_TABLE);
        }
        if (name.text().startsWith("$")) {
            return new Suggestion(
                    "bind it in a pattern before this, such as `Position( " + name.text() + " : notional )`");
        }
        return vocabulary.types().stream()
                .filter(type ->
                        type.field(name.text()).isPresent() && type.from().compareTo(vocabulary.stage()) <= 0)
                .findFirst()
                .map(type -> new Suggestion("bind it in a pattern: `" + type.name() + "( $" + name.text() + " : "
                        + name.text() + " )`, and write `$" + name.text() + "`"))
                .orElseGet(() ->
                        new Suggestion(variables.isEmpty() ? "a variable begins with `$`" : Similar.list(variables)));
    }

    /** For a verb that the stage's global does not have. */
    Suggestion verb(Token name) {
        VerbModel.Global own = VerbModel.of(vocabulary.stage());
        Optional<Suggestion> near = meant(name, names(own));
        if (near.isPresent()) {
            return near.get();
        }
        return Arrays.stream(Stage.values())
                .filter(stage -> names(VerbModel.of(stage)).contains(name.text()))
                .findFirst()
                .map(stage -> new Suggestion("`" + name.text() + "` is a verb of the " + stage.topic()
                        + " stage: its rules stand in " + stage.topic() + "/ and say `"
                        + VerbModel.of(stage).name() + "." + name.text() + "(...)`"))
                .orElseGet(() -> new Suggestion(Similar.list(names(own))));
    }

    /** For something else than the stage's global, on which a verb is called. */
    Suggestion global(Token name, Token verb) {
        VerbModel.Global own = VerbModel.of(vocabulary.stage());
        String right = own.name() + "." + verb.text() + "(...)";
        boolean known = names(own).contains(verb.text());
        if (known || Similar.nearest(name.text(), List.of(own.name())).isPresent()) {
            return new Suggestion("write `" + right + "`", findings.write(name.span(), own.name()));
        }
        return Arrays.stream(Stage.values())
                .filter(stage -> VerbModel.of(stage).name().equals(name.text()))
                .findFirst()
                .map(stage -> new Suggestion("`" + name.text() + "` is what " + stage.topic()
                        + " rules propose through; this is a "
                        + vocabulary.stage().topic() + " rule, with `"
                        + own.name() + "`"))
                .orElseGet(() -> new Suggestion("propose through `" + own.name() + "`: " + Similar.list(names(own))));
    }

    /** The near names, each as an edit; empty where none is near. */
    private Optional<Suggestion> meant(Token name, Collection<String> known) {
        return Similar.nearest(name.text(), known)
                .map(near -> new Suggestion(
                        "did you mean `" + near + "`?", findings.respell(name.span(), name.text(), known)));
    }

    private static List<String> names(VerbModel.Global global) {
        return global.verbs().stream().map(Verb::name).distinct().toList();
    }
}
