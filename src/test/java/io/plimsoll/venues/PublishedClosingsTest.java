package io.plimsoll.venues;

import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.decimal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.Position;
import io.plimsoll.account.PositionId;
import io.plimsoll.account.Side;
import io.plimsoll.auction.ReservePrice;
import io.plimsoll.fixtures.Accounts;
import io.plimsoll.fixtures.Brackets;
import io.plimsoll.lending.LiquidationBonus;
import io.plimsoll.lending.LoanLiquidation;
import io.plimsoll.lending.LoanLiquidation.Repayment;
import io.plimsoll.lending.LoanLiquidation.Seizable;
import io.plimsoll.margin.Balances;
import io.plimsoll.margin.Closing;
import io.plimsoll.margin.ClosingOrder;
import io.plimsoll.margin.ClosingRules;
import io.plimsoll.margin.ClosingTerms;
import io.plimsoll.margin.HaircutSchedule;
import io.plimsoll.margin.Holding;
import io.plimsoll.margin.LiquidationPrices;
import io.plimsoll.margin.MaintenanceConvention;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.MarginTarget;
import io.plimsoll.margin.SlippageRange;
import io.plimsoll.money.Decimals;
import io.plimsoll.money.Rounding;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What venues' own tests and documents say is closed, repaid and seized, against the kernel; the table in {@code docs/margin.md} is what this prints. */
class PublishedClosingsTest {

    @RegisterExtension
    static final Agreement AGREEMENT = new Agreement();

    private static final Rounding FINE = new Rounding(18, 18, 18);

    /** drift-labs/protocol-v2, programs/drift/src/math/liquidation/tests.rs: base to cover a shortage of 10; a lot is its billionth. */
    @ParameterizedTest(name = "Drift, fees of {0}: {1}")
    @CsvSource({"0, 1", "0.01, 1.111111111", "0.02, 1.25"})
    void driftClosesWhatCoversTheShortage(String fees, String published) {
        // Given: 100 at 100 with a tenth required, and 10 less than that
        Brackets tenth = Brackets.flat("0.1").withClosingCost(fees);
        MarginAccount account = Accounts.cross("990", tenth, cross("SOL", "100", "100", "100"));
        PositionId id = account.positions().getFirst().id();
        ClosingTerms terms =
                new ClosingTerms(decimal("0.000000001"), Decimals.ZERO, Decimals.ZERO, Decimals.ZERO, null);
        MarginAccount exact = new MarginAccount(
                account.id(), account.wallet(), account.positions(), account.addOn(), account.orderMargin(), FINE);

        // When
        Closing closing = Closing.of(exact)
                .reduceUntil(
                        MarginTarget.ratio(Decimals.ONE),
                        new ClosingRules(Map.of(id, terms), ClosingOrder.MARGIN_PER_COST, tenth));

        // Then: one lot more where the quotient does not end, because one less leaves the account short
        AGREEMENT.assertPublished("Drift", published, closing.closed().get(id), "0.000000001");
    }

    /**
     * The same: liability to transfer for a shortage of 10 at a price of 100, by weights and multipliers. With multipliers of 1.1 and 0.9 Drift rounds
     * their quotient to 0.9777 before it divides and gives 0.44998425; exactly it is 0.45.
     */
    @ParameterizedTest(name = "Drift, multipliers {0} and {1}: {2}")
    @CsvSource({"1, 1, 0.25, 0", "1.1, 0.9, 0.449984250, 0.000016"})
    void driftTransfersTheLiabilityThatCoversTheShortage(
            String assetMultiplier, String liabilityMultiplier, String published, String tolerance) {
        // Given: collateral 990 at 0.8 less than a debt at 1.2 by 10
        BigDecimal bonus = decimal(assetMultiplier)
                .divide(decimal(liabilityMultiplier), Decimals.QUOTIENT)
                .subtract(Decimals.ONE);
        BigDecimal debt = decimal("1000");
        BigDecimal collateral = decimal("1187.5").add(decimal("300"));

        // When
        BigDecimal repaid = LoanLiquidation.restoringRepayment(collateral, debt, decimal("0.8"), bonus, decimal("1.2"));

        // Then
        AGREEMENT.assertPublished("Drift", published, repaid.divide(decimal("100"), Decimals.QUOTIENT), tolerance);
    }

    /** The same: assets for a liability of 1 at 100, and the liability that 10 of the asset pay for. */
    @ParameterizedTest(name = "Drift, {0} owed and {1} held, multipliers {2} and {3}: {4} for {5}")
    @CsvSource({
        "1, 100, 1, 1, 1, 100",
        "1, 200, 1.01, 0.99, 1, 102.020202",
        "1, 10, 1, 1, 0.1, 10",
        "1, 10, 1.01, 0.99, 0.098019801, 10"
    })
    void driftGivesTheAssetForTheLiability(
            String owed,
            String held,
            String assetMultiplier,
            String liabilityMultiplier,
            String repaid,
            String seized) {
        // Given
        BigDecimal bonus = decimal(assetMultiplier)
                .divide(decimal(liabilityMultiplier), Decimals.QUOTIENT)
                .subtract(Decimals.ONE);
        Balances loan = balances(holding("USDC", held, "0", "1", null), holding("SOL", "0", owed, "100", null));

        // When
        LoanLiquidation step = LoanLiquidation.of(
                loan,
                List.of(new Repayment("SOL", Decimals.ONE, Decimals.ZERO)),
                List.of(new Seizable("USDC", Decimals.ONE, bonus, Decimals.ZERO)));

        // Then
        AGREEMENT.assertPublished("Drift", repaid, step.repaid().getFirst().quantity(), "0.000000001");
        AGREEMENT.assertPublished("Drift", seized, step.seized().getFirst().quantity(), "0.000001");
    }

    /** compound-finance/comet, test/quote-collateral-test.ts: 200 of the base buy COMP at a fifth below 200. */
    @Test
    void compoundQuotesCollateralAtItsDiscount() {
        BigDecimal price = ReservePrice.discounted(Side.LONG, decimal("200"), decimal("0.2"));

        AGREEMENT.assertPublished("Compound III", "1.25", decimal("200").divide(price, Decimals.QUOTIENT), "0");
    }

    /** The same repository, test/liquidation-logic/partial-liquidation.test.ts: a debt of 80 back to a health of 1.05; S is what is seized. */
    @ParameterizedTest(name = "Compound, {0} of collateral at {1}, credited {2}: {3} seized, {4} still owed")
    @CsvSource({"93, 0.8, 0.9, 66.21, 20.41", "110, 0.55, 0.85, 68.61, 21.68"})
    void compoundSeizesWhatRestoresTheTarget(
            String collateral, String factor, String credited, String seized, String left) {
        BigDecimal bonus =
                Decimals.ONE.divide(decimal(credited), Decimals.QUOTIENT).subtract(Decimals.ONE);

        BigDecimal repaid = LoanLiquidation.restoringRepayment(
                decimal(collateral), decimal("80"), decimal(factor), bonus, decimal("1.05"));

        AGREEMENT.assertPublished("Compound III", seized, repaid.divide(decimal(credited), Decimals.QUOTIENT), "0.005");
        AGREEMENT.assertPublished("Compound III", left, decimal("80").subtract(repaid), "0.01");
    }

    /** aave.com docs, Liquidations (2025): 10,000 of ether at a threshold of 80 % against 6,000. */
    @Test
    void aavesHealthFactor() {
        Holding ether = new Holding(
                "ETH",
                decimal("10000"),
                Decimals.ZERO,
                Decimals.ONE,
                Holding.Terms.of(HaircutSchedule.flat(decimal("0.2"))));

        AGREEMENT.assertPublished(
                "Aave v3",
                "1.333",
                balances(ether, holding("GHO", "0", "6000", "1", null))
                        .healthFactor()
                        .orElseThrow(),
                "0.0005");
    }

    /**
     * Worked examples of loans of which a share is repaid: docs.primefi.xyz Liquidations (7.5 % to the liquidator, as much to the protocol),
     * dank-protocol.gitbook.io Scenario 1, docs.ghoul.finance, docs.term.finance Liquidated damages (8 %, of which 2.8 % to the protocol).
     */
    @ParameterizedTest(
            name =
                    "{0}: of {2} owed at {3}, {4} repaid and {5} of bonus, {6} to the protocol: {7} seized, {8} of it to the protocol")
    @CsvSource({
        "PrimeFi, 10, 5, 1, 1, 0.5, 0.15, 0.5, 2.875, 0.1875, 0",
        "Dank, 100, 50, 1, 1, 0.5, 0.1, 0, 27.5, 0, 0",
        "Ghoul, 95000, 66666.67, 1, 1, 0.5, 0.1, 0, 36666.66, 0, 0.01",
        "Term Finance, 100, 100000, 1.01, 1800, 1, 0.08, 0.35, 60.6, 1.571, 0.0005"
    })
    void aShareOfADebtIsRepaidForCollateralAndABonus(
            String venue,
            String held,
            String owed,
            String debtPrice,
            String price,
            String closeFactor,
            String bonus,
            String protocolShare,
            String seized,
            String toProtocol,
            String tolerance) {
        Balances loan = balances(holding("ETH", held, "0", price, null), holding("USDC", "0", owed, debtPrice, null));

        LoanLiquidation.Seized taken = LoanLiquidation.of(
                        loan,
                        List.of(new Repayment("USDC", decimal(closeFactor), Decimals.ZERO)),
                        List.of(new Seizable("ETH", Decimals.ONE, decimal(bonus), decimal(protocolShare))))
                .seized()
                .getFirst();

        AGREEMENT.assertPublished(venue, seized, taken.quantity(), tolerance);
        AGREEMENT.assertPublished(venue, toProtocol, taken.toProtocol(), tolerance);
    }

    /** Qi Protocols, Kill Borrowers: 1,000 against 800, half repaid with a tenth on top, is a ratio of 140 %. */
    @Test
    void qisRatioAfterHalfWasRepaid() {
        BigDecimal after = LiquidationBonus.loanToValueAfter(decimal("0.8"), decimal("0.5"), decimal("0.1"));

        AGREEMENT.assertPublished("Qi", "1.40", Decimals.ONE.divide(after, Decimals.QUOTIENT), "1E-30");
    }

    /** docs.morpho.org, Liquidation: an incentive factor of about 1.06 at a threshold of 80 %. */
    @Test
    void morphosIncentiveFollowsTheThreshold() {
        AGREEMENT.assertPublished(
                "Morpho",
                "0.06",
                LiquidationBonus.byThreshold(decimal("0.8"), decimal("0.3"), decimal("0.15")),
                "0.005");
    }

    /**
     * vegaprotocol/vega, TestLiquidationPriceWithNoOrders: at a collateral of the maintenance margin the price is the mark; at another, what is left there
     * is the margin there. Funding that is due is kept beside, {@code max(0, V · due)}.
     */
    @ParameterizedTest(name = "Vega, {1} at {0}, slippage {2} and {3}, {4} times the margin, {5} of funding")
    @CsvSource({
        "123.4, 40000, 0, 0, 1.7, 0",
        "1234.5, 4000, 0.5, 0, 1.1, 0",
        "1234.5, -400, 0.5, 0.01, 3, 0",
        "1234.5, -40, 0.5, 0.1, 0.2, 0",
        "110, 41, 0.5, 0.01, 1000, 0",
        "110, 41, 0.05, 0, 3, 25",
        "110, -41, 0.05, 0, 3, -300",
        "110, -41, 0.05, 0, 3, 300"
    })
    void vegasPriceLeavesTheMaintenanceMargin(
            String mark, String volume, String linear, String quadratic, String times, String funding) {
        // Given
        BigDecimal size = decimal(volume);
        BigDecimal risk = decimal(size.signum() > 0 ? "0.1" : "0.11");
        BigDecimal rate = risk.add(decimal(linear)).add(size.abs().multiply(decimal(quadratic)));
        BigDecimal due = size.multiply(decimal(funding)).max(Decimals.ZERO);
        BigDecimal margin = size.abs().multiply(decimal(mark)).multiply(rate).add(due);
        BigDecimal collateral = margin.multiply(decimal(times));

        // When
        BigDecimal atMargin = SlippageRange.of(
                        margin.subtract(due), size, decimal(mark), decimal(linear), decimal(quadratic), risk)
                .with();
        BigDecimal price = SlippageRange.of(
                        collateral.subtract(due), size, decimal(mark), decimal(linear), decimal(quadratic), risk)
                .with();

        // Then
        AGREEMENT.assertPublished("Vega", mark, atMargin, "1E-25");
        BigDecimal left = collateral.add(price.subtract(decimal(mark)).multiply(size));
        BigDecimal there = size.abs().multiply(price).multiply(rate).add(due);
        if (price.signum() > 0) {
            AGREEMENT.assertPublished("Vega", there.toPlainString(), left, "1E-25");
            assertEquals(
                    0,
                    price.setScale(20, RoundingMode.HALF_UP).compareTo(byTheKernel(collateral, size, mark, rate, due)));
        } else {
            assertTrue(left.signum() > 0, "nothing takes what is more than the position is worth");
        }
    }

    /** The same by the kernel of whole accounts, with the slippage as part of the requirement. */
    private static BigDecimal byTheKernel(
            BigDecimal collateral, BigDecimal size, String mark, BigDecimal rate, BigDecimal due) {
        Brackets terms = Brackets.flat(rate.toPlainString());
        Position position = cross("ETH", size.toPlainString(), mark, mark);
        MarginAccount account = Accounts.cross(collateral, due, terms, List.of(position));
        boolean isBreached = account.equity().compareTo(account.maintenanceMargin()) < 0;
        BigDecimal price = LiquidationPrices.of(account, MaintenanceConvention.MOVES_WITH_PRICE, terms)
                .get(position.id())
                .liquidation();
        assertNotNull(price, () -> "breached " + isBreached);
        return price.setScale(20, RoundingMode.HALF_UP);
    }

    private static Balances balances(Holding... holdings) {
        return new Balances(List.of(holdings), Decimals.ZERO, FINE);
    }

    private static Holding holding(String asset, String held, String owed, String price, @Nullable String unit) {
        return new Holding(
                asset,
                decimal(held),
                decimal(owed),
                decimal(price),
                Holding.Terms.of(HaircutSchedule.NOTHING).withUnit(unit == null ? null : decimal(unit)));
    }
}
