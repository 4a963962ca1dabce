package io.plimsoll.rules.interval;

import java.util.List;

/** An amount or a question of a {@link Sheet}. */
public abstract sealed class Node permits Amount, Question {

    /** Its place in the sheet; what it is made of has lower ones. */
    final int at;

    Node(int at) {
        this.at = at;
    }

    /** What it is made of. */
    abstract List<? extends Node> parts();

    /** The kinds of variables that it looks at itself, as bits. */
    int looksAt() {
        return 0;
    }

    /**
     * The kinds of variables that it depends on, as bits; none of what comes to the same everywhere.
     *
     * @param known of its parts, by place
     */
    final int kinds(int[] known) {
        int kinds = looksAt();
        for (Node part : parts()) {
            kinds |= known[part.at];
        }
        return kinds;
    }

    /** Writes down what it comes to, after its parts have. */
    abstract void reckon(Reckoning reckoning);
}
