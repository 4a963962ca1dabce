package io.plimsoll.margin;

import static io.plimsoll.fixtures.Positions.cross;
import static io.plimsoll.fixtures.Positions.decimal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plimsoll.account.Side;
import io.plimsoll.fixtures.Accounts;
import io.plimsoll.fixtures.Brackets;
import io.plimsoll.fixtures.Positions;
import io.plimsoll.margin.RandomBooks.Schedule;
import io.plimsoll.money.Decimals;
import io.plimsoll.money.Rounding;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MarginAccountTest {

    @Test
    void equityRequirementAndRatioAreWhatTheFormulasSay() {
        // Given
        var random = new RandomBooks(1);
        for (int i = 0; i < 300; i++) {
            NaiveMargin book = random.crossBook(8, i % 2 == 0 ? Schedule.CONTINUOUS : Schedule.STEPPED);

            // When
            MarginAccount account = Accounts.cross(book.wallet(), book.addOn(), book.brackets(), book.positions());

            // Then
            BigDecimal equity = book.equityRoundedDown();
            BigDecimal required = book.maintenanceRoundedUp();
            assertEquals(equity, account.equity());
            assertEquals(required, account.maintenanceMargin());
            assertEquals(
                    required.signum() == 0
                            ? Optional.empty()
                            : Optional.of(Decimals.quotientRoundedDown(equity, required)),
                    account.marginRatio());
        }
    }

    @Test
    void aThousandTimesTheAccountHasAThousandTimesTheFiguresAndTheSameRatio() {
        // Given
        Brackets brackets = Brackets.flat("0.0125");

        // When
        MarginAccount small = Accounts.cross("912.25", brackets, cross("BTC", "4", "100", "101.5"));
        MarginAccount large = Accounts.cross("912250", brackets, cross("BTC", "4000", "100", "101.5"));

        // Then
        BigDecimal thousand = decimal("1000");
        assertEquals(0, small.equity().multiply(thousand).compareTo(large.equity()));
        assertEquals(0, small.equityExact().multiply(thousand).compareTo(large.equityExact()));
        assertEquals(0, small.maintenanceExact().multiply(thousand).compareTo(large.maintenanceExact()));
    }

    @Test
    void eachPositionsRequirementIsRoundedUpByItself() {
        // Given: two requirements of 0.0501
        Brackets brackets = Brackets.flat("0.0501");

        // When
        MarginAccount account =
                Accounts.cross("1", brackets, cross("BTC", "1", "1", "1"), cross("ETH", "-1", "1", "1"));

        // Then
        assertEquals(decimal("0.12"), account.maintenanceMargin());
        assertEquals(decimal("0.1002"), account.maintenanceExact().stripTrailingZeros());
    }

    @Test
    void orderMarginAndAddOnCountTowardsInitialMarginAndOnlyTheAddOnTowardsMaintenance() {
        // Given
        Brackets brackets = Brackets.flat("0.05");
        MarginAccount plain = Accounts.cross("900", brackets, cross("BTC", "1", "100", "100"));

        // When
        var burdened = new MarginAccount(
                plain.id(), plain.wallet(), plain.positions(), decimal("3"), decimal("7"), new Rounding(2, 2, 6));

        // Then
        assertEquals(decimal("15.00"), burdened.initialMargin());
        assertEquals(decimal("8.00"), burdened.maintenanceMargin());
    }

    @Test
    void aDebtWithoutPositionsCoversNothingButHasNoRatio() {
        // When
        MarginAccount debtor = Accounts.cross("-0.01", Brackets.flat("0.05"));

        // Then
        assertFalse(debtor.coversMaintenance(BigDecimal.ONE));
        assertTrue(Accounts.cross("0", Brackets.flat("0.05")).coversMaintenance(BigDecimal.ONE));
        assertEquals(Optional.empty(), debtor.marginRatio());
    }

    @Test
    void askingForAPositionThatIsNotThereNamesIt() {
        // Given
        MarginAccount account = Accounts.cross("1", Brackets.flat("0.05"), cross("BTC", "1", "1", "1"));

        // When
        var refusal = assertThrows(
                IllegalArgumentException.class, () -> account.position(Positions.crossId("ETH", Side.LONG)));

        // Then
        assertEquals("no position ETH LONG CROSS in margin account CROSS", refusal.getMessage());
    }
}
