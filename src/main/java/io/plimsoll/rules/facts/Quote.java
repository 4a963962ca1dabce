package io.plimsoll.rules.facts;

import java.math.BigDecimal;
import java.time.Duration;

/** What one source says that an instrument is worth. */
@About("What one source says that an instrument is worth; one for each source of a market.")
public record Quote(
        @About("Instrument, as the venue names it.") String instrument,
        @About("The source: a venue, an oracle, a feed.") String source,
        @About("In the unit of the mark, positive.") BigDecimal price,

        @About("Age of the quote when the account is judged; negative if it is from the future.")
        Duration age,

        @About("|price − median of all quotes| / median as a fraction, rounded down at 34 digits.")
        BigDecimal deviationFromMedian) {}
