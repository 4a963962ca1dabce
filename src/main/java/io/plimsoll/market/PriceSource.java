package io.plimsoll.market;

/** Where the price at which a position is valued came from. */
public enum PriceSource {
    /** The venue's mark price. */
    MARK,
    /** The index of the underlying across venues. */
    INDEX
}
