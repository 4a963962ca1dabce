package io.plimsoll.account;

/** Names one position within an account: a hedge-mode account may hold both sides of an instrument, in both margin modes. */
public record PositionId(String instrument, Side side, MarginMode mode) implements Comparable<PositionId> {
    @Override
    public int compareTo(PositionId other) {
        int byInstrument = instrument.compareTo(other.instrument);
        if (byInstrument != 0) {
            return byInstrument;
        }
        int bySide = side.compareTo(other.side);
        return bySide != 0 ? bySide : mode.compareTo(other.mode);
    }

    @Override
    public String toString() {
        return instrument + " " + side + " " + mode;
    }
}
