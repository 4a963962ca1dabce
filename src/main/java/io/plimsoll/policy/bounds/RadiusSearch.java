package io.plimsoll.policy.bounds;

import java.util.function.DoublePredicate;
import java.util.function.DoubleSupplier;

/**
 * Looks for the largest radius that is good. After one that is not, the next is where what spoilt it is likely to be known again; where that does not
 * help, the middle of what is left.
 */
final class RadiusSearch {

    private static final double RADIUS_MIN = 1e-7;
    private static final int TRIES_MAX = 14;
    private static final int GUESSES_MAX = 6;

    /** Small radii that are as near as this to one another are not told apart. */
    private static final double NEAR = 1.05;

    /** A guess that is spoilt by more than this of its way was too bold. */
    private static final double BARELY = 0.9;

    private final DoublePredicate isGood;
    private final DoubleSupplier partGood;

    /** @param partGood a guess, asked after a radius that is not good: the part of it that is likely to be; 0 for unknown */
    RadiusSearch(DoublePredicate isGood, DoubleSupplier partGood) {
        this.isGood = isGood;
        this.partGood = partGood;
    }

    /**
     * A radius that is good.
     *
     * @param most that is tried
     * @param least known to be good
     */
    double widest(double most, double least) {
        if (least > 0 && !isGood.test(near(least))) {
            return least;
        }
        if (isGood.test(most)) {
            return most;
        }
        double good = least > 0 ? near(least) : 0;
        double bad = most;
        double part = partGood.getAsDouble();
        double boldness = 1;
        boolean probes = false; // whether what is hardly farther than a guess is bad
        for (int tries = 0; tries < TRIES_MAX && bad > near(good); tries++) {
            double from = Math.max(good, RADIUS_MIN);
            boolean guesses = tries < GUESSES_MAX && bad * part > from;
            double radius = probes ? near(good) : guesses ? bad * part : Math.sqrt(from * bad);
            if (isGood.test(radius)) {
                good = radius;
                probes = guesses && !probes;
                part = 0;
            } else {
                bad = radius;
                double known = partGood.getAsDouble();
                boldness = guesses && known > BARELY ? boldness * known : 1; // else it would creep
                part = known * boldness;
                probes = false;
            }
        }
        return good;
    }

    /** A radius up to which others are not told from this one; the smaller, the finer. */
    private static double near(double radius) {
        return Math.max(radius, RADIUS_MIN) * (NEAR + radius / 2);
    }
}
