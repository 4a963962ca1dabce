package io.plimsoll.tape;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The tape and who sees what of it; {@code plimsoll.tape.*}. The views' defaults stand in {@code application.properties}. */
@ConfigMapping(prefix = "plimsoll.tape")
public interface TapeConfig {

    /** Secret from which accounts get their pseudonyms; where it is absent, one made by chance when the schema was created. */
    Optional<String> accountKey();

    /** Most decisions that are brought onto the tape in one transaction. */
    @WithDefault("500")
    int batchMax();

    /** Most positions of the log that one transaction looks through for them, so that a long past does not run into the database's timeout. */
    @WithDefault("10000")
    int spanMax();

    /** How often views that wait for enough accounts are looked at. */
    @WithDefault("5S")
    Duration publishInterval();

    @WithName("public")
    View open();

    View internal();

    View regulator();

    Ladder ladder();

    /** The ladder of liquidation prices. */
    interface Ladder {

        /** Width of a step, as a fraction of the price. */
        @WithDefault("0.01")
        BigDecimal step();

        /** Distances that are summed up to: multiples of the step, ascending. */
        @WithDefault("0.01,0.03,0.05,0.1,0.15,0.2")
        List<BigDecimal> bands();

        /** Most positions of the log that are taken in by one transaction. */
        @WithDefault("1000")
        int batchMax();

        /** Time between two of them, in which an account that is decided often is taken in once. */
        @WithDefault("1S")
        Duration interval();
    }

    Spike spike();

    /** Minutes in which far more is closed than is usual. */
    interface Spike {

        /** Standard deviations above the mean from which a minute is one. */
        @WithDefault("4")
        BigDecimal zScore();

        /** Minutes before it that tell what is usual. */
        @WithDefault("24H")
        Duration baseline();

        /** Fewest minutes that tell it; before there are as many no minute is a spike. */
        @WithDefault("10")
        long minutesMin();

        /** Accounts that make a spike where the minutes before were all alike and no deviation tells. */
        @WithDefault("5")
        int accountsMin();
    }

    /** What one view tells. */
    interface View {

        /** How long after it came onto the tape an event is told. */
        Duration delay();

        /** Width of the spans of time that are told together; zero tells event by event. */
        Duration bucket();

        /** Fewest accounts behind any figure; what has fewer is told together with its neighbours, or not at all. */
        int accountsMin();

        /** Whether an event names its decision, which leads to the customer. */
        boolean showsDecision();
    }
}
