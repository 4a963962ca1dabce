package io.plimsoll.rules.compile;

import java.time.Duration;

/**
 * What compiling may cost, for as many rules as are compiled at a time.
 *
 * @param timeMax longest time, positive
 * @param bytesMax most memory taken in all that time, whether or not it was given back, at least 1
 */
public record CompileLimits(Duration timeMax, long bytesMax) {

    /** Fifty rules take a second and some 100 MB; a machine may be slow and busy. */
    public static final CompileLimits DEFAULT = new CompileLimits(Duration.ofSeconds(60), 8L << 30);

    public CompileLimits {
        if (timeMax.isNegative() || timeMax.isZero() || bytesMax < 1) {
            throw new IllegalArgumentException("time and bytes must be positive, were " + timeMax + ", " + bytesMax);
        }
    }
}
