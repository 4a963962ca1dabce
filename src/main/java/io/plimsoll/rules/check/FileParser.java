package io.plimsoll.rules.check;

import io.plimsoll.rules.check.Tree.Annotation;
import io.plimsoll.rules.check.Tree.Call;
import io.plimsoll.rules.check.Tree.Column;
import io.plimsoll.rules.check.Tree.Condition;
import io.plimsoll.rules.check.Tree.Declaration;
import io.plimsoll.rules.check.Tree.Expression;
import io.plimsoll.rules.check.Tree.Global;
import io.plimsoll.rules.check.Tree.Phrase;
import io.plimsoll.rules.check.Tree.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a rule file: its heading, its declared types and its rules. Reports all it cannot read, and goes on behind it. */
final class FileParser {

    private static final Set<String> STARTS = Set.of("rule", "declare", "global", "import", "package", "dialect");

    private static final Set<String> FORBIDDEN = Set.of(
            "function", "query", "unit", "template", "expander", "event", "window", "enum", "entry-point", "trait");

    private static final Set<String> ATTRIBUTES = Set.of(
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

    private static final Set<String> ACTIONS = Set.of(
            "insert",
            "insertLogical",
            "update",
            "modify",
            "delete",
            "retract",
            "drools",
            "kcontext",
            "if",
            "else",
            "for",
            "while",
            "do",
            "switch",
            "new",
            "return",
            "throw",
            "try",
            "var",
            "final",
            "int",
            "long",
            "double",
            "boolean",
            "String",
            "BigDecimal",
            "Object",
            "import",
            "System",
            "Thread",
            "Runtime",
            "Class",
            "this",
            "synchronized");

    private final Words words;
    private final FindingsOfFile findings;
    private final ConditionParser conditions;
    private final ExpressionParser expressions;
    private final List<Phrase> packages = new ArrayList<>();
    private final List<Phrase> imports = new ArrayList<>();
    private final List<Global> globals = new ArrayList<>();
    private final List<Declaration> declarations = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();

    FileParser(List<Token> tokens, FindingsOfFile findings, Limits limits) {
        this.words = new Words(tokens, findings);
        this.findings = findings;
        this.conditions = new ConditionParser(words, findings, limits);
        this.expressions = new ExpressionParser(words, findings, limits);
    }

    Tree.File file() {
        while (!words.atEnd()) {
            int before = words.position();
            try {
                statement();
            } catch (Words.Refused e) {
                findings.in(null);
                if (words.position() == before) {
                    words.next();
                }
                skipToStatement();
            }
        }
        return new Tree.File(packages, imports, globals, declarations, rules);
    }

    private void statement() {
        Token first = words.peek();
        switch (first.text()) {
            case "package" -> packages.add(phrase());
            case "import" -> imports.add(importOf());
            case "global" -> globals.add(global());
            case "dialect" -> dialect();
            case "declare" -> declarations.add(declaration());
            case "rule" -> rules.add(rule());
            default -> throw refuseStatement(first);
        }
    }

    private Words.Refused refuseStatement(Token first) {
        if (first.isName() && FORBIDDEN.contains(first.text())) {
            return words.refuse(
                    Code.STATEMENT,
                    first,
                    "`" + first.text() + "` is not allowed in a rule file",
                    "a rule file has declared types and rules");
        }
        if (first.isName() && ATTRIBUTES.contains(first.text())) {
            return words.refuse(
                    Code.ATTRIBUTE,
                    first,
                    "the attribute `" + first.text() + "` is not allowed",
                    "order does not matter: the engine combines all proposals");
        }
        return words.refuse(
                Code.NOT_UNDERSTOOD,
                first,
                "`" + first.text() + "` is not expected here",
                "a rule file has `package`, `import`, `dialect`, `global`, `declare` and `rule`");
    }

    /** Behind the next {@code end}, or to the next word that begins a statement. */
    private void skipToStatement() {
        while (!words.atEnd() && !words.isAtAny(STARTS)) {
            if (words.next().is("end")) {
                return;
            }
        }
    }

    private Phrase phrase() {
        words.next();
        Phrase name = dotted("a name");
        words.take(";");
        return name;
    }

    private Phrase importOf() {
        Token first = words.next();
        if (words.isAt("static") || words.isAt("function") || words.isAt("accumulate") || words.isAt("acc")) {
            Token kind = words.next();
            Phrase name = dotted("a name");
            words.take(";");
            throw words.refuse(
                    Code.IMPORT, first.span().to(name.span()), "`import " + kind.text() + "` is not allowed", null);
        }
        Phrase name = dotted("a name");
        words.take(";");
        return name;
    }

    private Phrase dotted(String what) {
        Token first = words.expectName(what);
        StringBuilder name = new StringBuilder(first.text());
        Span span = first.span();
        while (words.take(".")) {
            Token part = words.isAt("*") ? words.next() : words.expectName("a part of the name");
            name.append('.').append(part.text());
            span = span.to(part.span());
        }
        return new Phrase(name.toString(), span);
    }

    private Global global() {
        words.next();
        Phrase type = dotted("the class of the global");
        Token name = words.expectName("the name of the global");
        words.take(";");
        return new Global(type, name);
    }

    private void dialect() {
        words.next();
        Token dialect = words.expectText("the dialect");
        words.take(";");
        if (!dialect.text().equals("mvel")) {
            findings.error(
                    Code.DIALECT,
                    dialect.span(),
                    "the dialect `" + dialect.text() + "` is not allowed",
                    "write `dialect \"mvel\"`");
        }
    }

    private Declaration declaration() {
        Token declare = words.next();
        if (words.isAt("trait") || words.isAt("enum") || words.isAt("entry") || words.isAt("window")) {
            throw words.refuse(
                    Code.TABLE_FORM,
                    words.peek(),
                    "`declare " + words.peek().text() + "` is not allowed",
                    "declare a type with plain fields");
        }
        Token name = words.expectName("the name of the declared type");
        if (words.isAt("extends") || words.isAt("@")) {
            throw words.refuse(
                    Code.TABLE_FORM,
                    words.peek(),
                    "a declared type has plain fields and nothing else",
                    "delete `" + words.peek().text() + "`");
        }
        List<Column> columns = new ArrayList<>();
        while (!words.isAt("end")) {
            if (words.atEnd() || words.isAt("rule") || words.isAt("declare")) {
                throw words.refuse(
                        Code.END_MISSING,
                        declare.span().to(name.span()),
                        "the declaration of `" + name.text() + "` has no `end`",
                        null);
            }
            columns.add(column());
        }
        words.next();
        return new Declaration(name, columns);
    }

    private Column column() {
        Token name = words.expectName("a field's name");
        words.expect(":", "between a field and its type");
        Token type = words.expectName("a field's type");
        Optional<Token> key = Optional.empty();
        if (words.isAt("@")) {
            words.next();
            Token annotation = words.expectName("`key`");
            if (!annotation.is("key")) {
                throw words.refuse(
                        Code.TABLE_FORM,
                        annotation,
                        "`@" + annotation.text() + "` is not allowed on a field",
                        "`@key` names the field by which rows are looked up");
            }
            key = Optional.of(annotation);
        }
        if (words.isAt("=") || words.isAt(".") || words.isAt("[") || words.isAt("<") || words.isAt("(")) {
            throw words.refuse(
                    Code.TABLE_FORM,
                    words.peek(),
                    "a field has a name and a type and nothing else",
                    "delete `" + words.peek().text() + "`");
        }
        words.take(";");
        return new Column(name, type, key);
    }

    private Rule rule() {
        Token first = words.next();
        Token name = ruleName();
        Span head = first.span().to(name.span());
        findings.in(name.text().split(" ", 2)[0]);
        List<Annotation> annotations = headOf(name);
        if (!words.take("when")) {
            throw words.refuse(
                    Code.NOT_UNDERSTOOD,
                    words.peek(),
                    "`when` is expected here",
                    "a rule is `rule \"name\" @owner @source when ... then ... end`");
        }
        boolean noCondition = words.isAt("then");
        List<Condition> when = conditions.conditions();
        if (!words.take("then")) {
            throw endMissing(head, "then");
        }
        boolean noProposal = words.isAt("end");
        List<Call> then = calls();
        if (!words.isAt("end")) {
            throw endMissing(head, "end");
        }
        Token end = words.next();
        refuseEmpty(head, noCondition, noProposal);
        findings.in(null);
        return new Rule(name, head, first.span().to(end.span()), annotations, when, then);
    }

    private void refuseEmpty(Span head, boolean noCondition, boolean noProposal) {
        if (noCondition) {
            findings.error(
                    Code.NO_CONDITION, head, "the rule has no conditions", "write `Account( )` where it always holds");
        }
        if (noProposal) {
            findings.error(Code.NO_PROPOSAL, head, "the rule proposes nothing", "call a verb behind `then`");
        }
    }

    private Words.Refused endMissing(Span head, String word) {
        return words.refuse(Code.END_MISSING, head, "the rule that starts here has no `" + word + "`", null);
    }

    private Token ruleName() {
        if (words.peek().isText()) {
            return words.next();
        }
        Token name = words.expectName("the rule's name, in double quotes,");
        findings.error(
                Code.RULE_NAME,
                name.span(),
                "a rule's name stands in double quotes",
                "write `rule \"MRG-010 what the rule says\"`");
        return name;
    }

    /** Annotations, and whatever else stands before {@code when}. */
    private List<Annotation> headOf(Token name) {
        List<Annotation> annotations = new ArrayList<>();
        while (!words.isAt("when") && !words.atEnd()) {
            if (words.isAt("then")
                    || words.isAt("end")
                    || (words.isAt("rule") && words.peek(1).isText())) {
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
        Token name = words.peek();
        boolean plain = name.isName()
                && words.peek(1).is("(")
                && words.peek(2).isText()
                && words.peek(3).is(")");
        if (plain) {
            words.next();
            words.next();
            Token value = words.next();
            words.next();
            return Optional.of(new Annotation(name, value));
        }
        findings.error(
                Code.ANNOTATION,
                at.span().to(name.span()),
                "an annotation is a name and one text",
                "write `@owner(\"market-risk\")`");
        words.next();
        if (words.take("(")) {
            words.skipTo(Set.of(")"), Set.of("when", "then", "end"));
            words.take(")");
        }
        return Optional.empty();
    }

    /** Reads on to the next annotation or {@code when}, so that each attribute is one finding. */
    private void attribute() {
        Token first = words.next();
        Span span = first.span();
        while (words.isAt("-") && words.peek(1).isName()) {
            words.next();
            span = span.to(words.next().span());
        }
        boolean known = first.isName() && ATTRIBUTES.contains(first.text());
        findings.error(
                known ? Code.ATTRIBUTE : Code.NOT_UNDERSTOOD,
                span,
                known
                        ? "an attribute is not allowed on a rule"
                        : "`" + first.text() + "` is not expected before `when`",
                known ? "order does not matter: the engine combines all proposals of a stage" : null);
        while (!words.atEnd()
                && !words.isAt("@")
                && !words.isAtAny(Set.of("when", "then", "end", "rule"))
                && !(words.peek().isName() && ATTRIBUTES.contains(words.peek().text()))) {
            words.next();
        }
    }

    private List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        while (!words.atEnd() && !words.isAt("end")) {
            if (words.isAt("rule") && words.peek(1).isText()) {
                return calls;
            }
            int before = words.position();
            try {
                calls.add(call());
            } catch (Words.Refused e) {
                words.rewind(before);
                words.skipTo(Set.of(";"), Set.of("end", "rule"));
                if (words.position() == before) {
                    words.next();
                }
                words.take(";");
            }
        }
        return calls;
    }

    private Call call() {
        Token first = words.peek();
        if (first.is(";")) {
            throw words.refuse(Code.SEMICOLON, first, "this semicolon ends nothing", "delete it");
        }
        boolean call = first.isName()
                && words.peek(1).is(".")
                && words.peek(2).isName()
                && words.peek(3).is("(");
        if (!call) {
            throw refuseAction(first);
        }
        Token global = words.next();
        words.next();
        Token verb = words.next();
        words.next();
        List<Expression> arguments = new ArrayList<>();
        if (!words.isAt(")")) {
            do {
                arguments.add(expressions.expression());
            } while (words.take(","));
        }
        Token close = words.expect(")", "to close the call");
        if (!words.take(";")) {
            findings.error(
                    Code.SEMICOLON,
                    close.span(),
                    "a semicolon is missing behind this",
                    "write `" + global.text() + "." + verb.text() + "(...);`");
        }
        return new Call(global, verb, arguments, global.span().to(close.span()));
    }

    private Words.Refused refuseAction(Token first) {
        boolean action = first.isName()
                && (ACTIONS.contains(first.text()) || words.peek(1).isName());
        return words.refuse(
                action ? Code.ACTION : Code.PROPOSAL,
                first,
                action
                        ? "`" + first.text() + "` is not allowed: a rule proposes and does nothing else"
                        : "a verb call is expected here, such as `margin.initial($p, $b.rate);`",
                action ? "propose through a verb" : null);
    }
}
