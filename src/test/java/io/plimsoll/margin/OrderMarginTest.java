package io.plimsoll.margin;

import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.decimal;
import static io.plimsoll.fixtures.Positions.inverse;
import static io.plimsoll.fixtures.Positions.isolated;
import static io.plimsoll.fixtures.Positions.withMultiplier;
import static io.plimsoll.fixtures.SnapshotFixture.account;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.AccountSnapshot;
import io.plimsoll.account.ContractKind;
import io.plimsoll.account.OrderSide;
import io.plimsoll.fixtures.SnapshotFixture;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderMarginTest {

    private static final Map<String, BigDecimal> TEN_PERCENT = Map.of("o-1", decimal("0.1"), "o-2", decimal("0.1"));

    private static void assertBinds(String expected, AccountSnapshot snapshot) {
        BigDecimal bound = OrderMargin.of(snapshot, TEN_PERCENT);
        assertEquals(0, decimal(expected).compareTo(bound), () -> "expected " + expected + ", was " + bound);
    }

    @ParameterizedTest
    @CsvSource({
        "0, SELL, 5, 50, nothing is held and 5 open a short",
        "10, BUY, 5, 50, 5 more than are held",
        "10, SELL, 5, 0, 5 of the 10 are closed",
        "10, SELL, 10, 0, all 10 are closed",
        "10, SELL, 20, 0, 10 are closed and 10 opened on the other side: no more than before",
        "10, SELL, 21, 10, one more on the other side than before",
        "-10, BUY, 20, 0, the same from a short",
        "-10, BUY, 21, 10, and one more",
        "-10, SELL, 1, 10, a larger short"
    })
    void anOrderBindsWhatItMakesTheExposureLarger(
            String held, OrderSide side, String quantity, String bound, String why) {
        // Given
        SnapshotFixture account = account().order("o-1", "BTC", side, quantity, "100");
        if (!held.equals("0")) {
            account.with(cross("BTC", held, "100", "100"));
        }

        // Then
        assertBinds(bound, account.snapshot());
    }

    @ParameterizedTest
    @CsvSource({
        "LINEAR, 1, 250000, 500 at 5,000 and a tenth",
        "LINEAR, 0.01, 2500, contracts of a hundredth",
        "INVERSE, 1, 0.01, 500 of the quote currency are a tenth of the base asset at 5,000",
        "INVERSE, 100, 1, contracts of 100"
    })
    void anOrderInAnInstrumentThatIsNotHeldSaysWhatItsContractIs(
            ContractKind contract, String multiplier, String bound, String why) {
        assertBinds(
                bound,
                account()
                        .orderOf(contract, multiplier, "o-1", "BTCUSD", OrderSide.BUY, "500", "5000")
                        .snapshot());
    }

    @Test
    void ofInverseOrdersTheLowerPriceBindsMore() {
        assertBinds(
                "0.01",
                account()
                        .with(inverse("BTCUSD", "-400", "5000", "5000"))
                        .order("o-1", "BTCUSD", OrderSide.BUY, "500", "5000")
                        .order("o-2", "BTCUSD", OrderSide.BUY, "800", "8000")
                        .snapshot());
    }

    @Test
    void anOrderThatContradictsItsPositionIsRefused() {
        SnapshotFixture account = account()
                .with(inverse("BTCUSD", "400", "5000", "5000"))
                .orderOf(ContractKind.LINEAR, "1", "o-1", "BTCUSD", OrderSide.BUY, "500", "5000");

        assertThrows(IllegalArgumentException.class, account::snapshot);
    }

    @Test
    void onlyTheWorseSideOfAnInstrumentBinds() {
        assertBinds(
                "70",
                account()
                        .order("o-1", "BTC", OrderSide.BUY, "5", "100")
                        .order("o-2", "BTC", OrderSide.SELL, "7", "100")
                        .snapshot());
    }

    @Test
    void instrumentsAddUp() {
        assertBinds(
                "120",
                account()
                        .order("o-1", "BTC", OrderSide.BUY, "5", "100")
                        .order("o-2", "ETH", OrderSide.SELL, "7", "100")
                        .snapshot());
    }

    @Test
    void aReduceOnlyOrderBindsNothing() {
        assertBinds(
                "0",
                account()
                        .with(cross("BTC", "10", "100", "100"))
                        .reduceOnlyOrder("o-1", "BTC", OrderSide.SELL, "50", "100")
                        .snapshot());
    }

    @Test
    void anOrderThatNoRuleRatesBindsNothing() {
        assertBinds(
                "0", account().order("o-9", "BTC", OrderSide.BUY, "5", "100").snapshot());
    }

    @Test
    void aSmallOrderFarFromTheMarketDoesNotPriceTheOthers() {
        assertBinds(
                "200",
                account()
                        .order("o-1", "BTC", OrderSide.SELL, "10", "100")
                        .order("o-2", "BTC", OrderSide.SELL, "0.1", "10000")
                        .snapshot());
    }

    @Test
    void theDearestOrdersAreTheOnesThatOpenThePosition() {
        assertBinds(
                "40",
                account()
                        .with(cross("BTC", "5", "100", "100"))
                        .order("o-1", "BTC", OrderSide.SELL, "10", "100")
                        .order("o-2", "BTC", OrderSide.SELL, "2", "200")
                        .snapshot());
    }

    @Test
    void aContractOfAThousandthBindsAThousandth() {
        assertBinds(
                "0.05",
                account()
                        .with(withMultiplier(cross("BTC", "10", "100", "100"), "0.001"))
                        .order("o-1", "BTC", OrderSide.BUY, "5", "100")
                        .snapshot());
    }

    @Test
    void anIsolatedPositionShieldsNoOrderButTellsTheContractSize() {
        assertBinds(
                "5",
                account()
                        .with(withMultiplier(isolated("BTC", "10", "100", "100", "50"), "0.1"))
                        .order("o-1", "BTC", OrderSide.SELL, "5", "100")
                        .snapshot());
    }

    @Test
    void whateverTheOrdersTheyBindWhatCountingUnitByUnitGives() {
        // Given
        var random = new Random(99);
        int binding = 0;
        for (int i = 0; i < 500; i++) {
            SnapshotFixture account = account();
            Map<String, BigDecimal> rates = new HashMap<>();
            for (String instrument : new String[] {"BTC", "ETH"}) {
                int held = random.nextInt(21) - 10;
                if (held != 0) {
                    account.with(cross(instrument, "" + held, "100", "100"));
                }
                for (int order = random.nextInt(6); order > 0; order--) {
                    String id = instrument + order;
                    OrderSide side = random.nextBoolean() ? OrderSide.BUY : OrderSide.SELL;
                    account.order(id, instrument, side, "" + (1 + random.nextInt(12)), "" + (50 + random.nextInt(99)));
                    rates.put(id, BigDecimal.valueOf(random.nextInt(20), 2));
                }
            }
            AccountSnapshot snapshot = account.snapshot();

            // When
            BigDecimal bound = OrderMargin.of(snapshot, rates);

            // Then
            BigDecimal expected = NaiveMargin.orderMargin(snapshot, rates, BigDecimal.ONE);
            assertEquals(
                    0, expected.compareTo(bound), () -> "expected " + expected + ", was " + bound + " of " + snapshot);
            binding += bound.signum();
        }
        assertTrue(binding > 200, "binding " + binding);
    }
}
