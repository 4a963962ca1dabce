package io.plimsoll.venues;

import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.decimal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.Position;
import io.plimsoll.fixtures.Accounts;
import io.plimsoll.fixtures.Brackets;
import io.plimsoll.margin.Balances;
import io.plimsoll.margin.HaircutSchedule;
import io.plimsoll.margin.Holding;
import io.plimsoll.margin.LiquidationPrices;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.RequirementLine;
import io.plimsoll.margin.ScaledRates;
import io.plimsoll.money.Decimals;
import io.plimsoll.money.Rounding;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole accounts, rates and weights of venues' own test suites and pages, against the kernel; the table in {@code docs/margin.md} is what this prints. */
class PublishedSuitesTest {

    @RegisterExtension
    static final Agreement AGREEMENT = new Agreement();

    private static final Rounding FINE = new Rounding(18, 18, 18);
    private static final Rounding WHOLE = new Rounding(0, 0, 0);

    private static Balances balances(Holding... holdings) {
        return new Balances(List.of(holdings), Decimals.ZERO, FINE);
    }

    /**
     * Synthetixio/synthetix-v3, markets/perps-market/test/integration/Liquidation/Liquidation.margin.test.ts: 20,000 behind five positions, entered where the market's skew
     * put them.
     */
    @ParameterizedTest(name = "Synthetix at {0}, {1}, {2}, {3}, {4}: {10} available")
    @CsvSource({
        "30000, 2000, 5, 2, 2, -150, -400, -100, -250, -250, 18850",
        "28000, 1900, 4.6, 1.9, 1.8, 1850, -2400, -900, -750, -1250, 16550",
        "31000, 1775, 3, 1, 1.13, -1150, -4900, -4100, -5250, -4600, 0",
        "31000, 1820, 3, 1, 1, -1150, -4000, -4100, -5250, -5250, 250"
    })
    void synthetixsAvailableMargin(
            String btc,
            String eth,
            String link,
            String arb,
            String op,
            String ofBtc,
            String ofEth,
            String ofLink,
            String ofArb,
            String ofOp,
            String available) {
        MarginAccount account = Accounts.cross(
                "20000",
                Brackets.flat("0.01"),
                cross("BTC", "-1", "29850", btc),
                cross("ETH", "20", "2020", eth),
                cross("LINK", "2000", "5.05", link),
                cross("ARB", "5000", "2.05", arb),
                cross("OP", "5000", "2.05", op));

        List<String> gains = List.of(ofBtc, ofEth, ofLink, ofArb, ofOp);
        for (int i = 0; i < gains.size(); i++) {
            AGREEMENT.assertPublished(
                    "Synthetix v3",
                    gains.get(i),
                    account.positions().get(i).priced().unrealisedPnl(),
                    "0");
        }
        AGREEMENT.assertPublished("Synthetix v3", available, account.equity(), "0");
    }

    /** drift-labs/protocol-v2, programs/drift/src/math/margin/tests.rs, spot_market_asset_weight: four digits, cut. */
    @ParameterizedTest(name = "Drift, an asset of weight {0} at {2}, factor {1}: {3}")
    @CsvSource({
        "0.9, 0.00001, 1000, 0.9",
        "0.9, 0.00001, 1000000000, 0.8357",
        "0.9, 0.01, 1000, 0.8357",
        "0.9, 0.1, 1000, 0.2642",
        "0.15, 0, 100000, 0.15",
        "0.75, 0.1, 100000, 0.0337",
        "1, 0.001, 22699.050905, 0.9559",
        "1, 0.001, 24282.786896, 0.9516",
        "1, 0.001, 242827.86896, 0.7368",
        "1, 0.001, 2428278.6896, 0.4299",
        "1, 0.001, 24282786.896, 0.1855",
        "1, 0.001, 242827868.96, 0.0663",
        "1, 0.001, 19426229516.8, 0.0078"
    })
    void driftsAssetWeights(String weight, String factor, String size, String published) {
        BigDecimal ours = ScaledRates.assetWeight(decimal(weight), decimal(factor), decimal(size));

        AGREEMENT.assertPublished("Drift", published, ours.setScale(4, RoundingMode.FLOOR), "0");
    }

    /** The same file, its weights of debts. */
    @ParameterizedTest(name = "Drift, a debt of weight {0} at 1,000, factor {1}: {2}")
    @CsvSource({"1.1, 0, 1.1", "1.1, 0.00001, 1.1", "1.1, 0.01, 1.1962", "1.1, 0.1, 4.0422", "0, 0.1, 3.1622"})
    void driftsDebtWeights(String weight, String factor, String published) {
        BigDecimal ours = ScaledRates.debtWeight(decimal(weight), decimal("0.8"), decimal(factor), decimal("1000"));

        AGREEMENT.assertPublished("Drift", published, ours.setScale(4, RoundingMode.FLOOR), "0");
    }

    /** The same file, calculate_user_equity_value_tests: 6.147540983 short for 153,688.524588, a tenth required. */
    @ParameterizedTest(name = "Drift, a short at {0}: {1} required")
    @CsvSource({"22050, 13555.327867", "21050, 12940.573769"})
    void driftsMarginOfAShort(String price, String published) {
        BigDecimal entry = decimal("153688.524588").divide(decimal("6.147540983"), Decimals.QUOTIENT);
        BigDecimal rate =
                ScaledRates.debtWeight(decimal("0.1"), decimal("0.8"), decimal("0.001"), decimal("6.147540983"));
        MarginAccount account = Accounts.rounded(
                Accounts.cross(
                        "0",
                        Brackets.flat(rate.toPlainString()),
                        cross("BTC", "-6.147540983", entry.toPlainString(), price)),
                FINE);

        AGREEMENT.assertPublished("Drift", published, account.initialMargin(), "0.000001");
        if (price.equals("21050")) {
            AGREEMENT.assertPublished("Drift", "24282.786896", account.unrealisedPnl(), "0.000001");
        }
    }

    /**
     * The same file, usdc_less_than_1_with_deposit and usdc_more_than_1_with_borrow: one is held, or owed, at the worse of two prices. The second is a haircut, or a debt's
     * margin, of what it is off the first.
     */
    @ParameterizedTest(name = "Drift, one at {0} and {1}: {2} held, {3} owed")
    @CsvSource({"0.99, 0.95, 0.95, 0.99", "0.99, 1.01, 0.99, 1.01", "1.01, 1.02, 1.01, 1.02", "1.01, 0.99, 0.99, 1.01"})
    void driftsWorseOfTwoPrices(String oracle, String mean, String held, String owed) {
        BigDecimal apart =
                decimal(mean).divide(decimal(oracle), Decimals.QUOTIENT).subtract(Decimals.ONE);
        HaircutSchedule haircut = HaircutSchedule.flat(Decimals.largest(apart.negate(), Decimals.ZERO));
        Holding.Terms terms =
                Holding.Terms.of(haircut).withDebtRates(Decimals.ZERO, Decimals.largest(apart, Decimals.ZERO));

        Balances one = balances(new Holding("USDC", Decimals.ONE, Decimals.ZERO, decimal(oracle), terms));
        Balances debt = balances(new Holding("USDC", Decimals.ZERO, Decimals.ONE, decimal(oracle), terms));

        AGREEMENT.assertPublished("Drift", held, one.wallet(), "1E-17");
        AGREEMENT.assertPublished("Drift", owed, debt.maintenanceOfDebts().subtract(debt.wallet()), "1E-17");
    }

    /** dydxprotocol/v4-chain, protocol/x/perpetuals/types/liquidity_tier_test.go, TestGetAdjustedInitialMarginPpm: millionths, cut. */
    @ParameterizedTest(name = "dYdX, open interest {2} between {0} and {1}: {3}")
    @CsvSource({
        "1000000, 2000000, 0, 0.2",
        "1000000, 2000000, 1000000, 0.2",
        "1000000, 2000000, 1234567, 0.387653",
        "1000000, 2000000, 1500000, 0.6",
        "1000000, 2000000, 2000000, 1",
        "1000000, 2000000, 2500000, 1",
        "0, 0, 1500000, 0.2"
    })
    void dydxsInitialMarginFractions(String lower, String upper, String openInterest, String published) {
        BigDecimal ours =
                ScaledRates.byOpenInterest(decimal("0.2"), decimal(lower), decimal(upper), decimal(openInterest));

        AGREEMENT.assertPublished("dYdX", published, ours.setScale(6, RoundingMode.FLOOR), "0");
    }

    /** The same file, TestGetInitialMarginQuoteQuantums: whole quantums, rounded up. */
    @ParameterizedTest(name = "dYdX, {0} of {1} at an open interest of {4}: {5}")
    @CsvSource({
        "0.2, 500000, 0, 0, 0, 100000",
        "0.5, 1000000, 0, 0, 0, 500000",
        "0.1, 1, 0, 0, 0, 1",
        "0.567243, 123456, 0, 0, 0, 70030",
        "0.2, 500000, 0, 0, 1500000000000, 100000",
        "0.2, 500000, 1000000000000, 2000000000000, 1500000000000, 300000",
        "0.2, 500000, 25000000000000, 50000000000000, 80000000000000, 500000",
        "0.2, 500000, 25000000000000, 50000000000000, 25000000000000, 100000",
        "0.2, 500000, 25000000000000, 60000000000000, 28123456789123, 135697"
    })
    void dydxsInitialMargins(
            String rate, String notional, String lower, String upper, String openInterest, String published) {
        BigDecimal scaled =
                ScaledRates.byOpenInterest(decimal(rate), decimal(lower), decimal(upper), decimal(openInterest));

        AGREEMENT.assertPublished(
                "dYdX",
                published,
                WHOLE.requirementRounded(new RequirementLine(scaled, Decimals.ZERO).at(decimal(notional))),
                "0");
    }

    /** docs.dydx, Contract loss mechanism: 100 behind 500 at 1, long and short, 3 % to maintain. */
    @Test
    void dydxsContractLosses() {
        Brackets three = Brackets.flat("0.03");
        Position bShort = cross("ABC", "-500", "1", "2");
        MarginAccount b = Accounts.cross("100", three, bShort);
        MarginAccount a = Accounts.cross("100", three, cross("ABC", "500", "1", "0.801"));

        AGREEMENT.assertPublished("dYdX", "-400", b.equity(), "0");
        AGREEMENT.assertPublished(
                "dYdX",
                "1.2",
                LiquidationPrices.bankruptcyAlone(b).get(bShort.id()).bankruptcy(),
                "0");
        AGREEMENT.assertPublished(
                "dYdX",
                "500",
                Accounts.cross("100", three, cross("ABC", "500", "1", "2")).unrealisedPnl(),
                "0");
        AGREEMENT.assertPublished(
                "dYdX",
                "15",
                Accounts.cross("100", three, cross("ABC", "500", "1", "1")).maintenanceMargin(),
                "0");
        AGREEMENT.assertPublished("dYdX", "0.50", a.equity(), "0");
        assertTrue(!a.coversMaintenance(Decimals.ONE));
    }

    /** gmx-io/gmx-synthetics, test/exchange/LiquidationOrder.ts: 200,000 long at 5,000 on 10 ether; 1 % of the size must be left. */
    @ParameterizedTest(name = "GMX at {0}: sound {2}")
    @CsvSource({"4200, 42000, true", "4000, 40000, false"})
    void gmxsLiquidation(String price, String collateral, boolean isSound) {
        MarginAccount account =
                Accounts.cross(collateral, Brackets.flat("0").withAddOn("2000"), cross("ETH", "40", "5000", price));

        assertEquals(isSound, account.coversMaintenance(Decimals.ONE));
        AGREEMENT.count("GMX", 1);
    }

    /** support.flipster.io, Margin trading explained: 0.1 bitcoin at 30,000 with 300 behind it; 1 % of the value at entry is to be kept. */
    @ParameterizedTest(name = "Flipster at {0}: {2} left")
    @CsvSource({"36000, 600, 900, true", "28000, -200, 100, true", "26000, -400, -100, false"})
    void flipstersRemainingMargin(String price, String gain, String left, boolean isSound) {
        MarginAccount account =
                Accounts.cross("300", Brackets.flat("0").withAddOn("30"), cross("BTC", "0.1", "30000", price));

        AGREEMENT.assertPublished("Flipster", gain, account.unrealisedPnl(), "0");
        AGREEMENT.assertPublished("Flipster", left, account.equity(), "0");
        assertEquals(isSound, account.coversMaintenance(Decimals.ONE));
    }
}
