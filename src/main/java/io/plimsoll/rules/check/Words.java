package io.plimsoll.rules.check;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A cursor over the words of a file. */
final class Words {

    /** Unwinds to the nearest place where reading can go on; what was wrong has been reported. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused() {
            super(null, null, false, false);
        }
    }

    private final List<Token> tokens;
    private final FindingsOfFile findings;
    private int at;
    private boolean broken;

    Words(List<Token> tokens, FindingsOfFile findings) {
        this.tokens = tokens;
        this.findings = findings;
    }

    Token peek() {
        return tokens.get(at);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    Token next() {
        Token token = peek();
        broken = (broken && !token.is("then") && !token.is("end")) || token.kind() == Token.Kind.BROKEN;
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    /** The word before this one; the first word has none before it. */
    Token last() {
        return tokens.get(Math.max(0, at - 1));
    }

    int position() {
        return at;
    }

    /** Goes back to a position, so that what was refused can be skipped as a whole. */
    void rewind(int position) {
        at = position;
    }

    boolean atEnd() {
        return peek().kind() == Token.Kind.END_OF_FILE;
    }

    boolean isAt(String word) {
        return peek().is(word);
    }

    boolean isAtAny(Set<String> words) {
        return words.stream().anyMatch(this::isAt);
    }

    boolean take(String word) {
        if (isAt(word)) {
            next();
            return true;
        }
        return false;
    }

    Token expect(String word, String what) {
        if (!isAt(word)) {
            throw refuse(Code.NOT_UNDERSTOOD, peek(), "`" + word + "` is expected here, " + what, null);
        }
        return next();
    }

    Token expectName(String what) {
        if (!peek().isName()) {
            throw refuse(Code.NOT_UNDERSTOOD, peek(), what + " is expected here", null);
        }
        return next();
    }

    Token expectText(String what) {
        if (!peek().isText()) {
            throw refuse(Code.NOT_UNDERSTOOD, peek(), what + " is expected here, in double quotes", null);
        }
        return next();
    }

    Refused refuse(Code code, Token token, String message, @Nullable String hint) {
        return refuse(code, token.span(), message, hint);
    }

    /** Behind something unreadable, what is not understood follows from it and is not reported. */
    Refused refuse(Code code, Span span, String message, @Nullable String hint) {
        boolean follows = broken || peek().kind() == Token.Kind.BROKEN;
        if (!follows || code != Code.NOT_UNDERSTOOD) {
            findings.error(code, span, message, hint);
        }
        return new Refused();
    }

    /** Skips to one of the words outside of brackets, or to a word that ends them all. */
    void skipTo(Set<String> words, Set<String> barriers) {
        int depth = 0;
        while (!atEnd() && !isAtAny(barriers)) {
            if (depth == 0 && isAtAny(words)) {
                return;
            }
            if (isAt("(") || isAt("[") || isAt("{")) {
                depth++;
            } else if (isAt(")") || isAt("]") || isAt("}")) {
                depth = Math.max(0, depth - 1);
            }
            next();
        }
    }
}
