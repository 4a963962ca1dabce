package io.plimsoll.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How a pack rounds: decimal places of amounts, prices and ratios.
 *
 * <p>Requirements and calls round up, values and equity round down (margin-math conventions), so that rounding never favours an
 * account. Prices and ratios are reports: they round half up, and no decision compares them.
 *
 * @param amountPlaces decimal places of amounts in the settlement currency, 0 to 18
 * @param pricePlaces least decimal places of reported prices, 0 to 18; small prices keep {@value #PRICE_DIGITS_MIN} significant digits
 * @param ratioPlaces decimal places of reported ratios, 0 to 18
 */
public record Rounding(int amountPlaces, int pricePlaces, int ratioPlaces) {

    /** A token priced at 0.000007 must not lose its liquidation price to the pack's decimal places. */
    private static final int PRICE_DIGITS_MIN = 8;

    private static final int PLACES_MAX = 18;

    public Rounding {
        requirePlaces("amountPlaces", amountPlaces);
        requirePlaces("pricePlaces", pricePlaces);
        requirePlaces("ratioPlaces", ratioPlaces);
    }

    /** Towards positive infinity: what is required or called is never a little short. */
    public BigDecimal requirementRoundedUp(BigDecimal exact) {
        return exact.setScale(amountPlaces, RoundingMode.CEILING);
    }

    /** Towards negative infinity: a debt grows, an asset shrinks. */
    public BigDecimal valueRoundedDown(BigDecimal exact) {
        return exact.setScale(amountPlaces, RoundingMode.FLOOR);
    }

    public BigDecimal priceReported(BigDecimal exact) {
        return priceRounded(exact, RoundingMode.HALF_UP);
    }

    /** A price that must not be rounded beyond a limit. */
    public BigDecimal priceRounded(BigDecimal exact, RoundingMode mode) {
        int leadingPlace = exact.precision() - exact.scale();
        int places = Math.max(pricePlaces, PRICE_DIGITS_MIN - leadingPlace);
        return Decimals.normalised(exact.setScale(places, mode));
    }

    public BigDecimal ratioReported(BigDecimal exact) {
        return exact.setScale(ratioPlaces, RoundingMode.HALF_UP);
    }

    private static void requirePlaces(String name, int places) {
        if (places < 0 || places > PLACES_MAX) {
            throw new IllegalArgumentException(name + " must lie between 0 and " + PLACES_MAX + ", was " + places);
        }
    }
}
