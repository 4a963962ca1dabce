package io.plimsoll.margin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.Position;
import io.plimsoll.account.PositionId;
import io.plimsoll.fixtures.Accounts;
import io.plimsoll.margin.RandomBooks.Schedule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TakeOverPricesTest {

    private static final BigDecimal TINY = new BigDecimal("1E-15");

    @Test
    void handedOverAtThesePricesTheAccountIsLeftWithNothing() {
        // Given
        var random = new RandomBooks(17);
        int settled = 0;
        for (int i = 0; i < 200; i++) {
            NaiveMargin book = random.crossBook(8, Schedule.CONTINUOUS);
            MarginAccount account = Accounts.cross(book.wallet(), book.addOn(), book.brackets(), book.positions());

            // When
            Map<PositionId, BigDecimal> prices = TakeOverPrices.of(account, ids(book));

            // Then
            if (prices.size() == book.positions().size()) {
                BigDecimal left = book.equityAt(prices);
                assertTrue(left.abs().compareTo(TINY) < 0, "left " + left + " of " + book);
                settled++;
            }
        }
        assertTrue(settled > 150, "settled " + settled);
    }

    @Test
    void aPositionAloneIsHandedOverAtItsBankruptcyPrice() {
        // Given
        var random = new RandomBooks(18);
        for (int i = 0; i < 200; i++) {
            NaiveMargin book = random.crossBook(4, Schedule.CONTINUOUS);
            MarginAccount account = Accounts.cross(book.wallet(), book.addOn(), book.brackets(), book.positions());
            PositionId first = book.positions().getFirst().id();

            // When
            BigDecimal price = TakeOverPrices.of(account, List.of(first)).get(first);

            // Then
            BigDecimal bankruptcy = LiquidationPrices.of(account, MaintenanceConvention.FIXED_AT_MARK, book.brackets())
                    .get(first)
                    .bankruptcy();
            assertEquals(toTwentyPlaces(bankruptcy), toTwentyPlaces(price));
        }
    }

    private static List<PositionId> ids(NaiveMargin book) {
        return book.positions().stream().map(Position::id).toList();
    }

    private static String toTwentyPlaces(BigDecimal price) {
        return price == null ? "none" : price.setScale(20, RoundingMode.HALF_UP).toPlainString();
    }
}
