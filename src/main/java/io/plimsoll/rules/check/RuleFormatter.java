package io.plimsoll.rules.check;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes a rule file in the one style: every word and every comment of it in their order, with other white space.
 *
 * <p>One condition, call or field a line; lines of at most {@value LineLayout#WIDTH} columns where words and comments allow it; types and
 * comments of a declaration below one another; one empty line before a rule or a declaration, and elsewhere none or the one there was. A
 * semicolon that ends nothing but a line of the heading or of a declaration goes. Line ends stay as the first one is.
 */
public final class RuleFormatter {

    private static final int INDENT = 4;

    private final SourceText source;
    private final CommentPlaces comments;
    private final WordWriter words;
    private final List<String> lines = new ArrayList<>();
    /** A line that opens a block was written last: no empty line follows it. */
    private boolean opened = true;

    private RuleFormatter(SourceText source, List<Token> tokens, List<Span> comments) {
        this.source = source;
        this.comments = new CommentPlaces(source.text(), tokens, comments);
        this.words = new WordWriter(source, tokens, this.comments);
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
        requireSame(said(tokens), said(new Lexer(new SourceText(new RuleSource("", text)), findings).tokens()));
        return new Formatted(text, List.of());
    }

    private static void requireSame(List<String> before, List<String> after) {
        if (!before.equals(after)) {
            throw new IllegalStateException("formatting would change what the file says: " + before + " to " + after);
        }
    }

    private static List<String> said(List<Token> tokens) {
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
        while (words.peek().kind() != Token.Kind.END_OF_FILE) {
            statement();
        }
        lead(words.peek(), 0);
        while (!lines.isEmpty() && lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        String text = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
        int firstEnd = source.text().indexOf('\n');
        boolean windows = firstEnd > 0 && source.text().charAt(firstEnd - 1) == '\r';
        return windows ? text.replace("\n", "\r\n") : text;
    }

    private void statement() {
        switch (words.peek().text()) {
            case "declare" -> declaration();
            case "rule" -> rule();
            default -> heading();
        }
    }

    /** {@code package}, {@code import}, {@code dialect} or {@code global}. */
    private void heading() {
        Token first = words.peek();
        lead(first, 0);
        LineLayout line = new LineLayout();
        words.word(line);
        line.space();
        dotted(line);
        if (first.is("global")) {
            line.space();
            words.word(line);
        }
        write(line, 0);
        if (first.is("package")) {
            blank();
        }
    }

    /** A name with dots, or a text. */
    private void dotted(LineLayout line) {
        words.word(line);
        while (words.peek().is(".")) {
            words.word(line);
            words.word(line);
        }
    }

    private void declaration() {
        blank();
        lead(words.peek(), 0);
        List<Token> head = List.of(words.next(), words.next());
        List<List<Token>> fields = new ArrayList<>();
        while (!words.peek().is("end")) {
            fields.add(field());
        }
        String first = "declare " + head.getLast().text();
        int nameWidth = fields.stream()
                .mapToInt(field -> field.getFirst().text().length())
                .max()
                .orElse(0);
        int commentColumn = 2
                + fields.stream()
                        .mapToInt(field -> row(field, nameWidth).length())
                        .reduce(first.length(), Math::max);
        write(first, head, commentColumn);
        opened = true;
        for (List<Token> field : fields) {
            lead(field.getFirst(), INDENT);
            write(row(field, nameWidth), field, commentColumn);
        }
        end();
    }

    /** The words of a field: name, colon, type and perhaps {@code @key}. */
    private List<Token> field() {
        List<Token> field = new ArrayList<>(List.of(words.next(), words.next(), words.next()));
        if (words.peek().is("@")) {
            field.addAll(List.of(words.next(), words.next()));
        }
        return field;
    }

    private static String row(List<Token> field, int nameWidth) {
        String row = " ".repeat(INDENT) + pad(field.getFirst().text(), nameWidth) + " : "
                + field.get(2).text();
        return field.size() > 3 ? row + " @key" : row;
    }

    private void write(String row, List<Token> of, int commentColumn) {
        String whole = pad(row, commentColumn) + comment(of);
        lines.addAll(List.of(whole.stripTrailing().split("\n")));
        opened = false;
    }

    /** Comments of a row's words, those between them as well. */
    private String comment(List<Token> row) {
        List<String> all = new ArrayList<>();
        for (Token word : row) {
            if (!word.equals(row.getFirst())) {
                comments.above(word).forEach(comment -> all.add(words.text(comment)));
            }
            comments.behind(word).forEach(comment -> all.add(words.text(comment)));
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
        lead(words.peek(), 0);
        LineLayout head = new LineLayout();
        words.word(head);
        head.space();
        words.word(head);
        write(head, 0);
        opened = true;
        if (!words.peek().is("when")) {
            annotations();
        }
        keyword();
        while (!words.peek().is("then")) {
            lead(words.peek(), INDENT);
            LineLayout line = new LineLayout();
            words.condition(line);
            write(line, INDENT);
        }
        keyword();
        while (!words.peek().is("end")) {
            lead(words.peek(), INDENT);
            LineLayout line = new LineLayout();
            words.call(line);
            write(line, INDENT);
        }
        end();
    }

    private void annotations() {
        lead(words.peek(), INDENT);
        LineLayout line = new LineLayout();
        while (!words.peek().is("when")) {
            words.words(line, 5);
            if (!words.peek().is("when")) {
                line.spaceOrLine();
            }
        }
        write(line, INDENT);
    }

    /** {@code when} or {@code then}, on a line of its own. */
    private void keyword() {
        commentsAbove(words.peek(), INDENT);
        LineLayout line = new LineLayout();
        words.word(line);
        write(line, 0);
        opened = true;
    }

    private void end() {
        commentsAbove(words.peek(), INDENT);
        LineLayout line = new LineLayout();
        words.word(line);
        write(line, 0);
    }

    /** Comments on lines of their own, and an empty line where there was one. */
    private void lead(Token first, int indent) {
        commentsAbove(first, indent);
        keepBlank(first.span());
    }

    private void commentsAbove(Token first, int indent) {
        for (Span comment : comments.above(first)) {
            keepBlank(comment);
            lines.add(" ".repeat(indent) + words.text(comment));
            opened = false;
        }
        words.led();
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

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
