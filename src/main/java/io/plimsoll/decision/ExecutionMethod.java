package io.plimsoll.decision;

/** How a closing is executed, most direct first; where rules differ the later one wins, because it spares the market more. */
public enum ExecutionMethod {
    MARKET,
    /** Slices over time at the average price. */
    TWAP,
    /** Market makers are asked for a price, which binds them. */
    REQUEST_FOR_QUOTE,
    AUCTION,
    /** Nothing is sold on a market: the position is handed over at its bankruptcy price. */
    BACKSTOP
}
