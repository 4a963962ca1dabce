package io.plimsoll.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plimsoll.decision.Proposals;
import io.plimsoll.decision.Proposed;
import io.plimsoll.decision.Stage;
import io.plimsoll.decision.View;
import io.plimsoll.rules.check.CheckedRules;
import io.plimsoll.rules.check.Code;
import io.plimsoll.rules.check.Finding;
import io.plimsoll.rules.check.RuleSource;
import io.plimsoll.rules.facts.FieldKind;
import io.plimsoll.rules.model.Column;
import io.plimsoll.rules.model.TableType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files name the columns of a table that their rules ask for; the table has those of all. */
class SharedTableTest {

    private static final RuleSource RATES = RulesFixture.file(
            Stage.MARGIN,
            "declare Terms instrument : String @key rate : BigDecimal end\n"
                    + RulesFixture.rule(
                            "MRG-900 a rate",
                            "$p : Position( $i : instrument ) Terms( instrument == $i, $rate : rate )",
                            "margin.initial($p, $rate);"));

    private static RuleSource lots(String declared) {
        return RulesFixture.file(
                Stage.LIQUIDATION,
                "declare Terms " + declared + " end\n"
                        + RulesFixture.rule(
                                "LIQ-900 a lot",
                                "$p : Position( $i : instrument ) Terms( instrument == $i, $lot : lot )",
                                "closure.lot($p, $lot);"));
    }

    @Test
    void aTableHasTheColumnsOfAllFilesEachOnce() {
        CheckedRules checked = RulesFixture.check(RATES, lots("instrument : String @key lot : BigDecimal"));

        assertEquals(List.of(), checked.findings());
        assertEquals(
                List.of(new TableType(
                        "Terms",
                        List.of(
                                new Column("instrument", FieldKind.STRING),
                                new Column("rate", FieldKind.DECIMAL),
                                new Column("lot", FieldKind.DECIMAL)),
                        Optional.of("instrument"))),
                checked.tables());
    }

    @Test
    void theRulesOfEachStageFindTheirColumnOfTheSameRow() {
        AllEvaluators evaluators = RulesFixture.all(RATES, lots("instrument : String @key lot : BigDecimal"));
        var rules = evaluators.with(
                Map.of(
                        "Terms",
                        List.of(Map.of(
                                "instrument", "BTCUSDT", "rate", new BigDecimal("0.1"), "lot", new BigDecimal("5")))),
                RulesFixture.LIMITS);

        View view = RulesFixture.view();
        assertEquals(List.of("MRG-900"), fired(rules.propose(Stage.MARGIN, view)));
        assertEquals(List.of("LIQ-900"), fired(rules.propose(Stage.LIQUIDATION, view)));
    }

    private static List<String> fired(Proposals proposals) {
        return proposals.all().stream().map(Proposed::rule).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            instrument : String lot : BigDecimal                        | another key
            lot : BigDecimal instrument : String rate : String          | another key
            instrument : String @key lot : BigDecimal rate : Integer    | another type of `rate`
            """)
    void declarationsThatCannotBeOfOneTableAreRefused(String declared, String what) {
        List<Finding> findings = RulesFixture.check(RATES, lots(declared)).findings();

        assertEquals(Code.TABLES_DIFFER.id(), findings.getFirst().code());
        assertEquals(
                "`Terms` is declared elsewhere with " + what,
                findings.getFirst().message());
    }
}
