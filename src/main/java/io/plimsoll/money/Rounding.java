package io.plimsoll.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How a pack rounds: decimal places of amounts, prices and ratios, and which way, because venues differ.
 *
 * <p>Unless a pack says otherwise requirements round up, values and equity round down (margin-math conventions), so that rounding never favours an
 * account. Calls always round up, so that who pays them has paid enough. Prices and ratios are reports that no decision compares.
 *
 * @param amountPlaces decimal places of amounts in the settlement currency, 0 to 18
 * @param pricePlaces least decimal places of reported prices, 0 to 18; small prices keep {@value #PRICE_DIGITS_MIN} significant digits
 * @param ratioPlaces decimal places of reported ratios, 0 to 18
 * @param requirements which way what is required, owed or charged is rounded
 * @param values which way equity and what is held are rounded
 * @param reports which way reported prices and ratios are rounded
 */
public record Rounding(
        int amountPlaces,
        int pricePlaces,
        int ratioPlaces,
        Direction requirements,
        Direction values,
        Direction reports) {

    /** Which way an amount between two places goes. */
    public enum Direction {
        /** Towards positive infinity. */
        UP(RoundingMode.CEILING),
        /** Towards negative infinity: a debt grows, an asset shrinks. */
        DOWN(RoundingMode.FLOOR),
        /** To the nearer, in the middle away from zero. */
        HALF_UP(RoundingMode.HALF_UP),
        /** To the nearer, in the middle to the even digit. */
        HALF_EVEN(RoundingMode.HALF_EVEN);

        private final RoundingMode mode;

        Direction(RoundingMode mode) {
            this.mode = mode;
        }
    }

    /** A token priced at 0.000007 must not lose its liquidation price to the pack's decimal places. */
    private static final int PRICE_DIGITS_MIN = 8;

    private static final int PLACES_MAX = 18;

    public Rounding {
        requirePlaces("amountPlaces", amountPlaces);
        requirePlaces("pricePlaces", pricePlaces);
        requirePlaces("ratioPlaces", ratioPlaces);
    }

    /** Requirements up, values down and reports half up. */
    public Rounding(int amountPlaces, int pricePlaces, int ratioPlaces) {
        this(amountPlaces, pricePlaces, ratioPlaces, Direction.UP, Direction.DOWN, Direction.HALF_UP);
    }

    /** Of amounts alone, values in some direction. */
    public static Rounding ofValues(int amountPlaces, Direction values) {
        return new Rounding(amountPlaces, 0, 0, Direction.UP, values, Direction.HALF_UP);
    }

    /** True if requirements round up and values down. */
    public boolean neverFavoursTheAccount() {
        return requirements == Direction.UP && values == Direction.DOWN;
    }

    /** Of what is required, owed or charged. */
    public BigDecimal requirementRounded(BigDecimal exact) {
        return exact.setScale(amountPlaces, requirements.mode);
    }

    /** Of what is held, gained or left. */
    public BigDecimal valueRounded(BigDecimal exact) {
        return exact.setScale(amountPlaces, values.mode);
    }

    /** Up whatever the pack says: what is called is never a little short. */
    public BigDecimal callRounded(BigDecimal exact) {
        return exact.setScale(amountPlaces, RoundingMode.CEILING);
    }

    public BigDecimal priceReported(BigDecimal exact) {
        return priceRounded(exact, reports.mode);
    }

    /** A price that must not be rounded beyond a limit. */
    public BigDecimal priceRounded(BigDecimal exact, RoundingMode mode) {
        int leadingPlace = exact.precision() - exact.scale();
        int places = Math.max(pricePlaces, PRICE_DIGITS_MIN - leadingPlace);
        return Decimals.normalised(exact.setScale(places, mode));
    }

    public BigDecimal ratioReported(BigDecimal exact) {
        return exact.setScale(ratioPlaces, reports.mode);
    }

    private static void requirePlaces(String name, int places) {
        if (places < 0 || places > PLACES_MAX) {
            throw new IllegalArgumentException(name + " must lie between 0 and " + PLACES_MAX + ", was " + places);
        }
    }
}
