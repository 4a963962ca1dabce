package io.plimsoll.decision;

import static io.plimsoll.fixtures.Decisions.DECIDED_AT;
import static io.plimsoll.fixtures.Decisions.digest;
import static io.plimsoll.fixtures.Positions.decimal;
import static io.plimsoll.fixtures.ScriptedRules.account;
import static io.plimsoll.fixtures.ScriptedRules.none;
import static io.plimsoll.fixtures.ScriptedRules.when;
import static io.plimsoll.fixtures.SnapshotFixture.account;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.decision.CollateralProposal.Haircut;
import io.plimsoll.decision.CollateralProposal.SmallestUnit;
import io.plimsoll.decision.LiquidationProposal.Repay;
import io.plimsoll.decision.LiquidationProposal.Seize;
import io.plimsoll.decision.MarginProposal.DebtMargin;
import io.plimsoll.decision.ThresholdProposal.Liquidate;
import io.plimsoll.decision.WouldChange.CollateralPrice;
import io.plimsoll.decision.WouldChange.Deposit;
import io.plimsoll.decision.WouldChange.OfAccount;
import io.plimsoll.decision.WouldChange.Repayment;
import io.plimsoll.fixtures.ScriptedRules;
import io.plimsoll.fixtures.SnapshotFixture;
import io.plimsoll.margin.MaintenanceConvention;
import io.plimsoll.money.Rounding;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What would have spared a borrower the liquidation: repaying, depositing any collateral, another price of an asset. */
class LoanCounterfactualsTest {

    /** ETH counts 82.5 %, stablecoins in full; a loan is liquidated below a health factor of 1. */
    private static ScriptedRules lending() {
        return none().always("COL-1", new Haircut("ETH", decimal("0.175")))
                .always("COL-2", new Haircut("USDC", BigDecimal.ZERO), new Haircut("USDT", BigDecimal.ZERO))
                .always("MRG-1", new DebtMargin("USDC", BigDecimal.ZERO, BigDecimal.ZERO))
                .rule(
                        Stage.THRESHOLD,
                        "THR-1",
                        view -> when(
                                account(view)
                                        .balances()
                                        .healthFactor()
                                        .map(health -> health.compareTo(BigDecimal.ONE) < 0)
                                        .orElse(false),
                                new Liquidate("the health factor is below 1")))
                .always("LIQ-1", new Repay("USDC", decimal("0.5")))
                .always("LIQ-2", new Seize("ETH", BigDecimal.ONE, decimal("0.05")));
    }

    private static Policy policy(RuleBook rules, Rounding rounding) {
        return new Policy(
                new PolicyId("scripted", 1, "sha256:1"),
                rounding,
                MaintenanceConvention.MOVES_WITH_PRICE,
                List.of(),
                rules);
    }

    private static OfAccount found(SnapshotFixture account, ScriptedRules rules) {
        AccountSnapshot snapshot = account.snapshot();
        WouldChange wouldChange = Counterfactuals.of(
                Case.ofSnapshot(snapshot, digest(snapshot), List.of()), policy(rules, new Rounding(8, 6, 6)));
        assertEquals(1, wouldChange.marginAccounts().size(), wouldChange.toString());
        return wouldChange.marginAccounts().getFirst();
    }

    private static SnapshotFixture g4() {
        return account().holding("ETH", "10", "1800").loan("USDC", "0", "1", "15000");
    }

    @Test
    void g4NeedsARepaymentOf150OrAnyCollateralOfThatValueOrAPriceAtWhichItIsWorthSo() {
        // When: 14,850 stand for 15,000
        OfAccount found = found(g4(), lending());

        // Then: 150 / (1800 · 0.825) ether; 15,000 / 8.25 for each; 14,850 / 15,000
        assertAll(
                () -> assertEquals(
                        List.of(
                                new Deposit("USDT", decimal("150"), Outcome.HEALTHY),
                                new Deposit("ETH", decimal("0.101010101011"), Outcome.HEALTHY),
                                new Deposit("USDC", decimal("150"), Outcome.HEALTHY)),
                        found.deposits()),
                () -> assertEquals(List.of(new Repayment("USDC", decimal("150"), Outcome.HEALTHY)), found.repayments()),
                () -> assertEquals(
                        List.of(
                                new CollateralPrice("ETH", decimal("1818.181819"), true, Outcome.HEALTHY),
                                new CollateralPrice("USDC", decimal("0.99"), false, Outcome.HEALTHY)),
                        found.collateralPrices()),
                () -> assertNull(found.reduction()),
                () -> assertNull(found.price()),
                () -> assertEquals(List.of(), found.notShown()),
                () -> assertEquals(List.of(), found.notLookedAt()));
    }

    @ParameterizedTest
    @CsvSource({"14000, -1000, 150", "14990, -10, 150", "14900, -100.5, 150.5"})
    void interestIsRepaidFirstAndThenTheLoan(String borrowed, String interest, String repaid) {
        var account = account()
                .holding("ETH", "10", "1800")
                .loan("USDC", "0", "1", borrowed)
                .interest("USDC", interest);

        assertEquals(
                List.of(new Repayment("USDC", decimal(repaid), Outcome.HEALTHY)),
                found(account, lending()).repayments());
    }

    @Test
    void quantitiesAreNoFinerThanTheSmallestUnitOfTheAsset() {
        // Given
        ScriptedRules rules = lending()
                .always("COL-3", new SmallestUnit("USDC", decimal("7")), new SmallestUnit("ETH", decimal("0.001")));

        // When
        OfAccount found = found(g4(), rules);

        // Then: 22 · 7 are the fewest that come to 150
        assertEquals(decimal("154"), found.repayments().getFirst().quantity());
        assertEquals(decimal("0.102"), found.deposits().get(1).quantity());
    }

    @Test
    void ofTwoDebtsEachMayBeRepaid() {
        // Given: 10,000 USDC and 2.5 BTC at 2,000
        ScriptedRules rules = lending()
                .always("COL-3", new Haircut("BTC", BigDecimal.ONE))
                .always("MRG-2", new DebtMargin("BTC", BigDecimal.ZERO, BigDecimal.ZERO));
        var account = account()
                .holding("ETH", "10", "1800")
                .loan("USDC", "0", "1", "10000")
                .loan("BTC", "0", "2000", "2.5");

        // Then
        assertEquals(
                List.of(
                        new Repayment("USDC", decimal("150"), Outcome.HEALTHY),
                        new Repayment("BTC", decimal("0.075"), Outcome.HEALTHY)),
                found(account, rules).repayments());
    }

    @Test
    void whatNoAmountOrPriceChangesIsSaidToBeSo() {
        // Given: ether counts for nothing, so that neither more of it nor a higher price helps
        OfAccount found = found(g4(), lending().always("COL-3", new Haircut("ETH", BigDecimal.ONE)));

        // Then
        assertEquals(
                List.of("no price of ETH changes the outcome"),
                found.notShown().stream().filter(why -> why.contains("ETH")).toList());
        assertEquals(
                List.of("USDT", "USDC"),
                found.deposits().stream().map(Deposit::asset).toList());
    }

    /** The oracle counts up one unit at a time, on accounts that it makes anew. */
    @Test
    void onRandomLoansEachIsWhatCountingUpFinds() {
        Random random = new Random(8);
        Policy policy = policy(
                lending()
                        .always(
                                "COL-3",
                                new SmallestUnit("USDC", BigDecimal.ONE),
                                new SmallestUnit("ETH", BigDecimal.ONE)),
                new Rounding(0, 0, 6));
        int liquidated = 0;
        for (int i = 0; i < 30; i++) {
            int ether = 10 + random.nextInt(50);
            int price = 5 + random.nextInt(20);
            int interest = random.nextInt(20);
            int debt = ether * price - random.nextInt(ether * price / 4);
            Outcome before = outcome(loan(ether, price, debt, interest), policy);
            List<OfAccount> found = Counterfactuals.of(given(loan(ether, price, debt, interest)), policy)
                    .marginAccounts();
            if (found.isEmpty()) {
                assertEquals(Outcome.HEALTHY, before);
                continue;
            }
            liquidated++;
            String about = "%d at %d against %d and %d".formatted(ether, price, debt, interest);
            int owed = debt + interest;
            OptionalInt deposit = counted(before, policy, n -> loan(ether + n, price, debt, interest));
            OptionalInt repayment = counted(before, policy, n -> loan(ether, price, Math.max(0, owed - n), 0));
            OptionalInt ticks = counted(before, policy, n -> loan(ether, price + n, debt, interest));
            OfAccount one = found.getFirst();
            assertEquals(deposit.getAsInt(), one.deposits().get(1).quantity().intValueExact(), about);
            assertEquals(
                    repayment.getAsInt(), one.repayments().getFirst().quantity().intValueExact(), about);
            assertEquals(
                    price + ticks.getAsInt(),
                    one.collateralPrices().getFirst().price().intValueExact(),
                    about);
        }
        assertTrue(liquidated > 5);
    }

    private static OptionalInt counted(Outcome before, Policy policy, IntFunction<AccountSnapshot> altered) {
        return IntStream.rangeClosed(1, 2_000)
                .filter(n -> before.isStricterThan(outcome(altered.apply(n), policy)))
                .findFirst();
    }

    private static AccountSnapshot loan(int ether, int price, int debt, int interest) {
        SnapshotFixture account = account()
                .holding("ETH", Integer.toString(ether), Integer.toString(price))
                .loan("USDC", "0", "1", Integer.toString(debt));
        return (interest == 0 ? account : account.interest("USDC", Integer.toString(-interest))).snapshot();
    }

    private static Case given(AccountSnapshot snapshot) {
        return Case.ofSnapshot(snapshot, digest(snapshot), List.of());
    }

    private static Outcome outcome(AccountSnapshot snapshot, Policy policy) {
        return DecisionService.evaluate(given(snapshot), policy, DECIDED_AT).outcome();
    }
}
