package io.plimsoll.account;

/** Direction of an order; the order that closes a position has the opposite direction. */
public enum OrderSide {
    BUY,
    SELL;

    /** The side of the positions that an order of this side closes. */
    public Side closed() {
        return this == SELL ? Side.LONG : Side.SHORT;
    }

    public static OrderSide closing(Side positionSide) {
        return positionSide == Side.LONG ? SELL : BUY;
    }
}
