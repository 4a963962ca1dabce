package io.plimsoll.rules.check;

import io.plimsoll.rules.check.Tree.Binary;
import io.plimsoll.rules.check.Tree.Expression;
import io.plimsoll.rules.check.Tree.In;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads one comparison. What others write for an operator is reported, and read as the operator that it means. */
final class ComparisonParser {

    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Set<String> WORD_COMPARISONS = Set.of("contains", "matches");

    private final Words words;
    private final FindingsOfFile findings;
    private final Supplier<Expression> sums;

    /** @param sums reads the value on either side */
    ComparisonParser(Words words, FindingsOfFile findings, Supplier<Expression> sums) {
        this.words = words;
        this.findings = findings;
        this.sums = sums;
    }

    /** A value, and what it is compared with if it is. */
    Expression comparison() {
        Expression left = sums.get();
        Token operator = words.peek();
        if (operator.kind() == Token.Kind.SYMBOL && COMPARISONS.contains(operator.text())) {
            words.next();
            String whole = wholeOperator(operator);
            return refuseChain(new Binary(whole, operator.span(), left, sums.get()));
        }
        if (operator.is("=")) {
            words.next();
            words.report(
                    Code.CODE,
                    operator.span(),
                    "`=` is not allowed in a rule",
                    "to compare, write `==`",
                    findings.write(operator.span(), "=="));
            return refuseChain(new Binary("==", operator.span(), left, sums.get()));
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
            return new Binary((negated ? "not " : "") + word.text(), word.span(), left, sums.get());
        }
        return foreign(left, word);
    }

    /** True for a word that stands between two values, or is meant to. */
    static boolean isOperatorWord(Token token) {
        return token.isName()
                && (token.is("in")
                        || token.is("not")
                        || WORD_COMPARISONS.contains(token.text())
                        || OperatorHints.isKnown(token.text()));
    }

    static boolean isOperatorSymbol(String symbol) {
        return COMPARISONS.contains(symbol);
    }

    /** {@code > =} is one operator in two pieces. */
    private String wholeOperator(Token operator) {
        boolean inPieces = words.isAt("=") && (operator.is("<") || operator.is(">"));
        if (!inPieces) {
            return operator.text();
        }
        Span both = operator.span().to(words.next().span());
        String whole = operator.text() + "=";
        words.report(
                Code.OPERATOR,
                both,
                "there is a space within `" + whole + "`",
                "write `" + whole + "`",
                findings.write(both, whole));
        return whole;
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
        Optional<String> order =
                OperatorHints.order(word.is("is") ? words.peek(1).text() : word.text());
        if (order.isPresent() && !word.firstOfLine()) {
            return orderInWords(left, word, order.get());
        }
        if (OperatorHints.isEquality(word.text()) && !word.firstOfLine()) {
            return equalityInWords(left, word);
        }
        if (OperatorHints.isKnown(word.text()) && !word.firstOfLine()) {
            throw words.refuse(
                    Code.OPERATOR,
                    word,
                    "the operator `" + word.text() + "` is not allowed",
                    OperatorHints.of(word.text()));
        }
        return left;
    }

    /** {@code is}, {@code is not}, {@code equals}: reported, and read as what they mean. */
    private Expression equalityInWords(Expression left, Token word) {
        words.next();
        boolean negated = words.take("not");
        Span span = negated ? word.span().to(words.last().span()) : word.span();
        String operator = negated ? "!=" : "==";
        words.report(
                Code.OPERATOR,
                span,
                "the operator `" + findings.slice(span) + "` is not allowed",
                "write `" + operator + "`",
                findings.write(span, operator));
        return refuseChain(new Binary(operator, span, left, sums.get()));
    }

    /** {@code less than}, {@code is above}, {@code greater than or equal to}: reported, and read as what they mean. */
    private Expression orderInWords(Expression left, Token word, String sign) {
        words.next();
        if (word.is("is")) {
            words.next();
        }
        words.take("than");
        String operator = sign;
        if (words.peek().is("or") && words.peek(1).is("equal")) {
            words.next();
            words.next();
            words.take("to");
            operator = sign + "=";
        }
        Span span = word.span().to(words.last().span());
        words.report(
                Code.OPERATOR,
                span,
                "the operator `" + findings.slice(span) + "` is not allowed",
                "write `" + operator + "`",
                findings.write(span, operator));
        return refuseChain(new Binary(operator, span, left, sums.get()));
    }

    private Expression in(Expression left, boolean negated) {
        words.next();
        if (negated) {
            words.next();
        }
        Token open = words.open("the values of `in` stand in parentheses");
        boolean opened = open.kind() == Token.Kind.SYMBOL;
        List<Expression> values = new ArrayList<>();
        do {
            values.add(sums.get());
        } while (isAnotherValue(opened) && words.take(","));
        if (opened) {
            words.close(open);
        }
        return new In(left, negated, values, left.span().to(words.last().span()));
    }

    /** Without parentheses a list goes on as long as there are literals. */
    private boolean isAnotherValue(boolean opened) {
        Token next = words.peek(1);
        return words.isAt(",") && (opened || (next.isValue() && !next.isName()));
    }
}
