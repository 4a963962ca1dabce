package io.plimsoll.proof;

/**
 * Something in an export that is not as it was sealed and signed.
 *
 * @param line where, counted from 1; of what is missing, the line before which it should stand
 */
public record ExportFinding(long line, Kind kind, String detail) {

    /** What was done to the export, or to the log it came from. */
    public enum Kind {
        /** A line is not what a line of an export can be. */
        UNREADABLE,
        /** A row is not what was sealed. */
        ALTERED,
        /** A row, a part or a batch is missing. */
        REMOVED,
        /** A row is there that was not exported. */
        INSERTED,
        /** A row or a batch stands elsewhere than it belongs. */
        REORDERED,
        /** A column that the log is searched by is not what the decision says. */
        COLUMN,
        /** A signature is not of what it stands on, or not what it is taken for. */
        SIGNATURE,
        /** Signed with a key that the verifier was not given. */
        UNKNOWN_KEY,
        /** A signed head or part does not follow the one before it. */
        CHAIN,
        /** A head is another than the one that was anchored. */
        ANCHOR,
        /** The export ends before its end. */
        TRUNCATED
    }

    @Override
    public String toString() {
        return "line " + line + ": " + kind + ": " + detail;
    }
}
