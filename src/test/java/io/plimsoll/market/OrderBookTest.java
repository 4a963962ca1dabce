package io.plimsoll.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.plimsoll.market.OrderBook.Level;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderBookTest {

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }

    private static Level level(String price, String quantity) {
        return new Level(decimal(price), decimal(quantity));
    }

    /** In no order: 10 at 99, 20 at 98 and 30 at 90 are bid; 5 at 101 and 5 at 104 are asked for. */
    private static final OrderBook BOOK = new OrderBook(
            List.of(level("90", "30"), level("99", "10"), level("98", "20")),
            List.of(level("104", "5"), level("101", "5")));

    @ParameterizedTest(name = "a position of {0} leaves at {1}")
    @CsvSource({
        "9.99, 99",
        "10, 99",
        "20, 98.5",
        "30, 98.33333333333333333333333333333333",
        "60, 94.16666666666666666666666666666666",
        "60.01,",
        "-5, 101",
        "-6, 101.5",
        "-10, 102.5",
        "-10.01,"
    })
    void aPositionLeavesVolumeByVolume(String position, @Nullable String price) {
        assertEquals(Optional.ofNullable(price).map(BigDecimal::new), BOOK.exitPrice(decimal(position)));
    }

    @ParameterizedTest(name = "{0} at a mark of {1} cost {2}, {3} at most")
    @CsvSource({
        "20, 100, 30, 30.01",
        "20, 100, 30, 30",
        "20, 100, 29.99, 29.99",
        "20, 98.5, 0, 100",
        "20, 98, 0, 100", // the book is better than the mark
        "61, 100, 100, 100", // the book does not take it
        "-10, 100, 25, 100",
        "-10, 103, 0, 100"
    })
    void slippageIsWhatTheBookTakesOffTheMark(String position, String mark, String slippage, String most) {
        assertEquals(0, decimal(slippage).compareTo(BOOK.slippage(decimal(position), decimal(mark), decimal(most))));
    }

    @Test
    void aLevelHasAPriceAndAQuantity() {
        assertThrows(IllegalArgumentException.class, () -> level("0", "1"));
        assertThrows(IllegalArgumentException.class, () -> level("1", "0"));
        assertThrows(IllegalArgumentException.class, () -> BOOK.exitPrice(BigDecimal.ZERO));
    }
}
