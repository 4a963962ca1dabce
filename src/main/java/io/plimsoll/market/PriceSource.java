package io.plimsoll.market;

/** Where the price at which a position is valued came from. */
public enum PriceSource {
    /** The venue's mark price. */
    MARK,
    /** The index of the underlying across venues. */
    INDEX,
    /** The price of the last trade. */
    LAST,
    /** The median of the sources that are trusted; of an even number the one of the middle two that leaves less equity. */
    MEDIAN,
    /**
     * What leaves least equity of: the mark moved against the position by half the width of its confidence interval, the index, the median of
     * the trusted sources; each where it is given. The last trade is not among them: a single print is the easiest to make.
     */
    CONSERVATIVE,
    /**
     * What the model says an option is worth at its forward and implied volatility, as far as guards let that count: for a book that is empty. Other
     * contracts have none.
     */
    MODEL
}
