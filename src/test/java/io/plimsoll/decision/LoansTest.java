package io.plimsoll.decision;

import static io.plimsoll.fixtures.Decisions.decide;
import static io.plimsoll.fixtures.Positions.decimal;
import static io.plimsoll.fixtures.ScriptedRules.account;
import static io.plimsoll.fixtures.ScriptedRules.figures;
import static io.plimsoll.fixtures.ScriptedRules.when;
import static io.plimsoll.fixtures.SnapshotFixture.account;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.auction.PriceCurve;
import io.plimsoll.decision.ClosurePlan.Action;
import io.plimsoll.decision.ClosurePlan.Step;
import io.plimsoll.decision.ClosurePlan.Transfer;
import io.plimsoll.decision.CollateralProposal.Haircut;
import io.plimsoll.decision.CollateralProposal.LoanToValue;
import io.plimsoll.decision.Figures.LoanFigures;
import io.plimsoll.decision.HoldReason.Code;
import io.plimsoll.decision.LiquidationProposal.Absorb;
import io.plimsoll.decision.LiquidationProposal.AssetAuction;
import io.plimsoll.decision.LiquidationProposal.InsuranceFund;
import io.plimsoll.decision.LiquidationProposal.LeaveAtLeast;
import io.plimsoll.decision.LiquidationProposal.ProtocolFee;
import io.plimsoll.decision.LiquidationProposal.Repay;
import io.plimsoll.decision.LiquidationProposal.Seize;
import io.plimsoll.decision.MarginProposal.DebtMargin;
import io.plimsoll.decision.ThresholdProposal.Liquidate;
import io.plimsoll.fixtures.ScriptedRules;
import io.plimsoll.fixtures.SnapshotFixture;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loans in a decision: what is owed, what it requires, and what may not read as sound. */
class LoansTest {

    /** ETH counts 82.5 % and lends 80 %; a loan is liquidated below a health factor of 1. */
    private static ScriptedRules lending() {
        return figures()
                .without("COL-1")
                .always("COL-2", new Haircut("ETH", decimal("0.175")), new LoanToValue("ETH", decimal("0.8")))
                .always("COL-3", new Haircut("USDC", decimal("0")), new Haircut("USDT", decimal("0")))
                .always("MRG-3", new DebtMargin("USDC", BigDecimal.ZERO, BigDecimal.ZERO))
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
                .always("LIQ-2", new InsuranceFund(null));
    }

    private static SnapshotFixture loan(String eth, String usdc) {
        return account().holding("ETH", eth, "1800").loan("USDC", "0", "1", usdc);
    }

    private static List<Code> holds(Decision decision) {
        return decision.holdReasons().stream().map(HoldReason::code).toList();
    }

    @Test
    void aDecisionReportsWhatIsOwedAndWhatStandsForIt() {
        // When
        Decision decision = decide(loan("10", "14000"), lending());

        // Then
        assertEquals(Outcome.HEALTHY, decision.outcome());
        assertEquals(
                new LoanFigures(
                        decimal("14850.00"),
                        decimal("14000.00"),
                        decimal("1.060714"),
                        decimal("1.285714"),
                        decimal("14400.00"),
                        decimal("0.00")),
                decision.figures().loans());
        assertEquals(decimal("850.00"), decision.figures().equity());
        var eth = decision.collateral().getFirst();
        assertEquals(decimal("1696.9697"), eth.liquidationPrice());
        assertEquals(decimal("0.057239"), eth.liquidationDistance());
    }

    @Test
    void anAccountWithoutADebtHasNoLoanFigures() {
        assertNull(decide(account().holding("ETH", "10", "1800"), lending())
                .figures()
                .loans());
    }

    @ParameterizedTest
    @CsvSource({"14849.99, HEALTHY", "14850, HEALTHY", "14850.01, LIQUIDATE"})
    void aLoanIsSoundDownToAHealthFactorOf1(String debt, Outcome outcome) {
        assertEquals(outcome, decide(loan("10", debt), lending()).outcome());
    }

    /** SCL-6: a health factor just above 1, and one more accrual of interest. */
    @ParameterizedTest
    @CsvSource({"0, HEALTHY", "-0.0001, LIQUIDATE", "0.0001, HEALTHY"})
    void accruedInterestMakesTheDebtLarger(String interest, Outcome outcome) {
        assertEquals(
                outcome,
                decide(loan("10", "14850").interest("USDC", interest), lending())
                        .outcome());
    }

    @Test
    void interestMayBeOwedInACurrencyThatIsNotHeld() {
        Decision decision = decide(loan("10", "14800").interest("USDT", "-51"), lending());

        assertEquals(decimal("14851.00"), decision.figures().loans().debtValue());
        assertEquals(Outcome.LIQUIDATE, decision.outcome());
    }

    @Test
    void fundingOwedIsNoDebtButLowersEquity() {
        Decision decision = decide(loan("10", "14000").accrued("USDC", "-50"), lending());

        assertEquals(decimal("14000.00"), decision.figures().loans().debtValue());
        assertEquals(decimal("800.00"), decision.figures().equity());
    }

    @Test
    void aLoanThatNoRuleSpeaksAboutIsHeld() {
        // When: the collateral covers it many times
        Decision decision = decide(loan("10", "1"), lending().without("MRG-3"));

        // Then
        assertEquals(Outcome.HOLD, decision.outcome());
        assertEquals(List.of(Code.NO_REQUIREMENT), holds(decision));
    }

    /** ETH counts 82.5 %, BAD nothing at all, and USDT is the settlement currency. */
    @ParameterizedTest
    @CsvSource({
        "BAD, -0.01, 0, HOLD",
        "BAD, 0, 0.01, HOLD",
        "BAD, 0, 0, HEALTHY",
        "ETH, -0.01, 0, HEALTHY",
        "ETH, 0, 0.01, HOLD",
        "USDT, -0.01, 0, HEALTHY",
        "USDT, 0, 0.01, HOLD"
    })
    void aDebtInAnAssetThatDoesNotCountIsHeldHoweverItIsWritten(
            String asset, String quantity, String borrowed, Outcome outcome) {
        // Given: a thousand times as much collateral
        var rules = lending().always("COL-4", new Haircut("BAD", BigDecimal.ONE));
        var account = account().holding("USDC", "1000", "1").loan(asset, quantity, "1", borrowed);

        // Then
        assertEquals(outcome, decide(account, rules).outcome());
    }

    @Test
    void whatARuleSaysOfADebtInAnAssetThatDoesNotCountIsTakenForIt() {
        var rules = lending()
                .always("COL-4", new Haircut("BAD", BigDecimal.ONE))
                .always("MRG-4", new DebtMargin("BAD", BigDecimal.ZERO, BigDecimal.ZERO));

        assertEquals(
                Outcome.HEALTHY,
                decide(account().holding("USDC", "1000", "1").holding("BAD", "-1", "1"), rules)
                        .outcome());
    }

    /** {@link #lending()} with a close factor of 50 % and a bonus of 5 %, a tenth of which goes to the protocol. */
    private static ScriptedRules closing() {
        return lending()
                .always("LIQ-3", new Repay("USDC", decimal("0.5")))
                .always("LIQ-4", new Seize("ETH", BigDecimal.ONE, decimal("0.05")))
                .always("LIQ-5", new ProtocolFee("ETH", decimal("0.1")));
    }

    /** G4 leaves 7,500 of debt and 10,125 of collateral; the largest of two leasts wins. */
    @ParameterizedTest(name = "{0} and 10 are to be left: {1} repaid")
    @CsvSource({"7499.99, 7500", "7500, 7500", "7500.01, 7499.99", "14999.99, 0.01"})
    void aStepLeavesNoDust(String least, String repaid) {
        Decision decision = decide(
                loan("10", "15000"),
                closing().always("LIQ-6", new LeaveAtLeast(decimal(least)), new LeaveAtLeast(BigDecimal.TEN)));

        assertEquals(
                decimal(repaid),
                decision.closure().steps().stream()
                        .filter(step -> step.action() == Action.REPAY)
                        .map(step -> step.transfer().quantity())
                        .findFirst()
                        .orElseThrow());
    }

    @Test
    void g4IsClosedByRepayingHalfAndSeizingEtherForIt() {
        // When
        Decision decision = decide(loan("10", "15000"), closing());

        // Then
        assertEquals(Outcome.LIQUIDATE, decision.outcome());
        assertTrue(decision.closure().restores());
        List<Step> steps = decision.closure().steps();
        assertEquals(
                List.of(Action.BLOCK_NEW_RISK, Action.REPAY, Action.SEIZE, Action.INSURANCE_FUND),
                steps.stream().map(Step::action).toList());
        assertEquals(
                new Transfer("USDC", decimal("7500"), decimal("1"), decimal("7500.00"), null, null, null, null),
                steps.get(1).transfer());
        assertEquals(
                new Transfer(
                        "ETH",
                        decimal("4.375"),
                        decimal("1800"),
                        decimal("7875.00"),
                        decimal("0.05"),
                        decimal("0.02083333333333333333333333333333333"),
                        null,
                        null),
                steps.get(2).transfer());
        assertEquals(decimal("1.113749"), steps.get(2).after().loans().healthFactor());
        assertEquals(decimal("0.00"), decision.closure().goals().getFirst().expectedLoss());
    }

    /** Compound III: ether is taken whole, and 93 or 90 % of its value settle the debt. */
    @Test
    void anAbsorbedAccountGivesUpItsCollateralAndIsPaidWhatIsOver() {
        // Given: 18,000 of ether that count 90 %, and a debt of 15,000
        ScriptedRules rules = lending()
                .always("LIQ-3", new Absorb("ETH", decimal("0.93")), new Absorb("BAD", decimal("0.5")))
                .always("LIQ-4", new Absorb("ETH", decimal("0.9")));

        // When
        Decision decision = decide(loan("10", "15000"), rules);

        // Then
        List<Step> steps = decision.closure().steps();
        assertEquals(
                List.of(Action.BLOCK_NEW_RISK, Action.REPAY, Action.SEIZE, Action.INSURANCE_FUND),
                steps.stream().map(Step::action).toList());
        assertEquals(
                new Transfer(
                        "USDC", decimal("15000"), decimal("1"), decimal("15000.00"), null, null, decimal("1200"), null),
                steps.get(1).transfer());
        assertEquals(decimal("10"), steps.get(2).transfer().quantity());
        assertEquals(decimal("1200.00"), steps.get(2).after().equity());
        assertEquals(decimal("0.00"), decision.closure().goals().getFirst().expectedLoss());
    }

    @Test
    void whatAnAbsorptionLeavesUnpaidIsTheFundsLoss() {
        Decision decision = decide(loan("10", "20000"), lending().always("LIQ-3", new Absorb("ETH", decimal("0.9"))));

        assertNull(decision.closure().steps().get(1).transfer().paidOut());
        assertEquals(decimal("3800.00"), decision.closure().goals().getFirst().expectedLoss());
        assertEquals(decimal("3800.00"), decision.closure().steps().getLast().amount());
    }

    @Test
    void whatIsSeizedMayBeSoldInAnAuctionFromTheHighestBuffer() {
        // Given: Maker's ETH-A; a lower start and an auction of what nobody seizes
        PriceCurve stairs = new PriceCurve.Stairstep(decimal("0.99"), Duration.ofSeconds(90));
        ScriptedRules rules = closing()
                .always("LIQ-7", new AssetAuction("ETH", decimal("1.2"), stairs))
                .always("LIQ-8", new AssetAuction("ETH", decimal("1.1"), stairs))
                .always("LIQ-9", new AssetAuction("USDC", decimal("1.2"), stairs));

        // When
        List<Step> steps = decide(loan("10", "15000"), rules).closure().steps();

        // Then
        assertEquals(
                new ClosurePlan.Auction(decimal("2160"), stairs),
                steps.get(2).transfer().auction());
        assertNull(steps.get(1).transfer().auction());
    }

    @Test
    void whatTheCollateralLeavesUnpaidIsTheFundsLoss() {
        // When: 18,000 of ether pays for 17,142.86 of a debt of 20,000
        Decision decision = decide(loan("10", "20000"), closing().always("LIQ-6", new Repay("USDC", BigDecimal.ONE)));

        // Then
        assertFalse(decision.closure().restores());
        assertEquals(decimal("2857.15"), decision.closure().steps().getLast().amount());
        assertEquals(decimal("2857.15"), decision.closure().goals().getFirst().expectedLoss());
    }

    @Test
    void whatWasRepaidInTheEpisodeCountsAgainstTheCloseFactor() {
        // Given SCL-4: 62.5 of a debt of 810 were repaid before
        ScriptedRules rules = closing();
        var account = account().holding("ETH", "1", "900").loan("USDC", "0", "1", "747.5", "62.5");

        // Then: 405 less 62.5, and not half of 747.5
        assertEquals(
                decimal("342.5"),
                decide(account, rules).closure().steps().get(1).transfer().quantity());
    }

    @Test
    void aLoanThatIsToBeClosedAndNoRuleSaysHowIsHeld() {
        // Given
        ScriptedRules rules = closing().without("LIQ-2");

        // Then
        assertEquals(List.of(), holds(decide(loan("10", "15000"), rules)));
        assertEquals(List.of(Code.NO_CLOSURE), holds(decide(loan("10", "15000"), rules.without("LIQ-3"))));
        assertEquals(List.of(Code.NO_CLOSURE), holds(decide(loan("10", "15000"), rules.without("LIQ-4"))));
    }

    private static List<String> whyHeld(Decision decision) {
        return decision.holdReasons().stream().map(HoldReason::detail).toList();
    }

    @Test
    void theReasonSaysWhatKeepsALoanFromBeingClosed() {
        ScriptedRules rules = closing().without("LIQ-2");

        assertEquals(
                List.of("no rule says how the debts of CROSS are repaid"),
                whyHeld(decide(loan("10", "15000"), rules.without("LIQ-3"))));
        assertEquals(
                List.of("nothing is held in CROSS that a rule lets be seized for its debts"),
                whyHeld(decide(loan("10", "15000"), rules.without("LIQ-4"))));
        assertEquals(
                List.of(
                        "no part of the debts of CROSS that rules let be repaid leaves as much of debt and collateral as"
                                + " they ask"),
                whyHeld(decide(loan("10", "15000"), rules.always("LIQ-6", new LeaveAtLeast(decimal("15000"))))));
        assertEquals(
                List.of("the share of the debts of CROSS that rules let be repaid is used up: 405 `USDC` were repaid"
                        + " since the account was last healthy"),
                whyHeld(decide(account().holding("ETH", "1", "450").loan("USDC", "0", "1", "405", "405"), rules)));
    }

    @Test
    void quantitiesAreWholeUnitsOfTheAssetWhereARuleGivesThem() {
        // Given: 7,500.5 are half of the debt, and pay for 4.3752916... ether
        ScriptedRules rules = closing()
                .always(
                        "COL-5",
                        new CollateralProposal.SmallestUnit("USDC", BigDecimal.ONE),
                        new CollateralProposal.SmallestUnit("ETH", decimal("0.001")));

        // When
        List<Step> steps = decide(loan("10", "15001"), rules).closure().steps();

        // Then: 7,501 pay for 4.3755833...
        assertEquals(decimal("7501"), steps.get(1).transfer().quantity());
        assertEquals(decimal("4.375"), steps.get(2).transfer().quantity());
        assertEquals(decimal("0.02"), steps.get(2).transfer().toProtocol());
    }

    @Test
    void aLoanBelowWaterThatNoRuleClosesIsHeld() {
        Decision decision = decide(loan("10", "14850.01"), lending().without("THR-1"));

        assertEquals(List.of(Code.NO_THRESHOLD), holds(decision));
    }

    @Test
    void aDebtThatRequiresMarginIsCalledAndClosedLikeAPosition() {
        // Given: a tenth of the debt is required, as by a margin level of 1.1
        ScriptedRules rules = lending().always("MRG-4", new DebtMargin("USDC", decimal("0.25"), decimal("0.1")));

        // When
        Decision decision = decide(loan("10", "10000"), rules);

        // Then
        assertEquals(decimal("2500.00"), decision.figures().initialMargin());
        assertEquals(decimal("1000.00"), decision.figures().maintenanceMargin());
        assertEquals(decimal("4.850000"), decision.figures().marginRatio());
    }
}
