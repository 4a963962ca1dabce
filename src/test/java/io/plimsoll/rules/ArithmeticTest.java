package io.plimsoll.rules;

import static io.plimsoll.rules.RulesFixture.LIMITS;
import static io.plimsoll.rules.RulesFixture.all;
import static io.plimsoll.rules.RulesFixture.decimal;
import static io.plimsoll.rules.RulesFixture.file;
import static io.plimsoll.rules.RulesFixture.judged;
import static io.plimsoll.rules.RulesFixture.openCall;
import static io.plimsoll.rules.RulesFixture.rule;
import static io.plimsoll.rules.RulesFixture.view;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plimsoll.decision.HoldReason;
import io.plimsoll.decision.MarginProposal;
import io.plimsoll.decision.Outcome;
import io.plimsoll.decision.Proposals;
import io.plimsoll.decision.RuleBook;
import io.plimsoll.decision.Stage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What rules calculate: exact but for quotients and roots, and a failure of the rule where there is no result. The engine and the plain evaluation agree. */
class ArithmeticTest {

    private static final String TABLES = """
            declare Limit
                instrument : String @key
                rate       : BigDecimal
                number     : Integer
            end
            """;

    private static final Map<String, List<Map<String, Object>>> ROWS = Map.of(
            "Limit",
            List.of(
                    Map.of("instrument", "BTCUSDT", "rate", decimal("0.10"), "number", 2),
                    Map.of("instrument", "ETHUSDT", "rate", decimal("0.00"), "number", 0)));

    /** A condition, and how often it holds: BTCUSDT long of notional 99,500, ETHUSDT short of 6,000, equity 498.75. */
    private static final Object[][] CONDITIONS = {
        {"Position( max(notional, 7000) == 7000 )", 1},
        {"Position( min(notional, 7000) == 7000 )", 1},
        {"Position( max(notional, 7000, 100000) == 100000.00B )", 2},
        {"Position( abs(quantity) == size )", 2},
        {"Position( abs(-2 * 1B) == size )", 1},
        {"$l : Limit( ) Position( max($l.number, 1) == 2 )", 2},
        {"$l : Limit( ) Position( $n : notional, max($n, $l.rate) == $n )", 4},
        {"not Position( max(notional, 7000) > 99500 )", 1},
        {"exists Position( max(notional, 7000) > 99499 )", 1},
        {"accumulate( Position( abs(quantity) > 0, $n : notional ); $t : sum($n); max($t, 1) == 105500 )", 1},
        {"Position( notional / 3 == 2000 )", 1},
        {"Position( notional / 3 == 33166.66666666666666666666666666666B )", 1},
        {"Position( -notional / 7 < -857.142857142857142857142857142857B )", 2},
        {"Position( quantity / 3 == -0.6666666666666666666666666666666667B )", 1},
        {"Position( sqrt(notional) == 77.45966692414833770358530799564799B )", 1},
        {"Position( sqrt(size * size) == size )", 2},
        {"( Position( $a : notional, $a / 2 == 3000 ) and MarginAccount( equity / $a < 1 ) )", 1},
        {"accumulate( Position( $n : notional ); $t : sum($n), $c : count(); $t / $c == 52750 )", 1},
        {"accumulate( Position( $n : notional ); $t : sum($n), $c : count(); $t / $c > 52750 )", 0},
        // what is asked last is not asked of what the rule is not about
        {"Position( $i : instrument, $n : notional ) Limit( $n / rate == 995000, instrument == $i, rate > 0 )", 1},
        {"Limit( number != 0, 1B / number == 0.5B )", 1},
        {"Limit( rate >= 0, sqrt(rate) > 0 )", 1},
        {"Limit( 1B / number == 0.5B, number != 0 )", 1},
    };

    @TestFactory
    Stream<DynamicTest> aConditionHoldsAsOftenAsItShould() {
        List<String> rules = new ArrayList<>();
        for (int i = 0; i < CONDITIONS.length; i++) {
            rules.add(rule("THR-%03d asks".formatted(i), (String) CONDITIONS[i][0], "decide.warn(\"r\");"));
        }
        RuleBook book =
                all(file(Stage.THRESHOLD, TABLES + String.join("", rules))).with(ROWS, LIMITS);
        Proposals proposals = book.propose(Stage.THRESHOLD, judged(openCall(), Outcome.HEALTHY));
        assertEquals(List.of(), proposals.failures());
        return IntStream.range(0, CONDITIONS.length)
                .mapToObj(i -> DynamicTest.dynamicTest(
                        (String) CONDITIONS[i][0],
                        () -> assertEquals(CONDITIONS[i][1], (int) proposals.all().stream()
                                .filter(proposed -> proposed.rule().equals("THR-%03d".formatted(i)))
                                .count())));
    }

    /** A value that is proposed of the position in bitcoin, and what it is. */
    private static final Object[][] VALUES = {
        {"max($n, 100000)", "100000"},
        {"min($n, $r, 5)", "0.10"},
        {"abs(1 - $n)", "99499"},
        {"$n / 3", "33166.66666666666666666666666666666"},
        {"abs(-1B / 3)", "0.3333333333333333333333333333333334"},
        {"$n / $l.number", "49750"},
        {"sqrt($n)", "315.4362059117500861524627149267421"},
        {"sqrt(4)", "2"},
        {"sqrt(0)", "0"},
        {"max($r, $r * sqrt($n) / 100)", "0.3154362059117500861524627149267421"},
        {"$n / 3 * 3", "99499.99999999999999999999999999998"},
    };

    @TestFactory
    Stream<DynamicTest> aValueIsProposedAsItIsCalculated() {
        return Stream.of(VALUES)
                .map(row -> DynamicTest.dynamicTest((String) row[0], () -> {
                    // Given
                    RuleBook book = margin("margin.addOn($p, " + row[0] + ", \"r\");", "\"BTCUSDT\"");

                    // When
                    Proposals proposals = book.propose(Stage.MARGIN, view());

                    // Then
                    assertEquals(List.of(), proposals.failures());
                    MarginProposal.AddOn addOn =
                            (MarginProposal.AddOn) proposals.all().getFirst().proposal();
                    assertEquals(
                            0,
                            new BigDecimal((String) row[1]).compareTo(addOn.amount()),
                            () -> "was " + addOn.amount());
                }));
    }

    private static RuleBook margin(String then, String instrument) {
        String when = "$l : Limit( instrument == " + instrument + ", $r : rate ) "
                + "$p : Position( instrument == $l.instrument, $n : notional )";
        return all(file(Stage.MARGIN, TABLES + rule("MRG-010 says so", when, then) + OTHER))
                .with(ROWS, LIMITS);
    }

    private static final String OTHER = rule("MRG-900 always says so", "$p : Position( )", "margin.initial($p, 1);");

    /** A proposal on the position in ether, whose rate is zero, and why it cannot be made. */
    private static final Object[][] FAILURES = {
        {"margin.addOn($p, $n / $r, \"r\");", "6000 is divided by zero"},
        {"margin.addOn($p, 0 / $r, \"r\");", "0 is divided by zero"},
        {"margin.addOn($p, max(1, 1B / $l.number), \"r\");", "1 is divided by zero"},
        {"margin.addOn($p, sqrt($r - 1), \"r\");", "no number is the root of -1"},
    };

    @TestFactory
    Stream<DynamicTest> aProposalThatCannotBeCalculatedFailsItsRuleAlone() {
        return Stream.of(FAILURES)
                .map(row -> DynamicTest.dynamicTest((String) row[0], () -> {
                    // Given
                    RuleBook book = margin((String) row[0], "\"ETHUSDT\"");

                    // When
                    Proposals proposals = book.propose(Stage.MARGIN, view());
                    Proposals again = book.propose(Stage.MARGIN, view());

                    // Then
                    assertEquals(
                            List.of(new HoldReason(HoldReason.Code.RULE_FAILED, "rule `MRG-010` failed: " + row[1])),
                            proposals.failures());
                    assertEquals(2, proposals.all().size());
                    assertEquals(proposals.failures(), again.failures());
                }));
    }

    @Test
    void aConditionThatCannotBeCalculatedFailsItsRuleAlone() {
        // Given
        RuleBook book = all(file(
                        Stage.MARGIN,
                        TABLES
                                + rule(
                                        "MRG-010 divides",
                                        "$p : Position( $i : instrument, $n : notional ) "
                                                + "Limit( instrument == $i, $n / rate > 1 )",
                                        "margin.initial($p, 0);")
                                + rule(
                                        "MRG-020 takes a root",
                                        "$p : Position( $n : notional ) Limit( sqrt(-1 - rate) > $n )",
                                        "margin.initial($p, 0);")
                                + OTHER))
                .with(ROWS, LIMITS);

        // When
        Proposals proposals = book.propose(Stage.MARGIN, view());

        // Then
        assertEquals(
                List.of(
                        "rule `MRG-010` failed: 6000 is divided by zero",
                        "rule `MRG-020` failed: no number is the root of -1",
                        "rule `MRG-020` failed: no number is the root of -1",
                        "rule `MRG-020` failed: no number is the root of -1.1",
                        "rule `MRG-020` failed: no number is the root of -1.1"),
                proposals.failures().stream().map(HoldReason::detail).sorted().toList());
        assertEquals(3, proposals.all().size());
    }

    @Test
    void aRuleThatFailsOnManyFactsStopsAtTheLimitOfFirings() {
        // Given
        RuleBook book = all(file(
                        Stage.MARGIN,
                        rule(
                                "MRG-010 divides",
                                "$p : Position( ) Collateral( )",
                                "margin.initial($p, 1 / ($p.size - $p.size));")))
                .with(Map.of(), new EvaluationLimits(1, LIMITS.budget()));

        // When
        Proposals proposals = book.propose(Stage.MARGIN, view());

        // Then
        assertEquals(
                HoldReason.Code.LIMIT_REACHED, proposals.failures().getFirst().code());
    }
}
