package io.plimsoll.rules.facts;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What is known of an instrument's market besides its mark; none for an instrument of which the snapshot says nothing. */
@About("What is known of an instrument's market besides its mark; none where the snapshot says nothing of it.")
public record Market(
        @About("Instrument, as the venue names it.") String instrument,

        @About(value = "Contracts open, one side counted, positive; absent where unknown.", mayBeAbsent = true)
        @Nullable
        BigDecimal openInterest,

        @About(value = "Contracts traded in the last 24 hours, 0 or more; absent where unknown.", mayBeAbsent = true)
        @Nullable
        BigDecimal dailyVolume,

        @About(
                value = "Standard deviation of a year's return as a fraction, 0 or more; absent where unknown.",
                mayBeAbsent = true)
        @Nullable
        BigDecimal volatility,

        @About(
                value =
                        "Settlement currency that the thinner side of the book takes within one per cent of the mark, 0 or more; absent where unknown.",
                mayBeAbsent = true)
        @Nullable
        BigDecimal depth,

        @About(
                value =
                        "Half the width of the interval in which the price lies, in price units, 0 or more; absent where unknown.",
                mayBeAbsent = true)
        @Nullable
        BigDecimal confidence,

        @About(
                value = "confidence / mark as a fraction, rounded down at 34 digits; absent without either.",
                mayBeAbsent = true)
        @Nullable
        BigDecimal confidenceRatio,

        @About(value = "Price of the last trade, positive; absent where unknown.", mayBeAbsent = true) @Nullable
        BigDecimal lastPrice,

        @About(
                value = "|mark − last| / last as a fraction, rounded down at 34 digits; absent without either.",
                mayBeAbsent = true)
        @Nullable
        BigDecimal lastDeviation,

        @About(
                value = "Mean of the mark over the last five minutes, positive; absent where unknown.",
                mayBeAbsent = true)
        @Nullable
        BigDecimal meanPrice,

        @About(
                value = "|mark − mean| / mean as a fraction, rounded down at 34 digits; absent without either.",
                mayBeAbsent = true)
        @Nullable
        BigDecimal meanDeviation,

        @About(
                value =
                        "meanDeviation in standard deviations of the return over five minutes, rounded down at 34 digits; absent without volatility, or where it is 0.",
                mayBeAbsent = true)
        @Nullable
        BigDecimal meanDeviations,

        @About("How many sources quote the instrument, stale ones and outliers counted.")
        Integer sourceCount,

        @About(
                value = "Median of all quotes, of an even number the mean of the middle two; absent without a quote.",
                mayBeAbsent = true)
        @Nullable
        BigDecimal medianPrice,

        @About(
                value = "|mark − median| / median as a fraction, rounded down at 34 digits; absent without either.",
                mayBeAbsent = true)
        @Nullable
        BigDecimal medianDeviation) {}
