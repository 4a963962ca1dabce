package io.plimsoll.rules;

/** A rule's name, taken apart: its id, and what it says. */
record RuleName(String id, String says) {

    static RuleName of(String name) {
        int space = name.indexOf(' ');
        return space < 0 ? new RuleName(name, "") : new RuleName(name.substring(0, space), name.substring(space + 1));
    }
}
