package io.plimsoll.margin;

import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.decimal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.ContractKind;
import io.plimsoll.account.OptionType;
import io.plimsoll.account.Position;
import io.plimsoll.account.PositionId;
import io.plimsoll.account.Side;
import io.plimsoll.fixtures.Accounts;
import io.plimsoll.fixtures.Brackets;
import io.plimsoll.fixtures.Positions;
import io.plimsoll.margin.OrdersFilled.Order;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrdersFilledTest {

    private static final MaintenanceConvention MOVES = MaintenanceConvention.MOVES_WITH_PRICE;

    /** As Vega margins a position: a risk factor of its side, and slippage that grows with its size; what funding is due it keeps beside. */
    private record Vega(
            BigDecimal riskLong, BigDecimal riskShort, BigDecimal linear, BigDecimal quadratic, BigDecimal due)
            implements TermsAt {

        BigDecimal rate(BigDecimal volume) {
            return (volume.signum() > 0 ? riskLong : riskShort).add(linear).add(quadratic.multiply(volume.abs()));
        }

        BigDecimal kept(BigDecimal volume) {
            return volume.multiply(due).max(BigDecimal.ZERO);
        }

        @Override
        public Map<PositionId, PositionTerms> ask(List<PricedPosition> positions) {
            Map<PositionId, PositionTerms> terms = new HashMap<>();
            for (PricedPosition priced : positions) {
                BigDecimal volume = priced.position().quantity();
                RequirementLine line = new RequirementLine(rate(volume), BigDecimal.ZERO);
                terms.put(priced.id(), new PositionTerms(line, line, BigDecimal.ONE, kept(volume), BigDecimal.ZERO));
            }
            return terms;
        }
    }

    private static Vega vega(String linear, String quadratic, String due) {
        return new Vega(decimal("0.1"), decimal("0.11"), decimal(linear), decimal(quadratic), decimal(due));
    }

    /** Vega's formulas, written out: the position is marked to each order, and its price is {@code (collateral − V·mark − due) / (|V|·rate − V)}. */
    private static @Nullable BigDecimal naive(
            Vega terms, BigDecimal volume, BigDecimal mark, BigDecimal collateral, List<Order> nearestFirst) {
        BigDecimal price = price(terms, volume, mark, collateral);
        BigDecimal held = volume;
        BigDecimal at = mark;
        BigDecimal money = collateral;
        for (Order order : nearestFirst) {
            boolean adds = held.signum() == order.quantity().signum();
            if (adds
                    && price != null
                    && (held.signum() > 0
                            ? order.price().compareTo(price) < 0
                            : order.price().compareTo(price) > 0)) {
                return price;
            }
            money = money.add(held.multiply(order.price().subtract(at)));
            at = order.price();
            held = held.add(order.quantity());
            price = price(terms, held, at, money);
        }
        return price;
    }

    private static @Nullable BigDecimal price(Vega terms, BigDecimal volume, BigDecimal mark, BigDecimal collateral) {
        if (volume.signum() == 0) {
            return null;
        }
        BigDecimal price = collateral
                .subtract(volume.multiply(mark))
                .subtract(terms.kept(volume))
                .divide(volume.abs().multiply(terms.rate(volume)).subtract(volume), MathContext.DECIMAL128);
        return price.signum() > 0 ? price : null;
    }

    private static List<Order> orders(String text) {
        return Arrays.stream(text.split(" "))
                .map(order -> order.split("@"))
                .map(order -> new Order(decimal(order[0]), decimal(order[1])))
                .toList();
    }

    private static OrdersFilled filled(
            Vega terms, BigDecimal volume, BigDecimal mark, BigDecimal collateral, List<Order> orders) {
        Position contract = cross("BTC", "1", mark.toPlainString(), mark.toPlainString());
        List<Position> held = volume.signum() == 0 ? List.of() : List.of(contract.entered(volume, mark));
        MarginAccount account = Accounts.cross(collateral, BigDecimal.ZERO, terms, held);
        return OrdersFilled.of(account, contract, orders, MOVES, terms);
    }

    private static void assertSame(@Nullable BigDecimal expected, @Nullable BigDecimal actual) {
        if (expected == null || actual == null) {
            assertEquals(expected, actual);
        } else {
            assertTrue(
                    expected.subtract(actual).abs().compareTo(expected.movePointLeft(25)) <= 0,
                    () -> "expected " + expected + ", was " + actual);
        }
    }

    /** vegaprotocol/vega, core/risk/engine_test.go, TestLiquidationPriceWithOrders: books, orders and funding; market orders are at the mark. */
    @ParameterizedTest(name = "{0} at {1} on {2}, orders {3}")
    @CsvSource({
        "0, 123.4, 100, 1@110, 0, 0, 0",
        "0, 123.4, 100, -1@130, 0, 0, 0",
        "0, 123.4, 50800, 39@110, 0.5, 0.01, 0",
        "0, 123.4, 50800, -40@130, 0.5, 0.01, 0",
        "20, 123.4, 50800, 39@110, 0.01, 0.000001, 0",
        "20, 123.4, 50800, -40@130, 0.01, 0.000001, 0",
        "-20, 123.4, 50800, 39@110, 0.01, 0.000001, 0",
        "-20, 123.4, 50800, -40@130, 0.01, 0.000001, 0",
        "-20, 123.4, 50800, 30@110, 0.01, 0.000001, 0",
        "-20, 101.2, 50800, 39@110, 0.01, 0.000001, 0",
        "-20, 101.2, 50800, -40@130, 0.01, 0.000001, 0",
        "-20, 144.5, 50800, 39@110, 0.01, 0.000001, 0",
        "-20, 144.5, 50800, -40@130, 0.01, 0.000001, 0",
        "-20, 123.4, 50800, 18@100 17@110, 0.01, 0.000001, 0",
        "-20, 123.4, 50800, -30@120 -20@130 -10@140, 0.01, 0.000001, 0",
        "-20, 123.4, 50800, 18@100 17@123.4, 0.01, 0.000001, 0",
        "-20, 123.4, 50800, -30@120 -20@130 -10@123.4, 0.01, 0.000001, 0",
        "1, 123.4, 2345, -2@123.4 -99@123.4, 0.01, 0.000001, 0",
        "1, 123.4, 2345, -1@123.4 -100@123.4, 0.01, 0.000001, 0",
        "-20, 123.4, 50800, 18@100 17@123.4, 0.01, 0.000001, 25",
        "-20, 123.4, 50800, -30@120 -20@130 -10@123.4, 0.01, 0.000001, -25",
        "20, 123.4, 50800, 39@110, 0.01, 0.000001, 300"
    })
    void vegasLiquidationPricesWithOrders(
            String volume, String mark, String collateral, String orders, String linear, String quadratic, String due) {
        Vega terms = vega(linear, quadratic, due);
        List<Order> open = orders(orders);

        OrdersFilled filled = filled(terms, decimal(volume), decimal(mark), decimal(collateral), open);

        List<Order> nearestFirst = new ArrayList<>(open);
        nearestFirst.sort((one, other) ->
                open.getFirst().quantity().signum() * other.price().compareTo(one.price()));
        assertSame(
                naive(terms, decimal(volume), decimal(mark), decimal(collateral), nearestFirst), filled.liquidation());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void onRandomBooksThePriceIsThatOfTheFormulas(long seed) {
        Random random = new Random(seed);
        int closedBefore = 0;
        for (int i = 0; i < 150; i++) {
            Vega terms = vega("0.0" + random.nextInt(9), "0.000" + random.nextInt(3), "" + (random.nextInt(5) - 2));
            BigDecimal volume = new BigDecimal(random.nextInt(41) - 20);
            BigDecimal collateral = new BigDecimal(200 + random.nextInt(1500));
            int side = random.nextBoolean() ? 1 : -1;
            List<Order> orders = new ArrayList<>();
            for (int order = 0; order < 1 + random.nextInt(4); order++) {
                orders.add(new Order(
                        new BigDecimal(side * (1 + random.nextInt(15))),
                        new BigDecimal(100 - side * (order * 20 + random.nextInt(20)))));
            }

            OrdersFilled filled = filled(terms, volume, new BigDecimal(100), collateral, orders);

            closedBefore += filled.filled().size() < orders.size() ? 1 : 0;
            orders.sort((one, other) -> side * other.price().compareTo(one.price()));
            assertSame(naive(terms, volume, new BigDecimal(100), collateral, orders), filled.liquidation());
        }
        assertTrue(closedBefore > 5);
    }

    /** 900 of cash, long 10 at 100, 10 %: liquidated at 11.11; a bid below that never fills. */
    @ParameterizedTest(name = "a bid at {0} fills {1}")
    @CsvSource({"11.12, 1", "11.2, 1", "11.11, 0", "11, 0"})
    void anOrderBeyondTheLiquidationPriceNeverFills(String price, int count) {
        OrdersFilled filled =
                filled(vega("0", "0", "0"), decimal("10"), decimal("100"), decimal("900"), orders("1@" + price));

        assertEquals(count, filled.filled().size());
    }

    @Test
    void anOrderThatClosesLeavesNoPrice() {
        OrdersFilled filled =
                filled(vega("0", "0", "0"), decimal("10"), decimal("100"), decimal("900"), orders("-10@120"));

        assertNull(filled.liquidation());
        assertEquals(0, decimal("1100").compareTo(filled.account().wallet()));
    }

    @Test
    void anOptionThatIsBoughtIsPaidFor() {
        Position call = Positions.option(ContractKind.OPTION, OptionType.CALL, "100", "1", "5", "90", "0.5");
        MarginAccount account = Accounts.cross(decimal("100"), BigDecimal.ZERO, Brackets.flat("0"), List.of());

        OrdersFilled filled = OrdersFilled.of(account, call, orders("3@5"), MOVES, Brackets.flat("0"));

        assertEquals(0, decimal("85").compareTo(filled.account().wallet()));
        assertEquals(0, decimal("100").compareTo(filled.account().equity()));
    }

    @Test
    void otherPositionsStandStill() {
        Position eth = cross("ETH", "2", "50", "40");
        MarginAccount account = Accounts.cross("1000", Brackets.flat("0.1"), cross("BTC", "10", "100", "100"), eth);

        OrdersFilled filled =
                OrdersFilled.of(account, cross("BTC", "1", "100", "100"), orders("10@90"), MOVES, Brackets.flat("0.1"));

        // (1,000 − 20 − 8 − 100 − 20·90) / (2 − 20)
        assertSame(decimal("51.55555555555555555555555555555556"), filled.liquidation());
        assertEquals(Side.LONG, filled.account().position(eth.id()).id().side());
    }

    @Test
    void withoutOrdersItIsThePriceOfToday() {
        OrdersFilled filled = filled(vega("0", "0", "0"), decimal("10"), decimal("100"), decimal("900"), List.of());

        // (900 − 10·100) / (1 − 10)
        assertSame(decimal("11.11111111111111111111111111111111"), filled.liquidation());
    }

    @Test
    void buysAndSellsAreFilledApartAndAHedgeHasNoOneSide() {
        Vega terms = vega("0", "0", "0");
        assertThrows(
                IllegalArgumentException.class,
                () -> filled(terms, decimal("10"), decimal("100"), decimal("900"), orders("1@90 -1@110")));
        MarginAccount hedged =
                Accounts.cross("1000", terms, cross("BTC", "10", "100", "100"), cross("BTC", "-4", "100", "100"));
        assertThrows(
                IllegalArgumentException.class,
                () -> OrdersFilled.of(hedged, cross("BTC", "1", "100", "100"), orders("1@90"), MOVES, terms));
    }
}
