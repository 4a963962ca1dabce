package io.plimsoll.rules.check;

import java.util.List;
import java.util.Set;

/**
 * The words of a file that is written anew, in order: each goes with its comments into the layout of its line, with the spaces and breaks
 * that its place asks for.
 */
final class WordWriter {

    private static final Set<String> WORD_OPERATORS = Set.of("in", "not", "contains", "matches");
    /** Behind these a minus or an exclamation mark belongs to what follows. */
    private static final Set<String> BEFORE_A_VALUE = Set.of(
            "(",
            ",",
            ";",
            "&&",
            "||",
            "-",
            "+",
            "*",
            "/",
            "!",
            "==",
            "!=",
            "<",
            "<=",
            ">",
            ">=",
            "contains",
            "matches");

    private final SourceText source;
    private final List<Token> tokens;
    private final CommentPlaces comments;
    private int at;
    /** The word whose comments above have been written. */
    private int led = -1;

    WordWriter(SourceText source, List<Token> tokens, CommentPlaces comments) {
        this.source = source;
        this.tokens = tokens;
        this.comments = comments;
    }

    Token peek() {
        return tokens.get(at);
    }

    Token next() {
        return tokens.get(at++);
    }

    /** The comments above the next word have been written. */
    void led() {
        led = at;
    }

    /** The next word with its comments, but for those that have been written already. */
    void word(LineLayout line) {
        if (at != led) {
            comments.above(peek()).forEach(comment -> line.commentAbove(text(comment)));
        }
        Token token = next();
        line.text(source.slice(token.span()));
        comments.behind(token).forEach(comment -> line.commentBehind(text(comment)));
    }

    void words(LineLayout line, int count) {
        for (int i = 0; i < count; i++) {
            word(line);
        }
    }

    /** A comment without the space behind it, its lines ending with LF. */
    String text(Span comment) {
        return source.slice(comment).replace("\r\n", "\n").replace('\r', '\n').stripTrailing();
    }

    /** {@code margin.initial($p, $rate);}. */
    void call(LineLayout line) {
        words(line, 4);
        line.open();
        expressions(line);
        line.close();
        words(line, 2);
    }

    /** Values and comparisons between commas, up to the parenthesis or semicolon that ends them. */
    private void expressions(LineLayout line) {
        Token before = tokens.get(at - 1);
        while (!peek().is(")") && !peek().is(";")) {
            Token token = peek();
            if (token.is(",")) {
                word(line);
                line.spaceOrLine();
            } else if (token.is("(")) {
                word(line);
                line.open();
                expressions(line);
                line.close();
                word(line);
            } else if (token.is("&&") || token.is("||")) {
                line.spaceOrLine();
                word(line);
                line.space();
            } else if (isOperator(token) && !isUnary(token, before)) {
                line.space();
                word(line);
                line.space();
            } else {
                word(line);
            }
            before = token;
        }
    }

    private static boolean isOperator(Token token) {
        return switch (token.kind()) {
            case SYMBOL -> !token.is(".");
            case NAME -> WORD_OPERATORS.contains(token.text());
            default -> false;
        };
    }

    private static boolean isUnary(Token token, Token before) {
        boolean sign = token.is("-") || token.is("!");
        return sign && before.kind() != Token.Kind.TEXT && BEFORE_A_VALUE.contains(before.text());
    }

    /** A condition with all that {@code and} and {@code or} join to it. */
    void condition(LineLayout line) {
        one(line);
        while (peek().is("or") || peek().is("and")) {
            line.spaceOrLine();
            word(line);
            line.space();
            one(line);
        }
    }

    private void one(LineLayout line) {
        if (peek().is("(")) {
            group(line);
        } else if (peek().is("not") || peek().is("exists")) {
            word(line);
            line.space();
            one(line);
        } else if (peek().is("accumulate")) {
            accumulate(line);
        } else {
            pattern(line);
        }
    }

    private void group(LineLayout line) {
        word(line);
        line.spaceAndOpen();
        condition(line);
        line.close().space();
        word(line);
    }

    private void accumulate(LineLayout line) {
        word(line);
        word(line);
        line.spaceAndOpen();
        condition(line);
        while (!peek().is(")")) {
            word(line);
            line.spaceOrLine();
            if (tokens.get(at + 1).is(":")) {
                fold(line);
            } else {
                expressions(line);
            }
        }
        line.close().space();
        word(line);
    }

    /** {@code $sum : sum($n)}. */
    private void fold(LineLayout line) {
        word(line);
        line.space();
        word(line);
        line.space();
        while (!peek().is(")")) {
            word(line);
        }
        word(line);
    }

    private void pattern(LineLayout line) {
        word(line);
        if (peek().is(":")) {
            line.space();
            word(line);
            line.space();
            word(line);
        }
        word(line);
        if (!peek().is(")")) {
            line.spaceAndOpen();
            expressions(line);
            line.close().space();
        }
        word(line);
    }
}
