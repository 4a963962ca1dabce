package io.plimsoll.rules.check;

import io.plimsoll.rules.model.Range;
import java.util.ArrayList;
import java.util.List;

/** A file's text with its lines. */
final class SourceText {

    private final RuleSource source;
    private final List<Integer> lineStarts = new ArrayList<>();

    SourceText(RuleSource source) {
        this.source = source;
        String text = source.text();
        lineStarts.add(0);
        for (int i = 0; i < text.length(); i++) {
            boolean carriageReturnAlone =
                    text.charAt(i) == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n');
            if (text.charAt(i) == '\n' || carriageReturnAlone) {
                lineStarts.add(i + 1);
            }
        }
    }

    String path() {
        return source.path();
    }

    String text() {
        return source.text();
    }

    String slice(Span span) {
        return source.text().substring(span.start(), span.end());
    }

    Range range(Span span) {
        int startLine = line(span.start());
        int endLine = line(span.end());
        return new Range(startLine, column(span.start(), startLine), endLine, column(span.end(), endLine));
    }

    /** The piece of the text that a range covers. */
    Span span(Range range) {
        return new Span(offset(range.startLine(), range.startColumn()), offset(range.endLine(), range.endColumn()));
    }

    private int offset(int line, int column) {
        return Math.min(text().length(), lineStarts.get(line - 1) + column - 1);
    }

    /** Line of an offset, from 1. */
    int line(int offset) {
        int low = 0;
        int high = lineStarts.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (lineStarts.get(middle) <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low + 1;
    }

    /** A line without its end; the last line there is for one beyond it. */
    Span lineSpan(int line) {
        int index = Math.max(0, Math.min(line, lineStarts.size()) - 1);
        int start = lineStarts.get(index);
        int next = index + 1 < lineStarts.size() ? lineStarts.get(index + 1) : text().length();
        return new Span(
                start, start + text().substring(start, next).stripTrailing().length());
    }

    private int column(int offset, int line) {
        return offset - lineStarts.get(line - 1) + 1;
    }
}
