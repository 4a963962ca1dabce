package io.plimsoll.rules.check;

/** A piece of a text by offsets from 0; the end is exclusive. */
record Span(int start, int end) {

    Span to(Span last) {
        return new Span(start, last.end);
    }
}
