package io.plimsoll.venues;

import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.decimal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.OpenOrder;
import io.plimsoll.account.OrderSide;
import io.plimsoll.fixtures.Accounts;
import io.plimsoll.fixtures.Brackets;
import io.plimsoll.fixtures.SnapshotFixture;
import io.plimsoll.margin.MarginAccount;
import io.plimsoll.margin.OrderMargin;
import io.plimsoll.market.OrderBook;
import io.plimsoll.market.OrderBook.Level;
import io.plimsoll.money.Decimals;
import io.plimsoll.money.Rounding;
import io.plimsoll.money.Rounding.Direction;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Margin levels that Vega's feature files expect, vegaprotocol/vega, core/integration/features/margin, with the order books they set up. */
class VegaMarginsTest {

    private static final Rounding CUT = new Rounding(0, 0, 0, Direction.DOWN, Direction.DOWN, Direction.DOWN);

    private static int agreeing;

    @AfterAll
    static void printAgreement() {
        System.out.printf("| Vega | %d |%n", agreeing);
    }

    private static void assertPublished(String published, BigDecimal ours) {
        assertEquals(0, decimal(published).compareTo(ours), () -> "published " + published + ", ours " + ours);
        agreeing++;
    }

    private static List<Level> levels(String text) {
        return Arrays.stream(text.split(" "))
                .map(level -> level.split("@"))
                .map(level -> new Level(decimal(level[1]), decimal(level[0])))
                .toList();
    }

    /**
     * A position and the orders that add to it, what stands on the other side of the book, the mark, the slippage factor and the risk factor; then maintenance, search,
     * initial and release level with the factors that lead to them. The venue's exit prices are whole ticks.
     */
    @ParameterizedTest(name = "{0}: {1} and {2} in orders at {4} require {8}")
    @CsvSource({
        "0019-MCAL-032, -1, 0, 1@100000 10@100100, 15900, 0.25, 0.1, 1.1 1.2 1.4, 5565, 6121 6678 7791",
        "0019-MCAL-070, -10, 8, 1@200000 10@200100, 15900, 0.25, 0.1, 1.1 1.2 1.4, 68370, 75207 82044 95718",
        "0019-MCAL-070 isolated, -10, 0, 1@200000 10@200100, 15900, 0.25, 0.1, 1.2, 55650, 66780",
        "0019-MCAL-070 002, -10, 1, 11@200000 10@200100, 15900, 0.25, 0.1, 1.2, 57240, 68688",
        "0019-MCAL-206, -3, 0, 3@16200 3@16800, 15800, 0.02, 0.2, 1, 10428, 10428",
        "614, 13, 0, 1@100 3@96 15@90 50@87, 140, 100, 0.2, 3.2 4 5, 988, 3161 3952 4940"
    })
    void marginLevels(
            String feature,
            String position,
            String orders,
            String otherSide,
            String mark,
            String slippage,
            String risk,
            String factors,
            String maintenance,
            String levels) {
        BigDecimal held = decimal(position);
        boolean isLong = held.signum() > 0;
        OrderBook book = new OrderBook(isLong ? levels(otherSide) : List.of(), isLong ? List.of() : levels(otherSide));
        BigDecimal most = decimal(mark).multiply(held.abs()).multiply(decimal(slippage));
        BigDecimal lost = book.exitPrice(held)
                .map(exit -> decimal(mark)
                        .subtract(exit.setScale(0, RoundingMode.FLOOR))
                        .multiply(held))
                .map(cost -> Decimals.largest(cost, Decimals.ZERO))
                .map(cost -> Decimals.smallest(cost, most))
                .orElse(most);
        BigDecimal required = held.abs()
                .add(decimal(orders))
                .multiply(decimal(mark))
                .multiply(decimal(risk))
                .add(lost);

        assertPublished(maintenance, required);
        String[] expected = levels.isEmpty() ? new String[0] : levels.split(" ");
        String[] multiples = factors.split(" ");
        for (int i = 0; i < expected.length; i++) {
            assertPublished(expected[i], CUT.requirementRounded(required.multiply(decimal(multiples[i]))));
        }
    }

    /** 0019-MCAL-070 and 206: what orders bind under isolated margin. */
    @ParameterizedTest(name = "{0} at {1}, {2}: {3}")
    @CsvSource({
        "8, 15900, 0.6, 76320",
        "1, 200000, 0.5, 100000",
        "1, 200000, 0.50001, 100002",
        "1, 200000, 0.45, 90000",
        "1, 200000, 0.6, 120000",
        "3, 16800, 0.3, 15120",
        "10, 16900, 0.25, 42250",
        "10, 17000, 0.4, 68000",
        "10, 17100, 0.4, 68400"
    })
    void orderMargins(String quantity, String price, String rate, String published) {
        var snapshot = SnapshotFixture.account()
                .cash("1000000")
                .with(new OpenOrder("o-1", "ETH", OrderSide.SELL, decimal(quantity), decimal(price), false))
                .snapshot();

        assertPublished(published, OrderMargin.of(snapshot, Map.of("o-1", decimal(rate))));
    }

    /** 0019-MCAL-070: 18 short at 15,900 with 171,720 behind them, marked to 17,000, and to 20,000, where they are closed. */
    @Test
    void aShortThatIsMarkedUntilItIsClosed() {
        assertPublished("151920", marked("17000").equity());
        assertTrue(marked("17000").coversMaintenance(Decimals.ONE));
        assertPublished("97920", marked("20000").equity());
        assertTrue(!marked("20000").coversMaintenance(Decimals.ONE));
    }

    private static MarginAccount marked(String price) {
        return Accounts.cross("171720", Brackets.flat("0.35"), cross("ETH", "-18", "15900", price));
    }
}
