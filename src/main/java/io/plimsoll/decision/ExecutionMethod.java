package io.plimsoll.decision;

/** How a closing is executed, most direct first; where rules differ the later one wins, because it spares the market more. */
public enum ExecutionMethod {
    MARKET,
    /** Slices over time at the average price. */
    TWAP,
    AUCTION
}
