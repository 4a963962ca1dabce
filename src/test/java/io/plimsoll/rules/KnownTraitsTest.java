package io.plimsoll.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.check.RuleChecker;
import io.plimsoll.rules.check.RuleSource;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownTraitsTest {

    private static final String RATES = """
            declare Rate
                instrument : String @key
                floor      : BigDecimal   // notional
                rate       : BigDecimal   // fraction of notional
            end
            rule "MRG-900 a rule under test"
                @owner("market-risk") @source("test")
            when
                $p : Position( $i : instrument, $n : notional )
                Rate( instrument == $i, floor < $n, $r : rate )
            then
                margin.maintenance($p, $r, 0B);
            end
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            $p : Position( notional > 0 )             | margin.maintenance($p, 0.1B, 0B)       | false | a number that is good
            $p : Position( notional > 0 )             | margin.maintenance($p, -0.1B, 0B)      | true  | a number that is refused where the rule fires
            $p : Position( $n : notional )            | margin.maintenanceAmount($p, $n)       | true  | an amount that follows the price
            $p : Position( notional / size > 5B )     | margin.maintenance($p, 0.1B, 0B)       | true  | a quotient
            $p : Position( $i : instrument ) not OpenOrder( instrument == $i ) | margin.maintenance($p, 0.1B, 0B) | true | what is not looked into
            $p : Position( $i : instrument ) $q : Position( instrument != $i ) | margin.multiply($p, 2B, "x") | true | two positions
            $o : OpenOrder()                          | margin.order($o, 0.1B)                 | false | an order
            $a : Account()                            | margin.portfolioMinimum($a, 1B, "x")   | true  | what is due for a portfolio
            """)
    void theOutcomeFollowsPricesWhereMarginRulesMayFailElsewhere(
            String when, String then, boolean expected, String why) {
        assertEquals(expected, traits(Map.of(), RulesFixture.LIMITS, marginRule(when, then)), why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Position( liquidationPrice != null )              | true
            Position( liquidationDistance != null, liquidationDistance < 0.1B ) | true
            Position( bankruptcyPrice != null, $b : bankruptcyPrice )           | true
            not Position( touchProbability != null, touchProbability > 0.5B )   | true
            Position( markPrice < 10B )                       | false
            MarginAccount( marginRatio != null, marginRatio < 2B )              | false
            """)
    void theOutcomeFollowsPricesThatAThresholdRuleReads(String when, boolean expected) {
        RuleSource threshold = RulesFixture.file(
                Stage.THRESHOLD, RulesFixture.rule("THR-900 a rule under test", when, "decide.warn(\"x\");"));
        assertEquals(
                expected,
                traits(
                        Map.of(),
                        RulesFixture.LIMITS,
                        marginRule("$p : Position()", "margin.maintenance($p, 0.1B, 0B)"),
                        threshold));
    }

    @Test
    void eachRowOfATableIsTriedAsAProposal() {
        assertFalse(traits(rates(1, "0.1"), RulesFixture.LIMITS, RulesFixture.file(Stage.MARGIN, RATES)));
        assertEquals(true, traits(rates(1, "-0.1"), RulesFixture.LIMITS, RulesFixture.file(Stage.MARGIN, RATES)));
    }

    /** A hundred positions and ten rows of each instrument propose a thousand times at most. */
    @ParameterizedTest
    @CsvSource({"999, true", "1000, false", "1001, false"})
    void allRowsTogetherStayWithinTheLimitOfFirings(int firingsMax, boolean expected) {
        var limits = new EvaluationLimits(firingsMax, Duration.ofSeconds(20));
        assertEquals(expected, traits(rates(10, "0.1"), limits, RulesFixture.file(Stage.MARGIN, RATES)));
    }

    private static RuleSource marginRule(String when, String then) {
        return RulesFixture.file(
                Stage.MARGIN,
                RulesFixture.rule("MRG-901 a rule under test", when.replace(") ", ")\n    "), then + ";"));
    }

    private static Map<String, List<Map<String, Object>>> rates(int ofEach, String rate) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String instrument : List.of("BTCUSDT", "ETHUSDT")) {
            for (int floor = 0; floor < ofEach; floor++) {
                rows.add(
                        Map.of("instrument", instrument, "floor", new BigDecimal(floor), "rate", new BigDecimal(rate)));
            }
        }
        return Map.of("Rate", rows);
    }

    private static boolean traits(
            Map<String, List<Map<String, Object>>> rows, EvaluationLimits limits, RuleSource... files) {
        CheckedRules checked = RuleChecker.check(List.of(files));
        assertFalse(checked.hasErrors(), () -> checked.findings().toString());
        return KnownTraits.of(checked.model(), checked.tables(), rows, limits).outcomeFollowsPrices();
    }
}
