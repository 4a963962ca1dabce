package io.plimsoll.venues;

import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.decimal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plimsoll.fixtures.Accounts;
import io.plimsoll.margin.Balances;
import io.plimsoll.margin.HaircutSchedule;
import io.plimsoll.margin.Holding;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.PositionTerms;
import io.plimsoll.margin.RequirementLine;
import io.plimsoll.money.Decimals;
import io.plimsoll.money.Rounding;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * blockworks-foundation/mango-v4, programs/mango-v4/src/health/cache.rs, test_health1: the health to open, which is what is left of a perpetual market joined to the
 * token it settles in, each token by its weights. The first token is worth 1 and weighs 0.8 held and 1.2 owed, the second 5, the third 10, at 0.5 and 1.5. Where
 * orders are open, the worse side is filled. Left out are the cases in which several spot orders may go into the same token: Mango takes the worst for each
 * order as if all others had gone there as well, which no filling of them is.
 */
class MangoHealthTest {

    private static final Rounding FINE = new Rounding(18, 18, 18);
    private static int agreeing;

    @AfterAll
    static void printAgreement() {
        System.out.printf("| Mango v4 | %d |%n", agreeing);
    }

    /**
     * @param lots of ten, at 5; bids and asks are lots too
     * @param quote what was received for them
     */
    private static BigDecimal leftOfMarket(String lots, String quote, String bids, String asks) {
        return Decimals.smallest(filled(lots, quote, bids), filled(lots, quote, "-" + asks));
    }

    /** What is left of a market after its requirement of a fifth; of what is more than nothing a twentieth does not count. */
    private static BigDecimal filled(String lots, String quote, String more) {
        BigDecimal size = decimal(lots).add(decimal(more)).multiply(BigDecimal.TEN);
        BigDecimal wallet =
                decimal(quote).subtract(decimal(more).multiply(decimal("50"))).add(size.multiply(decimal("5")));
        if (size.signum() == 0) {
            return wallet.subtract(Decimals.largest(wallet, Decimals.ZERO).multiply(decimal("0.05")));
        }
        BigDecimal notional = size.abs().multiply(decimal("5"));
        RequirementLine fifth = new RequirementLine(decimal("0.2"), Decimals.ZERO);
        BigDecimal uncounted = Decimals.largest(wallet.subtract(fifth.at(notional)), Decimals.ZERO)
                .multiply(decimal("0.05"));
        var terms = new PositionTerms(
                fifth,
                fifth,
                Decimals.ONE,
                Decimals.ZERO,
                Decimals.ZERO,
                RequirementLine.ofAmount(uncounted, notional));
        MarginAccount account = Accounts.rounded(
                Accounts.cross(
                        wallet,
                        BigDecimal.ZERO,
                        positions -> Map.of(positions.getFirst().id(), terms),
                        List.of(cross("PERP", size.toPlainString(), "5", "5"))),
                FINE);
        return account.equity().subtract(account.initialMargin());
    }

    private static Holding token(String name, BigDecimal quantity, String price, String held, String owed) {
        return new Holding(
                name,
                Decimals.largest(quantity, Decimals.ZERO),
                Decimals.largest(quantity.negate(), Decimals.ZERO),
                decimal(price),
                Holding.Terms.of(HaircutSchedule.flat(Decimals.ONE.subtract(decimal(held))))
                        .withDebtRates(decimal(owed).subtract(Decimals.ONE), Decimals.ZERO));
    }

    private static BigDecimal health(BigDecimal first, BigDecimal second, BigDecimal third, String[] weights) {
        Balances balances = new Balances(
                List.of(
                        token("ONE", first, "1", weights[0], weights[1]),
                        token("TWO", second, "5", weights[2], weights[3]),
                        token("THREE", third, "10", weights[4], weights[5])),
                Decimals.ZERO,
                FINE);
        return balances.wallet().subtract(balances.initialOfDebts());
    }

    /**
     * @param quoteReserved of the first token in orders for the other, which is the second or the third; what orders for the first reserve of it is {@code baseReserved}
     */
    @ParameterizedTest(name = "{0}: {11}")
    @CsvSource({
        "0, 100, -10, 0, TWO, 20, 15, 3, -131, 7, 11, 16.2",
        "1, -100, 10, 0, TWO, 20, 15, -10, -131, 7, 11, -1056.7",
        "2, 0, 0, 0, TWO, 0, 0, -1, 100, 0, 0, 30.4",
        "3, 0, 0, 0, TWO, 0, 0, 1, -100, 0, 0, -72",
        "4, 0, 0, 0, TWO, 0, 0, 10, 100, 0, 0, 380",
        "5, 0, 0, 0, TWO, 0, 0, 30, -100, 0, 0, 836",
        "8, -100, -100, -1, THREE, 10, 1, 0, 0, 0, 0, -865",
        "12, -100, 0, 0, TWO, 0, 0, 1, 100, 0, 0, 26.4",
        "13, 100, 0, 0, TWO, 0, 0, -1, -100, 0, 0, -72"
    })
    void healthToOpen(
            String testCase,
            String first,
            String second,
            String third,
            String other,
            String quoteReserved,
            String baseReserved,
            String lots,
            String quote,
            String bids,
            String asks,
            String expected) {
        BigDecimal joined = decimal(first).add(leftOfMarket(lots, quote, bids, asks));
        String[] weights = {"0.8", "1.2", "0.5", "1.5", "0.5", "1.5"};
        BigDecimal price = decimal(other.equals("TWO") ? "5" : "10");
        BigDecimal asQuote = decimal(quoteReserved).add(decimal(baseReserved).multiply(price));
        BigDecimal asBase = asQuote.divide(price, Decimals.QUOTIENT);
        BigDecimal sold = health(joined.add(asQuote), decimal(second), decimal(third), weights);
        BigDecimal bought = other.equals("TWO")
                ? health(joined, decimal(second).add(asBase), decimal(third), weights)
                : health(joined, decimal(second), decimal(third).add(asBase), weights);

        assertEquals(0, decimal(expected).compareTo(Decimals.smallest(sold, bought)), () -> sold + " or " + bought);
        agreeing++;
    }

    /** Cases 10 and 11: beyond a limit of all deposits, or loans, a weight falls, or rises, with them. */
    @ParameterizedTest(name = "{0} of each: {1}")
    @CsvSource({"100, 296.666666666667", "-100, -16245"})
    void limitsOfAllDepositsAndLoans(String quantity, String expected) {
        BigDecimal each = decimal(quantity);
        BigDecimal two = decimal("0.5").multiply(decimal("5000")).divide(decimal("7500"), Decimals.QUOTIENT);
        String[] weights = {"0.8", "1.2", two.toPlainString(), "2.25", "0.05", "15"};

        BigDecimal health = health(each, each, each, weights);

        assertEquals(
                0,
                decimal(expected)
                        .setScale(6, RoundingMode.HALF_UP)
                        .compareTo(health.setScale(6, RoundingMode.HALF_UP)));
        agreeing++;
    }
}
