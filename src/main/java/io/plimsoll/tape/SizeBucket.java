package io.plimsoll.tape;

import java.math.BigDecimal;

/** Sizes by notional as feeds of liquidations group them. A size ends with its upper bound, inclusive. */
public enum SizeBucket {
    TO_100("0", "100", "100"),
    TO_1K("100", "1k", "1000"),
    TO_10K("1k", "10k", "10000"),
    TO_100K("10k", "100k", "100000"),
    TO_1M("100k", "1M", "1000000"),
    TO_10M("1M", "10M", "10000000"),
    ABOVE("10M", "", "");

    private final String from;
    private final String to;
    private final String toInclusive;

    SizeBucket(String from, String to, String toInclusive) {
        this.from = from;
        this.to = to;
        this.toInclusive = toInclusive;
    }

    static SizeBucket of(BigDecimal notional) {
        for (SizeBucket size : values()) {
            if (size != ABOVE && notional.compareTo(new BigDecimal(size.toInclusive)) <= 0) {
                return size;
            }
        }
        return ABOVE;
    }

    /** As it stands in a feed: {@code 10k-100k}, or {@code 10M+}. */
    String label() {
        return label(ordinal(), ordinal());
    }

    /** The same of neighbours that are told together, by their ordinals. */
    static String label(int first, int last) {
        SizeBucket to = values()[last];
        return values()[first].from + (to == ABOVE ? "+" : "-" + to.to);
    }
}
