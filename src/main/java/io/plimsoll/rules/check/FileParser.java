package io.plimsoll.rules.check;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.check.Tree.Annotation;
import io.plimsoll.rules.check.Tree.Call;
import io.plimsoll.rules.check.Tree.Column;
import io.plimsoll.rules.check.Tree.Condition;
import io.plimsoll.rules.check.Tree.Declaration;
import io.plimsoll.rules.check.Tree.Expression;
import io.plimsoll.rules.check.Tree.Global;
import io.plimsoll.rules.check.Tree.Phrase;
import io.plimsoll.rules.check.Tree.Rule;
import io.plimsoll.rules.verbs.VerbModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
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

    private static final List<String> ANNOTATIONS = List.of("owner", "source");

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

    /** Names that a refused action has given to something: their use is no further mistake. */
    private final Set<String> assigned = new HashSet<>();

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
        respellStatement();
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

    /** {@code decalre Bracket}, {@code Rule "..."}: a misspelt word before a name is read as the word. */
    private void respellStatement() {
        Token first = words.peek();
        boolean statement = first.isName() && !STARTS.contains(first.text()) && first.firstOfLine();
        boolean named = (words.peek(1).isName() || words.peek(1).isText())
                && !words.peek(1).firstOfLine();
        if (!statement || !named || FORBIDDEN.contains(first.text()) || ATTRIBUTES.contains(first.text())) {
            return;
        }
        Optional<String> near = Similar.nearest(first.text(), STARTS)
                .filter(word -> Character.toLowerCase(first.text().charAt(0)) == word.charAt(0));
        if (near.isPresent()) {
            words.respell(near.get());
        } else if (first.text().equals("type") || first.text().equals("table")) {
            words.respell("declare");
        }
    }

    private Words.Refused refuseStatement(Token first) {
        if (first.is(";") || first.is("end") || first.is(")") || first.is("}")) {
            return words.refuse(
                    first.is(";") ? Code.SEMICOLON : Code.KEYWORD,
                    first,
                    "`" + first.text() + "` ends nothing here",
                    "delete it",
                    findings.delete(first.span()));
        }
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
                    AttributeHints.of(first.text()));
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
        Token first = expectNoStatement(what);
        StringBuilder name = new StringBuilder(first.text());
        Span span = first.span();
        while (words.take(".")) {
            Token part = words.isAt("*") ? words.next() : words.expectName("a part of the name");
            name.append('.').append(part.text());
            span = span.to(part.span());
        }
        return new Phrase(name.toString(), span);
    }

    /** A name that is missing at the end of a line is not the word that begins the next statement. */
    private Token expectNoStatement(String what) {
        if (words.peek().firstOfLine() && words.isAtAny(STARTS)) {
            throw words.refuse(Code.NOT_UNDERSTOOD, words.last(), what + " is missing behind this", null);
        }
        return words.expectName(what);
    }

    private Global global() {
        words.next();
        Phrase type = dotted("the class of the global");
        Token name = expectNoStatement("the name of the global, such as `margin`,");
        words.take(";");
        return new Global(type, name);
    }

    private void dialect() {
        words.next();
        if (words.isAt("mvel")) {
            findings.error(
                    Code.DIALECT,
                    words.peek().span(),
                    "the dialect stands in double quotes",
                    "write `dialect \"mvel\"`",
                    findings.write(words.next().span(), "\"mvel\""));
            return;
        }
        Token dialect = words.expectText("the dialect");
        words.take(";");
        if (!dialect.text().equals("mvel")) {
            findings.error(
                    Code.DIALECT,
                    dialect.span(),
                    "the dialect `" + dialect.text() + "` is not allowed",
                    "write `dialect \"mvel\"`",
                    findings.write(dialect.span(), "\"mvel\""));
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
        Set<String> lost = new HashSet<>();
        respellAlone("end");
        while (!words.isAt("end")) {
            if (words.atEnd() || words.isAtRule() || words.isAt("declare")) {
                findings.error(
                        Code.END_MISSING,
                        declare.span().to(name.span()),
                        "the declaration of `" + name.text() + "` has no `end`",
                        "write `end` behind its last field",
                        findings.append(words.last().span(), "\nend"));
                return new Declaration(name, columns, lost);
            }
            column(columns, lost);
            respellAlone("end");
        }
        words.next();
        return new Declaration(name, columns, lost);
    }

    /** A field that cannot be read is reported, and the next line is read. */
    private void column(List<Column> columns, Set<String> lost) {
        int before = words.position();
        String name = words.peek().text();
        try {
            columns.add(column());
        } catch (Words.Refused e) {
            lost.add(name);
            if (words.position() == before) {
                words.next();
            }
            while (!words.atEnd() && !words.isAt("end") && !words.peek().firstOfLine()) {
                words.next();
            }
        }
    }

    /** A word that has a line for itself and is nearly the one that is expected. */
    private void respellAlone(String word) {
        boolean instead = word.equals("when") && words.isAt("if");
        if (words.isAlone() && !words.isAt(word) && instead) {
            words.respell(word);
        } else if (words.isAlone()) {
            words.isAtNear(word);
        }
    }

    private Column column() {
        Token name = words.expectName("a field, such as `rate : BigDecimal`,");
        while (words.isAt("-") && words.peek(1).isName()) {
            words.next();
            Token part = words.next();
            String joined = name.text()
                    + Character.toUpperCase(part.text().charAt(0))
                    + part.text().substring(1);
            name = new Token(Token.Kind.NAME, joined, name.span().to(part.span()), true);
        }
        if (!findings.slice(name.span()).equals(name.text())) {
            refuseHyphen(name);
        }
        if (!words.take(":")) {
            if (!words.peek().isName() || words.peek().firstOfLine()) {
                throw words.refuse(
                        Code.NOT_UNDERSTOOD,
                        name,
                        "the field has no type",
                        "write `" + name.text() + " : BigDecimal`, or another type");
            }
            words.report(
                    Code.NOT_UNDERSTOOD,
                    words.peek().span(),
                    "`:` is expected here, between a field and its type",
                    "write `" + name.text() + " : " + words.peek().text() + "`",
                    findings.append(name.span(), " :"));
        }
        Token type = words.expectName("a field's type");
        Optional<Token> key = Optional.empty();
        if (words.isAt("@")) {
            words.next();
            Token annotation = words.expectName("`key`");
            if (!annotation.is("key")) {
                words.report(
                        Code.TABLE_FORM,
                        annotation.span(),
                        "`@" + annotation.text() + "` is not allowed on a field",
                        "`@key` names the field by which rows are looked up",
                        findings.respell(annotation.span(), annotation.text(), Set.of("key")));
            }
            key = Optional.of(annotation);
        }
        if (words.isAt("(") && key.isPresent()) {
            words.skipTo(Set.of(")"), Set.of("end"));
            words.take(")");
        }
        if (words.isAt("=") || words.isAt(".") || words.isAt("[") || words.isAt("<") || words.isAt("(")) {
            throw words.refuse(
                    Code.TABLE_FORM,
                    words.peek(),
                    "a field has a name and a type and nothing else",
                    "delete `" + words.peek().text() + "`");
        }
        words.take(";");
        if (words.isAt(",")) {
            words.report(
                    Code.COMMA,
                    words.peek().span(),
                    "fields stand on lines of their own, without commas",
                    "delete it",
                    findings.delete(words.peek().span()));
            words.next();
        }
        return new Column(name, type, key);
    }

    private void refuseHyphen(Token name) {
        findings.error(
                Code.COLUMN_NAME,
                name.span(),
                "`" + findings.slice(name.span()) + "` is not a field's name",
                "a hyphen is a minus here: write `" + name.text() + "`",
                findings.write(name.span(), name.text()));
    }

    private Rule rule() {
        Token first = words.next();
        Token name = ruleName(first);
        Span head = first.span().to(name.span());
        findings.in(name.text().split(" ", 2)[0]);
        List<Annotation> annotations = headOf(name);
        if (!words.take("when") && !isAtConditions()) {
            throw words.refuse(
                    Code.KEYWORD,
                    words.atEnd() ? head : words.peek().span(),
                    words.atEnd() ? "the file ends within the head of this rule" : "`when` is expected here",
                    "a rule is `rule \"name\" @owner @source when ... then ... end`");
        }
        respellAlone("then");
        boolean noCondition = words.isAt("then");
        int start = words.position();
        List<Condition> when = conditions.conditions();
        Set<String> lost = new HashSet<>(conditions.lost());
        boolean hasThen = then(head);
        respellAlone("end");
        boolean noProposal = hasThen && words.isAt("end");
        List<Call> then = hasThen ? calls(head) : List.of();
        if (noCondition) {
            lost.addAll(words.namesSince(start));
        }
        lost.addAll(assigned);
        assigned.clear();
        end(head, hasThen);
        refuseEmpty(head, noCondition, noProposal);
        findings.in(null);
        return new Rule(name, head, first.span().to(words.last().span()), annotations, when, then, lost);
    }

    /** True where conditions begin without a {@code when}, which is reported. */
    private boolean isAtConditions() {
        boolean begin = words.isAtCondition();
        if (begin) {
            words.report(
                    Code.KEYWORD,
                    words.peek().span(),
                    "`when` is missing before the first condition",
                    "write `when` on a line of its own",
                    findings.append(words.last().span(), "\nwhen"));
        }
        return begin;
    }

    /** True if there are proposals to read. */
    private boolean then(Span head) {
        if (words.take("then")) {
            return true;
        }
        if (words.isAtCall()) {
            words.report(
                    Code.KEYWORD,
                    words.peek().span(),
                    "`then` is missing before the first proposal",
                    "write `then` on a line of its own",
                    findings.append(words.last().span(), "\nthen"));
            return true;
        }
        endMissing(head, "then", "write `then` and a proposal behind the conditions");
        return false;
    }

    private void end(Span head, boolean hasThen) {
        if (words.take("end") || !hasThen) {
            return;
        }
        words.report(
                Code.END_MISSING,
                head,
                "the rule that starts here has no `end`",
                "write `end` behind its last proposal",
                findings.append(words.last().span(), "\nend"));
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

    private void endMissing(Span head, String word, String hint) {
        words.report(Code.END_MISSING, head, "the rule that starts here has no `" + word + "`", hint);
    }

    private Token ruleName(Token rule) {
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
    private List<Annotation> headOf(Token name) {
        List<Annotation> annotations = new ArrayList<>();
        while (!words.atEnd()) {
            respellAlone("when");
            boolean over = words.isAt("when") || words.isAt("then") || words.isAt("end") || words.isAtRule();
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

    private List<Call> calls(Span head) {
        List<Call> calls = new ArrayList<>();
        while (!words.atEnd() && !words.isAt("end") && !words.isAtRule()) {
            int before = words.position();
            try {
                refuseSecondHead(head);
                calls.add(call());
            } catch (Words.Refused e) {
                words.rewind(before);
                skipCall(before);
                if (words.position() == before) {
                    words.next();
                }
                words.take(";");
            }
            respellAlone("end");
        }
        return calls;
    }

    private void skipCall(int before) {
        int open = 0;
        while (!words.atEnd() && !words.isAt("end") && !words.isAtRule()) {
            boolean lineOfCall = words.position() > before
                    && words.peek().firstOfLine()
                    && words.isAtCall()
                    && !words.last().is("{");
            if (open <= 0 && (words.isAt(";") || (lineOfCall && !words.last().is(".")))) {
                return;
            }
            if (words.isAt("(") || words.isAt("[") || words.isAt("{")) {
                open++;
            } else if (words.isAt(")") || words.isAt("]") || words.isAt("}")) {
                open--;
            }
            words.next();
            respellAlone("end");
        }
    }

    /** Two rules that have run together: the second's conditions stand where the first's proposals are. */
    private void refuseSecondHead(Span head) {
        boolean second = words.isAtAny(Set.of("when", "then"))
                || (words.peek().firstOfLine() && words.isAtCondition() && !words.isAtCall());
        if (second) {
            words.report(
                    Code.END_MISSING,
                    head,
                    "the rule that starts here has no `end` before the next conditions",
                    "write `end` behind its last proposal, and `rule \"...\"` before the next `when`");
            while (!words.atEnd() && !words.isAt("end") && !words.isAtRule()) {
                words.next();
                respellAlone("end");
            }
            throw new Words.Refused();
        }
    }

    private Call call() {
        Token first = words.peek();
        if (first.is(";")) {
            throw words.refuse(
                    Code.SEMICOLON, first, "this semicolon ends nothing", "delete it", findings.delete(first.span()));
        }
        if (first.is("=")) {
            words.report(
                    Code.PROPOSAL,
                    first.span(),
                    "a proposal does not begin with `=`",
                    "delete it",
                    findings.delete(first.span()));
            words.next();
        }
        Token global = callee();
        Token verb = words.next();
        Token open = words.open("a `(` is missing behind `" + verb.text() + "`");
        List<Expression> arguments = new ArrayList<>();
        if (!words.isAt(")")) {
            do {
                arguments.add(argument());
            } while (words.take(",") || isCommaMissing());
        }
        if (!words.isAt(")")
                && !words.isAt(";")
                && !words.isAt("end")
                && !words.peek().firstOfLine()) {
            throw expressions.refuseBehind(words.peek());
        }
        words.close(open);
        while (words.isAt(")")) {
            words.report(
                    Code.BRACKET,
                    words.peek().span(),
                    "this bracket closes nothing",
                    "delete it",
                    findings.delete(words.peek().span()));
            words.next();
        }
        Span whole = global.span().to(words.last().span());
        if (!words.take(";")) {
            words.report(
                    Code.SEMICOLON,
                    words.last().span(),
                    "a semicolon is missing behind this",
                    "write `" + global.text() + "." + verb.text() + "(...);`",
                    findings.append(words.last().span(), ";"));
        }
        return new Call(global, verb, arguments, whole);
    }

    /** A value; plain words in a row are a text that lacks its quotes. */
    private Expression argument() {
        int count = 0;
        while (isWord(words.peek(count))) {
            count++;
        }
        if (count < 2 || !(words.peek(count).is(")") || words.peek(count).is(","))) {
            return expressions.expression();
        }
        Span span = words.peek().span();
        while (isWord(words.peek())) {
            span = span.to(words.next().span());
        }
        String written = findings.slice(span);
        words.report(
                Code.NOT_UNDERSTOOD,
                span,
                "these words are meant as a text, and have no quotes",
                "write `\"" + written + "\"`",
                findings.write(span, "\"" + written + "\""));
        return new Tree.Literal(new Token(Token.Kind.TEXT, written, span, false));
    }

    private static boolean isWord(Token token) {
        return token.isName() && !token.text().startsWith("$") && !token.firstOfLine();
    }

    /** The global of a call; reads on to its verb. A point that is missing or written otherwise is reported. */
    private Token callee() {
        Token first = words.peek();
        if (!first.isName() || ACTIONS.contains(first.text())) {
            if (words.isAtCall()) {
                return plainCallee();
            }
            throw refuseAction(first);
        }
        boolean point = words.peek(1).is(".") && words.peek(2).isName();
        boolean verb = words.isAtCall()
                || (point && !words.peek(2).firstOfLine() && words.peek(3).kind() != Token.Kind.END_OF_FILE);
        if (verb && words.peek(3).is(";")) {
            throw words.refuse(
                    Code.BRACKET,
                    words.peek(2),
                    "a verb is followed by its arguments in parentheses",
                    "write `" + first.text() + "." + words.peek(2).text() + "(...);`");
        }
        if (verb && (words.peek(3).is("(") || isGlobal(first))) {
            return plainCallee();
        }
        boolean separated =
                words.peek(1).is(",") && words.peek(2).isName() && words.peek(3).is("(");
        boolean parted = words.peek(1).isName() && words.peek(2).is("(");
        if (!isGlobal(first) || !(separated || parted)) {
            throw refuseAction(first);
        }
        Token global = words.next();
        Span between = separated ? words.next().span() : global.span();
        words.report(
                Code.PROPOSAL,
                between,
                "a point stands between `" + global.text() + "` and its verb",
                "write `" + global.text() + "." + words.peek().text() + "(...);`",
                findings.write(new Span(global.span().end(), words.peek().span().start()), "."));
        return global;
    }

    private Token plainCallee() {
        Token global = words.next();
        words.next();
        return global;
    }

    private static boolean isGlobal(Token name) {
        return Arrays.stream(Stage.values())
                .anyMatch(stage -> VerbModel.of(stage).name().equals(name.text()));
    }

    /** True where the next argument begins without a comma before it, which is reported. */
    private boolean isCommaMissing() {
        Token next = words.peek();
        boolean missing = next.isValue()
                && !next.firstOfLine()
                && (words.last().isValue() || words.last().is(")"))
                && !next.is("end");
        if (missing) {
            words.report(
                    Code.COMMA,
                    next.span(),
                    "a comma is missing before `" + findings.slice(next.span()) + "`",
                    "write `,` behind `" + findings.slice(words.last().span()) + "`",
                    findings.append(words.last().span(), ","));
        }
        return missing;
    }

    private Words.Refused refuseAction(Token first) {
        if (words.peek(1).is("=") && !first.text().startsWith("$")) {
            assigned.add(first.text());
        } else if (words.peek(2).is("=")) {
            assigned.add(words.peek(1).text());
        }
        boolean action = first.isName()
                && (ACTIONS.contains(first.text())
                        || words.peek(1).isName()
                        || words.peek(1).is("="));
        return words.refuse(
                action ? Code.ACTION : Code.PROPOSAL,
                first,
                action
                        ? "`" + first.text() + "` is not allowed: a rule proposes and does nothing else"
                        : "a proposal is expected here, such as `margin.initial($p, $rate);`",
                action ? ActionHints.of(first.text(), words.peek(1).is("=")) : null);
    }
}
