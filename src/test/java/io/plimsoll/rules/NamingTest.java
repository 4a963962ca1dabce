package io.plimsoll.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.decision.Stage;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.check.RuleChecker;
import io.plimsoll.rules.facts.Naming;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which names of a snapshot a table's rows are looked up by, and the warning of a rule that looks them up by another. */
class NamingTest {

    @Test
    void everyFieldThatNamesIsAmongTheKeysOfASnapshotAndNoOtherTextIs() throws ReflectiveOperationException {
        var view = RulesFixture.judgedWithOption(null, null);
        Set<String> keys = FactsOf.keys(view.snapshot());
        Set<String> seen = new TreeSet<>();
        for (Object fact : FactsOf.view(view)) {
            String type = fact.getClass().getSimpleName();
            for (RecordComponent component : fact.getClass().getRecordComponents()) {
                Object value = component.getType() == String.class
                        ? component.getAccessor().invoke(fact)
                        : null;
                if (value != null) {
                    seen.add(type);
                    assertEquals(
                            keys.contains(value),
                            Naming.isBy(type, component.getName()),
                            () -> type + "." + component.getName() + " is " + value);
                }
            }
        }
        assertTrue(
                seen.containsAll(Set.of("Account", "Attribute", "Position", "Collateral", "Underlying")),
                seen::toString);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "DEFAULT, true",
        "default, true",
        "*, true",
        "'', true",
        "<other>, true",
        "all others, false",
        "ALLO, false",
        "BTCUSDT, false"
    })
    void aKeyForAllOthersIsKnownByItsName(String key, boolean expected) {
        assertEquals(expected, Naming.isOfAllOthers(key));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            Account( $n : segment )           | name == $n          | false
            Account( $n : accountId )         | name == $n          | false
            Attribute( name == "x", $n : value ) | name == $n       | false
            Attribute( $n : name )            | name == $n          | true
            Position( $n : instrument )       | name == $n          | false
            Position( $n : underlying )       | $n == name          | false
            Position( $n : side )             | name == $n          | true
            OpenOrder( $n : orderId )         | name == $n          | true
            Accrual( $n : asset )             | name == $n          | false
            Accrual( $n : kind )              | name == $n          | true
            Quote( $n : source )              | name == $n          | false
            Calendar( $n : name )             | name == $n          | true
            Other( $n : of )                  | name == $n          | false
            Other( $n : other )               | name == $n          | true
            Other( $n : other )               | family == $n        | false
            Account()                         | name == "DEFAULT"   | true
            Account()                         | name == "BTCUSDT"   | false
            Account()                         | name == "*"         | true
            Account()                         | name != "DEFAULT"   | false
            Account()                         | family == "DEFAULT" | false
            Account()                         | family != ""        | false
            """)
    void aRuleThatLooksUpRowsByAnotherNameIsWarnedOf(String fact, String constraint, boolean warned) {
        for (String row : List.of("Row( %s )", "not Row( %s )", "exists Row( %s )")) {
            List<Finding> findings = RuleChecker.check(
                            List.of(RulesFixture.file(Stage.GUARD, """
                            declare Row
                                name   : String @key
                                family : String
                            end

                            declare Other
                                of    : String @key
                                other : String
                            end

                            rule "GRD-900 a rule under test"
                                @owner("market-risk") @source("test")
                            when
                                %s
                                %s
                            then
                                guard.hold("found");
                            end
                            """.formatted(fact, row.formatted(constraint)))))
                    .findings();

            assertEquals(
                    warned ? List.of("PLM-425") : List.of(),
                    findings.stream().map(Finding::code).toList(),
                    findings::toString);
            assertFalse(findings.stream().anyMatch(Finding::isError));
        }
    }
}
