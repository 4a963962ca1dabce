package io.plimsoll.rules.check;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.check.Tree.Call;
import io.plimsoll.rules.check.Tree.Expression;
import io.plimsoll.rules.verbs.VerbModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the right side of a rule: calls of verbs, and nothing else. */
final class ProposalParser {

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
    private final ExpressionParser expressions;
    private final Set<String> assigned = new HashSet<>();

    ProposalParser(Words words, FindingsOfFile findings, Limits limits) {
        this.words = words;
        this.findings = findings;
        this.expressions = new ExpressionParser(words, findings, limits);
    }

    /** Names that a refused action has given to something: their use is no further mistake. */
    Set<String> assigned() {
        return assigned;
    }

    /** Everything up to {@code end}. A proposal that cannot be read is reported and left out. */
    List<Call> calls(Span head) {
        assigned.clear();
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
            words.respellAlone("end");
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
            words.respellAlone("end");
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
                words.respellAlone("end");
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

    private static Optional<VerbModel.Global> globalOf(String verb) {
        return Arrays.stream(Stage.values())
                .map(VerbModel::of)
                .filter(global ->
                        global.verbs().stream().anyMatch(known -> known.name().equals(verb)))
                .findFirst();
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
        boolean adjacent = words.last().span().end() == next.span().start();
        if (missing && adjacent && words.last().isText()) {
            throw words.refuse(
                    Code.NOT_UNDERSTOOD,
                    next,
                    "the text ends at the quote before `" + findings.slice(next.span()) + "`",
                    "write `\\\"` for a quote within a text");
        }
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
        Optional<VerbModel.Global> lacking = words.peek(1).is("(") ? globalOf(first.text()) : Optional.empty();
        if (lacking.isPresent()) {
            String global = lacking.get().name();
            return words.refuse(
                    Code.PROPOSAL,
                    first,
                    "a verb is called on its stage's global",
                    "write `" + global + "." + first.text() + "(...);`",
                    findings.insert(first.span(), global + "."));
        }
        return words.refuse(
                action ? Code.ACTION : Code.PROPOSAL,
                first,
                action
                        ? "`" + first.text() + "` is not allowed: a rule proposes and does nothing else"
                        : "a proposal is expected here, such as `margin.initial($p, $rate);`",
                action ? ActionHints.of(first.text(), words.peek(1).is("=")) : null);
    }
}
