package io.plimsoll.rules.check;

import io.plimsoll.rules.check.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a rule file apart into words. Comments and white space are none, so nothing that reads the words can be misled by them; whoever
 * writes a file anew asks for the comments.
 *
 * <p>Names are ASCII: letters of other scripts that look alike would let two names read the same. Texts and comments may have any letters,
 * but no control characters, since those can make a line read otherwise than it is.
 */
final class Lexer {

    /** Longest first. */
    private static final List<String> SYMBOLS = List.of(
            "->", "==", "!=", "<=", ">=", "&&", "||", ":=", "::", "(", ")", "{", "}", "[", "]", ",", ";", ":", ".", "@",
            "=", "<", ">", "!", "+", "-", "*", "/", "%", "&", "|", "^", "~", "?", "#");

    private final String text;
    private final FindingsOfFile findings;
    private final List<Token> tokens = new ArrayList<>();
    private final List<Span> comments = new ArrayList<>();
    private int at;

    Lexer(SourceText source, FindingsOfFile findings) {
        this.text = source.text();
        this.findings = findings;
    }

    /** The words in order, with {@link Kind#END_OF_FILE} behind the last. */
    List<Token> tokens() {
        while (at < text.length()) {
            next();
        }
        add(Kind.END_OF_FILE, "end of file", new Span(text.length(), text.length()));
        return tokens;
    }

    /** The comments in order, once the words have been read. */
    List<Span> comments() {
        return comments;
    }

    private void next() {
        char c = text.charAt(at);
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            at++;
        } else if (text.startsWith("//", at)) {
            comment(endOfLine(at));
        } else if (text.startsWith("/*", at)) {
            blockComment();
        } else if (c == '"' || c == '\'') {
            text(c);
        } else if (isDigit(c)) {
            number();
        } else if (isNameStart(c)) {
            name();
        } else {
            symbol();
        }
    }

    private void comment(int end) {
        checkCharacters(at, end);
        comments.add(new Span(at, end));
        at = end;
    }

    private void blockComment() {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
            findings.error(
                    Code.COMMENT_OPEN,
                    new Span(at, at + 2),
                    "the comment that starts here is not closed",
                    "close it with `*/`");
            comments.add(new Span(at, text.length()));
            at = text.length();
        } else {
            comment(end + 2);
        }
    }

    private void text(char quote) {
        int start = at;
        StringBuilder content = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != quote && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            if (text.charAt(at) == '\\') {
                escape(content);
            } else {
                content.append(text.charAt(at));
                at++;
            }
        }
        boolean closed = at < text.length() && text.charAt(at) == quote;
        at = closed ? at + 1 : at;
        checkCharacters(start, at);
        if (!closed) {
            findings.error(
                    Code.TEXT_OPEN, new Span(start, at), "the text that starts here is not closed on its line", null);
        } else if (quote == '\'') {
            findings.error(
                    Code.CHARACTER, new Span(start, at), "a text stands in double quotes", "write \"" + content + "\"");
        }
        add(closed ? Kind.TEXT : Kind.BROKEN, content.toString(), new Span(start, at));
    }

    private void escape(StringBuilder content) {
        boolean known = at + 1 < text.length() && (text.charAt(at + 1) == '"' || text.charAt(at + 1) == '\\');
        if (known) {
            content.append(text.charAt(at + 1));
            at += 2;
        } else {
            findings.error(
                    Code.ESCAPE,
                    new Span(at, Math.min(at + 2, text.length())),
                    "this escape is not allowed",
                    "write the character itself; only \\\" and \\\\ are escapes");
            at++;
        }
    }

    private void number() {
        int start = at;
        skipDigits();
        boolean decimal = at + 1 < text.length() && text.charAt(at) == '.' && isDigit(text.charAt(at + 1));
        if (decimal) {
            at++;
            skipDigits();
        }
        String digits = text.substring(start, at);
        skipName();
        String suffix = text.substring(start + digits.length(), at);
        Span span = new Span(start, at);
        if (!suffix.isEmpty() && !suffix.equals("B")) {
            findings.error(
                    Code.NUMBER_FORM,
                    span,
                    "`" + text.substring(start, at) + "` is no number of a rule file",
                    "write an integer such as `10`, or a decimal such as `0.05B`");
        } else if (decimal && suffix.isEmpty()) {
            findings.error(
                    Code.BARE_DECIMAL,
                    span,
                    "`" + digits + "` would go through binary floating point and compare wrongly",
                    "write `" + digits + "B`, or better, put the number into a table");
        }
        boolean integer = !decimal && !suffix.equals("B");
        add(integer ? Kind.INTEGER : Kind.DECIMAL, digits, span);
    }

    private void symbol() {
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, at)) {
                int start = at;
                at += symbol.length();
                add(Kind.SYMBOL, symbol, new Span(start, at));
                return;
            }
        }
        int start = at;
        badCharacters();
        skipName();
        add(Kind.BROKEN, text.substring(start, at), new Span(start, at));
    }

    /** A name with a letter of another script in it is one word, and one finding. */
    private void name() {
        int start = at;
        skipName();
        boolean foreign = at < text.length() && isForeign(text.charAt(at));
        if (foreign) {
            badCharacters();
            skipName();
        }
        add(foreign ? Kind.BROKEN : Kind.NAME, text.substring(start, at), new Span(start, at));
    }

    private void badCharacters() {
        int start = at;
        int codePoint = text.codePointAt(at);
        at += Character.charCount(codePoint);
        while (at < text.length() && isForeign(text.charAt(at))) {
            at++;
        }
        String name = codePoint == '\\' ? "a backslash" : "`" + Character.getName(codePoint) + "`";
        findings.error(
                Code.CHARACTER,
                new Span(start, at),
                name + " is not allowed outside of texts and comments",
                codePoint > '~' ? "names are made of the letters a to z, digits and `_`" : null);
    }

    private void checkCharacters(int start, int end) {
        for (int i = start; i < end; i += Character.charCount(text.codePointAt(i))) {
            int codePoint = text.codePointAt(i);
            int type = Character.getType(codePoint);
            boolean whiteSpace = codePoint == '\t' || codePoint == '\n' || codePoint == '\r';
            boolean invisible = type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.SURROGATE
                    || codePoint == 0x2028;
            if (invisible && !whiteSpace) {
                findings.error(
                        Code.CHARACTER,
                        new Span(i, i + Character.charCount(codePoint)),
                        "an invisible character, `" + Character.getName(codePoint) + "`",
                        "delete it: it can make the line read otherwise than it is");
            }
        }
    }

    private void add(Kind kind, String word, Span span) {
        boolean first = tokens.isEmpty()
                || text.substring(tokens.getLast().span().end(), span.start()).indexOf('\n') >= 0;
        tokens.add(new Token(kind, word, span, first));
    }

    private int endOfLine(int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    private void skipDigits() {
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
    }

    private void skipName() {
        while (at < text.length() && (isNameStart(text.charAt(at)) || isDigit(text.charAt(at)))) {
            at++;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isForeign(char c) {
        return c > '~';
    }

    private static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
    }
}
