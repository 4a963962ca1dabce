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

    /** Writes down what it comes to, after its parts have. */
    abstract void reckon(Reckoning reckoning);
}
