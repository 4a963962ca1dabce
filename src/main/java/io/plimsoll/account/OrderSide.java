package io.plimsoll.account;

/** Direction of an order; the order that closes a position has the opposite direction. */
public enum OrderSide {
    BUY,
    SELL;

    public static OrderSide closing(Side positionSide) {
        return positionSide == Side.LONG ? SELL : BUY;
    }
}
