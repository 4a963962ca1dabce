package io.plimsoll.rules;

import static io.plimsoll.rules.RulesFixture.*;
import static org.junit.jupiter.api.Assertions.*;

import io.plimsoll.decision.*;
import java.util.*;
import org.junit.jupiter.api.Test;

class RuleEvaluatorTest {
    @Test
    void a_rule_proposes_from_its_bracket() {
        CompiledRules rules = compile(
                file(
                        Stage.MARGIN,
                        """
                declare Bracket
                    instrument : String @key
                    floor : BigDecimal
                    cap : BigDecimal
                    initialRate : BigDecimal
                    maintenanceRate : BigDecimal
                    deduction : BigDecimal
                end
                """
                                + rule(
                                        "MRG-010 requirement follows the bracket",
                                        """
                    $p : Position( $i : instrument, $n : notional )
                    $b : Bracket( instrument == $i, floor < $n, cap >= $n )""",
                                        "margin.initial($p, $b.initialRate); margin.maintenance($p, $b.maintenanceRate, $b.deduction);")));
        RuleBook book = rules.with(
                Map.of(
                        "Bracket",
                        List.of(Map.of(
                                "instrument",
                                "BTCUSDT",
                                "floor",
                                decimal("0"),
                                "cap",
                                decimal("100000"),
                                "initialRate",
                                decimal("0.01"),
                                "maintenanceRate",
                                decimal("0.005"),
                                "deduction",
                                decimal("0.00")))),
                LIMITS);
        Proposals proposals = book.propose(Stage.MARGIN, view());
        assertEquals(List.of(), proposals.failures());
        System.out.println(proposals);
        assertEquals(2, proposals.all().size());
    }
}
