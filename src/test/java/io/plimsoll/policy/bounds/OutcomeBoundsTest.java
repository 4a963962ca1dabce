package io.plimsoll.policy.bounds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.ShippedPacks;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.policy.bounds.PackCases.PackCase;
import io.plimsoll.policy.bounds.Places.Said;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Anywhere within its bounds an account is decided as it is. */
class OutcomeBoundsTest {

    private static final long SEED = 20_261_123;

    /** {@code -Dplimsoll.books=N} takes more. */
    private static final int BOOKS = Integer.getInteger("plimsoll.books", 40);

    private static final int PLACES = 6;

    private static final int DRAWN_MAX = 4;

    static List<String> packs() throws IOException {
        return ShippedPacks.names();
    }

    @ParameterizedTest
    @MethodSource("packs")
    void nothingThatMattersChangesWithinTheBounds(String pack) throws IOException {
        Random random = new Random(SEED);
        PackCases cases = PackCases.of(pack);
        Places places = new Places(random);
        Map<String, Integer> open = new TreeMap<>();
        int bounded = 0;
        int onGrids = 0; // which are not followed along prices at all, and are most of some packs
        for (int i = 0; i < BOOKS + onGrids && i < DRAWN_MAX * BOOKS; i++) {
            PackCase book = cases.anyOf(random);
            Decision decision = decide(book, book.given());
            OutcomeBounds bounds = book.bounds();
            if (bounds.isOpen()) {
                String why = String.valueOf(bounds.open());
                open.merge(why, 1, Integer::sum);
                onGrids += why.contains("`scenario`") ? 1 : 0;
                continue;
            }
            bounded++;
            for (int j = 0; j < PLACES; j++) {
                Case there = places.within(bounds, book.given());
                assertEquals(
                        Said.of(decision),
                        Said.of(decide(book, there)),
                        () -> book.name() + "\n" + bounds + "\n" + there + "\n"
                                + decide(book, there).holdReasons());
            }
        }
        int all = bounded;
        assertTrue(all > BOOKS / 8, () -> all + " are bounded, of the others " + open);
    }

    private static Decision decide(PackCase book, Case given) {
        return DecisionService.evaluate(given, book.policy(), given.evaluatedAt());
    }
}
