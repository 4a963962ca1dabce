package io.plimsoll.rules.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Writes a rule file in the one style: every word and every comment of it in their order, with other white space.
 *
 * <p>One condition, call or field a line; lines of at most {@value LineLayout#WIDTH} columns where words and comments allow it; types and
 * comments of a declaration below one another; one empty line before a rule or a declaration, and elsewhere none or the one there was. A
 * semicolon that ends nothing but a line of the heading or of a declaration goes. Line ends stay as the first one is.
 */
public final class RuleFormatter {

    private static final int INDENT = 4;
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
    private final List<String> lines = new ArrayList<>();
    /** A line that opens a block was written last: no empty line follows it. */
    private boolean opened = true;

    private int at;
    /** The word whose comments above have been written. */
    private int led = -1;

    private RuleFormatter(SourceText source, List<Token> tokens, List<Span> comments) {
        this.source = source;
        this.tokens = tokens;
        this.comments = new CommentPlaces(source.text(), tokens, comments);
    }

    /** The file in the one style. One that cannot be read is left alone, and what is wrong with it said. */
    public static Formatted format(RuleSource file) {
        SourceText source = new SourceText(file);
        FindingsOfFile findings = new FindingsOfFile(source);
        if (file.text().length() > Limits.DEFAULT.sourceBytesMax()) {
            findings.error(Code.FILE_SIZE, new Span(0, 0), "the file is too large to be formatted", "split the file");
            return new Formatted(file.text(), findings.all());
        }
        Lexer lexer = new Lexer(source, findings);
        List<Token> tokens = lexer.tokens();
        Tree.File tree = new FileParser(tokens, findings, Limits.DEFAULT).file();
        if (findings.hasErrors()) {
            findings.place(tree.rules());
            List<Finding> errors = findings.all().stream()
                    .filter(Finding::isError)
                    .sorted(Finding.BY_PLACE)
                    .toList();
            return new Formatted(file.text(), errors);
        }
        String text = new RuleFormatter(source, withoutLineEnds(tokens), lexer.comments()).file();
        requireSame(words(tokens), words(new Lexer(new SourceText(new RuleSource("", text)), findings).tokens()));
        return new Formatted(text, List.of());
    }

    private static void requireSame(List<String> before, List<String> after) {
        if (!before.equals(after)) {
            throw new IllegalStateException("formatting would change what the file says: " + before + " to " + after);
        }
    }

    private static List<String> words(List<Token> tokens) {
        return tokens.stream()
                .filter(token -> !token.is(";"))
                .map(token -> token.kind() + " " + token.text())
                .toList();
    }

    /** Without the semicolons of the heading and of declarations, which end nothing but a line. */
    private static List<Token> withoutLineEnds(List<Token> tokens) {
        List<Token> kept = new ArrayList<>();
        boolean inRule = false;
        for (Token token : tokens) {
            inRule = token.is("rule") || (inRule && !token.is("end"));
            if (inRule || !token.is(";")) {
                kept.add(token);
            }
        }
        return kept;
    }

    private String file() {
        while (peek().kind() != Token.Kind.END_OF_FILE) {
            statement();
        }
        lead(peek(), 0);
        while (!lines.isEmpty() && lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        String text = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
        int firstEnd = source.text().indexOf('\n');
        boolean windows = firstEnd > 0 && source.text().charAt(firstEnd - 1) == '\r';
        return windows ? text.replace("\n", "\r\n") : text;
    }

    private void statement() {
        switch (peek().text()) {
            case "declare" -> declaration();
            case "rule" -> rule();
            default -> heading();
        }
    }

    /** {@code package}, {@code import}, {@code dialect} or {@code global}. */
    private void heading() {
        Token first = peek();
        lead(first, 0);
        LineLayout line = new LineLayout();
        word(line);
        line.space();
        dotted(line);
        if (first.is("global")) {
            line.space();
            word(line);
        }
        write(line, 0);
        if (first.is("package")) {
            blank();
        }
    }

    /** A name with dots, or a text. */
    private void dotted(LineLayout line) {
        word(line);
        while (peek().is(".")) {
            word(line);
            word(line);
        }
    }

    private void declaration() {
        blank();
        lead(peek(), 0);
        List<Token> head = List.of(next(), next());
        int nameWidth = nameWidth();
        int commentColumn = commentColumn(nameWidth);
        row(head, "declare " + head.getLast().text(), commentColumn);
        opened = true;
        while (!peek().is("end")) {
            lead(peek(), INDENT);
            List<Token> words = new ArrayList<>();
            String row = field(words, nameWidth);
            row(words, row, commentColumn);
        }
        end();
    }

    /** Takes the words of a field. */
    private String field(List<Token> words, int nameWidth) {
        words.addAll(List.of(next(), next(), next()));
        String row = " ".repeat(INDENT) + pad(words.getFirst().text(), nameWidth) + " : "
                + words.getLast().text();
        boolean key = peek().is("@");
        if (key) {
            words.addAll(List.of(next(), next()));
        }
        return key ? row + " @key" : row;
    }

    private void row(List<Token> words, String row, int commentColumn) {
        String whole = pad(row, commentColumn) + comment(words);
        lines.addAll(List.of(whole.stripTrailing().split("\n")));
        opened = false;
    }

    private int commentColumn(int nameWidth) {
        int start = at;
        int width = ("declare " + tokens.get(at - 1).text()).length();
        while (!peek().is("end")) {
            width = Math.max(width, field(new ArrayList<>(), nameWidth).length());
        }
        at = start;
        return width + 2;
    }

    private int nameWidth() {
        int width = 0;
        for (int i = at; !tokens.get(i).is("end"); i++) {
            if (tokens.get(i + 1).is(":")) {
                width = Math.max(width, tokens.get(i).text().length());
            }
        }
        return width;
    }

    /** Comments of a row's words, those between them as well. */
    private String comment(List<Token> words) {
        List<String> all = new ArrayList<>();
        for (Token word : words) {
            if (!word.equals(words.getFirst())) {
                comments.above(word).forEach(comment -> all.add(text(comment)));
            }
            comments.behind(word).forEach(comment -> all.add(text(comment)));
        }
        StringBuilder joined = new StringBuilder();
        boolean below = false;
        for (String comment : all) {
            joined.append(joined.isEmpty() ? "" : below ? "\n" + " ".repeat(INDENT) : " ")
                    .append(comment);
            below |= comment.startsWith("//") || comment.indexOf('\n') >= 0;
        }
        return joined.toString();
    }

    private void rule() {
        blank();
        lead(peek(), 0);
        LineLayout head = new LineLayout();
        word(head);
        head.space();
        word(head);
        write(head, 0);
        opened = true;
        if (!peek().is("when")) {
            annotations();
        }
        keyword();
        while (!peek().is("then")) {
            lead(peek(), INDENT);
            LineLayout line = new LineLayout();
            new ConditionWriter(line).either();
            write(line, INDENT);
        }
        keyword();
        while (!peek().is("end")) {
            lead(peek(), INDENT);
            LineLayout line = new LineLayout();
            call(line);
            write(line, INDENT);
        }
        end();
    }

    private void annotations() {
        lead(peek(), INDENT);
        LineLayout line = new LineLayout();
        while (!peek().is("when")) {
            for (int i = 0; i < 5; i++) {
                word(line);
            }
            if (!peek().is("when")) {
                line.spaceOrLine();
            }
        }
        write(line, INDENT);
    }

    /** {@code when} or {@code then}, on a line of its own. */
    private void keyword() {
        commentsAbove(peek(), INDENT);
        LineLayout line = new LineLayout();
        wordWithoutAbove(line);
        write(line, 0);
        opened = true;
    }

    private void end() {
        commentsAbove(peek(), INDENT);
        LineLayout line = new LineLayout();
        wordWithoutAbove(line);
        write(line, 0);
    }

    private void call(LineLayout line) {
        word(line);
        word(line);
        word(line);
        word(line);
        line.open();
        expressions(line);
        line.close();
        word(line);
        word(line);
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

    /** Writes the left side of a rule. */
    private final class ConditionWriter {
        private final LineLayout line;

        ConditionWriter(LineLayout line) {
            this.line = line;
        }

        void either() {
            one();
            while (peek().is("or") || peek().is("and")) {
                line.spaceOrLine();
                word(line);
                line.space();
                one();
            }
        }

        private void one() {
            if (peek().is("(")) {
                group();
            } else if (peek().is("not") || peek().is("exists")) {
                word(line);
                line.space();
                one();
            } else if (peek().is("accumulate")) {
                accumulate();
            } else {
                pattern();
            }
        }

        private void group() {
            word(line);
            line.spaceAndOpen();
            either();
            line.close().space();
            word(line);
        }

        private void accumulate() {
            word(line);
            word(line);
            line.spaceAndOpen();
            either();
            while (!peek().is(")")) {
                word(line);
                line.spaceOrLine();
                if (tokens.get(at + 1).is(":")) {
                    fold();
                } else {
                    expressions(line);
                }
            }
            line.close().space();
            word(line);
        }

        /** {@code $sum : sum($n)}. */
        private void fold() {
            word(line);
            line.space();
            word(line);
            line.space();
            while (!peek().is(")")) {
                word(line);
            }
            word(line);
        }

        private void pattern() {
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

    private Token peek() {
        return tokens.get(at);
    }

    private Token next() {
        return tokens.get(at++);
    }

    /** The next word with its comments; those above the first word of a line have been written already. */
    private void word(LineLayout line) {
        if (at != led) {
            comments.above(peek()).forEach(comment -> line.commentAbove(text(comment)));
        }
        wordWithoutAbove(line);
    }

    private void wordWithoutAbove(LineLayout line) {
        Token token = next();
        line.text(source.slice(token.span()));
        comments.behind(token).forEach(comment -> line.commentBehind(text(comment)));
    }

    /** Comments on lines of their own, and an empty line where there was one. */
    private void lead(Token first, int indent) {
        commentsAbove(first, indent);
        keepBlank(first.span());
        led = at;
    }

    private void commentsAbove(Token first, int indent) {
        for (Span comment : comments.above(first)) {
            keepBlank(comment);
            lines.add(" ".repeat(indent) + text(comment));
            opened = false;
        }
    }

    private void write(LineLayout line, int indent) {
        lines.addAll(line.lines(indent));
        opened = false;
    }

    private void keepBlank(Span behind) {
        String text = source.text();
        int start = behind.start();
        while (start > 0 && Character.isWhitespace(text.charAt(start - 1))) {
            start--;
        }
        if (text.substring(start, behind.start()).chars().filter(c -> c == '\n').count() > 1) {
            blank();
        }
    }

    private void blank() {
        if (!opened && !lines.isEmpty() && !lines.getLast().isEmpty()) {
            lines.add("");
        }
    }

    private String text(Span comment) {
        return source.slice(comment).replace("\r\n", "\n").replace('\r', '\n').stripTrailing();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
