package io.plimsoll.rules.check;

import io.plimsoll.rules.check.Tree.Applied;
import io.plimsoll.rules.check.Tree.Binary;
import io.plimsoll.rules.check.Tree.Broken;
import io.plimsoll.rules.check.Tree.Constant;
import io.plimsoll.rules.check.Tree.Expression;
import io.plimsoll.rules.check.Tree.Literal;
import io.plimsoll.rules.check.Tree.Minus;
import io.plimsoll.rules.check.Tree.Name;
import io.plimsoll.rules.check.Tree.Negated;
import io.plimsoll.rules.check.Tree.Property;
import io.plimsoll.rules.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads values and comparisons. Whatever it does not know is refused by name where it has one. */
final class ExpressionParser {

    /** Symbols the engine knows and the profile does not. */
    private static final Set<String> CODE_SYMBOLS =
            Set.of("=", "[", "{", "#", "->", "::", "?", ":=", "&", "|", "^", "~", "%");

    private static final Set<String> CODE_WORDS = Set.of(
            "new", "this", "super", "null", "return", "throw", "if", "for", "while", "do", "switch", "eval", "empty");

    private final Words words;
    private final FindingsOfFile findings;
    private final Limits limits;
    private final ComparisonParser comparisons;
    private int depth;
    private int operands;

    ExpressionParser(Words words, FindingsOfFile findings, Limits limits) {
        this.words = words;
        this.findings = findings;
        this.limits = limits;
        this.comparisons = new ComparisonParser(words, findings, this::sum);
    }

    /** A whole expression; refuses one that is nested too deeply or has too many operands. */
    Expression expression() {
        operands = 0;
        depth = 0;
        return either();
    }

    private Expression either() {
        Expression left = both();
        while (isJoin("||", "|", "or")) {
            Token operator = words.next();
            left = new Binary("||", operator.span(), left, both());
        }
        return left;
    }

    private Expression both() {
        Expression left = comparisons.comparison();
        while (isJoin("&&", "&", "and")) {
            Token operator = words.next();
            left = new Binary("&&", operator.span(), left, comparisons.comparison());
        }
        return left;
    }

    /** At the symbol that joins comparisons, or at what others write for it, which is reported and read as the symbol. */
    private boolean isJoin(String symbol, String half, String word) {
        if (words.isAt(symbol)) {
            return true;
        }
        Token written = words.peek();
        boolean name = written.isName() && written.text().equalsIgnoreCase(word);
        boolean beforePattern = words.peek(1).isCapitalised() && words.peek(2).is("(");
        boolean meant =
                words.isAt(half) || (name && !beforePattern && !words.peek(1).is("not"));
        if (meant) {
            words.report(
                    name ? Code.AND_OR : Code.CODE,
                    written.span(),
                    name
                            ? "`" + written.text() + "` stands only between patterns"
                            : "`" + half + "` is not allowed in a rule",
                    "within a pattern write `" + symbol + "`" + (symbol.equals("&&") ? ", or a comma" : ""),
                    findings.write(written.span(), symbol));
        }
        return meant;
    }

    private Expression sum() {
        Expression left = product();
        while (words.isAt("+") || words.isAt("-")) {
            Token operator = words.next();
            left = new Binary(operator.text(), operator.span(), left, product());
        }
        return left;
    }

    private Expression product() {
        Expression left = unary();
        while (words.isAt("*") || words.isAt("/")) {
            Token operator = words.next();
            left = new Binary(operator.text(), operator.span(), left, unary());
        }
        return left;
    }

    private Expression unary() {
        Token first = words.peek();
        if (first.is("-")) {
            words.next();
            Expression inner = deeper(this::unary);
            return new Minus(inner, first.span().to(inner.span()));
        }
        if (first.is("!")) {
            words.next();
            Expression inner = deeper(this::unary);
            return new Negated(inner, first.span().to(inner.span()));
        }
        return primary();
    }

    private Expression primary() {
        countOperand();
        Token token = words.peek();
        if (token.is("(")) {
            words.next();
            Expression inner = deeper(this::either);
            if (CODE_SYMBOLS.contains(words.peek().text()) && !words.isAt("]")) {
                throw refuseBehind(words.peek());
            }
            words.close(token);
            refuseCast(token, inner);
            return inner;
        }
        return switch (token.kind()) {
            case TEXT, INTEGER, DECIMAL -> new Literal(words.next());
            case NAME -> named();
            case BROKEN -> new Broken(words.next().span());
            case SYMBOL, END_OF_FILE -> throw unexpected(token);
        };
    }

    /** {@code (String) $x}: a name in parentheses before a value. */
    private void refuseCast(Token open, Expression inner) {
        boolean cast = inner instanceof Name
                && words.last().is(")")
                && words.peek().isValue()
                && !ComparisonParser.isOperatorWord(words.peek());
        if (cast && !words.peek().firstOfLine()) {
            Span whole = open.span().to(words.last().span());
            throw words.refuse(
                    Code.CODE, whole, "a cast is not allowed in a rule", "delete it", findings.delete(whole));
        }
    }

    private Expression named() {
        respellConstant();
        respellFunction();
        boolean next = words.peek().firstOfLine() && (words.isAt("then") || words.isAt("end"));
        if (next) {
            throw unexpected(words.peek());
        }
        if (words.isAt("this") && words.peek(1).is(".") && words.peek(2).isName()) {
            Token own = words.next();
            Token point = words.next();
            Span both = own.span().to(point.span());
            words.report(
                    Code.CODE,
                    own.span(),
                    "`this` is not allowed in a rule",
                    "name the field alone",
                    findings.delete(both));
        }
        Token name = words.next();
        if (name.is("true") || name.is("false") || name.is("null")) {
            return new Constant(name);
        }
        if (CODE_WORDS.contains(name.text())) {
            throw words.refuse(
                    Code.CODE, name, "`" + name.text() + "` is not allowed in a rule", CodeHints.ofWord(name.text()));
        }
        if (name.is("not")) {
            throw words.refuse(
                    Code.OPERATOR,
                    name,
                    "`not` stands before patterns and before `in`, `contains` and `matches`",
                    "write `field != value`, or `!( ... )`");
        }
        if (words.isAt("!") && words.peek(1).is(".")) {
            throw words.refuse(Code.CODE, words.peek(), "`!.` is not allowed", "test `!= null` first, then use `.`");
        }
        Optional<Value.Function> function = Value.Function.of(name.text());
        if (words.isAt("(") && function.isPresent()) {
            return applied(name, function.get());
        }
        if (!words.isAt(".")) {
            return refuseCode(name.span(), new Name(name));
        }
        words.next();
        Token field = words.expectName("a field's name");
        if (name.isCapitalised() && !words.isAt("(")) {
            return constantOfCode(name, field);
        }
        Expression property = refuseCode(name.span().to(field.span()), new Property(name, field));
        if (words.isAt(".")) {
            throw words.refuse(
                    Code.CODE,
                    words.peek(),
                    "a field of a field is not allowed",
                    "facts are flat: `$position.notional`");
        }
        return property;
    }

    /** {@code max($a, $b)}. */
    private Expression applied(Token name, Value.Function function) {
        Token open = words.next();
        List<Expression> to = new ArrayList<>();
        if (!words.isAt(")")) {
            do {
                to.add(deeper(this::sum));
            } while (words.take(",") || tookSemicolon());
        }
        words.close(open);
        Span span = name.span().to(words.last().span());
        boolean counted = function.isOfSeveral() ? to.size() >= 2 : to.size() == 1;
        if (!counted) {
            findings.error(
                    Code.FUNCTION,
                    span,
                    "`" + name.text() + "` is of " + (function.isOfSeveral() ? "two values or more" : "one value")
                            + ", and this has " + (to.isEmpty() ? "none" : String.valueOf(to.size())),
                    function.isOfSeveral() ? "write `" + name.text() + "(a, b)`" : "write `" + name.text() + "(a)`");
            return new Broken(span);
        }
        return new Applied(name, to, span);
    }

    /** At what spreadsheets write between values, which is reported and read as a comma. */
    private boolean tookSemicolon() {
        if (!words.isAt(";") || !words.peek(1).isValue()) {
            return false;
        }
        Token semicolon = words.next();
        words.report(
                Code.SEMICOLON,
                semicolon.span(),
                "values are separated by commas",
                "write `,`",
                findings.write(semicolon.span(), ","));
        return true;
    }

    /** {@code MAX(a, b)}: spreadsheets write functions so. */
    private void respellFunction() {
        for (Value.Function function : Value.Function.values()) {
            boolean capital = words.peek().text().equalsIgnoreCase(function.word()) && !words.isAt(function.word());
            if (capital && words.peek(1).is("(")) {
                words.respell(function.word());
            }
        }
    }

    /** {@code TRUE}, {@code NULL}: spreadsheets write them so. */
    private void respellConstant() {
        for (String constant : List.of("true", "false", "null")) {
            if (words.peek().text().equalsIgnoreCase(constant) && !words.isAt(constant)) {
                words.respell(constant);
            }
        }
    }

    /** {@code BigDecimal.ZERO}, {@code Side.LONG}. */
    private Expression constantOfCode(Token type, Token constant) {
        Span whole = type.span().to(constant.span());
        Optional<String> literal = CodeHints.literalOf(type.text(), constant.text());
        words.report(
                Code.CODE,
                whole,
                "`" + type.text() + "." + constant.text() + "` is a piece of program",
                literal.map(plain -> "write `" + plain + "`").orElse("compare fields, variables and literals"),
                literal.stream().map(plain -> findings.write(whole, plain)).toArray(Fix[]::new));
        return new Broken(whole);
    }

    /** Calls, assignments, casts and the like begin where a value is followed by one of their signs. */
    private Expression refuseCode(Span value, Expression expression) {
        Token next = words.peek();
        if (next.is("(")) {
            int start = words.position();
            words.next();
            words.skipTo(Set.of(")"), Set.of("then", "end"));
            words.take(")");
            Span call = value.to(words.position() > start ? words.last().span() : next.span());
            findings.error(Code.CODE, call, "a call is not allowed here", CodeHints.ofCall(findings.slice(call)));
            return new Broken(call);
        }
        boolean joins = next.is("=") || next.is("&") || next.is("|") || next.is("]");
        if (next.kind() == Token.Kind.SYMBOL && CODE_SYMBOLS.contains(next.text()) && !joins) {
            throw words.refuse(
                    Code.CODE, next, "`" + next.text() + "` is not allowed in a rule", CodeHints.ofSymbol(next.text()));
        }
        return expression;
    }

    /** Refuses what stands behind an expression and cannot go on from it. */
    Words.Refused refuseBehind(Token token) {
        return CODE_SYMBOLS.contains(token.text())
                ? words.refuse(
                        Code.CODE,
                        token,
                        "`" + token.text() + "` is not allowed in a rule",
                        CodeHints.ofSymbol(token.text()))
                : words.refuse(
                        Code.NOT_UNDERSTOOD,
                        token,
                        "`" + token.text() + "` is not expected here",
                        token.text().matches("percent|pct|bps|bp")
                                ? "write the fraction: five percent is `0.05B`"
                                : "constraints stand between commas: `field == value, other > limit`");
    }

    private Words.Refused unexpected(Token token) {
        if (ComparisonParser.isOperatorSymbol(token.text())) {
            return words.refuse(
                    Code.NOT_UNDERSTOOD,
                    token,
                    "something to compare is missing before `" + token.text() + "`",
                    "write the field again");
        }
        if (token.is("/") || CODE_SYMBOLS.contains(token.text())) {
            return words.refuse(Code.CODE, token, "`" + token.text() + "` is not allowed here", null);
        }
        if (token.kind() == Token.Kind.END_OF_FILE) {
            return words.refuse(Code.NOT_UNDERSTOOD, token, "the file ends within this rule", "write the rest of it");
        }
        Token before = words.last();
        boolean compared = ComparisonParser.isOperatorSymbol(before.text()) || "+-*/&&||".contains(before.text());
        return words.refuse(
                Code.NOT_UNDERSTOOD,
                token,
                "a field, a variable or a literal is expected here, not `" + token.text() + "`",
                compared ? "write what follows `" + before.text() + "`" : null);
    }

    private void countOperand() {
        operands++;
        if (operands > limits.operandsMax()) {
            throw words.refuse(
                    Code.OPERANDS_MANY,
                    words.peek(),
                    "an expression may have at most " + limits.operandsMax() + " operands",
                    "split it into several constraints");
        }
    }

    private Expression deeper(java.util.function.Supplier<Expression> inner) {
        depth++;
        if (depth > limits.nestingMax()) {
            throw words.refuse(
                    Code.NESTING,
                    words.peek(),
                    "this is nested more than " + limits.nestingMax() + " deep",
                    "split the rule");
        }
        try {
            return inner.get();
        } finally {
            depth--;
        }
    }
}
