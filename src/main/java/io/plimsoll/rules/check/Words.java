package io.plimsoll.rules.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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

    /** What a misspelt word is never taken for, however near. */
    static final Set<String> KEYWORDS = Set.of(
            "rule",
            "when",
            "then",
            "end",
            "declare",
            "package",
            "import",
            "global",
            "dialect",
            "and",
            "or",
            "not",
            "exists",
            "accumulate",
            "in",
            "contains",
            "matches",
            "true",
            "false",
            "null");

    /** Nothing of a left side reaches beyond these. */
    static final Set<String> BARRIERS = Set.of("then", "end");

    private static final Set<Code> FOLLOWS = Set.of(Code.NOT_UNDERSTOOD, Code.BRACKET, Code.KEYWORD, Code.COMMA);

    private final List<Token> tokens;
    private final FindingsOfFile findings;
    private int at;
    private boolean broken;

    Words(List<Token> tokens, FindingsOfFile findings) {
        this.tokens = new ArrayList<>(tokens);
        this.findings = findings;
    }

    Token peek() {
        return tokens.get(at);
    }

    Token peek(int ahead) {
        return tokens.get(Math.clamp(at + ahead, 0, tokens.size() - 1));
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

    /** A bracket that opens; one of another shape is reported and taken for it, a missing one is only reported. */
    Token open(String missing) {
        if (isAt("(")) {
            return next();
        }
        if (isAt("[") || isAt("{")) {
            Token other = next();
            report(Code.BRACKET, other.span(), "`(` is expected here, not `" + other.text() + "`", "write `( )`");
            return other;
        }
        report(Code.BRACKET, last().span(), missing, "write `(` behind it", findings.append(last().span(), "("));
        return last();
    }

    /** The bracket that closes another. One that is missing is reported where the other opens, and taken as if it stood here. */
    void close(Token open) {
        boolean squared = open.is("[") && isAt("]");
        boolean curled = open.is("{") && isAt("}");
        if (isAt(")") || squared || curled) {
            next();
        } else if (open.is("(") || open.is("[") || open.is("{")) {
            report(
                    Code.BRACKET,
                    open.span(),
                    "the bracket that opens here is not closed",
                    atEnd()
                            ? "the file ends before the bracket does"
                            : "write `)` behind `" + findings.slice(last().span()) + "`",
                    findings.append(last().span(), ")"));
        }
    }

    /** True at a word, or at one that differs from it by a letter or in capitals: that is reported, and read as the word. */
    boolean isAtNear(String word) {
        if (isAt(word)) {
            return true;
        }
        // `Lot(` is a declared type of that name, and no `not`.
        boolean type = peek().isCapitalised() && peek(1).is("(");
        boolean near = peek().isName()
                && !KEYWORDS.contains(peek().text())
                && (peek().text().equalsIgnoreCase(word)
                        || (!type && word.length() > 2 && Similar.distance(peek().text(), word) == 1));
        if (near) {
            respell(word);
        }
        return near;
    }

    /** Reports the word that is next as misspelt, and reads it as another. */
    void respell(String word) {
        Token written = peek();
        report(
                Code.KEYWORD,
                written.span(),
                "`" + written.text() + "` is no word of rule files",
                "did you mean `" + word + "`?",
                findings.write(written.span(), word));
        tokens.set(at, written.as(word));
    }

    /** Reports something that can be read over; what follows from something unreadable is not reported. */
    void report(Code code, Span span, String message, @Nullable String hint, Fix... fixes) {
        boolean follows = broken || peek().kind() == Token.Kind.BROKEN;
        if (!follows || !FOLLOWS.contains(code)) {
            findings.error(code, span, message, hint, fixes);
        }
    }

    Refused refuse(Code code, Token token, String message, @Nullable String hint, Fix... fixes) {
        return refuse(code, token.span(), message, hint, fixes);
    }

    /** Behind something unreadable, what is not understood follows from it and is not reported. */
    Refused refuse(Code code, Span span, String message, @Nullable String hint, Fix... fixes) {
        report(code, span, message, hint, fixes);
        return new Refused();
    }

    /** Variables that are named between a position and this one. */
    Set<String> namesSince(int position) {
        return tokens.subList(position, at).stream()
                .map(Token::text)
                .filter(text -> text.startsWith("$"))
                .collect(Collectors.toSet());
    }

    /** Something unreadable that stands between a position and this one. */
    List<Token> brokenSince(int position) {
        return tokens.subList(position, at).stream()
                .filter(token -> token.kind() == Token.Kind.BROKEN)
                .toList();
    }

    /** True at a word that has a line for itself. */
    boolean isAlone() {
        return peek().firstOfLine() && (peek(1).firstOfLine() || peek(1).kind() == Token.Kind.END_OF_FILE);
    }

    /** A word that has a line for itself and is nearly the one that is expected. */
    void respellAlone(String word) {
        boolean instead = word.equals("when") && isAt("if");
        if (isAlone() && !isAt(word) && instead) {
            respell(word);
        } else if (isAlone()) {
            isAtNear(word);
        }
    }

    /** True where the left side of a rule is over, even if no {@code then} says so. */
    boolean isAtEndOfConditions() {
        return atEnd() || isAtAny(BARRIERS) || isAtRule() || (peek().firstOfLine() && isAtCall());
    }

    /** True at {@code name.name(}, as a proposal begins. */
    boolean isAtCall() {
        return peek().isName() && peek(1).is(".") && peek(2).isName() && peek(3).is("(");
    }

    /** True at {@code rule} and its name. */
    boolean isAtRule() {
        return isAt("rule") && (peek(1).isText() || peek().firstOfLine());
    }

    /** True where a condition plainly begins: {@code Position(}, {@code $p : Position(}, {@code not}. */
    boolean isAtCondition() {
        boolean bound = peek().isName() && peek(1).is(":") && peek(2).isCapitalised() && peek(3).is("(");
        boolean pattern = peek().isCapitalised() && peek(1).is("(");
        boolean word = isAt("not") || isAt("exists") || isAt("accumulate") || isAt("eval") || isAt("forall");
        return bound || pattern || (word && (peek(1).is("(") || peek(1).isName()));
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
