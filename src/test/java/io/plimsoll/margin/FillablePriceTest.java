package io.plimsoll.margin;

import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.decimal;
import static io.plimsoll.fixtures.Positions.inverse;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.Position;
import io.plimsoll.fixtures.Accounts;
import io.plimsoll.fixtures.Brackets;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cases of dYdX's own tests of version 4, liquidations_test.go; bitcoin at 50,000, ether at 3,000, 10 % to maintain. */
class FillablePriceTest {

    private static final BigDecimal ONE = BigDecimal.ONE;

    /** An account of dYdX holds cash and pays for what it buys; here it has the same equity in cash and positions entered at the mark. */
    private static MarginAccount account(String cash, String bitcoin, String ether) {
        BigDecimal value =
                decimal(bitcoin).multiply(decimal("50000")).add(decimal(ether).multiply(decimal("3000")));
        List<Position> positions = new ArrayList<>();
        if (decimal(bitcoin).signum() != 0) {
            positions.add(cross("BTC", bitcoin, "50000", "50000"));
        }
        if (decimal(ether).signum() != 0) {
            positions.add(cross("ETH", ether, "3000", "3000"));
        }
        return Accounts.cross(decimal(cash).add(value), BigDecimal.ZERO, Brackets.flat("0.1"), positions);
    }

    @ParameterizedTest(name = "cash {0}, {1} BTC, {2} ETH, adjustment {3}, spread {4}: {5}")
    @CsvSource({
        "-4501, 0.1, 0, 1, 0.1, 49999",
        "-4501, 0.1, 0, 2, 0.1, 49998",
        "-4501, 0.1, 0, 1, 0.2, 49998",
        "5499, -0.1, 0, 1, 0.1, 50001",
        "5499, -0.1, 0, 2, 0.1, 50002",
        "5499, -0.1, 0, 1, 0.2, 50002",
        "-5000, 0.1, 0, 1, 0.1, 49500",
        "5000, -0.1, 0, 1, 0.1, 50500",
        "-5500, 0.1, 0, 1, 0.1, 49500",
        "4500, -0.1, 0, 1, 0.1, 50500",
        "-490, 0.004, 0.1, 1, 0.1, 2976",
        "-4501, 0.1, 0, 4294.967295, 0.1, 49500",
        "-4501, 0.1, 0, 1, 0.000001, 49999.99999",
        "-4501, 0.1, 0, 1, 1, 49990"
    })
    void dydxFillsNoWorseThanThis(
            String cash, String bitcoin, String ether, BigDecimal adjustment, BigDecimal spread, BigDecimal expected) {
        MarginAccount account = account(cash, bitcoin, ether);

        BigDecimal price =
                FillablePrice.of(account, account.positions().getLast().id(), adjustment, spread);

        assertEquals(0, expected.compareTo(price), price::toPlainString);
    }

    @ParameterizedTest(name = "cash {0}, {1} BTC, {2} ETH, {3} closed: {4} of money")
    @CsvSource({
        "-4501, 0.1, 0, 0.1, 4501",
        "5499, -0.1, 0, 0.1, 5499",
        "-5000, 0.1, 0, 0.1, 5000",
        "-5000, 0.1, 0, 0.05, 2500",
        "5000, -0.1, 0, 0.05, 2500",
        "5000, -0.1, 0, 0.1, 5000",
        "-5100, 0.1, 0, 0.1, 5100",
        "4900, -0.1, 0, 0.1, 4900",
        "-490, 0.004, 0.1, 0.1, 294",
        "510, -0.004, -0.1, 0.1, 306",
        "110, 0.004, -0.1, 0.1, 306",
        "-13, 1, 0, 0.00021347, 0.00277511",
        "13, -1, 0, 0.00021347, 0.00277511",
        "1, 1, 0, 1, -1"
    })
    void dydxsBankruptcyPriceOfAPartIsItsShareOfTheEquity(
            String cash, String bitcoin, String ether, BigDecimal closed, BigDecimal money) {
        MarginAccount account = account(cash, bitcoin, ether);

        BigDecimal price =
                FillablePrice.bankruptcy(account, account.positions().getLast().id(), closed);

        assertEquals(0, money.compareTo(price.multiply(closed)), price::toPlainString);
    }

    @Test
    void ofAnInverseContractTheShareIsOfItsBaseAsset() {
        // Given: long 100,000 USD at 50,000 on 0.01 bitcoin, 1 % of 2 bitcoin to maintain
        MarginAccount account = Accounts.cross(
                decimal("0.01"),
                BigDecimal.ZERO,
                Brackets.flat("0.01"),
                List.of(inverse("BTC", "100000", "50000", "50000")));
        var id = account.positions().getFirst().id();

        // Then: half of 0.02 · 0.1 bitcoin lost, and 0.01
        assertNear("2.001", FillablePrice.of(account, id, ONE, decimal("0.1")));
        assertNear("2.01", FillablePrice.bankruptcy(account, id, decimal("100000")));
    }

    private static void assertNear(String bitcoin, BigDecimal price) {
        BigDecimal exact = decimal("100000").divide(decimal(bitcoin), MathContext.DECIMAL128);
        assertTrue(exact.subtract(price).abs().compareTo(decimal("1E-25")) < 0, price::toPlainString);
    }

    @Test
    void refusesWhatIsNotHeldAndAnAccountWithoutARequirement() {
        MarginAccount account = account("-4501", "0.1", "0");
        var id = account.positions().getFirst().id();

        for (String quantity : List.of("0", "-0.1", "0.10000001")) {
            assertThrows(
                    IllegalArgumentException.class, () -> FillablePrice.bankruptcy(account, id, decimal(quantity)));
        }
        assertThrows(IllegalArgumentException.class, () -> FillablePrice.of(account, id, BigDecimal.ZERO, ONE));
        assertThrows(IllegalArgumentException.class, () -> FillablePrice.of(account, id, ONE, ONE.negate()));
        MarginAccount free = Accounts.cross("1", Brackets.flat("0"), cross("BTC", "1", "1", "1"));
        assertThrows(
                IllegalArgumentException.class,
                () -> FillablePrice.of(free, free.positions().getFirst().id(), ONE, ONE));
    }
}
