package io.plimsoll.rules.check;

/** What the characters of a rule file may be part of. */
final class Letters {

    private Letters() {}

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isNamePart(char c) {
        return isNameStart(c) || isDigit(c);
    }

    static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
    }

    /** Not ASCII. */
    static boolean isForeign(char c) {
        return c > '~';
    }

    /** A letter of another script, or half of one beyond the basic plane. */
    static boolean isForeignLetter(char c) {
        return isForeign(c) && (Character.isLetterOrDigit(c) || Character.isSurrogate(c));
    }
}
