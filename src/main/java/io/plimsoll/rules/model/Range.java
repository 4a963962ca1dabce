package io.plimsoll.rules.model;

/** Where a finding stands in its file. Lines and columns count from 1; the end column is exclusive. */
public record Range(int startLine, int startColumn, int endLine, int endColumn) {
    public Range {
        boolean counted = startLine >= 1 && startColumn >= 1 && endColumn >= 1;
        if (!counted || endLine < startLine || (endLine == startLine && endColumn < startColumn)) {
            throw new IllegalArgumentException(
                    "not a range: %d:%d to %d:%d".formatted(startLine, startColumn, endLine, endColumn));
        }
    }

    /** The whole of a line of a given length. */
    public static Range ofLine(int line, int length) {
        return new Range(line, 1, line, length + 1);
    }

    /** From the start of this range to the end of a later one. */
    public Range to(Range last) {
        return new Range(startLine, startColumn, last.endLine, last.endColumn);
    }

    /** Start line and column, as editors write them. */
    @Override
    public String toString() {
        return startLine + ":" + startColumn;
    }
}
