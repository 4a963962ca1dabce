package io.plimsoll.rules.check;

/**
 * A word of a rule file.
 *
 * @param text as it is written; of a {@link Kind#TEXT} its content without quotes and escapes
 * @param firstOfLine true if only white space stands before it on its line
 */
record Token(Kind kind, String text, Span span, boolean firstOfLine) {
    enum Kind {
        NAME,
        TEXT,
        INTEGER,
        DECIMAL,
        SYMBOL,
        /** Something unreadable that has been reported. */
        BROKEN,
        END_OF_FILE
    }

    boolean is(String symbolOrName) {
        return (kind == Kind.SYMBOL || kind == Kind.NAME) && text.equals(symbolOrName);
    }

    boolean isName() {
        return kind == Kind.NAME;
    }

    boolean isText() {
        return kind == Kind.TEXT;
    }
}
