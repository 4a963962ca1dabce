package io.plimsoll.rules.check;

import io.plimsoll.rules.check.Suggestions.Suggestion;
import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Call;
import io.plimsoll.rules.model.Value;
import io.plimsoll.rules.verbs.VerbModel;
import io.plimsoll.rules.verbs.VerbModel.Parameter;
import io.plimsoll.rules.verbs.VerbModel.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Understands the right side of one rule: calls of the stage's verbs, and nothing else. */
final class CallCheck {

    private final FindingsOfFile findings;
    private final VerbModel.Global global;
    private final Suggestions suggestions;
    private final ExpressionCheck expressions;

    CallCheck(FindingsOfFile findings, Vocabulary vocabulary, Scope scope) {
        this.findings = findings;
        this.global = VerbModel.of(vocabulary.stage());
        this.suggestions = new Suggestions(findings, vocabulary);
        this.expressions = new ExpressionCheck(findings, vocabulary, scope, Optional.empty(), false);
    }

    /**
     * A call as it was understood.
     *
     * @param engine what the engine is told
     * @param model what it proposes; empty where something was reported
     */
    record Understood(String engine, Optional<Call> model) {

        static final Understood NOT = new Understood("", Optional.empty());
    }

    Understood call(Tree.Call call) {
        List<Term> arguments = call.arguments().stream().map(expressions::term).toList();
        if (!call.global().text().equals(global.name())) {
            Suggestion suggestion = suggestions.global(call.global(), call.verb());
            findings.error(
                    Code.PROPOSAL,
                    call.global().span(),
                    "`" + call.global().text() + "` is not what this stage proposes through",
                    suggestion.hint(),
                    suggestion.fixes());
            return Understood.NOT;
        }
        List<Verb> verbs = global.verbs().stream()
                .filter(verb -> verb.name().equals(call.verb().text()))
                .toList();
        if (verbs.isEmpty()) {
            Suggestion suggestion = suggestions.verb(call.verb());
            findings.error(
                    Code.VERB,
                    call.verb().span(),
                    "`" + global.name() + "` has no verb `" + call.verb().text() + "`",
                    suggestion.hint(),
                    suggestion.fixes());
            return Understood.NOT;
        }
        List<Verb> fitting = verbs.stream()
                .filter(verb -> verb.parameters().size() == arguments.size())
                .toList();
        if (fitting.isEmpty()) {
            findings.error(
                    Code.ARGUMENTS,
                    call.span(),
                    "`" + call.verb().text() + "` takes " + counted(verbs.getFirst()) + ", and this has "
                            + arguments.size(),
                    "write `" + signature(verbs.getFirst()) + "`");
            return Understood.NOT;
        }
        Verb verb = best(fitting, arguments);
        List<Value> values =
                arguments.stream().flatMap(term -> term.value().stream()).toList();
        return new Understood(
                engine(verb, arguments),
                values.size() == arguments.size()
                        ? Optional.of(new Call(verb, values, findings.range(call.span())))
                        : Optional.empty());
    }

    private static String counted(Verb verb) {
        int parameters = verb.parameters().size();
        return parameters == 0 ? "no arguments" : parameters == 1 ? "one argument" : parameters + " arguments";
    }

    /** Verbs of one name differ in the fact they are about. */
    private static Verb best(List<Verb> verbs, List<Term> arguments) {
        return verbs.stream()
                .filter(verb -> !verb.parameters().isEmpty()
                        && isFact(arguments.getFirst(), verb.parameters().getFirst()))
                .findFirst()
                .orElse(verbs.getFirst());
    }

    private static boolean isFact(Term term, Parameter parameter) {
        return parameter.kind().isEmpty()
                && term.fact().map(type -> type.name().equals(parameter.type())).orElse(false);
    }

    private String engine(Verb verb, List<Term> arguments) {
        List<String> engine = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            engine.add(argument(verb, verb.parameters().get(i), arguments.get(i)));
        }
        return global.name() + "." + verb.name() + "(" + String.join(", ", engine) + ");";
    }

    private String argument(Verb verb, Parameter parameter, Term term) {
        if (term.isUnknown()) {
            return "";
        }
        boolean decimal = parameter.kind().equals(Optional.of(FieldKind.DECIMAL)) && term.isNumber();
        boolean same = parameter.kind().isPresent() && parameter.kind().equals(term.kind());
        if (!decimal && !same && !isFact(term, parameter)) {
            findings.error(
                    Code.ARGUMENT,
                    term.span(),
                    "`" + parameter.name() + "` is " + inWords(parameter) + ", and this is " + term.inWords(),
                    "write `" + signature(verb) + "`");
            return "";
        }
        expressions.requirePresent(term);
        boolean known = parameter.values().isEmpty()
                || term.values().isEmpty()
                || parameter.values().containsAll(term.values());
        if (!known) {
            findings.error(
                    Code.VALUE,
                    term.span(),
                    "`" + parameter.name() + "` is never `" + term.values().getFirst() + "`",
                    Similar.hintOrList(term.values().getFirst(), parameter.values()),
                    Similar.nearest(term.values().getFirst(), parameter.values()).stream()
                            .map(near -> findings.write(term.span(), ExpressionCheck.quoted(near)))
                            .toArray(Fix[]::new));
        }
        return decimal ? term.asDecimal() : term.engine();
    }

    private static String inWords(Parameter parameter) {
        return parameter.kind().map(FieldKind::inWords).orElse("a `" + parameter.type() + "`");
    }

    private String signature(Verb verb) {
        return global.name() + "." + verb.name() + "("
                + String.join(
                        ", ", verb.parameters().stream().map(Parameter::name).toList()) + ");";
    }
}
