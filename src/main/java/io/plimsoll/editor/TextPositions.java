package io.plimsoll.editor;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;

/** Offsets of a text as the protocol counts them: lines and UTF-16 units from 0, a line ending with LF, CRLF or CR. */
final class TextPositions {
    private final String text;
    private final List<Integer> lineStarts = new ArrayList<>();

    TextPositions(String text) {
        this.text = text;
        lineStarts.add(0);
        for (int i = 0; i < text.length(); i++) {
            boolean carriageReturnAlone =
                    text.charAt(i) == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n');
            if (text.charAt(i) == '\n' || carriageReturnAlone) {
                lineStarts.add(i + 1);
            }
        }
    }

    /** The offset of a position; of one beyond its line or the text the nearest. */
    int offset(Position position) {
        if (position.getLine() >= lineStarts.size()) {
            return text.length();
        }
        int start = lineStarts.get(position.getLine());
        int end = position.getLine() + 1 < lineStarts.size() ? lineStarts.get(position.getLine() + 1) : text.length();
        while (end > start && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return Math.min(start + Math.max(0, position.getCharacter()), end);
    }

    Position position(int offset) {
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
        return new Position(low, offset - lineStarts.get(low));
    }

    Range range(int start, int end) {
        return new Range(position(start), position(end));
    }

    Range whole() {
        return range(0, text.length());
    }

    /** A range of the check, whose lines and columns count from 1. */
    static Range of(io.plimsoll.rules.model.Range range) {
        return new Range(
                new Position(range.startLine() - 1, range.startColumn() - 1),
                new Position(range.endLine() - 1, range.endColumn() - 1));
    }
}
