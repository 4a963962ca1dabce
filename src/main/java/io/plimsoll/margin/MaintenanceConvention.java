package io.plimsoll.margin;

/** How a venue lets maintenance margin behave while it looks for a liquidation price. */
public enum MaintenanceConvention {
    /** The requirement moves with the position's notional; the exact breach. */
    MOVES_WITH_PRICE,
    /** The requirement stays what it is at today's mark, as Hyperliquid reported in 2023. */
    FIXED_AT_MARK
}
