package io.plimsoll.rules.check;

import io.plimsoll.rules.check.Tree.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what stands between {@code rule} and {@code when}: the name, the annotations, and what may not stand there. */
final class RuleHeadParser {

    static final Set<String> ATTRIBUTES = Set.of(
            "salience",
            "no",
            "lock",
            "agenda",
            "ruleflow",
            "activation",
            "auto",
            "timer",
            "calendars",
            "date",
            "duration",
            "enabled",
            "dialect",
            "extends",
            "refract",
            "direct",
            "group",
            "attributes");

    private static final List<String> ANNOTATIONS = List.of("owner", "source");

    /** A stray {@code rule} before these must not have each of them reported. */
    private static final Set<String> OUTSIDE_RULES = Set.of("import", "global", "declare");

    private final Words words;
    private final FindingsOfFile findings;

    RuleHeadParser(Words words, FindingsOfFile findings) {
        this.words = words;
        this.findings = findings;
    }

    Token ruleName(Token rule) {
        if (words.peek().isText()) {
            return words.next();
        }
        if (words.peek().kind() == Token.Kind.BROKEN) {
            return new Token(Token.Kind.TEXT, words.peek().text(), words.next().span(), false);
        }
        if (!words.peek().isName() || words.peek().firstOfLine()) {
            words.report(
                    Code.RULE_NAME, rule.span(), "the rule has no name", "write `rule \"MRG-010 what the rule says\"`");
            return new Token(Token.Kind.TEXT, "", rule.span(), false);
        }
        if (words.isAt("rule")) {
            Span again = words.next().span();
            words.report(Code.KEYWORD, again, "`rule` stands twice", "delete one", findings.delete(again));
            return ruleName(rule);
        }
        Span name = words.peek().span();
        while (!words.atEnd() && !words.peek().firstOfLine() && !words.isAt("@") && !words.isAt("when")) {
            name = name.to(words.next().span());
        }
        String written = findings.slice(name);
        findings.error(
                Code.RULE_NAME,
                name,
                "a rule's name stands in double quotes",
                "write `rule \"" + written + "\"`",
                findings.write(name, "\"" + written + "\""));
        return new Token(Token.Kind.TEXT, written, name, false);
    }

    /** Annotations, and whatever else stands before {@code when}. */
    List<Annotation> annotations() {
        List<Annotation> annotations = new ArrayList<>();
        while (!words.atEnd()) {
            words.respellAlone("when");
            boolean over = words.isAt("when")
                    || words.isAt("then")
                    || words.isAt("end")
                    || words.isAtRule()
                    || (words.peek().firstOfLine() && words.isAtAny(OUTSIDE_RULES));
            if (over || (words.peek().firstOfLine() && words.isAtCondition())) {
                return annotations;
            }
            if (words.isAt("@")) {
                annotation().ifPresent(annotations::add);
            } else {
                attribute();
            }
        }
        return annotations;
    }

    private Optional<Annotation> annotation() {
        Token at = words.next();
        Token name = respelt(words.peek());
        if (name.isName() && words.peek(1).is("(") && words.peek(2).isText()) {
            words.next();
            Token open = words.next();
            Token value = words.next();
            words.close(open);
            return Optional.of(new Annotation(name, value));
        }
        words.report(
                Code.ANNOTATION,
                at.span().to(name.span()),
                "an annotation is a name and one text",
                "write `@" + (name.isName() ? name.text() : "owner") + "(\"market-risk\")`");
        if (!name.firstOfLine() && !name.is("when")) {
            words.next();
        }
        if (words.isAt("(")) {
            words.next();
            words.skipTo(Set.of(")"), Set.of("when", "then", "end", "@"));
            words.take(")");
        }
        return ANNOTATIONS.contains(name.text()) ? Optional.of(new Annotation(name, name)) : Optional.empty();
    }

    /** {@code @onwer} is reported once, and then it is the owner. */
    private Token respelt(Token name) {
        Optional<String> near = Similar.nearest(name.text(), ANNOTATIONS);
        boolean misspelt = name.isName() && !ANNOTATIONS.contains(name.text()) && near.isPresent();
        if (!misspelt) {
            return name;
        }
        findings.error(
                Code.ANNOTATION,
                name.span(),
                "there is no annotation `@" + name.text() + "`",
                "did you mean `@" + near.get() + "`?",
                findings.write(name.span(), near.get()));
        return name.as(near.get());
    }

    /** Reads on to the next annotation or {@code when}, so that each attribute is one finding. */
    private void attribute() {
        Token first = words.next();
        Span span = first.span();
        while (words.isAt("-") && words.peek(1).isName()) {
            words.next();
            span = span.to(words.next().span());
        }
        while (!words.atEnd()
                && !words.isAt("@")
                && !words.isAtAny(Set.of("when", "then", "end", "rule"))
                && !words.peek().firstOfLine()
                && !(words.peek().isName() && ATTRIBUTES.contains(words.peek().text()))) {
            words.next();
        }
        String written = findings.slice(span);
        if (first.isName() && ATTRIBUTES.contains(first.text())) {
            findings.error(
                    Code.ATTRIBUTE,
                    span,
                    "the attribute `" + written + "` is not allowed",
                    AttributeHints.of(written),
                    findings.delete(first.span().to(words.last().span())));
        } else {
            words.report(
                    Code.NOT_UNDERSTOOD,
                    span,
                    "`" + written + "` is not expected before `when`",
                    "between a rule's name and `when` stand `@owner` and `@source`");
        }
    }
}
