package io.plimsoll.rules.interval;

/** An amount that counts where a question holds. */
public record Piece(Question when, Amount amount) {}
