package io.plimsoll.rules.check;

import io.plimsoll.rules.check.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

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

    /** Operators of other languages, and those of this one turned round. */
    private static final List<Map.Entry<String, String>> WRONG_OPERATORS = List.of(
            Map.entry("===", "=="),
            Map.entry("!==", "!="),
            Map.entry("<>", "!="),
            Map.entry("=<", "<="),
            Map.entry("=>", ">="),
            Map.entry("=!", "!="));

    private static final Pattern INTEGER = Pattern.compile("[0-9]+");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]+(\\.[0-9]+)?B");
    private static final Pattern BARE_DECIMAL = Pattern.compile("[0-9]+\\.[0-9]+");
    private static final Pattern AMOUNT = Pattern.compile("\\$[0-9]+");

    /** Characters of a number, as in snapshots. */
    private static final int NUMBER_LENGTH_MAX = 100;

    private final String text;
    private final FindingsOfFile findings;
    private final OddCharacters odd;
    private final List<Token> tokens = new ArrayList<>();
    private final List<Span> comments = new ArrayList<>();
    private int at;

    Lexer(SourceText source, FindingsOfFile findings) {
        this.text = source.text();
        this.findings = findings;
        this.odd = new OddCharacters(text, findings);
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
        } else if (isFirstOfLine(at) && (c == '#' || text.startsWith("--", at))) {
            foreignComment();
        } else if (c == '"' || c == '\'') {
            text(c);
        } else if (LookAlikes.isQuote(c)) {
            curlyText();
        } else if (Letters.isDigit(c) || isPointOfNumber(at)) {
            number();
        } else if (Letters.isNameStart(c) || LookAlikes.inName(c).isPresent()) {
            name();
        } else if (Letters.isForeign(c)) {
            foreign();
        } else {
            symbol();
        }
    }

    private boolean isFirstOfLine(int offset) {
        int start = offset;
        while (start > 0 && (text.charAt(start - 1) == ' ' || text.charAt(start - 1) == '\t')) {
            start--;
        }
        return start == 0 || text.charAt(start - 1) == '\n' || text.charAt(start - 1) == '\r';
    }

    /** {@code .05}, but not the point of {@code $p.5}. */
    private boolean isPointOfNumber(int offset) {
        boolean point =
                text.charAt(offset) == '.' && offset + 1 < text.length() && Letters.isDigit(text.charAt(offset + 1));
        boolean afterValue =
                offset > 0 && (Letters.isNamePart(text.charAt(offset - 1)) || text.charAt(offset - 1) == ')');
        return point && !afterValue;
    }

    private void foreignComment() {
        int marks = text.charAt(at) == '#' ? 1 : 2;
        Span mark = new Span(at, at + marks);
        findings.error(
                Code.CHARACTER,
                mark,
                "`" + text.substring(at, at + marks) + "` does not begin a comment",
                "a comment begins with `//`",
                findings.write(mark, "//"));
        comment(endOfLine(at));
    }

    private void comment(int end) {
        odd.refuseInvisible(at, end);
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
        odd.refuseInvisible(start, at);
        odd.warnOfLookAlikes(start, at);
        if (!closed) {
            textOpen(new Span(start, at));
        } else if (quote == '\'') {
            inDoubleQuotes(new Span(start, at), content.toString());
        }
        add(closed ? Kind.TEXT : Kind.BROKEN, content.toString(), new Span(start, at));
    }

    /** Word processors make curly quotes of straight ones; what stands between them is a text all the same. */
    private void curlyText() {
        int start = at;
        int end = endOfLine(start);
        at++;
        while (at < end && text.charAt(at) != '"' && !LookAlikes.isQuote(text.charAt(at))) {
            at++;
        }
        boolean closed = at < end;
        String content = text.substring(start + 1, at);
        at = closed ? at + 1 : at;
        Span span = new Span(start, at);
        if (closed) {
            inDoubleQuotes(span, content);
        } else {
            textOpen(span);
        }
        add(closed ? Kind.TEXT : Kind.BROKEN, content, span);
    }

    private void textOpen(Span span) {
        findings.error(
                Code.TEXT_OPEN,
                span,
                "the text that starts here is not closed on its line",
                "write `\"` where the text ends");
    }

    private void inDoubleQuotes(Span span, String content) {
        boolean curly = text.charAt(span.start()) != '\'';
        findings.error(
                Code.CHARACTER,
                span,
                curly ? "curly quotes are not allowed" : "a text stands in double quotes",
                "write \"" + content + "\"",
                findings.write(span, "\"" + content + "\""));
    }

    private void escape(StringBuilder content) {
        boolean known = at + 1 < text.length() && (text.charAt(at + 1) == '"' || text.charAt(at + 1) == '\\');
        if (known) {
            content.append(text.charAt(at + 1));
            at += 2;
        } else {
            Span span = new Span(at, Math.min(at + 2, text.length()));
            boolean point = text.startsWith("\\.", at);
            findings.error(
                    Code.ESCAPE,
                    span,
                    "this escape is not allowed",
                    point ? "write `[.]` for a point" : "write the character itself; only \\\" and \\\\ are escapes",
                    point ? new Fix[] {findings.write(span, "[.]")} : new Fix[0]);
            at++;
        }
    }

    private void number() {
        int start = at;
        at = endOfNumeral(start);
        String written = text.substring(start, at);
        Span span = new Span(start, at);
        if (written.length() > NUMBER_LENGTH_MAX) {
            findings.error(
                    Code.NUMBER_FORM,
                    span,
                    "a number may have at most " + NUMBER_LENGTH_MAX + " digits, this has " + written.length(),
                    "amounts have a few dozen: what is longer takes the time of every decision to calculate with");
            add(Kind.BROKEN, written, span);
            return;
        }
        if (INTEGER.matcher(written).matches()) {
            add(Kind.INTEGER, written, span);
        } else if (DECIMAL.matcher(written).matches()) {
            add(Kind.DECIMAL, written.replace("B", ""), span);
        } else if (BARE_DECIMAL.matcher(written).matches()) {
            findings.error(
                    Code.BARE_DECIMAL,
                    span,
                    "`" + written + "` would go through binary floating point and compare wrongly",
                    "write `" + written + "B`, or better, put the number into a table",
                    findings.append(span, "B"));
            add(Kind.DECIMAL, written, span);
        } else {
            foreignNumber(span, written);
        }
    }

    private void foreignNumber(Span span, String written) {
        Optional<String> respelt = Numerals.respelt(written);
        findings.error(
                Code.NUMBER_FORM,
                span,
                "`" + written + "` is no number of a rule file",
                respelt.map(plain -> "write `" + plain + "`, or better, put the number into a table")
                        .orElse("write an integer such as `10`, or a decimal such as `0.05B`"),
                respelt.stream().map(plain -> findings.write(span, plain)).toArray(Fix[]::new));
        String plain = respelt.orElse(written);
        Kind kind = respelt.isEmpty() ? Kind.BROKEN : plain.endsWith("B") ? Kind.DECIMAL : Kind.INTEGER;
        add(kind, plain.replace("B", ""), span);
    }

    /** As far as people write numbers: with separators, an exponent, a suffix, a percent sign. */
    private int endOfNumeral(int start) {
        int end = start + 1;
        while (end < text.length() && (Letters.isNamePart(text.charAt(end)) || isWithinNumeral(end))) {
            end++;
        }
        int sign = text.startsWith(" %", end) ? end + 1 : end;
        if (sign < text.length() && text.charAt(sign) == '%') {
            int next = sign + 1;
            while (next < text.length() && text.charAt(next) == ' ') {
                next++;
            }
            boolean ends = next == text.length() || ",);&|\r\n".indexOf(text.charAt(next)) >= 0;
            return ends ? sign + 1 : end;
        }
        return end;
    }

    private boolean isWithinNumeral(int offset) {
        char c = text.charAt(offset);
        char before = text.charAt(offset - 1);
        boolean digitFollows = offset + 1 < text.length() && Letters.isDigit(text.charAt(offset + 1));
        return switch (c) {
            case '.' -> digitFollows && Letters.isDigit(before);
            case '\'' -> digitFollows && Letters.isDigit(before) && text.indexOf('\'', offset + 1) != offset + 2;
            case '+', '-' -> digitFollows && (before == 'e' || before == 'E');
            default -> false;
        };
    }

    private void symbol() {
        for (Map.Entry<String, String> wrong : WRONG_OPERATORS) {
            if (text.startsWith(wrong.getKey(), at)) {
                misspeltSymbol(new Span(at, at + wrong.getKey().length()), wrong.getValue());
                return;
            }
        }
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

    /** The author's symbol is reported, and read as the one that was meant. */
    private void misspeltSymbol(Span span, String right) {
        String written = text.substring(span.start(), span.end());
        boolean foreign = Letters.isForeign(written.charAt(0));
        findings.error(
                foreign ? Code.CHARACTER : Code.OPERATOR,
                span,
                foreign
                        ? "`" + written + "` is not a character of rule files"
                        : "`" + written + "` is not an operator of rule files",
                "write `" + right + "`",
                findings.write(span, right));
        at = span.end();
        add(Kind.SYMBOL, right, span);
    }

    /** A name with a letter of another script in it is one word, and one finding. */
    private void name() {
        int start = at;
        StringBuilder name = new StringBuilder();
        Span letter = new Span(at, at);
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean invisible = Letters.isForeign(c) && LookAlikes.isInvisible(c) && c > '\u00a0';
            Optional<Character> twin = LookAlikes.inName(c);
            if (!Letters.isNamePart(c) && !invisible && twin.isEmpty()) {
                break;
            }
            if (!Letters.isNamePart(c) && letter.start() == letter.end()) {
                letter = new Span(at, at + 1);
            }
            if (!invisible) {
                name.append(Letters.isNamePart(c) ? c : twin.orElse(c));
            }
            at++;
        }
        boolean foreign = at < text.length() && Letters.isForeignLetter(text.charAt(at));
        Span span = new Span(start, at);
        if (foreign) {
            badCharacters();
            skipName();
            add(Kind.BROKEN, text.substring(start, at), new Span(start, at));
        } else {
            if (letter.start() < letter.end()) {
                odd.refuseInName(letter, span, name.toString());
            }
            named(name.toString(), span);
        }
    }

    /** {@code $1000} is meant as an amount. */
    private void named(String name, Span span) {
        if (AMOUNT.matcher(name).matches()) {
            String digits = name.substring(1);
            findings.error(
                    Code.NUMBER_FORM,
                    span,
                    "`" + name + "` reads as a variable",
                    "write the number alone: amounts are in the settlement currency",
                    findings.write(span, digits));
            add(Kind.INTEGER, digits, span);
        } else {
            add(Kind.NAME, name, span);
        }
    }

    /** What stands outside of names, numbers and texts and is not ASCII. */
    private void foreign() {
        int codePoint = text.codePointAt(at);
        int length = Character.charCount(codePoint);
        Optional<String> twin = LookAlikes.symbol(codePoint);
        if (twin.isPresent()) {
            misspeltSymbol(new Span(at, at + length), twin.get());
        } else if (LookAlikes.isSpace(codePoint)) {
            foreignSpaces();
        } else if (LookAlikes.isInvisible(codePoint)) {
            odd.refuseInvisible(at, at + length);
            at += length;
        } else {
            int start = at;
            badCharacters();
            skipName();
            add(Kind.BROKEN, text.substring(start, at), new Span(start, at));
        }
    }

    private void foreignSpaces() {
        int start = at;
        while (at < text.length() && LookAlikes.isSpace(text.charAt(at))) {
            at++;
        }
        odd.refuseSpaces(new Span(start, at), endOfLine(start));
    }

    private void badCharacters() {
        int start = at;
        int codePoint = text.codePointAt(at);
        at += Character.charCount(codePoint);
        while (at < text.length() && Letters.isForeignLetter(text.charAt(at))) {
            at++;
        }
        odd.refuse(new Span(start, at));
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

    private void skipName() {
        while (at < text.length() && Letters.isNamePart(text.charAt(at))) {
            at++;
        }
    }
}
