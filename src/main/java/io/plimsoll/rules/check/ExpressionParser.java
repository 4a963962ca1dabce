package io.plimsoll.rules.check;

import io.plimsoll.rules.check.Tree.Binary;
import io.plimsoll.rules.check.Tree.Broken;
import io.plimsoll.rules.check.Tree.Constant;
import io.plimsoll.rules.check.Tree.Expression;
import io.plimsoll.rules.check.Tree.In;
import io.plimsoll.rules.check.Tree.Literal;
import io.plimsoll.rules.check.Tree.Minus;
import io.plimsoll.rules.check.Tree.Name;
import io.plimsoll.rules.check.Tree.Negated;
import io.plimsoll.rules.check.Tree.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads values and comparisons. Whatever it does not know is refused by name where it has one. */
final class ExpressionParser {

    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Set<String> WORD_COMPARISONS = Set.of("contains", "matches");

    /** Words the engine would take for operators. */
    private static final Set<String> FOREIGN_OPERATORS = Set.of(
            "memberOf",
            "soundslike",
            "str",
            "excludes",
            "instanceof",
            "after",
            "before",
            "coincides",
            "during",
            "finishes",
            "finishedby",
            "includes",
            "meets",
            "metby",
            "overlaps",
            "overlappedby",
            "starts",
            "startedby",
            "is",
            "strsim");

    /** Symbols the engine knows and the profile does not. */
    private static final Set<String> CODE_SYMBOLS =
            Set.of("=", "[", "{", "#", "->", "::", "?", ":=", "&", "|", "^", "~", "%");

    private static final Set<String> CODE_WORDS = Set.of(
            "new", "this", "super", "null", "return", "throw", "if", "for", "while", "do", "switch", "eval", "empty");

    private final Words words;
    private final FindingsOfFile findings;
    private final Limits limits;
    private int depth;
    private int operands;

    ExpressionParser(Words words, FindingsOfFile findings, Limits limits) {
        this.words = words;
        this.findings = findings;
        this.limits = limits;
    }

    /** A whole expression; refuses one that is nested too deeply or has too many operands. */
    Expression expression() {
        operands = 0;
        depth = 0;
        return either();
    }

    private Expression either() {
        Expression left = both();
        while (words.isAt("||")) {
            Token operator = words.next();
            left = new Binary("||", operator.span(), left, both());
        }
        return left;
    }

    private Expression both() {
        Expression left = comparison();
        while (words.isAt("&&")) {
            Token operator = words.next();
            left = new Binary("&&", operator.span(), left, comparison());
        }
        return left;
    }

    private Expression comparison() {
        Expression left = sum();
        Token operator = words.peek();
        if (operator.kind() == Token.Kind.SYMBOL && COMPARISONS.contains(operator.text())) {
            words.next();
            Expression whole = new Binary(operator.text(), operator.span(), left, sum());
            return refuseChain(whole);
        }
        if (!operator.isName()) {
            return left;
        }
        boolean negated = operator.is("not");
        Token word = negated ? words.peek(1) : operator;
        if (word.is("in")) {
            return in(left, negated);
        }
        if (WORD_COMPARISONS.contains(word.text())) {
            words.next();
            if (negated) {
                words.next();
            }
            return new Binary((negated ? "not " : "") + word.text(), word.span(), left, sum());
        }
        return foreign(left, word);
    }

    private Expression refuseChain(Expression whole) {
        Token next = words.peek();
        if (next.kind() == Token.Kind.SYMBOL && COMPARISONS.contains(next.text())) {
            throw words.refuse(
                    Code.NOT_UNDERSTOOD,
                    next,
                    "a comparison cannot be compared again",
                    "write two constraints, with a comma between");
        }
        return whole;
    }

    private Expression foreign(Expression left, Token word) {
        if (FOREIGN_OPERATORS.contains(word.text())) {
            throw words.refuse(
                    Code.OPERATOR,
                    word,
                    "the operator `" + word.text() + "` is not allowed",
                    "use `== != < <= > >= in contains matches`");
        }
        return left;
    }

    private Expression in(Expression left, boolean negated) {
        words.next();
        if (negated) {
            words.next();
        }
        words.expect("(", "before the values of `in`");
        List<Expression> values = new ArrayList<>();
        do {
            values.add(sum());
        } while (words.take(","));
        Token close = words.expect(")", "after the values of `in`");
        return new In(left, negated, values, left.span().to(close.span()));
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
            if (operator.is("/")) {
                findings.error(
                        Code.DIVISION,
                        operator.span(),
                        "a division is not exact and is not allowed",
                        "multiply the other side instead: `a / b > c` is `a > c * b` for a positive b");
            }
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
            words.expect(")", "to close the parenthesis");
            return inner;
        }
        return switch (token.kind()) {
            case TEXT, INTEGER, DECIMAL -> new Literal(words.next());
            case NAME -> named();
            case BROKEN -> new Broken(words.next().span());
            case SYMBOL, END_OF_FILE -> throw unexpected(token);
        };
    }

    private Expression named() {
        Token name = words.next();
        if (name.is("true") || name.is("false") || name.is("null")) {
            return new Constant(name);
        }
        if (CODE_WORDS.contains(name.text())) {
            throw words.refuse(
                    Code.CODE,
                    name,
                    "`" + name.text() + "` is not allowed in a rule",
                    "compare fields, variables and literals");
        }
        if (words.isAt("!") && words.peek(1).is(".")) {
            throw words.refuse(Code.CODE, words.peek(), "`!.` is not allowed", "test `!= null` first, then use `.`");
        }
        if (!words.isAt(".")) {
            return refuseCode(name.span(), new Name(name));
        }
        words.next();
        Token field = words.expectName("a field's name");
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

    /** Calls, assignments, casts and the like begin where a value is followed by one of their signs. */
    private Expression refuseCode(Span value, Expression expression) {
        Token next = words.peek();
        if (next.is("(")) {
            int start = words.position();
            words.next();
            words.skipTo(Set.of(")"), Set.of("then", "end"));
            words.take(")");
            Span call = value.to(words.position() > start ? words.last().span() : next.span());
            findings.error(Code.CODE, call, "a call is not allowed here", "compare fields, variables and literals");
            return new Broken(call);
        }
        if (next.kind() == Token.Kind.SYMBOL && CODE_SYMBOLS.contains(next.text())) {
            Optional<String> hint = next.is("=") ? Optional.of("to compare, write `==`") : Optional.empty();
            throw words.refuse(Code.CODE, next, "`" + next.text() + "` is not allowed in a rule", hint.orElse(null));
        }
        return expression;
    }

    /** Refuses what stands behind an expression and cannot go on from it. */
    Words.Refused refuseBehind(Token token) {
        return CODE_SYMBOLS.contains(token.text())
                ? words.refuse(Code.CODE, token, "`" + token.text() + "` is not allowed in a rule", null)
                : words.refuse(
                        Code.NOT_UNDERSTOOD,
                        token,
                        "`" + token.text() + "` is not expected here",
                        "constraints stand between commas: `field == value, other > limit`");
    }

    private Words.Refused unexpected(Token token) {
        if (COMPARISONS.contains(token.text())) {
            return words.refuse(
                    Code.NOT_UNDERSTOOD,
                    token,
                    "something to compare is missing before `" + token.text() + "`",
                    "write the field again");
        }
        if (token.is("/") || CODE_SYMBOLS.contains(token.text())) {
            return words.refuse(Code.CODE, token, "`" + token.text() + "` is not allowed here", null);
        }
        return words.refuse(
                Code.NOT_UNDERSTOOD,
                token,
                "a field, a variable or a literal is expected here, not `" + token.text() + "`",
                null);
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
