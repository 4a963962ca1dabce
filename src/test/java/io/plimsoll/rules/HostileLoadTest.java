package io.plimsoll.rules;

import static io.plimsoll.rules.RulesFixture.file;
import static io.plimsoll.rules.RulesFixture.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.ContractKind;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.Position;
import io.plimsoll.decision.HoldReason;
import io.plimsoll.decision.Proposals;
import io.plimsoll.decision.RuleBook;
import io.plimsoll.decision.Stage;
import io.plimsoll.decision.View;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.market.Mark;
import io.plimsoll.market.PriceSource;
import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.check.RuleSource;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rules that are all within the profile and mean to exhaust the engine are held, with the reason, on the largest account there is. */
class HostileLoadTest {

    /** Of a snapshot, as the service takes it. */
    private static final int POSITIONS_MAX = 1_000;

    /** The firings that a stage may cost where a pack does not say, and far more time, so that no clock decides a test. */
    private static final EvaluationLimits LIMITS = new EvaluationLimits(10_000, Duration.ofSeconds(30));

    /** Far more than the limits let anything take, on a machine that does much else. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void manyJoinsThatAreEachSmallEnoughAreHeldTogether() {
        String rules = rules(
                20,
                i -> "Position( $n : notional )\n    Position( notional > $n + " + i + " )",
                "guard.hold(\"seen\");");
        assertEquals(
                "the rules of the stage together could try more than 10000000 combinations of this account's facts",
                held(rules, POSITIONS_MAX));
    }

    @Test
    void asManyJoinsAsAreAllowedAreTried() {
        String rules = rules(
                10, i -> "Position( $n : notional )\n    Position( notional > $n + 1" + i + " )", "guard.hold(\"x\");");
        assertEquals(new Proposals(List.of(), List.of()), proposed(rules, POSITIONS_MAX));
    }

    @Test
    void aFieldThatEqualsOneOfItsOwnFactIsNoJoin() {
        String position = "Position( $m%1$d : markPrice, price == $m%1$d )\n    ";
        String all = position.formatted(1) + position.formatted(2) + position.formatted(3);
        assertEquals(
                "rule `GRD-100` could try more than 2000000 combinations of this account's facts",
                held(rules(1, i -> all, "guard.hold(\"seen\");"), 200));
    }

    @Test
    void manyFiringsAreHeld() {
        String rules = rules(11, i -> "Position( notional > " + i + " )", "guard.hold(\"seen\");");
        String reason = held(rules, POSITIONS_MAX);
        assertTrue(reason.startsWith("the rules of the guard stage took more than "), reason);
    }

    @Test
    void manyProposalsOfOneFiringAreHeld() {
        String proposals = "guard.hold(\"seen\");\n    ".repeat(64);
        String reason = held(rules(1, i -> "Position( )", proposals), POSITIONS_MAX);
        assertTrue(reason.startsWith("the rules of the guard stage took more than "), reason);
    }

    @Test
    void theProductOfManyLongNumbersIsCalculatedInTime() {
        String product = " * " + "9".repeat(99) + "B" + " * notional".repeat(61);
        String rules = rules(4, i -> "Position( notional" + product + " < " + i + " )", "guard.hold(\"seen\");");
        assertEquals(new Proposals(List.of(), List.of()), proposed(rules, 100));
    }

    @Test
    void moreRulesThanAPackMayHaveAreRefusedInTime() {
        // Given
        List<RuleSource> files = new ArrayList<>();
        for (int file = 0; file < 10; file++) {
            int first = 501 * file;
            String rules = IntStream.range(first, first + 501)
                    .mapToObj(i -> rule("GRD-%05d is one of many".formatted(i), "Account( )", "guard.hold(\"h\");"))
                    .collect(Collectors.joining());
            files.add(new RuleSource(
                    "guard/file" + file + ".drl", file(Stage.GUARD, rules).text()));
        }

        // When
        CheckedRules checked =
                assertTimeoutPreemptively(PATIENCE, () -> RulesFixture.check(files.toArray(new RuleSource[0])));

        // Then
        assertEquals(
                List.of("PLM-602"),
                checked.findings().stream().map(Finding::code).toList());
    }

    @Test
    void aFileOfNothingButOpeningsIsRefusedInTime() {
        for (String opening :
                List.of("(", "not ", "rule \"", "/*", "\"", "accumulate(", "Account( ", "-", "!", "[", "{", "1", "@")) {
            String body =
                    rule("GRD-100 opens and opens", opening.repeat(200_000 / opening.length()), "guard.hold(\"h\");");
            CheckedRules checked =
                    assertTimeoutPreemptively(PATIENCE, () -> RulesFixture.check(file(Stage.GUARD, body)));
            assertTrue(checked.hasErrors(), opening);
        }
    }

    private static String rules(int count, IntFunction<String> when, String then) {
        return IntStream.range(0, count)
                .mapToObj(i -> rule("GRD-" + (100 + i) + " costs much", when.apply(i), then))
                .collect(Collectors.joining());
    }

    private static String held(String rules, int positions) {
        Proposals proposals = proposed(rules, positions);
        assertEquals(List.of(), proposals.all());
        assertEquals(
                List.of(HoldReason.Code.LIMIT_REACHED),
                proposals.failures().stream().map(HoldReason::code).toList());
        return proposals.failures().getFirst().detail();
    }

    private static Proposals proposed(String rules, int positions) {
        RuleBook book = RulesFixture.compile(file(Stage.GUARD, rules)).with(Map.of(), LIMITS);
        View view = view(positions);
        return assertTimeoutPreemptively(PATIENCE, () -> book.propose(Stage.GUARD, view));
    }

    /** Positions of different notionals, each in an instrument of its own. */
    private static View view(int positions) {
        List<PricedPosition> priced = new ArrayList<>();
        for (int i = 0; i < positions; i++) {
            BigDecimal price = BigDecimal.valueOf(10_000 + i, 2);
            priced.add(new PricedPosition(
                    new Position(
                            "I" + i,
                            ContractKind.LINEAR,
                            MarginMode.CROSS,
                            BigDecimal.ONE,
                            price,
                            new Mark(price, null, RulesFixture.AS_OF),
                            BigDecimal.ONE,
                            null,
                            null),
                    price,
                    PriceSource.MARK));
        }
        AccountSnapshot snapshot = new AccountSnapshot(
                "A-1",
                1,
                RulesFixture.AS_OF,
                "RETAIL",
                "USDT",
                List.of(),
                priced.stream().map(PricedPosition::position).toList(),
                List.of(),
                List.of(),
                Map.of());
        return RulesFixture.view(snapshot, priced, List.of());
    }
}
