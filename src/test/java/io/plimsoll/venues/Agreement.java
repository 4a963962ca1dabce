package io.plimsoll.venues;

import static io.plimsoll.fixtures.Positions.decimal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Holds figures that venues publish against ours, and prints after a class how many of each venue agree: rows of the table in {@code docs/margin.md}. */
final class Agreement implements AfterAllCallback {

    private final SortedMap<String, Integer> agreeing = new TreeMap<>();

    @Override
    public void afterAll(ExtensionContext context) {
        agreeing.forEach((venue, count) -> System.out.printf("| %s | %d |%n", venue, count));
    }

    /** Counts figures that a test has held against ours by itself. */
    void count(String venue, int figures) {
        agreeing.merge(venue, figures, Integer::sum);
    }

    /** @param tolerance largest difference, 0 or more, in the unit of the figure */
    void assertPublished(String venue, String published, BigDecimal ours, String tolerance) {
        BigDecimal off = decimal(published).subtract(ours).abs();
        assertTrue(off.compareTo(decimal(tolerance)) <= 0, () -> venue + " published " + published + ", ours " + ours);
        count(venue, 1);
    }

    /** Without any difference. */
    void assertPublished(String venue, BigDecimal published, BigDecimal ours) {
        assertEquals(0, published.compareTo(ours), () -> venue + " published " + published + ", ours " + ours);
        count(venue, 1);
    }
}
