package io.plimsoll.rules.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One statement, condition or call on its way to lines. It is first told as words with the places where a line may break, and then laid
 * out: each line takes as many words as fit, and goes on below the parenthesis it is in.
 */
final class LineLayout {

    /** Longest line, if its words and comments let it. */
    static final int WIDTH = 120;

    private sealed interface Part {}

    private record Text(String text) implements Part {}

    /** A place where a line may break. */
    private record Break(boolean space) implements Part {}

    /** From here to the {@link Close} lines go on below this column, with a space before it or none. */
    private record Open(boolean space) implements Part {}

    private record Close() implements Part {}

    /** @param above true if it has a line of its own before the next word */
    private record Comment(String text, boolean above) implements Part {
        boolean endsLine() {
            return above || text.startsWith("//") || text.indexOf('\n') >= 0;
        }
    }

    private final List<Part> parts = new ArrayList<>();

    LineLayout text(String text) {
        parts.add(new Text(text));
        return this;
    }

    LineLayout space() {
        return text(" ");
    }

    /** A space, or a new line. */
    LineLayout spaceOrLine() {
        parts.add(new Break(true));
        return this;
    }

    /** Behind a parenthesis: lines go on below the next word. */
    LineLayout open() {
        parts.add(new Open(false));
        return this;
    }

    /** The same with a space behind the parenthesis. */
    LineLayout spaceAndOpen() {
        parts.add(new Open(true));
        return this;
    }

    LineLayout close() {
        parts.add(new Close());
        return this;
    }

    LineLayout commentAbove(String text) {
        parts.add(new Comment(text, true));
        return this;
    }

    LineLayout commentBehind(String text) {
        parts.add(new Comment(text, false));
        return this;
    }

    /** The lines, the first of them indented by some columns. */
    List<String> lines(int indent) {
        Lines lines = new Lines(indent);
        for (int i = 0; i < parts.size(); i++) {
            switch (parts.get(i)) {
                case Text text -> lines.text(text.text());
                case Break at -> lines.breakOr(at.space(), widthBehind(i));
                case Open open -> lines.open(open.space());
                case Close close -> lines.close();
                case Comment comment -> lines.comment(comment);
            }
        }
        return lines.all();
    }

    /** How wide it is from a break to the next one that is not deeper within parentheses. */
    private int widthBehind(int at) {
        int width = 0;
        int depth = 0;
        for (Part part : parts.subList(at + 1, parts.size())) {
            switch (part) {
                case Text text -> width += text.text().length();
                case Open open -> {
                    width += open.space() ? 1 : 0;
                    depth++;
                }
                case Close close -> depth--;
                case Break next -> {
                    if (depth <= 0) {
                        return width;
                    }
                    width += next.space() ? 1 : 0;
                }
                case Comment comment -> {
                    return width;
                }
            }
        }
        return width;
    }

    private static final class Lines {
        private final List<String> done = new ArrayList<>();
        private final StringBuilder line = new StringBuilder();
        private final Deque<Integer> columns = new ArrayDeque<>();
        /** Where the words of the line end and its comments begin. */
        private int wordsEnd;
        /** The line holds nothing but its indentation. */
        private boolean fresh = true;
        /** The line ends with a comment that nothing may follow. */
        private boolean ended;
        /** The line ends with a comment that something may follow. */
        private boolean commented;

        Lines(int indent) {
            columns.push(indent);
            line.append(" ".repeat(indent));
        }

        void text(String text) {
            if (ended) {
                newLine();
            }
            boolean leadingSpace = fresh && text.isBlank();
            if (leadingSpace) {
                return;
            }
            boolean apart = text.startsWith(" ") || text.startsWith(",") || text.startsWith(";");
            if (commented && !apart) {
                line.append(' ');
            }
            line.append(fresh ? text.stripLeading() : text);
            wordsEnd = line.length();
            fresh = false;
            commented = false;
        }

        void breakOr(boolean space, int width) {
            boolean fits = line.length() + (space ? 1 : 0) + width <= WIDTH;
            boolean deeper = line.length() > column();
            if (ended || (!fits && !fresh && deeper)) {
                newLine();
            } else if (space && !fresh) {
                line.append(' ');
                commented = false;
            }
        }

        void open(boolean space) {
            if (space && !ended) {
                line.append(' ');
                commented = false;
            }
            columns.push(ended ? wordsEnd + (space ? 1 : 0) : line.length());
        }

        void close() {
            columns.pop();
        }

        void comment(Comment comment) {
            if (!fresh && (comment.above() || ended)) {
                newLine();
            }
            if (!fresh && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
            line.append(comment.text());
            fresh = false;
            ended = comment.endsLine();
            commented = !ended;
        }

        private int column() {
            return columns.element();
        }

        private void newLine() {
            done.add(line.toString().stripTrailing());
            line.setLength(0);
            line.append(" ".repeat(column()));
            fresh = true;
            ended = false;
            commented = false;
        }

        List<String> all() {
            if (!fresh) {
                done.add(line.toString().stripTrailing());
            }
            return done;
        }
    }
}
