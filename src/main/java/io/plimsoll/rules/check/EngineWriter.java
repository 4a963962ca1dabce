package io.plimsoll.rules.check;

/** Writes what the engine compiles: everything stands on the line it has in the source, so that the engine's lines are the author's. */
final class EngineWriter {

    private final StringBuilder text = new StringBuilder();
    private int line;

    /** Begins at a line of the source. */
    EngineWriter(int line) {
        this.line = line;
    }

    /** Goes on at a line; stays where it is if it is behind it already. */
    EngineWriter at(int wanted) {
        while (line < wanted) {
            text.append('\n');
            line++;
        }
        return this;
    }

    EngineWriter add(String words) {
        text.append(words).append(' ');
        return this;
    }

    String text() {
        return text.append('\n').toString();
    }
}
