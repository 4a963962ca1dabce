package io.plimsoll.policy.bounds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.ShippedPacks;
import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.AtMark;
import io.plimsoll.decision.Case;
import io.plimsoll.decision.Decision;
import io.plimsoll.decision.Decision.MarginAccountDecision;
import io.plimsoll.decision.Decision.Trigger;
import io.plimsoll.decision.DecisionLog.Standing;
import io.plimsoll.decision.DecisionService;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.OutcomeAlone;
import io.plimsoll.fixtures.Decisions;
import io.plimsoll.fixtures.InMemoryDecisionLog;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.policy.bounds.PackCases.PackCase;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
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
        if (decision.outcome() != Outcome.HOLD) {
            assertEquals(called(decision), alone.called(), book::name);
        }
    }

    /** Of margin accounts that are closed the call waits for the closure. */
    private static Set<MarginAccountId> called(Decision decision) {
        Set<MarginAccountId> called = new HashSet<>();
        decision.marginCalls().stream()
                .filter(call -> call.status().isOpen())
                .forEach(call -> called.add(call.marginAccount()));
        decision.marginAccounts().stream()
                .filter(account -> account.outcome().closesPositions())
                .forEach(account -> called.remove(account.id()));
        return called;
    }

    /** At a mark the outcome alone tells whether there is anything to decide, and so has to tell of margin calls too. */
    @ParameterizedTest
    @MethodSource("packs")
    void whatIsLoggedAtAMarkIsTheWholeDecision(String pack) throws Exception {
        // Given
        Random random = new Random(SEED);
        PackCases cases = PackCases.of(pack);
        int logged = 0;
        for (int i = 0; i < BOOKS; i++) {
            PackCase book = cases.anyOf(random);
            AccountSnapshot first = book.given().snapshot();
            AccountSnapshot marked = cases.atOtherPrices(first, random);
            var log = new InMemoryDecisionLog();
            var service = new DecisionService(
                    (snapshot, name, at) -> book.policy(), log, Decisions::digest, () -> Decisions.DECIDED_AT);
            service.decide(first, null);
            Standing standing = log.standing(first.accountId());
            boolean held = log.decisions().getFirst().outcome() == Outcome.HOLD;

            // When
            AtMark at = service.redecisions().atMark(marked, held, first.asOf());

            // Then
            if (at instanceof AtMark.Logged said) {
                logged++;
                Case given = new Case(
                        marked,
                        Decisions.digest(marked),
                        standing.openCalls(),
                        standing.lastDecisions(),
                        standing.fills(),
                        Trigger.MARK,
                        first.asOf());
                assertEquals(
                        DecisionService.evaluateInFull(given, book.policy(), Decisions.DECIDED_AT),
                        said.decision(),
                        book::name);
            }
        }
        boolean follows = cases.all().stream()
                .anyMatch(book -> !book.given().snapshot().positions().isEmpty());
        assertTrue(logged > 0 || !follows, "no mark said anything new");
    }
}
