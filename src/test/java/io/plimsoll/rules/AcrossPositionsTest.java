package io.plimsoll.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.check.RuleChecker;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcrossPositionsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            $p : Position( notional > 0 )                                     | margin.addOn($p, 1B, "x")       | false | one position, spoken of
            $p : Position() Account()                                         | margin.multiply($p, 2B, "x")    | false | the account is the same wherever a price goes
            $p : Position() Collateral( asset == "BTC" )                      | margin.multiply($p, 2B, "x")    | false | so is collateral
            $a : Account()                                                    | margin.addOn($a, 1B, "x")       | false | no position at all
            $a : Account() Position( notional > 0 )                           | margin.addOn($a, 1B, "x")       | true  | the account pays for what is seen of a position
            $p : Position( $i : instrument ) Position( instrument != $i )     | margin.multiply($p, 2B, "x")    | true  | two positions
            $p : Position( $i : instrument ) not Position( instrument != $i ) | margin.multiply($p, 2B, "x")    | true  | none beside it
            $p : Position( $i : instrument ) exists Position( instrument != $i ) | margin.multiply($p, 2B, "x") | true  | some beside it
            $p : Position() accumulate( Position( $n : notional ); $s : sum($n); $s > 1000B ) | margin.multiply($p, 2B, "x") | true | a fold
            """)
    void rulesThatLookAtSeveralPositionsAreToldFromThoseThatLookAtOne(
            String when, String then, boolean expected, String why) {
        // Given
        var source = RulesFixture.file(Stage.MARGIN, """
                rule "MRG-900 a rule under test"
                    @owner("market-risk") @source("test")
                when
                    %s
                then
                    %s;
                end
                """.formatted(when.replace(") ", ")\n    "), then));

        // When
        CheckedRules checked = RuleChecker.check(List.of(source));

        // Then
        assertFalse(checked.hasErrors(), () -> checked.findings().toString());
        assertEquals(expected, AcrossPositions.isAskedBy(checked.model()), why);
    }
}
