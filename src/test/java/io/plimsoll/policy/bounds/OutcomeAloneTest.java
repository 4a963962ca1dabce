package io.plimsoll.policy.bounds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.plimsoll.ShippedPacks;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.Decision.MarginAccountDecision;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.OutcomeAlone;
import io.plimsoll.policy.bounds.PackCases.PackCase;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is due by itself is what the whole decision says is due. */
class OutcomeAloneTest {

    private static final long SEED = 20_261_124;

    /** {@code -Dplimsoll.books=N} takes more. */
    private static final int BOOKS = Integer.getInteger("plimsoll.books", 200);

    static List<String> packs() throws IOException {
        return ShippedPacks.names();
    }

    @ParameterizedTest
    @MethodSource("packs")
    void theOutcomeIsThatOfTheDecision(String pack) throws IOException {
        Random random = new Random(SEED);
        PackCases cases = PackCases.of(pack);
        cases.all().forEach(OutcomeAloneTest::assertSame);
        for (int i = 0; i < BOOKS; i++) {
            assertSame(cases.anyOf(random));
        }
    }

    @Test
    void thePackForPerpetualsIsAskedNothingAboutOtherPrices() throws IOException {
        for (PackCase book : PackCases.of("perpetuals").all()) {
            assertFalse(book.policy().rules().traits().outcomeFollowsPrices(), book::name);
        }
    }

    private static void assertSame(PackCase book) {
        Decision decision = DecisionService.evaluate(
                book.given(), book.policy(), book.given().evaluatedAt());
        OutcomeAlone alone = DecisionService.outcomeAlone(book.given(), book.policy());
        assertEquals(decision.outcome(), alone.outcome(), book::name);
        assertEquals(decision.withheld(), alone.withheld(), book::name);
        assertEquals(decision.holdReasons(), alone.holdReasons(), book::name);
        assertEquals(
                decision.marginAccounts().stream()
                        .map(account -> new MarginAccountDecision(
                                account.id(), account.outcome(), account.figures(), List.of(), List.of()))
                        .toList(),
                alone.marginAccounts(),
                book::name);
    }
}
