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

    /** The same word, read as another. */
    Token as(String word) {
        return new Token(kind, word, span, firstOfLine);
    }

    /** A name that begins with a capital letter, as facts and tables do. */
    boolean isCapitalised() {
        return kind == Kind.NAME && Character.isUpperCase(text.charAt(0));
    }

    /** True for what a value begins with, or is. */
    boolean isValue() {
        return kind == Kind.NAME || kind == Kind.TEXT || kind == Kind.INTEGER || kind == Kind.DECIMAL;
    }

    boolean isName() {
        return kind == Kind.NAME;
    }

    boolean isText() {
        return kind == Kind.TEXT;
    }
}
