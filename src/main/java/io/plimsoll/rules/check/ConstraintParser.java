package io.plimsoll.rules.check;

import io.plimsoll.rules.check.Tree.Bind;
import io.plimsoll.rules.check.Tree.Constraint;
import io.plimsoll.rules.check.Tree.Expression;
import io.plimsoll.rules.check.Tree.Test;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what a pattern asks of its fact. */
final class ConstraintParser {

    private static final Set<String> BEHIND_FIELD = Set.of(",", ")", ";", "]", "}");

    private final Words words;
    private final FindingsOfFile findings;
    private final ExpressionParser expressions;
    private final LostBindings lost;

    ConstraintParser(Words words, FindingsOfFile findings, ExpressionParser expressions, LostBindings lost) {
        this.words = words;
        this.findings = findings;
        this.expressions = expressions;
        this.lost = lost;
    }

    /** Everything up to the bracket that closes the pattern, or to where the pattern must be over. */
    List<Constraint> constraints() {
        List<Constraint> constraints = new ArrayList<>();
        while (!isClose() && !isPatternEnd()) {
            int before = words.position();
            try {
                commaTooMuch();
                Optional<Constraint> constraint = digitsBehindComma() ? Optional.empty() : Optional.of(constraint());
                comma();
                constraint.filter(Test.class::isInstance).ifPresent(test -> lost.since(before));
                constraint.ifPresent(constraints::add);
            } catch (Words.Refused e) {
                skipConstraint(before);
            }
            Token comma = words.peek();
            if (!words.take(",") && !isCommaMissing()) {
                break;
            }
            if (comma.is(",") && (isClose() || isPatternEnd()) && !words.atEnd()) {
                words.report(
                        Code.COMMA,
                        comma.span(),
                        "no constraint follows this comma",
                        "delete it",
                        findings.delete(comma.span()));
            }
        }
        return constraints;
    }

    private boolean isClose() {
        return words.isAt(")") || words.isAt("]") || words.isAt("}");
    }

    /** Where a pattern must be over even if nothing closes it. */
    private boolean isPatternEnd() {
        return words.isAtEndOfConditions() || (words.peek().firstOfLine() && words.isAtCondition());
    }

    private void commaTooMuch() {
        while (words.isAt(",")) {
            Token comma = words.next();
            words.report(
                    Code.COMMA,
                    comma.span(),
                    "this comma separates nothing",
                    "delete it",
                    findings.delete(comma.span()));
        }
    }

    /** {@code 1,000,000}, {@code 0,05} and {@code 1.000,50B}: digits that a comma without a space parts from the digits before. */
    private boolean digitsBehindComma() {
        Token first = words.peek(-2);
        boolean adjacent = words.last().is(",")
                && isNumber(first)
                && first.span().end() == words.last().span().start()
                && isNumber(words.peek())
                && words.peek().span().start() == words.last().span().end();
        if (!adjacent) {
            return false;
        }
        Token last = words.next();
        while (words.isAt(",")
                && isNumber(words.peek(1))
                && words.peek().span().start() == last.span().end()
                && words.peek(1).span().start() == words.peek().span().end()) {
            words.next();
            last = words.next();
        }
        numberInPieces(first.span().to(last.span()));
        return true;
    }

    private static boolean isNumber(Token token) {
        return token.kind() == Token.Kind.INTEGER || token.kind() == Token.Kind.DECIMAL;
    }

    private void numberInPieces(Span whole) {
        String written = findings.slice(whole);
        Optional<String> respelt = Numerals.respelt(written);
        findings.dropWithin(whole);
        words.report(
                Code.NUMBER_FORM,
                whole,
                "`" + written + "` is no number of a rule file",
                respelt.map(plain -> "write `" + plain + "`, or better, put the number into a table")
                        .orElse("write an integer such as `10`, or a decimal such as `0.05B`"),
                respelt.stream().map(plain -> findings.write(whole, plain)).toArray(Fix[]::new));
    }

    /** What stands behind a constraint: a comma or the end of the pattern, or what is reported. */
    private void comma() {
        Token next = words.peek();
        Token last = words.last();
        if (next.is(",") || isClose() || isPatternEnd() || isCommaMissing()) {
            return;
        }
        if (next.is(";")) {
            words.report(
                    Code.SEMICOLON,
                    next.span(),
                    "constraints are separated by commas",
                    "write `,`",
                    findings.write(next.span(), ","));
            words.next();
            return;
        }
        boolean pieces = next.kind() == Token.Kind.INTEGER && last.kind() == Token.Kind.INTEGER;
        if (pieces) {
            while (words.peek().kind() == Token.Kind.INTEGER) {
                words.next();
            }
            numberInPieces(last.span().to(words.last().span()));
            return;
        }
        if (next.isValue() && !next.firstOfLine() && (last.isValue() || last.is(")")) && next.kind() != Token.Kind.NAME
                || (next.isName() && next.text().startsWith("$"))) {
            throw words.refuse(
                    Code.OPERATOR,
                    next,
                    "an operator is missing before `" + findings.slice(next.span()) + "`",
                    "write `==`, `<` or another one between",
                    findings.insert(next.span(), "== "));
        }
        throw expressions.refuseBehind(next);
    }

    /** True where the next constraint begins without a comma before it, which is reported. */
    private boolean isCommaMissing() {
        Token next = words.peek();
        Token last = words.last();
        if (last.is(";") || last.is(",")) {
            return true;
        }
        boolean begins = next.isName()
                && (words.peek(1).kind() == Token.Kind.SYMBOL || ComparisonParser.isOperatorWord(words.peek(1)))
                && !words.peek(1).is(")")
                && !words.peek(1).is(",")
                && !words.peek(1).is("[")
                && !words.peek(1).is("(")
                && (last.isValue() || last.is(")"));
        if (begins) {
            words.report(
                    Code.COMMA,
                    next.span(),
                    "a comma is missing before `" + next.text() + "`",
                    "write `,` behind `" + findings.slice(last.span()) + "`",
                    findings.append(last.span(), ","));
        }
        return begins;
    }

    private void skipConstraint(int before) {
        words.rewind(before);
        int open = 0;
        while (!isPatternEnd()) {
            if (open == 0 && (words.isAt(",") || isClose()) && words.position() > before) {
                break;
            }
            if (words.isAt("(") || words.isAt("[") || words.isAt("{")) {
                open++;
            } else if (isClose()) {
                open--;
            }
            words.next();
        }
        lost.since(before);
    }

    private Constraint constraint() {
        Token variable = words.peek();
        boolean equals = variable.isName()
                && variable.text().startsWith("$")
                && words.peek(1).is("=")
                && words.peek(2).isName()
                && !words.peek(2).text().startsWith("$");
        if (!equals && !(variable.isName() && words.peek(1).is(":")) && !isHyphenated()) {
            return test();
        }
        variable = variableName();
        Token colon = words.next();
        if (equals) {
            words.report(
                    Code.CODE,
                    colon.span(),
                    "`=` is not allowed in a rule",
                    "to bind, write `:`; to compare, write `==`",
                    findings.write(colon.span(), ":"),
                    findings.write(colon.span(), "=="));
        }
        return bind(variable);
    }

    /** At {@code $my-variable :}. */
    private boolean isHyphenated() {
        return words.peek().isName()
                && words.peek().text().startsWith("$")
                && words.peek(1).is("-")
                && words.peek(2).isName()
                && words.peek(3).is(":");
    }

    /** The name of a variable that is bound; one that is malformed is reported and mended. */
    Token variableName() {
        Token name = words.next();
        boolean hyphen = words.isAt("-");
        boolean field = !hyphen && words.peek(1).text().startsWith("$");
        if (!hyphen && (name.text().startsWith("$") || field)) {
            return name;
        }
        String right = name.text();
        Span span = name.span();
        if (hyphen) {
            words.next();
            Token part = words.next();
            right += Character.toUpperCase(part.text().charAt(0)) + part.text().substring(1);
            span = span.to(part.span());
        } else {
            right = "$" + right;
        }
        words.report(
                Code.BINDING,
                span,
                "`" + findings.slice(span) + "` is not a variable's name",
                "a variable is `$` and letters or digits, such as `" + right + "`",
                findings.write(span, right));
        return new Token(Token.Kind.NAME, right, span, name.firstOfLine());
    }

    private Constraint bind(Token variable) {
        Token field = words.peek();
        boolean reversed = field.isName()
                && field.text().startsWith("$")
                && !variable.text().startsWith("$");
        if (reversed) {
            throw words.refuse(
                    Code.BINDING,
                    variable.span(),
                    "`" + variable.text() + "` is not a variable's name",
                    "to compare, write `" + variable.text() + " == " + field.text() + "`; to bind, `" + field.text()
                            + " : " + variable.text() + "`",
                    findings.write(variable.span().to(field.span()), variable.text() + " == " + field.text()),
                    findings.write(variable.span().to(field.span()), field.text() + " : " + variable.text()));
        }
        Token behind = words.peek(1);
        boolean calculated = behind.kind() == Token.Kind.SYMBOL && !BEHIND_FIELD.contains(behind.text());
        boolean compared = ComparisonParser.isOperatorWord(behind) && !behind.firstOfLine();
        if (!field.isName() || field.text().startsWith("$") || calculated || compared) {
            throw words.refuse(
                    Code.BINDING,
                    variable.span().to(field.span()),
                    "only a field can be bound to `" + variable.text() + "`",
                    "write `" + variable.text()
                            + " : field, field > ...`: the engine would bind the field and drop the rest");
        }
        return new Bind(variable, words.next());
    }

    private Constraint test() {
        Expression expression = expressions.expression();
        boolean value = !(expression instanceof Tree.Binary) && !(expression instanceof Tree.In);
        if (words.isAt(";") && value) {
            throw words.refuse(
                    Code.POSITIONAL,
                    expression.span(),
                    "a value needs the field it is compared with",
                    "write `field == value`");
        }
        return new Test(expression);
    }
}
