package io.plimsoll.venues;

import static io.plimsoll.fixtures.Positions.NOON;
import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.decimal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.ContractKind;
import io.plimsoll.account.MarginMode;
import io.plimsoll.account.Position;
import io.plimsoll.account.PositionId;
import io.plimsoll.fixtures.Accounts;
import io.plimsoll.fixtures.Brackets;
import io.plimsoll.fixtures.Positions;
import io.plimsoll.margin.LiquidationPrices;
import io.plimsoll.margin.MaintenanceConvention;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.PositionPrices;
import io.plimsoll.margin.PositionTerms;
import io.plimsoll.margin.RequirementLine;
import io.plimsoll.margin.TermsAt;
import io.plimsoll.market.Mark;
import io.plimsoll.money.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Prices that venues publish, against the kernel; the table of agreement in {@code docs/margin.md} is what this prints. */
class PublishedPricesTest {

    @RegisterExtension
    static final Agreement AGREEMENT = new Agreement();

    enum Figure {
        LIQUIDATION,
        AFTER_COSTS,
        BANKRUPTCY
    }

    @ParameterizedTest(name = "{0} {12} {13}: {15}")
    @CsvFileSource(resources = "/venues/published-prices.csv", useHeadersInDisplayName = false, numLinesToSkip = 1)
    void aPublishedPriceIsTheKernels(
            String venue,
            ContractKind contract,
            BigDecimal wallet,
            @Nullable BigDecimal quantity,
            @Nullable BigDecimal notional,
            BigDecimal entry,
            BigDecimal mark,
            BigDecimal rate,
            BigDecimal deduction,
            BigDecimal others,
            BigDecimal cost,
            MaintenanceConvention convention,
            Figure figure,
            BigDecimal published,
            BigDecimal tolerance,
            String source) {
        // Given
        BigDecimal size = quantity != null ? quantity : notional.divide(entry, Decimals.QUOTIENT);
        Position position = new Position(
                venue, contract, MarginMode.CROSS, size, entry, new Mark(mark, null, NOON), BigDecimal.ONE, null, null);
        TermsAt terms = oneLine(rate, deduction, cost);
        MarginAccount account = Accounts.cross(wallet, others, terms, List.of(position));

        // When
        PositionPrices prices = LiquidationPrices.of(account, convention, terms).get(position.id());

        // Then
        BigDecimal ours = switch (figure) {
            case LIQUIDATION -> prices.liquidation();
            case AFTER_COSTS -> prices.liquidationAfterCosts();
            case BANKRUPTCY -> prices.bankruptcy();
        };
        assertNotNull(ours, source);
        assertTrue(
                ours.subtract(published).abs().compareTo(tolerance) <= 0,
                () -> "published " + published + ", ours " + ours + ": " + source);
        AGREEMENT.count(venue, 1);
    }

    private static TermsAt oneLine(BigDecimal rate, BigDecimal deduction, BigDecimal cost) {
        RequirementLine line = new RequirementLine(rate, deduction);
        return positions -> {
            Map<PositionId, PositionTerms> terms = new HashMap<>();
            positions.forEach(position ->
                    terms.put(position.id(), new PositionTerms(line, line, BigDecimal.ONE, BigDecimal.ZERO, cost)));
            return terms;
        };
    }

    /** Binance's own example of cross margin, both positions in one account: its maintenance margins, losses and liquidation prices. */
    @Test
    void binancesCrossAccountOfTwoPositions() {
        // Given
        Map<String, TermsAt> terms = Map.of(
                "BTCUSDT", oneLine(decimal("0.025"), decimal("16300"), BigDecimal.ZERO),
                "ETHUSDT", oneLine(decimal("0.1"), decimal("135365"), BigDecimal.ZERO));
        TermsAt venue = positions -> {
            Map<PositionId, PositionTerms> all = new HashMap<>();
            positions.forEach(
                    position -> all.putAll(terms.get(position.id().instrument()).ask(List.of(position))));
            return all;
        };
        Position btc = cross("BTCUSDT", "109.488", "32481.980", "31967.27");
        Position eth = cross("ETHUSDT", "3683.979", "1456.84", "1335.18");
        MarginAccount account = Accounts.cross("1535443.01", venue, btc, eth);

        // When
        var prices = LiquidationPrices.of(account, MaintenanceConvention.MOVES_WITH_PRICE, venue);

        // Then
        assertEquals(cents("71200.81144"), cents(account.position(btc.id()).maintenanceMargin()));
        assertEquals(cents("356512.508"), cents(account.position(eth.id()).maintenanceMargin()));
        assertEquals(
                cents("-56354.57"), cents(account.position(btc.id()).priced().unrealisedPnl()));
        assertEquals(
                cents("-448192.89"), cents(account.position(eth.id()).priced().unrealisedPnl()));
        assertEquals(cents("26316.89"), cents(prices.get(btc.id()).liquidation()));
        assertEquals(cents("1153.26"), cents(prices.get(eth.id()).liquidation()));
        AGREEMENT.count("Binance", 6);
    }

    /**
     * A coin-margined long of 10,000,000 USD at 45,000 on 101 BTC, of which the venue's calculator said 33,599.40 in 2021 (developers' forum,
     * topic 6292): from 222 BTC at entry it lands at 298 BTC, two brackets higher.
     */
    @Test
    void binancesCalculatorOfCoinMarginedContractsLandsTwoBracketsHigher() {
        // Given
        Brackets brackets = Brackets.continuous(
                "5:0.004", "10:0.005", "20:0.01", "50:0.025", "100:0.05", "200:0.1", "400:0.125", "1000:0.15");
        Position position = Positions.inverse("BTCUSD", "10000000", "45000", "45000");
        MarginAccount account = Accounts.cross("101", brackets, position);

        // When
        BigDecimal ours = LiquidationPrices.of(account, MaintenanceConvention.MOVES_WITH_PRICE, brackets)
                .get(position.id())
                .liquidation();

        // Then: the calculator shows two cents less, a part in a million
        assertEquals(cents("33599.42"), cents(ours));
        AGREEMENT.count("Binance", 1);
    }

    /** 5739.50 is printed; its own formula, 0.5 − 0.00625 − 0.00131152 over 10,000 USD, gives 5739.08. */
    @Test
    void bybitsCrossExampleOf2021DoesNotReproduce() {
        // Given: maintenance of the value at entry, and the fee to close at the bankruptcy price
        BigDecimal fee = decimal("7.5").divide(decimal("5718.571428571428571428571428571429"), Decimals.QUOTIENT);
        TermsAt terms = oneLine(decimal("0.005"), BigDecimal.ZERO, BigDecimal.ZERO);
        Position position = Positions.inverse("BTCUSD", "10000", "8000", "8000");
        MarginAccount account = Accounts.cross(decimal("0.5"), fee, terms, List.of(position));

        // When
        BigDecimal ours = LiquidationPrices.of(account, MaintenanceConvention.FIXED_AT_MARK, terms)
                .get(position.id())
                .liquidation();

        // Then
        assertEquals(cents("5739.08"), cents(ours));
        assertNotEquals(cents("5739.50"), cents(ours));
    }

    private static BigDecimal cents(String amount) {
        return cents(decimal(amount));
    }

    private static BigDecimal cents(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.HALF_UP);
    }
}
