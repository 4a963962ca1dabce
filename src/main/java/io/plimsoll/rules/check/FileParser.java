package io.plimsoll.rules.check;

import io.plimsoll.rules.check.Tree.Annotation;
import io.plimsoll.rules.check.Tree.Call;
import io.plimsoll.rules.check.Tree.Condition;
import io.plimsoll.rules.check.Tree.Declaration;
import io.plimsoll.rules.check.Tree.Global;
import io.plimsoll.rules.check.Tree.Phrase;
import io.plimsoll.rules.check.Tree.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a rule file: its heading, its declared types and its rules. Reports all it cannot read, and goes on behind it. */
final class FileParser {

    private static final Set<String> STARTS = Set.of("rule", "declare", "global", "import", "package", "dialect");

    private static final Set<String> FORBIDDEN = Set.of(
            "function", "query", "unit", "template", "expander", "event", "window", "enum", "entry-point", "trait");

    private final Words words;
    private final FindingsOfFile findings;
    private final ConditionParser conditions;
    private final DeclarationParser declarationParser;
    private final RuleHeadParser heads;
    private final ProposalParser proposals;
    private final List<Phrase> packages = new ArrayList<>();
    private final List<Phrase> imports = new ArrayList<>();
    private final List<Global> globals = new ArrayList<>();
    private final List<Declaration> declarations = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();

    FileParser(List<Token> tokens, FindingsOfFile findings, Limits limits) {
        this.words = new Words(tokens, findings);
        this.findings = findings;
        this.conditions = new ConditionParser(words, findings, limits);
        this.declarationParser = new DeclarationParser(words, findings);
        this.heads = new RuleHeadParser(words, findings);
        this.proposals = new ProposalParser(words, findings, limits);
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
            case "declare" -> declarations.add(declarationParser.declaration());
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
        if (!statement
                || !named
                || FORBIDDEN.contains(first.text())
                || RuleHeadParser.ATTRIBUTES.contains(first.text())) {
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
        if (first.isName() && RuleHeadParser.ATTRIBUTES.contains(first.text())) {
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

    private Rule rule() {
        Token first = words.next();
        Token name = heads.ruleName(first);
        Span head = first.span().to(name.span());
        findings.in(name.text().split(" ", 2)[0]);
        List<Annotation> annotations = heads.annotations();
        if (!words.take("when") && !isAtConditions()) {
            throw words.refuse(
                    Code.KEYWORD,
                    words.atEnd() ? head : words.peek().span(),
                    words.atEnd() ? "the file ends within the head of this rule" : "`when` is expected here",
                    "a rule is `rule \"name\" @owner @source when ... then ... end`");
        }
        words.respellAlone("then");
        boolean noCondition = words.isAt("then");
        int start = words.position();
        List<Condition> when = conditions.conditions();
        Set<String> lost = new HashSet<>(conditions.lost());
        boolean hasThen = then(head);
        words.respellAlone("end");
        boolean noProposal = hasThen && words.isAt("end");
        List<Call> then = hasThen ? proposals.calls(head) : List.of();
        if (noCondition) {
            lost.addAll(words.namesSince(start));
        }
        if (hasThen) {
            lost.addAll(proposals.assigned());
        }
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
}
