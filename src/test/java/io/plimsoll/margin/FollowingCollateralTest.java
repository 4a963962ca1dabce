package io.plimsoll.margin;

import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.decimal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.Position;
import io.plimsoll.fixtures.Accounts;
import io.plimsoll.fixtures.Brackets;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Collateral and debts whose price moves with that of a position. */
class FollowingCollateralTest {

    private static final BigDecimal NEXT = decimal("1E-9");

    private static MarginAccount account(String cash, Holding held, TermsAt terms, Position position) {
        Balances balances = new Balances(List.of(held), decimal(cash), Accounts.CENTS);
        return new MarginAccount(
                MarginAccountId.CROSS,
                balances.wallet(),
                Accounts.cross("0", terms, position).positions(),
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                Accounts.CENTS,
                balances,
                PortfolioMargin.NONE,
                Conversions.NONE);
    }

    private static Holding.Terms following(HaircutSchedule schedule) {
        return Holding.Terms.of(schedule).withFollows("ETH");
    }

    private static PositionPrices prices(MarginAccount account, TermsAt terms) {
        return LiquidationPrices.of(account, MaintenanceConvention.MOVES_WITH_PRICE, terms)
                .values()
                .iterator()
                .next();
    }

    /** gmx-io/gmx-synthetics: a hundredth of 200,000 is to be left of ten ether behind forty, bought at 5,000. */
    @Test
    void gmxsCollateralIsWorthLessToo() {
        TermsAt terms = Brackets.flat("0").withAddOn("2000");
        Holding ether = new Holding(
                "ETH",
                decimal("10"),
                BigDecimal.ZERO,
                decimal("5000"),
                following(HaircutSchedule.flat(BigDecimal.ZERO)));

        PositionPrices prices = prices(account("0", ether, terms, cross("ETH", "40", "5000", "5000")), terms);

        assertEquals(0, decimal("4040").compareTo(prices.liquidation()));
        assertEquals(0, decimal("4000").compareTo(prices.bankruptcy()));
    }

    @Test
    void whatCountsUpToACapStandsStill() {
        TermsAt terms = Brackets.flat("0.05");
        HaircutSchedule capped = new HaircutSchedule(
                List.of(new HaircutSchedule.Tier(BigDecimal.ZERO, BigDecimal.ZERO)), decimal("900"));
        Holding ether = new Holding("ETH", decimal("10"), BigDecimal.ZERO, decimal("100"), following(capped));

        PositionPrices prices = prices(account("0", ether, terms, cross("ETH", "100", "100", "100")), terms);

        assertEquals(0, decimal("91").compareTo(prices.bankruptcy()));
    }

    /** By the plain formula, at each of many prices. */
    private record Book(
            BigDecimal cash,
            BigDecimal held,
            BigDecimal owed,
            BigDecimal assetPrice,
            BigDecimal haircut,
            BigDecimal debtRate,
            BigDecimal quantity,
            BigDecimal mark,
            Brackets brackets) {

        BigDecimal slackAt(BigDecimal price) {
            BigDecimal asset = assetPrice.multiply(price).divide(mark, Decimals.QUOTIENT);
            BigDecimal notional = quantity.abs().multiply(price);
            return cash.add(held.multiply(asset).multiply(BigDecimal.ONE.subtract(haircut)))
                    .subtract(owed.multiply(asset).multiply(BigDecimal.ONE.add(debtRate)))
                    .add(quantity.multiply(price.subtract(mark)))
                    .subtract(brackets.termsAt(notional).maintenanceAt(notional));
        }
    }

    @Test
    void onRandomAccountsNothingNearerBreachesAndThereEquityIsTheRequirement() {
        Random random = new Random(20261123);
        int met = 0;
        int owing = 0;
        for (int i = 0; i < 400; i++) {
            // Given
            boolean owes = random.nextInt(3) == 0;
            var book = new Book(
                    BigDecimal.valueOf(random.nextInt(30_000)),
                    BigDecimal.valueOf(owes ? 0 : random.nextInt(100)),
                    BigDecimal.valueOf(owes ? 1 + random.nextInt(60) : 0),
                    BigDecimal.valueOf(80 + random.nextInt(40)),
                    BigDecimal.valueOf(random.nextInt(30), 2),
                    BigDecimal.valueOf(random.nextInt(20), 2),
                    BigDecimal.valueOf(random.nextBoolean() ? 1 + random.nextInt(200) : -1 - random.nextInt(200)),
                    BigDecimal.valueOf(90 + random.nextInt(20)),
                    Brackets.continuous("5000:0.02", "15000:0.05", "0:0.1"));
            if (book.slackAt(book.mark()).signum() <= 0) {
                continue;
            }
            Holding asset = new Holding(
                    "A",
                    book.held(),
                    book.owed(),
                    book.assetPrice(),
                    following(HaircutSchedule.flat(book.haircut())).withDebtRates(book.debtRate(), book.debtRate()));
            String mark = book.mark().toPlainString();
            MarginAccount account = account(
                    book.cash().toPlainString(),
                    asset,
                    book.brackets(),
                    cross("ETH", book.quantity().toPlainString(), mark, mark));

            // When
            PositionPrices prices = prices(account, book.brackets());

            // Then
            BigDecimal found = prices.liquidation();
            if (found == null) {
                soundBetween(book, book.mark(), book.mark().multiply(decimal("0.001")));
                soundBetween(book, book.mark(), book.mark().multiply(decimal("2")));
                continue;
            }
            met++;
            owing += owes ? 1 : 0;
            BigDecimal outwards = BigDecimal.valueOf(found.compareTo(book.mark()));
            soundBetween(book, book.mark(), found.subtract(outwards.multiply(NEXT)));
            assertTrue(book.slackAt(found.add(outwards.multiply(NEXT))).signum() < 0, () -> book + " at " + found);
            assertTrue(book.slackAt(found).abs().compareTo(decimal("1E-15")) < 0, () -> book + " at " + found);
        }
        assertTrue(met > 150 && owing > 30, met + " met, " + owing + " of them owing");
    }

    private static void soundBetween(Book book, BigDecimal from, BigDecimal to) {
        for (int step = 0; step <= 100; step++) {
            BigDecimal price = from.add(to.subtract(from).multiply(BigDecimal.valueOf(step, 2)));
            assertTrue(book.slackAt(price).signum() >= 0, () -> book + " at " + price);
        }
    }

    @Test
    void whatFollowsAPositionHasNoPriceOfItsOwn() {
        TermsAt terms = Brackets.flat("0.05");
        Holding ether = new Holding(
                "ETH",
                decimal("10"),
                BigDecimal.ZERO,
                decimal("100"),
                following(HaircutSchedule.flat(BigDecimal.ZERO)));
        MarginAccount account = account("0", ether, terms, cross("ETH", "100", "100", "100"));

        assertEquals(Map.of(), CollateralPrices.of(account));
    }
}
