package io.plimsoll.venues;

import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.decimal;
import static io.plimsoll.fixtures.Positions.inverse;

import io.plimsoll.fixtures.Accounts;
import io.plimsoll.fixtures.Brackets;
import io.plimsoll.lending.LiquidationBonus;
import io.plimsoll.lending.LoanLiquidation;
import io.plimsoll.margin.Balances;
import io.plimsoll.margin.CollateralPrices;
import io.plimsoll.margin.Conversions;
import io.plimsoll.margin.HaircutSchedule;
import io.plimsoll.margin.Holding;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.MarginAccountId;
import io.plimsoll.margin.PortfolioMargin;
import io.plimsoll.margin.PricedPosition;
import io.plimsoll.margin.RequirementLine;
import io.plimsoll.money.Decimals;
import io.plimsoll.money.Rounding;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Margins, ratios, prices of stocks bought on credit and loans of further suites and pages; the table in {@code docs/margin.md} is what this prints. */
class PublishedMarginsTest {

    @RegisterExtension
    static final Agreement AGREEMENT = new Agreement();

    private static final Rounding FINE = new Rounding(18, 18, 18);

    private static Holding held(String asset, String quantity, String price, String counts) {
        HaircutSchedule schedule = HaircutSchedule.flat(Decimals.ONE.subtract(decimal(counts)));
        return new Holding(asset, decimal(quantity), Decimals.ZERO, decimal(price), Holding.Terms.of(schedule));
    }

    private static Holding owed(String asset, String units, String price) {
        return new Holding(
                asset, Decimals.ZERO, decimal(units), decimal(price), Holding.Terms.of(HaircutSchedule.NOTHING));
    }

    private static Balances balances(Holding... holdings) {
        return new Balances(List.of(holdings), Decimals.ZERO, FINE);
    }

    private static MarginAccount ofBalances(Balances balances) {
        return new MarginAccount(
                MarginAccountId.CROSS,
                balances.wallet(),
                List.of(),
                Decimals.ZERO,
                Decimals.ZERO,
                FINE,
                balances,
                PortfolioMargin.NONE,
                Conversions.NONE);
    }

    /**
     * nautechsystems/nautilus_trader, tests/unit_tests/accounting/test_accounting_margin.py: rates are divided by the leverage, and one or two taker fees are part of
     * them. FX to the cent, BitMEX to the satoshi.
     */
    @ParameterizedTest(name = "nautilus, {0} at {1}, {2} and fees of {3} by {4}: {5}")
    @CsvSource({
        "100000, 0.8, 0.03, 0.00004, 50, 48.06, 0.005",
        "100000, 0.8, 0.03, 0.00004, 10, 240.32, 0.005",
        "1000000, 1, 0.03, 0.00002, 50, 600.40, 0.005",
        "-100000, 11493.60, 0.01, 0.0015, 1, 0.10005568, 0.000000005",
        "-100000, 11493.60, 0.0035, 0.00075, 1, 0.03697710, 0.000000005",
        "-100000, 100000, 0.0035, 0.00075, 10, 0.000425, 0"
    })
    void nautilusMargins(
            String quantity, String price, String rate, String fees, String leverage, String published, String off) {
        boolean isInverse = decimal(quantity).signum() < 0;
        PricedPosition held = Accounts.atMark(
                isInverse ? inverse("XBT", quantity, price, price) : cross("AUD", quantity, price, price));
        BigDecimal all = decimal(rate).add(decimal(fees)).divide(decimal(leverage), Decimals.QUOTIENT);

        AGREEMENT.assertPublished(
                "nautilus", published, new RequirementLine(all, Decimals.ZERO).at(held.notional()), off);
    }

    /** laminar-protocol/cucumber-features, margin.feature: 5,000 euros long at 3 and a spread of 0.03 with 5,000 behind them; the level is equity by value at entry. */
    @ParameterizedTest(name = "Laminar at {1}, bought at {0}: equity {2}, level {3}")
    @CsvSource({
        "3.03, 2.97, 4700, 0.310231023102310231",
        "3.03, 2.07, 200, 0.013201320132013201",
        "3.03, 1.87, -800, -0.052805280528052806",
        "3.04, 2.96, 4600, 0.302631578947368421",
        "3.04, 4.06, 10100, 0.664473684210526315",
        "3.04, 4.96, 14600, 0.960526315789473684",
        "2.02, 1.98, 4800, 0.475247524752475247"
    })
    void laminarsMarginLevels(String bought, String sells, String equity, String level) {
        MarginAccount account = Accounts.rounded(
                Accounts.cross(
                        decimal("5000"),
                        decimal(bought).multiply(decimal("5000")),
                        Brackets.flat("0"),
                        List.of(cross("EURUSD", "5000", bought, sells))),
                FINE);

        AGREEMENT.assertPublished("Laminar", equity, account.equity(), "0");
        AGREEMENT.assertPublished(
                "Laminar", level, account.marginRatio().orElseThrow().setScale(18, RoundingMode.FLOOR), "0");
    }

    /**
     * Stocks bought on credit, by the price below which more margin is asked for: a textbook's 300 shares with 6,600 owed at 40 %; a teacher's 400 of HP with 5,500 owed;
     * the CFA curriculum of 2012; fool.com; sapling.com; a candidate's question.
     */
    @ParameterizedTest(name = "{0}, {1} shares, {2} owed, {3} to keep: {4}")
    @CsvSource({
        "stocks on credit, 300, 6600, 0.4, 36.67",
        "stocks on credit, 400, 5500, 0.25, 18.33",
        "CFA curriculum, 800, 10000, 0.3, 17.86",
        "CFA curriculum, 1, 12, 0.25, 16",
        "stocks on credit, 100, 2500, 0.25, 33.33",
        "stocks on credit, 1, 16, 0.25, 21.33"
    })
    void stocksBoughtOnCredit(String source, String shares, String owed, String maintenance, String published) {
        String counts = Decimals.ONE.subtract(decimal(maintenance)).toPlainString();
        Balances credit = balances(held("STOCK", shares, "100", counts), owed("USD", owed, "1"));

        AGREEMENT.assertPublished(
                source, published, CollateralPrices.of(ofBalances(credit)).get("STOCK"), "0.005");
    }

    /** drift-labs/protocol-v2, math/liquidation/tests.rs: what the insurance fund takes of a transferred liability does not repay it. */
    @ParameterizedTest(name = "Drift, multipliers {0} and {1}, the fund takes {2}: {3}")
    @CsvSource({"1, 1, 0.01, 0.257731958, 0.000000001", "1.1, 0.9, 0.01, 0.475669504, 0.00002"})
    void driftsTransferWithAPartForTheInsuranceFund(
            String assets, String liabilities, String fund, String published, String off) {
        BigDecimal repays = Decimals.ONE.subtract(decimal(fund));
        BigDecimal costs =
                decimal(assets).divide(decimal(liabilities), Decimals.QUOTIENT).divide(repays, Decimals.QUOTIENT);
        BigDecimal repaid = LoanLiquidation.restoringRepayment(
                decimal("1487.5"), decimal("1000"), decimal("0.8"), costs.subtract(Decimals.ONE), decimal("1.2"));

        AGREEMENT.assertPublished(
                "Drift",
                published,
                repaid.divide(repays, Decimals.QUOTIENT).divide(decimal("100"), Decimals.QUOTIENT),
                off);
    }

    /** docs.morpho.org and morpho-org/morpho-blue: min(1.15, 1 / (0.3·LLTV + 0.7)). */
    @ParameterizedTest(name = "Morpho at {0}: {1}")
    @CsvSource({
        "0.385, 0.15",
        "0.625, 0.1268",
        "0.77, 0.0741",
        "0.86, 0.0438",
        "0.915, 0.0262",
        "0.945, 0.0168",
        "0.965, 0.0106",
        "0.98, 0.0060"
    })
    void morphosIncentives(String threshold, String published) {
        AGREEMENT.assertPublished(
                "Morpho",
                published,
                LiquidationBonus.byThreshold(decimal(threshold), decimal("0.3"), decimal("0.15")),
                "0.00005");
    }
}
