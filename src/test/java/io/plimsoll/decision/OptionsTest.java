package io.plimsoll.decision;

import static io.plimsoll.fixtures.Decisions.decide;
import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.decimal;
import static io.plimsoll.fixtures.Positions.option;
import static io.plimsoll.fixtures.ScriptedRules.venue;
import static io.plimsoll.fixtures.SnapshotFixture.account;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.ContractKind;
import io.plimsoll.account.OptionType;
import io.plimsoll.account.Position;
import io.plimsoll.account.Side;
import io.plimsoll.decision.HoldReason.Code;
import io.plimsoll.fixtures.Positions;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What options, quanto contracts and dated contracts are worth to an account. */
class OptionsTest {

    private static void assertAmount(String expected, BigDecimal actual) {
        assertEquals(0, decimal(expected).compareTo(actual), () -> "expected " + expected + ", was " + actual);
    }

    private static Position call(ContractKind kind, String quantity, String mark) {
        return option(kind, OptionType.CALL, "40000", quantity, mark, "38000", "0.6");
    }

    @Test
    void lmx3APremiumReceivedIsADebtSoThatSellingAnOptionLeavesEquityAsItWas() {
        // Given: cash 500, and then a call sold for 500
        var before = account().cash("500");
        var after = account().cash("1000").with(call(ContractKind.OPTION, "-1", "500"));

        // When
        Decision flat = decide(before, venue());
        Decision sold = decide(after, venue());

        // Then
        assertAmount("500", flat.figures().equity());
        assertAmount("1000", sold.figures().wallet());
        assertAmount("-500", sold.figures().optionValue());
        assertAmount("500", sold.figures().equity());
        assertTrue(sold.figures().maintenanceMargin().signum() > 0);
    }

    @ParameterizedTest(name = "{0} {1} entered at {2}, now {3}: value {4}, profit {5}")
    @CsvSource({
        "OPTION, 2, 500, 750, 1500, 500",
        "OPTION, -2, 500, 750, -1500, -500",
        "INVERSE_OPTION, -2, 0.04, 0.05, -0.10, -0.02"
    })
    void anOptionCountsWithItsWorthAndReportsItsProfit(
            ContractKind kind, String quantity, String entry, String mark, String value, String profit) {
        // Given
        Position held = Positions.marked(call(kind, quantity, entry), mark);

        // When
        Decision decision = decide(account().cash("10000").with(held), venue());

        // Then
        assertAmount(value, decision.figures().optionValue());
        assertAmount("0", decision.figures().unrealisedPnl());
        assertAmount(
                decimal("10000").add(decimal(value)).toPlainString(),
                decision.figures().equity());
        assertAmount(profit, decision.positions().getFirst().unrealisedPnl());
    }

    @Test
    void closingAShortOptionSpendsWhatItCostsToBuyItBack() {
        // Given: 1,000 of cash owe an option worth 980, so that 20 are left for a requirement of 49
        var snapshot = account().cash("1000").with(call(ContractKind.OPTION, "-1", "980"));

        // When
        Decision decision = decide(snapshot, venue());

        // Then: what is left after the closing is 20, nothing is owed
        assertEquals(Outcome.LIQUIDATE, decision.outcome());
        assertTrue(decision.closure().restores());
        assertEquals(
                Positions.crossId("BTC-40000-CALL", Side.SHORT),
                decision.closure().steps().getLast().order().position());
    }

    @Test
    void aQuantoContractGainsItsMultiplierForEachUnitOfPrice() {
        // Given: settles 0.01 for each point
        Position linear = Positions.withMultiplier(cross("ETHUSD", "100", "2000", "2050"), "0.01");
        Position quanto = new Position(
                "ETHUSD",
                ContractKind.QUANTO,
                linear.mode(),
                linear.quantity(),
                linear.entryPrice(),
                linear.mark(),
                linear.multiplier(),
                null,
                null);

        // When
        Decision decision = decide(account().cash("1000").with(quanto), venue());

        // Then
        assertAmount("50", decision.figures().unrealisedPnl());
        assertEquals(decide(account().cash("1000").with(linear), venue()).figures(), decision.figures());
    }

    @ParameterizedTest(name = "{0} of the expiry: held {1}")
    @CsvSource({"PT-0.001S, false", "PT0S, true", "PT0.001S, true"})
    void aContractThatHasExpiredIsHeld(Duration sinceExpiry, boolean held) {
        // Given
        Position dated = call(ContractKind.OPTION, "1", "500");
        var snapshot =
                account().asOf(dated.expiry().plus(sinceExpiry)).cash("1000").with(dated);

        // When
        Decision decision = decide(snapshot, venue());

        // Then
        assertEquals(
                held ? List.of(Code.EXPIRED) : List.of(),
                decision.holdReasons().stream().map(HoldReason::code).toList());
    }
}
